using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Engagement.Counter.Buttons.Markup;

namespace Engagement.Counter.Buttons;

/// <summary>
/// The page on which a reader names their Mastodon server. It answers with a link to confirm, never with a redirect, so that no
/// address on our host leads to a host that somebody else chose; and nothing is fetched from here.
/// </summary>
static partial class PickMastodonServer
{
    public static void Map(IEndpointRouteBuilder routes, Pace pace) =>
        routes.MapGet("/buttons/{articleId}/mastodon", Handle).ExcludeFromDescription().WithPace(pace);

    static async Task<IResult> Handle(string articleId, HttpContext http, SheetMaker sheets, string? server = null, string? lang = null)
    {
        if (await sheets.Make(articleId, lang, http) is not { } sheet)
        {
            return SheetMaker.Unknown();
        }

        http.Response.Headers.CacheControl = "no-store";
        var words = sheet.Words;
        var host = server is null ? null : Host(server);
        var target = sheet.Targets.Find("mastodon")!;
        var answer = server is null ? "" : host is null
            ? $"<p class=\"ngm-bad\" id=\"bad\" role=\"alert\">{E(words.BadServer)}</p>"
            : $"<p><a class=\"ngm-go\" data-server=\"{host}\" href=\"{E(ShareTargets.ShareUrl(target, sheet.Article, host))}\" rel=\"noopener noreferrer nofollow\">{E(Words.Format(words.ContinueTo, host))}</a></p>";
        var invalid = server is not null && host is null ? " aria-invalid=\"true\" aria-describedby=\"bad\"" : "";
        return ReaderPage.Of(http, words, $"{words.Mastodon} – {sheet.Article.Title}", $"""
            <h1>{E(sheet.Article.Title)}</h1>
            <form method="get" data-share="{E(ShareTargets.ShareUrl(target, sheet.Article, "server.invalid"))}" data-continue="{E(words.ContinueTo)}" data-remove="{E(words.Remove)}">
            <input type="hidden" name="lang" value="{words.Code}">
            <p><label for="server">{E(words.Mastodon)}</label>
            <input id="server" name="server" value="{E(host ?? server)}" placeholder="mastodon.social" autocapitalize="none" autocomplete="off" spellcheck="false" required maxlength="253" dir="ltr"{invalid}></p>
            <p class="ngm-js"><label><input type="checkbox" id="remember"> {E(words.Remember)}</label></p>
            <p><button class="ngm-b">{E(Words.Format(words.ShareOn, "Mastodon"))}</button></p>
            </form>
            {answer}
            <ul class="ngm-servers"></ul>
            """, "picker");
    }

    /// <summary>The host name that a reader typed, in the form that goes into a URL; null where it is none.</summary>
    /// <remarks>A bare name with a dot: no scheme, port, path, user, IP address or name of an inside network.</remarks>
    public static string? Host(string typed)
    {
        var name = typed.Trim().ToLowerInvariant();
        name = name.StartsWith("https://", StringComparison.Ordinal) ? name["https://".Length..].TrimEnd('/') : name;
        // People know their server as what stands behind the @ of their own name.
        name = AtName().Match(name) is { Success: true } at ? at.Groups[1].Value : name;
        try
        {
            name = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(name);
        }
        catch (ArgumentException)
        {
            return null;
        }

        return name.Length <= 253 && HostName().IsMatch(name) && !InsideNames().IsMatch(name) ? name : null;
    }

    [GeneratedRegex(@"\A@?[a-z0-9_.-]{1,64}@([^@]+)\z")]
    private static partial Regex AtName();

    const string Inside = "local|localhost|internal|intranet|lan|home|corp|arpa|test|example|invalid|onion";

    /// <summary>
    /// The same rule for the reader's browser, which asks by itself while we are away: the first group is the host name, and what stands
    /// behind ASCII in it is put into its web form by the browser.
    /// </summary>
    public const string Pattern =
        $@"^\s*(?:https://|@?[\w.-]+@)?(?!.*\.(?:{Inside})/*\s*$)((?:[a-zA-Z\d\u0080-\uffff](?:[a-zA-Z\d\u0080-\uffff-]*[a-zA-Z\d\u0080-\uffff])?\.)+[a-zA-Z](?:[a-zA-Z\d-]*[a-zA-Z\d])?)/*\s*$";

    // The last label begins with a letter, so no IP address in any notation passes.
    [GeneratedRegex(@"\A(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex HostName();

    [GeneratedRegex($@"\.(?:{Inside})\z")]
    private static partial Regex InsideNames();
}
