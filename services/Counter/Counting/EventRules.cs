using System.Buffers;

namespace Engagement.Counter.Counting;

/// <summary>Why an event is refused, for the sender to mend.</summary>
/// <param name="Slug">Stable name of the problem.</param>
/// <param name="Title">What is wrong.</param>
/// <param name="Detail">What to change.</param>
sealed record Fault(string Slug, string Title, string Detail);

/// <summary>What an event must say to be counted, whoever sends it.</summary>
static class EventRules
{
    static readonly SearchValues<char> TargetLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Channels: the places where a button can stand.</summary>
    static readonly HashSet<string> Channels = ["page", "mail", "rss", "embed", "native"];

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public static Fault? Check(Beacon beacon) =>
        beacon.Id.Length is 0 or > 128 ? Bad("id", "must have 1 to 128 characters; make a new one for each event, such as a UUID")
        : beacon.Article.Length is 0 or > 2048 ? Bad("article", "must be the article's id or URL, at most 2,048 characters")
        : !Channels.Contains(beacon.Channel) ? Bad("channel", "must be one of " + string.Join(", ", Channels))
        : beacon.Target is { Length: 0 or > 32 } || beacon.Target?.AsSpan().ContainsAnyExcept(TargetLetters) == true
            ? Bad("target", "must be the id of a share target, such as x or bluesky")
        : beacon.Device is { Length: < 8 or > 128 } ? Bad("device", "must have 8 to 128 characters")
        : beacon.Visitor is { Length: 0 or > 256 } ? Bad("visitor", "must have 1 to 256 characters")
        : beacon.Kind switch
        {
            "share" or "follow" when beacon.Target is null => Bad("target", $"is needed for kind {beacon.Kind}"),
            "bookmark" or "unbookmark" when beacon.Device is null =>
                Bad("device", "is needed for bookmarks, so that each device counts once; send a random id that the device keeps"),
            "share" or "follow" or "bookmark" or "unbookmark" or "view" or "visit" => null,
            _ => Bad("kind", "must be one of share, bookmark, unbookmark, view, visit, follow"),
        };

    /// <summary>The field under which it counts.</summary>
    public static string Field(Beacon beacon) => (beacon.Kind, beacon.Target) switch
    {
        ("share" or "follow" or "visit", { } target) => $"{beacon.Kind}:{target}@{beacon.Channel}",
        ("bookmark" or "unbookmark", _) => $"bookmark@{beacon.Channel}",
        _ => $"{beacon.Kind}@{beacon.Channel}",
    };

    static Fault Bad(string field, string rule) => new("bad-event", "The event cannot be counted", $"The field {field} {rule}.");
}
