using System.Text.Json.Nodes;
using Engagement.Intake.Articles;
using Engagement.Platform.Commands;

namespace Engagement.Intake.Commands;

/// <summary>
/// Turns an article's historic counts into events, dated when it was published. Their ids are made of the article, kind, target and
/// number, so that an import done again within the Counter's memory of ids counts nothing twice.
/// </summary>
sealed class SendCounts(RunningServer server, ImportReport report)
{
    const int Batch = 1_000;
    const int Tries = 20;

    readonly List<JsonObject> waiting = [];

    public async Task Add(string articleId, string? at, JsonObject counts, CancellationToken cancellation)
    {
        var name = KnownArticles.HashId(articleId);
        foreach (var (target, count) in counts["byTarget"]?.AsObject() ?? [])
        {
            await Many("share", target, count!.GetValue<long>());
        }

        await Many("view", null, counts["views"]?.GetValue<long>() ?? 0);
        await Many("bookmark", null, counts["bookmarks"]?.GetValue<long>() ?? 0);

        async Task Many(string kind, string? target, long count)
        {
            for (var number = 0L; number < count; number++)
            {
                var id = $"import-{name}-{kind}-{target}-{number}";
                waiting.Add(new JsonObject { ["id"] = id, ["article"] = articleId, ["kind"] = kind, ["target"] = target, ["at"] = at, ["device"] = kind == "bookmark" ? id : null });
                if (waiting.Count >= 50 * Batch)
                {
                    await Flush(cancellation);
                }
            }
        }
    }

    public async Task Flush(CancellationToken cancellation)
    {
        foreach (var batch in waiting.Chunk(Batch))
        {
            await Send(batch, cancellation);
        }

        waiting.Clear();
    }

    /// <summary>The Counter hears of a new article a moment after it was accepted, so an event that it does not know yet is sent again.</summary>
    async Task Send(JsonObject[] batch, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (status, answer) = await server.Post("/api/events", new JsonArray([.. batch.Select(one => one.DeepClone())]), cancellation);
            if (answer?["rejected"] is not JsonArray rejected)
            {
                throw new Platform.Settings.StartProblem($"The server answers {(int)status} to historic counts: {answer?["detail"]}");
            }

            report.Events += answer["counted"]!.GetValue<long>();
            if (rejected.Count == 0)
            {
                return;
            }

            if (attempt == Tries)
            {
                await report.Say($"counts of {batch[rejected[0]!["index"]!.GetValue<int>()]["article"]}", $"{rejected.Count} events were refused: {rejected[0]!["reason"]}");
                return;
            }

            batch = [.. rejected.Select(one => batch[one!["index"]!.GetValue<int>()])];
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(2_000, 100 * attempt)), TimeProvider.System, cancellation);
        }
    }
}
