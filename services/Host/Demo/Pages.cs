using System.Globalization;
using System.Text.Encodings.Web;
using Engagement.Platform;

namespace Engagement.Host.Demo;

/// <summary>The sample site's pages. What we deliver is fetched by the public addresses, as a site's own template would.</summary>
sealed class Pages(IHttpClientFactory clients, Peers peers, TimeProvider time)
{
    static string E(string text) => HtmlEncoder.Default.Encode(text);

    /// <summary>The front page: teasers, and what readers share most.</summary>
    public async Task<string> Home(CancellationToken cancellation)
    {
        var teasers = DemoArticle.All.Select(article => $"""
            <section class="teaser">
              <h2><a href="/demo/{article.Slug}.html">{E(article.Title)}</a></h2>
              <p>{E(article.Summary)}</p>
              <p class="meta">{E(article.Section)} · {E(article.Author)} · {Date(article)}</p>
            </section>
            """);
        return await Frame("The Sample Observer", "/demo/", "", $"<div>{string.Concat(teasers)}</div>", cancellation);
    }

    /// <summary>One article, which ends as articles end: keywords, "Bookmark and Share", "Tweet", "Follow us".</summary>
    public async Task<string> Article(DemoArticle article, CancellationToken cancellation)
    {
        var buttons = await Ask("counter", $"/buttons/{article.Slug}.html", cancellation) ?? "";
        var head = $"""
            <meta name="description" content="{E(article.Summary)}">
            <meta property="og:title" content="{E(article.Title)}">
            <meta name="keywords" content="{E(string.Join(", ", article.Tags))}">
            """;
        return await Frame(article.Title, $"/demo/{article.Slug}.html", head, $"""
            <article>
              <p class="meta">{E(article.Section)}</p>
              <h1>{E(article.Title)}</h1>
              <p class="summary">{E(article.Summary)}</p>
              <p class="meta">{E(article.Author)} · {Date(article)}</p>
              {string.Concat(article.Body.Select(paragraph => $"<p>{E(paragraph)}</p>"))}
              <ul class="tags" aria-label="Keywords">{string.Concat(article.Tags.Select(tag => $"<li>{E(tag)}</li>"))}</ul>
              <div class="share">{buttons}</div>
            </article>
            """, cancellation);
    }

    async Task<string> Frame(string title, string path, string head, string content, CancellationToken cancellation) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{E(title)}</title>
        <link rel="canonical" href="{new Uri(peers.Own(), path)}">
        {head}
        <link rel="stylesheet" href="/demo/site.css">
        <link rel="stylesheet" href="/share.css">
        <script src="/share.js" async></script>
        <script src="/popular.js" defer></script>
        <link rel="alternate" type="application/rss+xml" title="Most shared" href="/popular.rss">
        </head>
        <body>
        <header><a class="name" href="/demo/">The Sample Observer</a><nav aria-label="Engagement"><a href="/">Dashboard</a><a href="/popular.rss">Most shared (RSS)</a><a href="/popular.json">Most shared (JSON)</a></nav></header>
        <main>{content}<aside><h2>Most shared this month</h2>{await Popular(cancellation)}</aside></main>
        <footer>A made-up paper that shows what Engagement adds to a real one.</footer>
        </body>
        </html>
        """;

    /// <summary>The list is on the page as HTML; its script keeps it up to date.</summary>
    async Task<string> Popular(CancellationToken cancellation) =>
        await Ask("popularity", "/popular.html?list=shared&window=30d&limit=6", cancellation) ?? "<p>Not known at the moment.</p>";

    /// <summary>What a service answers, or null: a site stands without us.</summary>
    async Task<string?> Ask(string service, string path, CancellationToken cancellation)
    {
        using var client = clients.CreateClient();
        client.Timeout = TimeSpan.FromSeconds(2);
        try
        {
            using var answer = await client.GetAsync(new Uri(peers.Of(service), path), cancellation);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync(cancellation) : null;
        }
        catch (Exception away) when (away is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    string Date(DemoArticle article) =>
        (time.GetUtcNow() - TimeSpan.FromHours(article.HoursAgo)).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
