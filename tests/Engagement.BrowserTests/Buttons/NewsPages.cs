using Engagement.Contracts;
using Engagement.Tests;
using Engagement.Tests.Counter;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Xunit;

namespace Engagement.BrowserTests.Buttons;

/// <summary>
/// A news site with pages of its own on another origin, under the strictest policy that a site can have, and Engagement beside it.
/// Whatever a page asks of anybody else is answered here and written down.
/// </summary>
public sealed class NewsPages(Chromium chromium) : IAsyncLifetime
{
    readonly Dictionary<string, string> pages = [];
    WebApplication? web;

    public TestSite Site { get; private set; } = null!;

    /// <summary>Where Engagement is, without a slash at the end.</summary>
    public string Engagement => Site.Reader.BaseAddress!.ToString().TrimEnd('/');

    /// <summary>Where the news site is.</summary>
    public string News { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        web = builder.Build();
        web.MapGet("/{name}", (string name, HttpContext http) =>
        {
            http.Response.Headers.ContentSecurityPolicy =
                $"default-src 'none'; script-src {Engagement}; style-src {Engagement}; img-src 'self'; connect-src {Engagement}; require-trusted-types-for 'script'; trusted-types engagement-buttons site";
            return pages.TryGetValue(name, out var html) ? Results.Content(html, "text/html; charset=utf-8") : Results.NotFound();
        });
        await web.StartAsync();
        // Another host name than Engagement's, so that nothing works only because it is the same origin.
        News = web.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        Site = await TestSite.Start(settings:
        [
            ("Engagement:Site:Hosts:0", "example.org"), ("Engagement:Site:Hosts:1", "localhost"),
            ("Engagement:Buttons:MinimumCount", "1"), ("Engagement:Buttons:Follow:x", "https://x.com/example"),
            ("Engagement:Counter:VisitorWindow", "00:00:00"),
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        await web!.DisposeAsync();
    }

    /// <summary>Announces an article and returns when it has a counter.</summary>
    public async Task<Article> Publish(string id, string title = "Treaty enters into force after a decade of talks", string? language = null)
    {
        var article = new Article
        {
            Id = id, Revision = 1, Url = $"{News}/{id}", Title = title, Language = language, Image = new($"{News}/{id}.jpg", "A missile on parade"),
        };
        await Site.Say(new ArticlePublished(article, DateTimeOffset.UnixEpoch));
        await Eventually.True(async () => (await Site.Counts(id)).ValueKind == System.Text.Json.JsonValueKind.Object, $"{id} has a counter");
        return article;
    }

    /// <summary>Puts a page on the news site.</summary>
    public string Put(string name, string body, string head = "", string html = "lang=\"en\"")
    {
        pages[name] = $"<!doctype html><html {html}><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>Page {name}</title>{head}</head><body><main>{body}</main></body></html>";
        return $"{News}/{name}";
    }

    /// <summary>A page as a site has it: style, script, text, the rendered buttons, more text.</summary>
    public async Task<string> PutArticle(Article article, string query = "", string html = "lang=\"en\"", string more = "") => Put(article.Id,
        $"<h1>{article.Title}</h1><p>Text of the article.</p>{await Site.Reader.GetStringAsync($"/buttons/{article.Id}{query}", TestContext.Current.CancellationToken)}<p id=\"after\">What follows.</p>{more}",
        $"<link rel=\"stylesheet\" href=\"{Engagement}/share.css\"><script src=\"{Engagement}/share.js\" defer></script>", html);

    /// <summary>Opens a window.</summary>
    public async Task<Reader> Open(BrowserNewContextOptions? options = null)
    {
        options ??= new();
        // A headless browser says so, and is not counted as a reader.
        options.UserAgent ??= TestSite.Browser;
        var context = await chromium.Browser.NewContextAsync(options);
        context.SetDefaultTimeout(10_000);
        var reader = new Reader(context, await context.NewPageAsync(), new Uri(Engagement).Authority);
        await reader.Watch();
        return reader;
    }
}
