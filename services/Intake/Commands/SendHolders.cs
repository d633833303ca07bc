using System.Net;
using System.Text.Json.Nodes;
using Engagement.Platform.Commands;
using Engagement.Platform.Settings;

namespace Engagement.Intake.Commands;

/// <summary>Sends which devices hold the articles as bookmarks, where the export was told to say so. An installation with bookmarks of its own takes none, and that is said once.</summary>
sealed class SendHolders(RunningServer server, ImportReport report)
{
    const int ArticlesAtOnce = 100;
    const int HoldersAtOnce = 20_000;

    /// <summary>As many in a piece, whatever the chunks are, so that an import done again sends the same pieces.</summary>
    const int PieceSize = 5_000;
    const int Tries = 20;

    readonly Dictionary<string, JsonArray> waiting = [];
    string secret = "";
    int holders;
    bool isRefused;

    public async Task Add(string articleId, JsonObject? held, CancellationToken cancellation)
    {
        if (held?["secret"]?.ToString() is not { } its || held["hashes"] is not JsonArray hashes)
        {
            return;
        }

        foreach (var piece in hashes.Chunk(PieceSize))
        {
            if (its != secret || waiting.Count >= ArticlesAtOnce || holders >= HoldersAtOnce || waiting.ContainsKey(articleId))
            {
                await Flush(cancellation);
            }

            secret = its;
            waiting[articleId] = [.. piece.Select(hash => hash!.DeepClone())];
            holders += piece.Length;
        }
    }

    /// <summary>The Counter hears of a new article a moment after it was accepted, so those that it does not know yet are sent again.</summary>
    public async Task Flush(CancellationToken cancellation)
    {
        for (var attempt = 1; waiting.Count > 0 && !isRefused; attempt++)
        {
            var body = new JsonObject { ["secret"] = secret, ["articles"] = new JsonObject(waiting.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value.DeepClone()))) };
            var (status, answer) = await server.Post("/api/counts/holders", body, cancellation);
            if (status == HttpStatusCode.Conflict)
            {
                isRefused = true;
                await report.Say("holders of bookmarks", $"they were left out: {answer?["detail"]}");
                break;
            }

            var unknown = status == HttpStatusCode.OK ? answer!["unknown"]!.AsArray().Select(id => id!.GetValue<string>()).ToHashSet()
                : throw new StartProblem($"The server answers {(int)status} to the holders of bookmarks: {answer?["detail"]}");
            foreach (var taken in waiting.Keys.Where(id => !unknown.Contains(id)).ToList())
            {
                waiting.Remove(taken);
            }

            if (waiting.Count > 0 && attempt == Tries)
            {
                await report.Say("holders of bookmarks", $"those of {waiting.Count} articles were refused: the Counter does not know {waiting.Keys.First()}");
                break;
            }

            if (waiting.Count > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(2_000, 100 * attempt)), TimeProvider.System, cancellation);
            }
        }

        waiting.Clear();
        holders = 0;
    }
}
