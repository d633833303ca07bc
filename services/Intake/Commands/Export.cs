using System.Text;
using System.Text.Json.Nodes;
using Engagement.Platform.Commands;
using Engagement.Platform.Settings;
using Microsoft.Extensions.Configuration;

namespace Engagement.Intake.Commands;

/// <summary><c>engagement export</c>: every article with its counts, a line of JSON each, as <c>engagement import</c> reads it.</summary>
static class Export
{
    const int Page = 100;

    public static Command Command { get; } = new("export",
        "export [FILE] [--to URL] [--key KEY]   every article with its counts as NDJSON, to the file or to standard output", Run);

    static async Task<int> Run(string[] args, IConfiguration configuration, CancellationToken cancellation)
    {
        var arguments = new Arguments(args, "--to", "--key");
        if (arguments.Words.Count > 1)
        {
            throw new StartProblem("Name one file at most: engagement export FILE.");
        }

        using var server = RunningServer.From(arguments, configuration);
        await using var output = arguments.Words is [var file] ? new StreamWriter(file, append: false, new UTF8Encoding(false)) : new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
        var written = 0;
        string? cursor = null;
        do
        {
            var page = await server.Get($"/api/articles?limit={Page}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", cancellation);
            var articles = page["articles"]!.AsArray().Select(article => article!.AsObject()).ToList();
            await AddCounts(server, articles, cancellation);
            foreach (var article in articles)
            {
                article.Remove("warnings");
                await output.WriteLineAsync(article.ToJsonString(Platform.Http.Json.Options));
                written++;
            }

            cursor = page["next"]?.GetValue<string>();
        }
        while (cursor is not null);

        await output.FlushAsync(cancellation);
        await Console.Error.WriteLineAsync($"{written} articles exported.");
        return 0;
    }

    /// <summary>The sums for people, and the history from which they are made again.</summary>
    static async Task AddCounts(RunningServer server, List<JsonObject> articles, CancellationToken cancellation)
    {
        if (articles.Count == 0)
        {
            return;
        }

        var ids = string.Join(',', articles.Select(article => article["id"]));
        var counts = (await server.Get($"/api/counts?ids={ids}", cancellation))["counts"]!.AsObject();
        var histories = (await server.Get($"/api/counts/export?ids={ids}", cancellation))["articles"]!.AsObject();
        foreach (var article in articles)
        {
            var id = article["id"]!.GetValue<string>();
            if (counts[id] is { } own)
            {
                article["counts"] = own.DeepClone();
            }

            if (histories[id] is JsonArray { Count: > 0 } history)
            {
                article["history"] = history.DeepClone();
            }
        }
    }
}
