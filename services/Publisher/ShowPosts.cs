using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.Platform.Commands;
using Engagement.Platform.Http;
using Engagement.Platform.Settings;
using Engagement.Platform.Text;
using Engagement.Publisher.Text;
using Engagement.Publisher.X;
using Microsoft.Extensions.Configuration;

namespace Engagement.Publisher;

/// <summary>
/// <c>engagement post --dry-run FEED</c>: what would be posted of any feed, file or article, and what it would cost, before anyone
/// connects an account. Needs no server, reads no ledger and sends nothing.
/// </summary>
static class ShowPosts
{
    const string Usage = "post --dry-run FEED|URL|FILE   what would be posted of a feed or an article, and at what cost; sends nothing";

    /// <summary>The command.</summary>
    /// <param name="read">Reads the articles of a feed, a page or a file; each as somebody would post it to <c>/api/articles</c>.</param>
    public static Command With(Func<string, CancellationToken, IAsyncEnumerable<JsonObject>> read) => new("post", Usage,
        async (args, configuration, stop) =>
        {
            if (args is not ["--dry-run", { Length: > 0 } source])
            {
                throw new StartProblem(
                    "Only the running program posts; engagement post --dry-run FEED shows what it would post of a feed, page or file.");
            }

            await Show(read(source, stop), Preview(configuration), Console.Out);
            return 0;
        });

    static PreviewPost Preview(IConfiguration configuration)
    {
        var options = Settings.Read<TextOptions>(configuration, "Engagement:X:Text");
        return new PreviewPost(new PostRenderer(options, Settings.Read<SiteOptions>(configuration, "Engagement:Site")), new PostWarnings(options), options,
            Settings.Read<XOptions>(configuration, "Engagement:X"), Settings.Read<PriceOptions>(configuration, "Engagement:X:Prices"), TimeProvider.System);
    }

    /// <summary>Writes the table.</summary>
    public static async Task Show(IAsyncEnumerable<JsonObject> articles, PreviewPost preview, TextWriter console)
    {
        var (number, posts, withLink, cost) = (0, 0, 0, 0m);
        await foreach (var json in articles)
        {
            if (number++ == 0)
            {
                await console.WriteLineAsync("   #  weight    cost  text");
            }

            var (article, problem) = Read(json);
            if (article is null)
            {
                await console.WriteLineAsync($"{number,4}       -       -  not posted: {problem}");
                continue;
            }

            var post = preview.Of(article.ToArticle());
            (posts, withLink, cost) = (posts + 1, withLink + (post.Urls.Count > 0 ? 1 : 0), cost + post.Cost);
            await console.WriteLineAsync(Invariant($"{number,4}{post.WeightedLength,8}{Money(post.Cost),8}  {OneLine(post.Text)}"));
            foreach (var warning in post.Warnings)
            {
                await console.WriteLineAsync($"{"",24}! {warning}");
            }
        }

        await console.WriteLineAsync(Invariant($"{posts} {(posts == 1 ? "post" : "posts")}, {withLink} with a link, cost {Money(cost)}. Nothing was sent."));
    }

    static (PreviewedArticle? Article, string? Problem) Read(JsonObject json)
    {
        try
        {
            var article = json.Deserialize<PreviewedArticle>(Json.Options)!;
            return article.Problem() is { } problem ? (null, problem) : article.NoSocial ? (null, "it is marked noSocial") : (article, null);
        }
        catch (JsonException malformed)
        {
            return (null, $"{malformed.Path} has a value of another kind than an article has there");
        }
    }

    static string OneLine(string text) => PostText.Clean(text).Replace("\n", " ⏎ ", StringComparison.Ordinal);

    static string Money(decimal dollars) => dollars.ToString("$0.000", CultureInfo.InvariantCulture);

    static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
