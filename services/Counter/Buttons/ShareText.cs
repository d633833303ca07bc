using Engagement.Contracts;
using Engagement.Platform.Text;

namespace Engagement.Counter.Buttons;

/// <summary>Fills a target's address with an article: percent-encoded, the title cut to what the target takes, the URL never.</summary>
static class ShareText
{
    public static string Fill(ShareTarget target, Article article, string server = "") =>
        Fill(target.Url!, Title(target, article), article, server);

    /// <summary>As much of the title as the target takes, together with the URL where that counts.</summary>
    public static string Title(ShareTarget target, Article article) => TextCut.Longest(PostText.CleanLine(article.Title), title =>
        (target.Limit is not { } limit || Length(target, title, article.Url) <= limit)
        && Fill(target.Url!, title, article, "").Length <= target.Longest);

    static int Length(ShareTarget target, string title, string url)
    {
        var text = target.CountsUrl && title.Length > 0 ? $"{title} {url}" : title;
        return target.Unit == TextUnit.Weighted ? PostText.Measure(text).GuardLength : Graphemes.Count(text);
    }

    static string Fill(string template, string title, Article article, string server) => template
        .Replace("{title}%20{url}", title.Length == 0 ? "{url}" : "{title}%20{url}", StringComparison.Ordinal)
        .Replace("{server}", server, StringComparison.Ordinal)
        .Replace("{image}", Uri.EscapeDataString(article.Image?.Url ?? ""), StringComparison.Ordinal)
        .Replace("{url}", Uri.EscapeDataString(article.Url), StringComparison.Ordinal)
        .Replace("{title}", Uri.EscapeDataString(title), StringComparison.Ordinal);
}
