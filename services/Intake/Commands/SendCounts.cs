using System.Globalization;
using System.Text.Json.Nodes;
using Engagement.Platform.Commands;

namespace Engagement.Intake.Commands;

/// <summary>
/// Sends articles' historic counts, span by span where the source has them so, else as one span at the time of publication. The Counter brings each span to what is
/// said of it and never beyond, so an import done again, whenever, counts nothing twice.
/// </summary>
sealed class SendCounts(RunningServer server, ImportReport report)
{
    const int ArticlesAtOnce = 500;
    const int SpansAtOnce = 5_000;
    const int Tries = 20;

    readonly List<JsonObject> waiting = [];
    int spans;

    public async Task Add(string articleId, ImportRecord record, CancellationToken cancellation)
    {
        var history = record.History?.DeepClone().AsArray() ?? (record.Counts is { } counts ? Sums(counts, Time(record.Article!)) : []);
        // One article's history may be longer than a call takes.
        foreach (var some in history.Chunk(SpansAtOnce))
        {
            waiting.Add(new JsonObject { ["article"] = articleId, ["spans"] = new JsonArray([.. some.Select(span => span!.DeepClone())]) });
            spans += some.Length;
            if (waiting.Count >= ArticlesAtOnce || spans >= SpansAtOnce)
            {
                await Flush(cancellation);
            }
        }
    }

    public async Task Flush(CancellationToken cancellation)
    {
        if (waiting.Count > 0)
        {
            await Send([.. waiting], cancellation);
        }

        waiting.Clear();
        spans = 0;
    }

    /// <summary>When nobody knows when, at the beginning of time: each import must put it in the same place.</summary>
    static DateTimeOffset Time(JsonObject article) =>
        DateTimeOffset.TryParse(article["publishedAt"]?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at <= TimeProvider.System.GetUtcNow()
            && at > DateTimeOffset.UnixEpoch ? at.ToUniversalTime() : DateTimeOffset.UnixEpoch;

    static JsonArray Sums(JsonObject counts, DateTimeOffset at)
    {
        var fields = new JsonObject();
        foreach (var (target, count) in counts["byTarget"]?.AsObject() ?? [])
        {
            fields[$"share:{target}@page"] = count!.GetValue<long>();
        }

        foreach (var (name, field) in new[] { ("bookmarks", "bookmark@page"), ("views", "view@page"), ("visits", "visit@page") })
        {
            if (counts[name]?.GetValue<long>() is > 0 and var count)
            {
                fields[field] = count;
            }
        }

        return fields.Count == 0 ? [] : [new JsonObject { ["at"] = at.ToString("O", CultureInfo.InvariantCulture), ["seconds"] = 60, ["counts"] = fields }];
    }

    /// <summary>The Counter hears of a new article a moment after it was accepted, so one that it does not know yet is sent again.</summary>
    async Task Send(JsonObject[] batch, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (status, answer) = await server.Post("/api/counts/import", new JsonArray([.. batch.Select(one => one.DeepClone())]), cancellation);
            if (answer?["rejected"] is not JsonArray rejected)
            {
                throw new Platform.Settings.StartProblem($"The server answers {(int)status} to historic counts: {answer?["detail"]}");
            }

            report.Events += answer["raised"]!.GetValue<long>();
            if (rejected.Count == 0)
            {
                return;
            }

            if (attempt == Tries)
            {
                await report.Say($"counts of {batch[rejected[0]!["index"]!.GetValue<int>()]["article"]}", $"{rejected.Count} articles' counts were refused: {rejected[0]!["reason"]}");
                return;
            }

            batch = [.. rejected.Select(one => batch[one!["index"]!.GetValue<int>()])];
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(2_000, 100 * attempt)), TimeProvider.System, cancellation);
        }
    }
}
