using System.Globalization;
using System.Text;
using Engagement.Contracts;
using static Engagement.Counter.Buttons.Markup;

namespace Engagement.Counter.Buttons;

/// <summary>
/// The buttons inside a web page: a list that opens without a script, and direct buttons beside it. Each is a link straight to the
/// network, so that sharing never waits for us; a browser without scripts counts it by <c>ping</c>, the widget by its beacon.
/// What only a script can do is in the markup with its space reserved, so nothing moves when the script arrives.
/// </summary>
static class PageButtons
{
    public static string Render(ButtonSheet sheet)
    {
        var words = sheet.Words;
        var html = new StringBuilder();
        html.Append($"""
            <engagement-buttons class="ngm" data-article="{E(sheet.Article.Id)}" data-url="{E(sheet.Article.Url)}" data-title="{E(sheet.Article.Title)}" lang="{words.Code}" dir="{words.Dir}" role="group" aria-label="{E(words.Group)}">
            <button type="button" class="ngm-b ngm-js" data-do="bookmark" aria-pressed="false">{Icon(BookmarkStrokes)}<span>{E(words.Bookmark)}</span></button>
            <details class="ngm-d"><summary class="ngm-b">{Icon(ListStrokes)}<span>{E(words.Group)}</span>{Count(sheet, sheet.Counts?.Shares)}</summary>
            <ul class="ngm-l">

            """);
        foreach (var button in sheet.Listed)
        {
            html.Append(Item(sheet, button));
        }

        html.Append("</ul></details>\n<ul class=\"ngm-r\">\n");
        foreach (var button in sheet.Direct)
        {
            html.Append(Item(sheet, button));
        }

        html.Append("</ul>\n<span class=\"ngm-s\" role=\"status\"></span>\n</engagement-buttons>\n");
        return html.ToString();
    }

    static string Item(ButtonSheet sheet, Button button)
    {
        var id = button.Target.Id;
        var count = Count(sheet, sheet.Counts?.ByTarget.GetValueOrDefault(id));
        var hidden = button.Target.MobileOnly ? " class=\"ngm-m\"" : button.Href is null ? " class=\"ngm-js\"" : "";
        var (before, name, after) = button.Target.Kind == TargetKind.Follow ? ("", button.Label, "") : Split(button.Label, button.Target.Name);
        var text = $"{Icon(button.Target.Icon)}<span>{Aside(before)}{E(name)}{Aside(after)}{Aside(OpensWindow(button) ? $" ({sheet.Words.NewWindow})" : "")}</span>{count}";
        return button.Href is null
            ? $"<li{hidden}><button type=\"button\" class=\"ngm-b\" data-do=\"{id}\">{text}</button></li>\n"
            : $"<li{hidden}><a class=\"ngm-b\" data-to=\"{button.Target.CountedAs}\"{(button.Target.Kind == TargetKind.Follow ? " data-kind=\"follow\"" : "")} href=\"{E(button.Href)}\"{Ping(sheet, button)}{Ask(sheet, button)}{(OpensWindow(button) ? " target=\"_blank\"" : "")} rel=\"noopener noreferrer nofollow\" referrerpolicy=\"no-referrer\">{text}</a></li>\n";
    }

    // What is seen is the network's name; the rest of the sentence is for those who hear it, so that a list stays a list.
    static (string Before, string Name, string After) Split(string label, string name)
    {
        var at = label.IndexOf(name, StringComparison.Ordinal);
        return at < 0 ? ("", label, "") : (label[..at], name, label[(at + name.Length)..]);
    }

    static string Aside(string text) => text.Length == 0 ? "" : $"<span class=\"ngm-h\">{E(text)}</span>";

    static bool OpensWindow(Button button) => button.Href is not null && button.Target.Kind != TargetKind.App;

    static string Ping(ButtonSheet sheet, Button button) => $" ping=\"{E(sheet.Go(button.Target, "page"))}\"";

    /// <summary>What the widget needs to do without our page while we are away: a question, and where the answer leads.</summary>
    static string Ask(ButtonSheet sheet, Button button) => button.Target switch
    {
        { Kind: TargetKind.Picker } picker => $" data-ask=\"{E($"{sheet.Words.Mastodon} (mastodon.social)")}\" data-host=\"{E(PickMastodonServer.Pattern)}\" data-way=\"{E(Way(picker, sheet.Article))}\"",
        { Id: "qr" } => $" data-ask=\"{E(sheet.Words.QrFailed)}\"",
        _ => "",
    };

    static string Way(ShareTarget picker, Article article)
    {
        const string Server = "server.invalid";
        var url = ShareTargets.ShareUrl(picker, article, Server)!;
        return url[(url.IndexOf(Server, StringComparison.Ordinal) + Server.Length)..];
    }

    static string Count(ButtonSheet sheet, long? count) => sheet.Shown(count) is { } shown
        ? $"<span class=\"ngm-n\" title=\"{E(sheet.Words.CountShares(shown))}\">{Short(shown)}</span>"
        : "";

    /// <summary>Exact to 9,999; then one decimal of thousands, rounded down: 12,399 is 12.3K, and 1,499 is never 1K.</summary>
    internal static string Short(long count) => count switch
    {
        < 10_000 => count.ToString("N0", CultureInfo.InvariantCulture),
        < 1_000_000 => (count / 100 / 10m).ToString("0.#", CultureInfo.InvariantCulture) + "K",
        _ => (count / 100_000 / 10m).ToString("0.#", CultureInfo.InvariantCulture) + "M",
    };
}
