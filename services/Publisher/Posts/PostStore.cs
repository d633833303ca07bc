using System.Diagnostics.Metrics;
using System.Text.Json;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using Engagement.Platform.Telemetry;
using StackExchange.Redis;

namespace Engagement.Publisher.Posts;

/// <summary>Keeps posts. Every move is one script that first compares the version, so of two that work on a post one wins.</summary>
sealed class PostStore(Ledger ledger, Metrics metrics)
{
    readonly Counter<long> moves = metrics.Counter("engagement.posts", "{post}", "Posts that came into a state", "state", Enum.GetNames<PostState>());

    /// <summary>Milliseconds.</summary>
    const long Month = 31L * 24 * 60 * 60 * 1000;

    /// <summary>Posts to send: breaking news, and the rest.</summary>
    public DueSet Breaking { get; } = new(ledger, PostKeys.DueBreaking);

    /// <summary>Posts to send that are no breaking news.</summary>
    public DueSet News { get; } = new(ledger, PostKeys.DueNews);

    /// <summary>Posts to look up, announce or measure: work that no limit on posting holds back.</summary>
    public DueSet Checks { get; } = new(ledger, PostKeys.DueCheck);

    /// <summary>Takes and leases the next post to send, breaking news first; of the rest only where <paramref name="news"/> may go.</summary>
    public async Task<string?> TakeToSend(DateTimeOffset now, TimeSpan lease, bool news) => (string?)await ledger.Run(TakeScript,
        [PostKeys.DueBreaking, PostKeys.DueNews], [now.ToUnixTimeMilliseconds(), (now + lease).ToUnixTimeMilliseconds(), news ? 2 : 1]);

    /// <summary>One post, or null.</summary>
    public async Task<Post?> Find(string id) =>
        (string?)await ledger.Db.HashGetAsync(PostKeys.Post(id), "json") is { } json ? Read(json) : null;

    /// <summary>Several posts; those that do not exist are left out.</summary>
    public async Task<IReadOnlyList<Post>> Find(IReadOnlyCollection<string> ids) =>
        [.. (await Task.WhenAll(ids.Select(Find))).OfType<Post>()];

    /// <summary>The posts of an article, oldest first.</summary>
    public async Task<IReadOnlyList<Post>> Of(string articleId) =>
        await Find([.. (await ledger.Db.SortedSetRangeByRankAsync(PostKeys.PostsOf(articleId))).Select(id => (string)id!)]);

    /// <summary>Keeps a new post. Null where it exists already.</summary>
    public Task<Post?> Insert(Post post) => Write(post, null);

    /// <summary>Keeps a post in place of the version that it was made from. Null where somebody moved it meanwhile: read it again.</summary>
    public Task<Post?> Replace(Post post, PostState from) => Write(post, from);

    /// <summary>Reads, changes and keeps a post until nobody else was faster. Null where the change returns null or there is no such post.</summary>
    public async Task<Post?> Change(string id, Func<Post, Post?> change)
    {
        while (await Find(id) is { } post)
        {
            if (change(post) is not { } changed)
            {
                return null;
            }

            if (await Replace(changed, post.State) is { } kept)
            {
                return kept;
            }
        }

        return null;
    }

    /// <summary>How many posts went out in a span of time, its end not included.</summary>
    public Task<long> CountSent(long from, long to) => ledger.Db.SortedSetLengthAsync(PostKeys.Sent, from, to, Exclude.Stop);

