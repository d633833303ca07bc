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
    const string Holders = "holders";

    public static Command Command { get; } = new("export",
        "export [FILE] [--with holders] [--to URL] [--key KEY]   every article with its counts as NDJSON, to the file or to standard output; "
        + "also, for an installation that moves, who holds the bookmarks, with the secret", Run);

    static async Task<int> Run(string[] args, IConfiguration configuration, CancellationToken cancellation)
    {
        var arguments = new Arguments(args, "--with", "--to", "--key");
        if (arguments.Value("--with") is { } also and not Holders)
        {
            throw new StartProblem($"--with can be {Holders}; it is \"{also}\".");
        }

        if (arguments.Words.Count > 1)
        {
            throw new StartProblem("Name one file at most: engagement export FILE.");
        }

        using var server = RunningServer.From(arguments, configuration);
        var withHolders = arguments.Value("--with") == Holders;
        await using var output = new StreamWriter(arguments.Words is [var file] ? Create(file, withHolders) : Console.OpenStandardOutput(), new UTF8Encoding(false));
        var written = 0;
        string? cursor = null;
        do
        {
            var page = await server.Get($"/api/articles?limit={Page}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", cancellation);
            var articles = page["articles"]!.AsArray().Select(article => article!.AsObject()).ToList();
            await AddCounts(server, articles, cancellation);
            if (withHolders && articles.Count > 0)
            {
                await AddHolders(server, articles, cancellation);
            }

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

    /// <summary>What holds a secret is for its owner's eyes.</summary>
    static FileStream Create(string file, bool isSecret)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (isSecret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(file, options);
    }

    static async Task AddHolders(RunningServer server, List<JsonObject> articles, CancellationToken cancellation)
    {
        var held = await server.Get($"/api/counts/holders?ids={string.Join(',', articles.Select(article => article["id"]))}", cancellation);
        foreach (var article in articles)
        {
            if (held["articles"]![article["id"]!.GetValue<string>()] is { } hashes)
            {
                article[Holders] = new JsonObject { ["secret"] = held["secret"]!.DeepClone(), ["hashes"] = hashes.DeepClone() };
            }
        }
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
