using System.Net;
using System.Text.Json.Nodes;
using Engagement.Platform.Commands;

namespace Engagement.Intake.Commands;

/// <summary>Sends records to the server. What it refuses is reported with its place and left out, and the others are sent without it.</summary>
sealed class SendChunk(RunningServer server, ImportReport report)
{
    readonly SendCounts counts = new(server, report);

    public async Task Send(IReadOnlyList<ImportRecord> records, CancellationToken cancellation)
    {
        report.Saw(records.Count);
        foreach (var unreadable in records.Where(record => record.Article is null))
        {
            await report.Say(unreadable.Place, unreadable.Problem ?? "it cannot be read");
        }

        var good = records.Where(record => record.Article is not null).ToList();
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

    /// <summary>Historic counts come last: the Counter must have heard of the articles.</summary>
    public Task Finish(CancellationToken cancellation) => counts.Flush(cancellation);

    async Task Accepted(List<ImportRecord> good, JsonArray accepted, CancellationToken cancellation)
    {
        for (var index = 0; index < good.Count; index++)
        {
            var id = accepted[index]!["id"]!.GetValue<string>();
            report.Count(accepted[index]!["status"]!.GetValue<string>());
            if (good[index].Counts is { } historic)
            {
                await counts.Add(id, good[index].Article!["publishedAt"]?.GetValue<string>(), historic, cancellation);
            }

            if (good[index].Withdrawn)
            {
                await server.Delete($"/api/articles/{id}", cancellation);
            }
        }
    }
}
