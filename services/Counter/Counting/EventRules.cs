using Engagement.Counter.Buttons;

namespace Engagement.Counter.Counting;

/// <summary>Why an event is refused, for the sender to mend.</summary>
/// <param name="Slug">Stable name of the problem.</param>
/// <param name="Title">What is wrong.</param>
/// <param name="Detail">What to change.</param>
sealed record Fault(string Slug, string Title, string Detail);

/// <summary>What an event must say to be counted, whoever sends it.</summary>
sealed class EventRules(ShareTargets targets)
{
    const string FollowPrefix = "follow-";

    /// <summary>Channels: the places where a button can stand.</summary>
    public static readonly IReadOnlySet<string> Channels = new HashSet<string> { "page", "mail", "rss", "embed", "native" };

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public Fault? Check(Beacon beacon) =>
        beacon.Id.Length is 0 or > 128 ? Bad("id", "must have 1 to 128 characters; make a new one for each event, such as a UUID")
        : beacon.Article.Length is 0 or > 2048 ? Bad("article", "must be the article's id or URL, at most 2,048 characters")
        : !Channels.Contains(beacon.Channel) ? Bad("channel", "must be one of " + string.Join(", ", Channels))
        : beacon.Target is { } target && !IsLive(beacon.Kind, target) ? Bad("target", "must be the id of a live share target, such as x or bluesky")
        : beacon.Device is { Length: < 8 or > 128 } ? Bad("device", "must have 8 to 128 characters")
        : beacon.Visitor is { Length: 0 or > 256 } ? Bad("visitor", "must have 1 to 256 characters")
        : beacon.At?.Year < 1990 ? Bad("at", "must be a time after 1990")
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
        ("follow", { } target) when target.StartsWith(FollowPrefix, StringComparison.Ordinal) =>
            $"follow:{target[FollowPrefix.Length..]}@{beacon.Channel}",
        ("share" or "follow" or "visit", { } target) => $"{beacon.Kind}:{target}@{beacon.Channel}",
        ("bookmark" or "unbookmark", _) => $"bookmark@{beacon.Channel}",
        _ => $"{beacon.Kind}@{beacon.Channel}",
    };

    bool IsLive(string kind, string target) => kind == "follow"
        ? targets.Find(target) is not null || targets.Find(FollowPrefix + target) is not null
        : targets.Find(target) is not null;

    static Fault Bad(string field, string rule) => new("bad-event", "The event cannot be counted", $"The field {field} {rule}.");
}