    /// <summary>
    /// Ids of a list, newest first, from a place in it. Looked for in a month before that place, and further back only where that holds too few:
    /// the embedded ledger walks through all that is in the span, however few are asked for.
    /// </summary>
    public async Task<IReadOnlyList<(string Id, long Created)>> List(RedisKey list, long createdAtMost, int skip, int take, long createdAtLeast = 0)
    {
        if (await ledger.Db.SortedSetRangeByRankWithScoresAsync(list, 0, 0, Order.Descending) is not [{ Score: var newest }])
        {
            return [];
        }

        var most = Math.Min(createdAtMost, (long)newest);
        for (var span = Month; ; span *= 8)
        {
            var least = Math.Max(createdAtLeast, most - span);
            var found = await ledger.Db.SortedSetRangeByScoreWithScoresAsync(list, least, most, order: Order.Descending, skip: skip, take: take);
            if (found.Length == take || least == createdAtLeast)
            {
                return [.. found.Select(entry => ((string)entry.Element!, (long)entry.Score))];
            }
        }
    }

    /// <summary>How many posts are in a state.</summary>
    public Task<long> Count(PostState state) => ledger.Db.SortedSetLengthAsync(PostKeys.State(state));

    async Task<Post?> Write(Post post, PostState? from)
    {
        var next = post with { Version = post.Version + 1 };
        var (due, others) = DueSets(next);
        var kept = await ledger.RunDurably(MoveScript,
            [
                PostKeys.Post(next.Id), PostKeys.All, PostKeys.PostsOf(next.Article.Id), PostKeys.State(from ?? next.State),
                PostKeys.State(next.State), due, .. others, PostKeys.Sent,
            ],
            [
                post.Version, next.Version, JsonSerializer.Serialize(next, Json.Options), next.Id, next.CreatedAt.ToUnixTimeMilliseconds(),
                next.DueAt is { } at ? at.ToUnixTimeMilliseconds() : "",
                next.SentAt is { } sent ? sent.ToUnixTimeMilliseconds() : "",
            ]);
        if ((int)kept != 1)
        {
            return null;
        }

        if (from != next.State)
        {
            moves.Add(1, new KeyValuePair<string, object?>("state", next.State.ToString()));
        }

        return next;
    }

    static (RedisKey Due, RedisKey[] Others) DueSets(Post post) => post switch
    {
        { State: not (PostState.Planned or PostState.Waiting) } => (PostKeys.DueCheck, [PostKeys.DueBreaking, PostKeys.DueNews]),
        { Article.Breaking: true } => (PostKeys.DueBreaking, [PostKeys.DueCheck, PostKeys.DueNews]),
        _ => (PostKeys.DueNews, [PostKeys.DueCheck, PostKeys.DueBreaking]),
    };

    static Post Read(string json) => JsonSerializer.Deserialize<Post>(json, Json.Options)!;

    const string TakeScript = """
        for list = 1, tonumber(ARGV[3]) do
            local due = redis.call('ZRANGEBYSCORE', KEYS[list], '-inf', ARGV[1], 'LIMIT', 0, 1)
            if due[1] then
                redis.call('ZADD', KEYS[list], ARGV[2], due[1])
                return due[1]
            end
        end
        return false
        """;

    const string MoveScript = """
        if (redis.call('HGET', KEYS[1], 'v') or '0') ~= ARGV[1] then return 0 end
        redis.call('HSET', KEYS[1], 'v', ARGV[2], 'json', ARGV[3])
        redis.call('ZADD', KEYS[2], ARGV[5], ARGV[4])
        redis.call('ZADD', KEYS[3], ARGV[5], ARGV[4])
        redis.call('ZREM', KEYS[4], ARGV[4])
        redis.call('ZADD', KEYS[5], ARGV[5], ARGV[4])
        redis.call('ZREM', KEYS[7], ARGV[4])
        redis.call('ZREM', KEYS[8], ARGV[4])
        if ARGV[6] == '' then
            redis.call('ZREM', KEYS[6], ARGV[4])
        else
            redis.call('ZADD', KEYS[6], ARGV[6], ARGV[4])
        end
        if ARGV[7] == '' then
            redis.call('ZREM', KEYS[9], ARGV[4])
        else
            redis.call('ZADD', KEYS[9], ARGV[7], ARGV[4])
        end
        return 1
        """;
}
