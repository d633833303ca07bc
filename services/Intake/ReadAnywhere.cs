using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Engagement.Intake.Commands;
using Engagement.Intake.Pages;
using Engagement.Platform.Settings;
using Engagement.Platform.Urls;

namespace Engagement.Intake;

/// <summary>Reads articles from where an operator says, without a ledger: what another service's command looks at before anything is set up.</summary>
public static class ReadAnywhere
{
    const int MaxBytes = 20 * 1024 * 1024;

    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>The articles of a feed, sitemap, page, JSON or CSV; each with the fields of <c>POST /api/articles</c>.</summary>
    /// <param name="source">A URL or a file.</param>
    /// <param name="stop">Ends it early.</param>
    /// <exception cref="StartProblem">It cannot be fetched, or is nothing that is known here.</exception>
    public static async IAsyncEnumerable<JsonObject> Read(string source, [EnumeratorCancellation] CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = Deadline, MaxResponseContentBufferSize = MaxBytes };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("Engagement/0.1");
        var read = new ReadSource(http);
        if (await Page(read, source, stop) is { } page)
        {
            yield return page;
            yield break;
        }

        await foreach (var record in read.Read(source, stop))
        {
            if (record is { Article: { } article, Withdrawn: false })
            {
                yield return article;
            }
        }
    }

    // One web page is one article. Its own host is the site, because no site is set up yet.
    static async Task<JsonObject?> Page(ReadSource read, string source, CancellationToken stop)
    {
        if (!Uri.TryCreate(source, UriKind.Absolute, out var address) || address.IsFile)
        {
            return null;
        }

        await using var stream = await read.Open(source, stop);
        using var text = new StreamReader(stream);
        var html = await text.ReadToEndAsync(stop);
        var start = html.AsSpan().TrimStart();
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            ? new PageFields(new UrlRules(new SiteOptions { Hosts = [address.IdnHost] })).Read(html, source).Fields
            : null;
    }
}
