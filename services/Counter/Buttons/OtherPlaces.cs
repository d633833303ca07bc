using static Engagement.Counter.Buttons.Markup;

namespace Engagement.Counter.Buttons;

/// <summary>The buttons where no script and no style sheet of ours comes along: feeds, AMP pages, mails and plain text.</summary>
static class OtherPlaces
{
    /// <summary>For the content of a feed's item: links only, because feed readers drop everything else.</summary>
    public static string Feed(ButtonSheet sheet) =>
        $"<p lang=\"{sheet.Words.Code}\" dir=\"{sheet.Words.Dir}\">{E(sheet.Words.Group)}: {string.Join(" · ", sheet.Links.Select(button =>
            $"<a href=\"{E(sheet.Go(button.Target, "rss"))}\" rel=\"nofollow\">{E(sheet.Words.NameOf(button.Target))}</a>"))}</p>\n";

    /// <summary>For an AMP page: links and the count as text.</summary>
    public static string Amp(ButtonSheet sheet)
    {
        var count = sheet.Shown(sheet.Counts?.Shares) is { } shown ? $"<p>{E(sheet.Words.CountShares(shown))}</p>\n" : "";
        return $"<section lang=\"{sheet.Words.Code}\" dir=\"{sheet.Words.Dir}\">\n<h2>{E(sheet.Words.Group)}</h2>\n{count}<ul>\n{string.Concat(sheet.Links.Select(button =>
            $"<li><a href=\"{E(sheet.Go(button.Target, "page"))}\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">{E(button.Label)}</a></li>\n"))}</ul>\n</section>\n";
    }

    /// <summary>For a newsletter: a table with inline style, the only layout that all mail programs know. Each link is signed.</summary>
    public static string Mail(ButtonSheet sheet, MailLinks links)
    {
        var align = sheet.Words.Dir == "rtl" ? "right" : "left";
        var row = string.Join(" &middot;\n", sheet.Links.Select(button =>
            $"<a href=\"{E(links.Sign(sheet, button.Target))}\" style=\"color:#0b5cad;text-decoration:underline\" title=\"{E(button.Label)}\">{E(sheet.Words.NameOf(button.Target))}</a>"));
        return $"""
            <table role="presentation" cellpadding="0" cellspacing="0" border="0" dir="{sheet.Words.Dir}" lang="{sheet.Words.Code}" style="border-collapse:collapse"><tr>
            <td align="{align}" style="padding:8px 0;font-family:sans-serif;font-size:14px;line-height:28px">{row}</td>
            </tr></table>

            """;
    }

    /// <summary>The same for the mail's plain-text part.</summary>
    public static string MailText(ButtonSheet sheet, MailLinks links) =>
        $"{sheet.Words.Group}\r\n{string.Concat(sheet.Links.Select(button => $"{sheet.Words.NameOf(button.Target)}: {links.Sign(sheet, button.Target)}\r\n"))}";

    /// <summary>Anywhere else, as plain text.</summary>
    public static string Text(ButtonSheet sheet, string channel) =>
        $"{sheet.Words.Group}\n{string.Concat(sheet.Links.Select(button => $"{sheet.Words.NameOf(button.Target)}: {sheet.Go(button.Target, channel)}\n"))}";
}
