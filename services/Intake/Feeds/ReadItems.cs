using Engagement.Contracts;
using Engagement.Intake.Articles;
using Engagement.Intake.Feeds.Reading;
using Engagement.Platform.Urls;

namespace Engagement.Intake.Feeds;

/// <summary>Makes articles of the items of a feed. Links in a feed are not trusted: an item on a foreign host is left out and says so.</summary>
sealed class ReadItems(UrlRules urls)
{
    /// <summary>More in one document is no feed. Those beyond are left out and reported.</summary>
    const int MaxItems = 5_000;

    /// <summary>An item that can be an article, not yet known to be new.</summary>
    public sealed record Candidate(Article Article, string Key, FeedIdentity.Marks Marks);

    public (IReadOnlyList<Candidate> Candidates, IReadOnlyList<string> Skipped) From(FeedDocument feed)
    {
        var shared = feed.Items.GroupBy(item => item.Id ?? "").Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        List<Candidate> candidates = [];
        List<string> skipped = [];
        HashSet<string> keys = new(StringComparer.Ordinal);
        foreach (var item in feed.Items.Take(MaxItems))
        {
            var title = Title(item);
            var name = PlainText.Cut(title.Length > 0 ? title : item.Id ?? "an item", 80);
            if (item.Link is null || urls.Normalise(item.Link) is not { } key)
            {
                skipped.Add($"\"{name}\": {(item.Link is null ? "it has no link" : "its link is not on one of the site's hosts")}");
            }
            else if (urls.IsHome(key))
            {
                skipped.Add($"\"{name}\": its link is the home page");
            }
            else if (title.Length == 0)
            {
                skipped.Add($"\"{name}\": it has neither a title nor a text");
            }
            else if (!keys.Add(key))
            {
                skipped.Add($"\"{name}\": another item of the document has the same link");
            }
            else
            {
                candidates.Add(new(Read(item, title, item.Link), key, FeedIdentity.Of(item, shared.Contains(item.Id ?? ""))));
            }
        }

        if (feed.Items.Count > MaxItems)
        {
            skipped.Add($"{feed.Items.Count - MaxItems} items beyond the first {MaxItems}");
        }

        return (candidates, skipped);
    }

    /// <summary>A short note has no title: then its first words are one.</summary>
    static string Title(FeedItem item)
    {
        var title = item.Title is null ? "" : item.TitleIsMarkup ? Markup.ToText(item.Title) : PlainText.Clean(item.Title);
        return title.Length > 0 ? PlainText.Cut(title, 500) : PlainText.Cut(Markup.ToText(item.Summary ?? ""), 120);
    }

    Article Read(FeedItem item, string title, string link)
    {
        var summary = item.Summary is null ? "" : PlainText.Cut(Markup.ToText(item.Summary), 2_000);
        return new()
        {
            Id = "",
            Revision = 0,
            Url = urls.Clean(link),
            Title = title,
            Summary = summary.Length > 0 && summary != title ? summary : null,
            Tags = [.. item.Tags.Select(tag => PlainText.Clean(tag)).Where(tag => tag.Length is > 0 and <= 100).Distinct(StringComparer.OrdinalIgnoreCase).Take(30)],
            Author = PlainText.Clean(item.AuthorName ?? "") is { Length: > 0 } author ? PlainText.Cut(author, 200) : null,
            Image = item.Image is { Length: <= 2_048 } image && image.StartsWith("http", StringComparison.OrdinalIgnoreCase)
                ? new(image, item.ImageAlt is { } alt && Markup.ToText(alt) is { Length: > 0 } text ? PlainText.Cut(text, 1_000) : null)
                : null,
            Language = item.Language is { Length: <= 35 } language ? language.Trim() : null,
            PublishedAt = FeedTime.Parse(item.Published) ?? FeedTime.Parse(item.Updated),
        };
    }
}
