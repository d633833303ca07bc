using StackExchange.Redis;

namespace Engagement.Counter.Counting;

/// <summary>The keys and arguments of one call of <see cref="CountScript"/>: whatever its events share is named once.</summary>
/// <remarks>At most 512 events a call: the script packs the number of a field into ten bits.</remarks>
sealed class ScriptCall(DateTimeOffset now, long seenSeconds, long visitorSeconds)
{
    readonly long window = visitorSeconds == 0 ? 0 : now.ToUnixTimeSeconds() / visitorSeconds;
    readonly Numbered<string> articles = new();
    readonly Numbered<(string Article, Scale Scale, long Number)> containers = new();
    readonly Numbered<(Scale Scale, long Number)> indexes = new();
    readonly Numbered<(string Article, Bucket Bucket)> buckets = new();
    readonly Numbered<(string Field, Scale Scale, long Place)> fields = new();
    readonly List<RedisKey> ids = [];
    readonly List<RedisKey> visitors = [];
    readonly List<RedisKey> marks = [];
    readonly List<RedisKey> owners = [];
    readonly List<RedisKey> containerKeys = [];
    readonly List<RedisKey> indexKeys = [];
    readonly List<RedisValue> bucketNames = [];
    readonly List<RedisValue> fieldNames = [];
    readonly List<RedisValue> members = [];
    readonly List<byte> codes = [];
    readonly List<byte> bucketCodes = [];

    public void Add(ReaderEvent one)
    {
        var bucket = Bucket.Of(one.At, now);
        ids.Add(Counting.Keys.Seen(one.Id));
        Code(codes, BucketNumber(one.Article, bucket));
        Code(codes, FieldNumber(one.Field, bucket));
        codes.Add(DeedNumber(one));
    }

    public RedisKey[] Keys() => [Counting.Keys.Changed, .. ids, .. visitors, .. marks, .. owners, .. containerKeys, .. indexKeys];

    public RedisValue[] Values() =>
    [
        ids.Count, visitors.Count, marks.Count, owners.Count, containerKeys.Count, buckets.Count, fields.Count, seenSeconds,
        visitorSeconds + 3_600, Counting.Keys.NewWord(), codes.ToArray(), bucketCodes.ToArray(), .. bucketNames, .. fieldNames, .. members,
    ];

    byte DeedNumber(ReaderEvent one)
    {
        switch (one.Deed)
        {
            case Deed.Count when one.Member.Length > 0:
                visitors.Add(Counting.Keys.Visitor(window, one.Member));
                if (one.Sharer.Length == 0)
                    return 1;
                visitors.Add(Counting.Keys.Visitor(window, one.Sharer));
                return 6;
            case Deed.TakeBack when one.Sharer.Length > 0:
                visitors.Add(Counting.Keys.Visitor(window, one.Sharer));
                return 7;
            case Deed.Bookmark or Deed.Unbookmark:
                marks.Add(Counting.Keys.Bookmarks(one.Article));
                members.Add(one.Member);
                return one.Deed == Deed.Bookmark ? (byte)2 : (byte)3;
            default:
                return one.Deed switch
                {
                    Deed.Reject => 4,
                    Deed.TakeBack => 5,
                    _ => 0,
                };
        }
    }

    int BucketNumber(string article, Bucket bucket)
    {
        if (!buckets.IsNew((article, bucket), out var number))
            return number;
        var name = bucket.ContainerOf(article);
        bucketNames.Add($"{name}|{bucket.Prefix}");
        if (articles.IsNew(article, out var owner))
            owners.Add(Counting.Keys.Article(article));
        if (containers.IsNew((article, bucket.Scale, bucket.Container), out var container))
            containerKeys.Add(Counting.Keys.Container(name));
        if (indexes.IsNew((bucket.Scale, bucket.Container), out var index))
            indexKeys.Add(Counting.Keys.Index(bucket.Scale, bucket.Container));
        Code(bucketCodes, owner);
        Code(bucketCodes, container);
        Code(bucketCodes, index);
        return number;
    }

    int FieldNumber(string field, Bucket bucket)
    {
        if (fields.IsNew((field, bucket.Scale, bucket.Number % bucket.Scale.PerContainer), out var number))
        {
            fieldNames.Add(field);
            fieldNames.Add(bucket.Prefix + field);
        }

        return number;
    }

    static void Code(List<byte> to, int number)
    {
        to.Add((byte)(number >> 8));
        to.Add((byte)number);
    }

    /// <summary>Things in the order in which they came, numbered from 1.</summary>
    sealed class Numbered<T> where T : notnull
    {
        readonly Dictionary<T, int> numbers = [];

        public int Count => numbers.Count;

        public bool IsNew(T thing, out int number)
        {
            ref var place = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(numbers, thing, out var exists);
            if (!exists)
                place = numbers.Count;
            number = place;
            return !exists;
        }
    }
}
