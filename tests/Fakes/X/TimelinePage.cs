using System.Globalization;
using System.Net;
using System.Text;

namespace Engagement.Fakes.X;

/// <summary><c>/</c>: the timeline as a person would see it, newest first. No script; the page fetches itself anew.</summary>
sealed class TimelinePage(FakeXOptions options, Posts posts, MediaStore media, RequestLog log, Billing billing)
{
    const int Shown = 100;

    static readonly Fault[] OnOffer =
    [
        Fault.CommitThenDrop, Fault.DropBeforeCommit, Fault.CommitThen503, Fault.ServiceUnavailable, Fault.TruncatedBody, Fault.EmptyBody,
        Fault.HtmlPage, Fault.HtmlPageWithSuccess, Fault.Unauthorized, Fault.CreditsDepleted, Fault.Duplicate,
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext http, TimelinePage page) =>
        {
            http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'";
            return Results.Text(page.Render(), "text/html", Encoding.UTF8);
        });
        routes.MapGet("/timeline.css", () => Results.Text(Css, "text/css", Encoding.UTF8));
        routes.MapGet("/image/{id}", (MediaStore media, string id) => media.All.FirstOrDefault(image => image.Id == id) is { } image
            ? Results.Bytes(image.Bytes, image.Type)
            : Results.NotFound());
        routes.MapPost("/next", (HttpContext http, FaultScript faults) =>
        {
            if (OnOffer.FirstOrDefault(fault => fault.Name == http.Request.Query["fault"]) is { } fault)
            {
                faults.Next(Call.CreatePost, fault);
            }

            return Results.Redirect("/");
        });
    }

    string Render()
    {
        var all = posts.All;
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="3">
            <title>{all.Count} posts · fake X</title><link rel="stylesheet" href="/timeline.css">
            </head>
            <body>
            <header><h1>{Safe(options.Name)}</h1><p>@{Safe(options.Username)} · a fake X: nobody else sees this</p></header>
            <main aria-label="Timeline">
            {string.Concat(all.Reverse().Take(Shown).Select(Article))}
            {(all.Count == 0 ? "<p class=\"empty\">Nothing has been posted yet. What Engagement posts appears here within three seconds.</p>" : "")}
            </main>
            <footer><p>{log.All.Count(request => request.Call == Call.CreatePost)} requests to post · spent ${Spent()} · let the next one fail:</p>
            {string.Concat(OnOffer.Select(fault => $"<form method=\"post\" action=\"/next?fault={Uri.EscapeDataString(fault.Name)}\"><button>{Safe(fault.Name)}</button></form>"))}
            </footer>
            </body>
            </html>
            """;
    }

    string Article(FakePost post)
    {
        var now = options.Time.GetUtcNow();
        var metrics = Metrics.Of(post, now);
        return $"""
            <article id="p{post.Id}">
            <div class="face" aria-hidden="true">{Safe(post.By.Name[..1])}</div>
            <p class="who"><b>{Safe(post.By.Name)}</b> @{Safe(post.By.Username)} · <time datetime="{post.At:O}" title="{post.At:u}">{Age(now - post.At)}</time></p>
            <p class="text">{Body(post)}</p>
            {string.Concat(post.MediaIds.Select(media.Find).OfType<FakeMedia>().Select(Image))}
            <p class="figures">{metrics.Replies} replies · {metrics.Reposts} reposts · {metrics.Likes} likes · {metrics.Impressions} views</p>
            </article>
            """;
    }

    static string Image(FakeMedia image) => $"""
        <figure><img src="/image/{image.Id}" alt="{Safe(image.AltText ?? "")}"><figcaption>{Safe(image.AltText ?? "no alternative text")}</figcaption></figure>
        """;

    string Spent() => billing.Charges.Sum(charge => charge.Price).ToString("0.000", CultureInfo.InvariantCulture);

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
        .figures, footer, figcaption { color: var(--muted); font-size: 14px; margin-top: 8px }
        figure { margin: 8px 0 0 } img { max-width: 100%; max-height: 320px; border: 1px solid var(--line); border-radius: 6px }
        footer form { display: inline-block; margin: 8px 8px 0 0 }
        button { font: inherit; font-size: 14px; min-height: 28px; padding: 2px 12px; border: 1px solid var(--muted); border-radius: 6px;
          background: var(--surface); color: var(--text); cursor: pointer }
        button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
        a { color: var(--accent); text-decoration: none } a:hover { text-decoration: underline }
        a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
        """;
}
