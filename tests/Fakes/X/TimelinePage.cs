using System.Globalization;
using System.Net;
using System.Text;

namespace Engagement.Fakes.X;

/// <summary><c>/</c>: the timeline as a person would see it, newest first. No script; the page fetches itself anew.</summary>
static class TimelinePage
{
    const int Shown = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext http, FakeXOptions options, Posts posts) =>
        {
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'";
            return Results.Text(Page(options, posts.All), "text/html", Encoding.UTF8);
        });
        routes.MapGet("/timeline.css", () => Results.Text(Css, "text/css", Encoding.UTF8));
    }

    static string Page(FakeXOptions options, IReadOnlyList<FakePost> posts)
    {
        var now = options.Time.GetUtcNow();
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="3">
            <title>{posts.Count} posts · fake X</title><link rel="stylesheet" href="/timeline.css">
            </head>
            <body>
            <header><h1>{Safe(options.Name)}</h1><p>@{Safe(options.Username)} · a fake X: nobody else sees this</p></header>
            <main aria-label="Timeline">
            {string.Concat(posts.Reverse().Take(Shown).Select(post => Article(options, post, now)))}
            {(posts.Count == 0 ? "<p class=\"empty\">Nothing has been posted yet. What Engagement posts appears here within three seconds.</p>" : "")}
            </main>
            </body>
            </html>
            """;
    }

    static string Article(FakeXOptions options, FakePost post, DateTimeOffset now) => $"""
        <article id="p{post.Id}">
        <div class="face" aria-hidden="true">{Safe(options.Name[..1])}</div>
        <p class="who"><b>{Safe(options.Name)}</b> @{Safe(options.Username)} · <time datetime="{post.At:O}" title="{post.At:u}">{Age(now - post.At)}</time></p>
        <p class="text">{Body(post)}</p>
        </article>
        """;

    static string Body(FakePost post)
    {
        var text = Safe(post.Text);
        foreach (var link in post.Links)
        {
            text = text.Replace(link.Short, $"<a href=\"{Safe(link.Expanded)}\" title=\"{Safe(link.Expanded)}\" rel=\"noreferrer nofollow\">{Safe(link.Display)}</a>",
                StringComparison.Ordinal);
        }

        return text;
    }

    static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 60 } => "now",
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:F0} min"),
        { TotalHours: < 24 } => string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:F0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:F0} d"),
    };

    static string Safe(string text) => WebUtility.HtmlEncode(text);

    const string Css = """
        :root { color-scheme: light dark; --bg: #fbfaf8; --surface: #fff; --line: #dcd8d0; --text: #1d1b18; --muted: #625d55; --accent: #0b5cad }
        @media (prefers-color-scheme: dark) {
          :root { --bg: #141312; --surface: #1d1c1a; --line: #3a3733; --text: #f0ede7; --muted: #a8a298; --accent: #7db7f5 }
        }
        * { box-sizing: border-box }
        body { margin: 0 auto; max-width: 600px; padding: 16px; background: var(--bg); color: var(--text); font: 16px/1.4 system-ui, sans-serif }
        h1 { font-size: 20px; margin: 0 } header p { margin: 0 0 16px; color: var(--muted); font-size: 14px }
        main { background: var(--surface); border: 1px solid var(--line); border-radius: 6px }
        article { display: grid; grid-template-columns: 40px 1fr; column-gap: 12px; padding: 12px 16px; border-top: 1px solid var(--line) }
        article:first-child { border-top: 0 }
        .face { grid-row: 1 / 9; width: 40px; height: 40px; border-radius: 50%; background: var(--accent); color: var(--surface); font-weight: 700;
          display: grid; place-items: center }
        p { margin: 0; overflow-wrap: anywhere } .who { color: var(--muted); font-size: 14px } .who b { color: var(--text) }
        .text { white-space: pre-wrap } .empty { padding: 32px 16px; text-align: center; color: var(--muted) }
        a { color: var(--accent); text-decoration: none } a:hover { text-decoration: underline }
        a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
        """;
}
