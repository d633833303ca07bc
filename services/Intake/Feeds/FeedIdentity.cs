using System.Security.Cryptography;
using System.Text;
using Engagement.Intake.Feeds.Reading;

namespace Engagement.Intake.Feeds;

/// <summary>
/// Which article an item is. Feeds change guids when they move to https, change slugs when somebody edits a title, bring old items back
/// and turn their order round; so an item is new only if neither its guid, nor its guid without scheme and host, nor its canonical
/// URL, nor (for two days, and only where the older one has left the document) its title was seen before.
/// </summary>
static class FeedIdentity
{
    /// <summary>How long one title means one article. "Morning briefing" is another one each day, but a slug is edited within hours.</summary>
    static readonly TimeSpan TitleWindow = TimeSpan.FromHours(48);

    public const string TitlePrefix = "t:";

    /// <summary>An item with the identities that it is known by; hashed, because a guid may be as long as it likes.</summary>
    public sealed record Marks(string? Guid, string? GuidPath, string Title)
    {
        public IEnumerable<string> Stable => new[] { Guid, GuidPath }.OfType<string>();
    }

    /// <param name="item">The item.</param>
    /// <param name="guidIsShared">True where several items of the document have this guid, so that it says nothing.</param>
    public static Marks Of(FeedItem item, bool guidIsShared)
    {
        var guid = guidIsShared || string.IsNullOrEmpty(item.Id) ? null : item.Id;
        var path = guid is not null && Uri.TryCreate(guid, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.PathAndQuery.Length > 1
            ? uri.PathAndQuery + uri.Fragment
            : null;
        var title = string.Join(' ', (item.Title ?? "").ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return new(Mark("g:", guid), Mark("p:", path), Mark(TitlePrefix, title)!);
    }

    /// <summary>The article that the item is; null where it is new.</summary>
    /// <param name="marks">The item's identities.</param>
    /// <param name="byUrl">The article that has its canonical URL.</param>
    /// <param name="seen">What the feed showed before.</param>
    /// <param name="present">Articles that other items of this document are.</param>
    /// <param name="now">The time.</param>
    public static string? Find(Marks marks, string? byUrl, IReadOnlyDictionary<string, Sighting> seen, IReadOnlySet<string> present, DateTimeOffset now)
    {
        foreach (var mark in marks.Stable)
        {
            if (seen.TryGetValue(mark, out var sighting))
            {
                return sighting.ArticleId;
            }
        }

        return byUrl ?? (seen.TryGetValue(marks.Title, out var title) && !present.Contains(title.ArticleId)
            && now - DateTimeOffset.FromUnixTimeSeconds(title.At) <= TitleWindow ? title.ArticleId : null);
    }

    static string? Mark(string kind, string? text) =>
        text is null ? null : kind + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 10));
}
