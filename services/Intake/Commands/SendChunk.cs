using System.Net;
using System.Text.Json.Nodes;
using Engagement.Platform.Commands;

namespace Engagement.Intake.Commands;

/// <summary>Sends records to the server. What it refuses is reported with its place and left out, and the others are sent without it.</summary>
sealed class SendChunk(RunningServer server, ImportReport report)
{
    const int MergedAtOnce = 100;
    const int Tries = 10;

    readonly SendCounts counts = new(server, report);
    readonly SendHolders holders = new(server, report);
    readonly List<ImportRecord> merged = [];

    public async Task Send(IReadOnlyList<ImportRecord> records, CancellationToken cancellation)
    {
        report.Saw(records.Count);
        foreach (var unreadable in records.Where(record => record.Article is null))
        {
            await report.Say(unreadable.Place, unreadable.Problem ?? "it cannot be read");
        }

        merged.AddRange(records.Where(record => record.MergedInto is not null));
        await Post([.. records.Where(record => record is { Article: not null, MergedInto: null })], cancellation);
    }

    async Task Post(List<ImportRecord> good, CancellationToken cancellation)
    {
        while (good.Count > 0)
        {
            var (status, answer) = await server.Post("/api/articles", new JsonArray([.. good.Select(record => record.Article!.DeepClone())]), cancellation);
            if (status == HttpStatusCode.Accepted)
            {
                await Accepted(good, answer!["articles"]!.AsArray(), cancellation);
                return;
            }

            var wrong = answer?["problems"]?.AsArray().Select(problem => (Index: problem!["index"]!.GetValue<int>(), Reason: problem["reason"]!.GetValue<string>())).ToList();
            if (wrong is not { Count: > 0 })
            {
                throw new Platform.Settings.StartProblem($"The server answers {(int)status}: {answer?["detail"]}");
            }

            foreach (var (index, reason) in wrong.DistinctBy(problem => problem.Index))
            {
                await report.Say(good[index].Place, reason);
            }

            var refused = wrong.Select(problem => problem.Index).ToHashSet();
            good = [.. good.Where((_, index) => !refused.Contains(index))];
        }
    }

    /// <summary>Historic counts come last: the Counter must have heard of the articles. Then come those that are part of another, which must be there.</summary>
    public async Task Finish(CancellationToken cancellation)
    {
        await counts.Flush(cancellation);
        await holders.Flush(cancellation);
        foreach (var some in merged.Chunk(MergedAtOnce))
        {
            await Post([.. some], cancellation);
            foreach (var record in some)
            {
                await Merge(record, cancellation);
            }
        }
    }

    async Task Merge(ImportRecord record, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (status, answer) = await server.Post($"/api/articles/{record.Article!["id"]}/merge", new JsonObject { ["into"] = record.MergedInto, ["reason"] = "As in the export." }, cancellation);
            if (status == HttpStatusCode.OK)
            {
                return;
            }

            if (attempt == Tries)
            {
                await report.Say(record.Place, $"it was not merged into {record.MergedInto}: {answer?["detail"]}");
                return;
            }

            // The Counter hears of it a moment after it was accepted.
            await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt), TimeProvider.System, cancellation);
        }
    }

    async Task Accepted(List<ImportRecord> good, JsonArray accepted, CancellationToken cancellation)
    {
        for (var index = 0; index < good.Count; index++)
        {
            var id = accepted[index]!["id"]!.GetValue<string>();
            report.Count(accepted[index]!["status"]!.GetValue<string>());
            await counts.Add(id, good[index], cancellation);
            await holders.Add(id, good[index].Holders, cancellation);
            if (good[index] is { Withdrawn: true, MergedInto: null })
            {
                await server.Delete($"/api/articles/{id}", cancellation);
            }
        }
    }
}
