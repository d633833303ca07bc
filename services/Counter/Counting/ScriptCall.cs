using StackExchange.Redis;

namespace Engagement.Counter.Counting;

/// <summary>The keys and arguments of one call of <see cref="CountScript"/>: each article and container is named once.</summary>
sealed class ScriptCall(DateTimeOffset now, long seenSeconds, long visitorSeconds)
{
    readonly long window = visitorSeconds == 0 ? 0 : now.ToUnixTimeSeconds() / visitorSeconds;
    readonly Dictionary<string, int> articles = [];
    readonly Dictionary<(string Article, Bucket Hash), int> containers = [];
    readonly List<RedisKey> eventKeys = [];
    readonly List<RedisKey> articleKeys = [];
    readonly List<RedisKey> containerKeys = [];
    readonly List<RedisValue> containerValues = [];
    readonly List<RedisValue> eventValues = [];

    public void Add(ReaderEvent one)
    {
        var bucket = Bucket.Of(one.At, now);
        var id = Counting.Keys.Seen(one.Id);
        eventKeys.Add(id);
        eventKeys.Add(one is { Deed: Deed.Count, Member.Length: > 0 } ? Counting.Keys.Visitor(window, one.Member) : id);
        eventValues.Add(Container(one.Article, bucket));
        eventValues.Add(bucket.Prefix);
        eventValues.Add(one.Field);
        eventValues.Add(one.Deed switch
        {
            Deed.Count => "c",
            Deed.Bookmark => "b",
            Deed.Unbookmark => "u",
            _ => "r",
        });
        eventValues.Add(one.Member);
    }

    public RedisKey[] Keys() => [Counting.Keys.Dirty, .. eventKeys, .. articleKeys, .. containerKeys];

    public RedisValue[] Values() =>
    [
        articles.Count, containers.Count, eventKeys.Count / 2, seenSeconds, visitorSeconds + 3_600, .. containerValues, .. eventValues,
    ];

    int Article(string id)
    {
        if (!articles.TryGetValue(id, out var number))
        {
            articles[id] = number = articles.Count + 1;
            articleKeys.Add(Counting.Keys.Article(id));
            articleKeys.Add(Counting.Keys.Bookmarks(id));
        }

        return number;
    }

    int Container(string article, Bucket bucket)
    {
        var hash = (article, new Bucket(bucket.Scale, bucket.Container));
        if (!containers.TryGetValue(hash, out var number))
        {
            containers[hash] = number = containers.Count + 1;
            var name = bucket.ContainerOf(article);
            containerKeys.Add(Counting.Keys.Container(name));
            containerKeys.Add(Counting.Keys.Index(bucket.Scale, bucket.Container));
            containerValues.Add(Article(article));
            containerValues.Add(name);
            containerValues.Add(article);
        }

        return number;
    }
}
