using System.Text.Json;
using Engagement.Contracts;
using Engagement.Counter.Counting;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using Engagement.Platform.Urls;
using StackExchange.Redis;

namespace Engagement.Counter.Articles;

/// <summary>The Counter's own copy of the articles: which have counters, and under which URLs readers know them.</summary>
sealed class ArticleStore(Ledger ledger, UrlRules urls, TimeProvider time)
{
    /// <summary>The latest articles, which nearly all shares are of: some 5 MB.</summary>
    const int Remembered = 5_000;

    /// <summary>How long a reader waits for the ledger before they are led on with what is known.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    readonly Recent<string> ids = new(100_000, TimeSpan.FromSeconds(30), time);
    readonly Recent<Article> articles = new(20_000, TimeSpan.FromSeconds(5), time);

    /// <summary>Gives an article its counter and its URLs, unless a newer revision is known. Durable.</summary>
    public Task Register(Article article) => Register([article]);

    /// <summary>Does so with many, and makes them durable together.</summary>
    public async Task Register(IReadOnlyCollection<Article> many)
    {
        // Before the flush: of a hundred scripts some still wait for their turn, and what was not sent is not flushed.
        await Task.WhenAll(many.Select(Enter));
        await ledger.Flush();
    }

    async Task Enter(Article article)
    {
        var names = article.Aliases.Append(article.Url).Select(urls.Normalise).OfType<string>().Distinct();
        RedisKey[] keys = [Keys.Article(article.Id), Keys.Info(article.Id), Keys.Latest, .. names.Select(Keys.Url)];
        var isNewer = (int)await ledger.Run(RegisterScript, keys,
            [article.Revision, article.Id, JsonSerializer.Serialize(article, Json.Options), time.GetUtcNow().ToUnixTimeMilliseconds(), Remembered,
                article.Backfill ? 1 : 0]);
        articles.Forget(article.Id);
        if (isNewer == 1 && !article.Backfill)
            Remember(article);
    }

    /// <summary>Ends an article's counting, unless a newer revision is known. Its counts stay. Durable.</summary>
    public async Task Withdraw(string id, long revision)
    {
        await ledger.RunDurably(WithdrawScript, [Keys.Article(id)], [revision]);
        articles.Forget(id);
    }

    /// <summary>An article that readers may share; null where it is not registered or withdrawn. At most five seconds old.</summary>
    public async ValueTask<Article?> Find(string id)
    {
        if (articles.Find(id) is { } known)
            return known;

        try
        {
            return await Read(id).WaitAsync(Patience, time);
        }
        catch (Exception away) when (away is RedisException or TimeoutException && articles.FindOld(id) is not null)
        {
            // A share never fails because of us: an old title leads to the network as well.
            return articles.FindOld(id);
        }
    }

    /// <summary>Learns the articles that were registered last, so that they are known while the ledger is away, even right after a start.</summary>
    public async Task Learn()
    {
        var latest = (await ledger.Db.SortedSetRangeByRankAsync(Keys.Latest, -Remembered, -1)).Select(id => (string)id!);
        foreach (var some in latest.Chunk(500))
        {
            foreach (var article in (await Task.WhenAll(some.Select(id => Read(id)))).OfType<Article>())
                Remember(article);
        }
    }

    void Remember(Article article)
    {
        articles.Keep(article.Id, article);
        // Not its aliases: one that another article has already is that one's.
        if (urls.Normalise(article.Url) is { } url)
            ids.Keep(url, article.Id);
    }

    async Task<Article?> Read(string id)
    {
        var info = ledger.Db.StringGetAsync(Keys.Info(id));
        var state = (string?)await ledger.Db.HashGetAsync(Keys.Article(id), "@");
        if (state?.StartsWith('>') == true)
            return await Find(state[1..]);

        if (state != Keys.Live || (string?)await info is not { } json)
            return null;

        var article = JsonSerializer.Deserialize<Article>(json, Json.Options)!;
        articles.Keep(id, article);
        return article;
    }

    /// <summary>Forgets what is remembered of an article, because it was changed.</summary>
    public void Forget(string id) => articles.Forget(id);

    /// <summary>The id of the article that lives at a normalised URL; null where nobody announced one.</summary>
    public async ValueTask<string?> At(string normalised)
    {
        if (ids.Find(normalised) is { } known)
            return known;

        try
        {
            var id = (string?)await ledger.Db.StringGetAsync(Keys.Url(normalised));
            if (id is not null)
                ids.Keep(normalised, id);
            return id;
        }
        catch (Exception away) when (away is RedisException or TimeoutException && ids.FindOld(normalised) is not null)
        {
            return ids.FindOld(normalised);
        }
    }

    const string RegisterScript = """
        local held = redis.call('HGET', KEYS[1], '@r')
        if held and tonumber(held) >= tonumber(ARGV[1]) then return 0 end
        redis.call('HSET', KEYS[1], '@r', ARGV[1])
        local state = redis.call('HGET', KEYS[1], '@')
        if not state or state == 'w' then redis.call('HSET', KEYS[1], '@', '1') end
        redis.call('SET', KEYS[2], ARGV[3])
        if ARGV[6] == '0' then
            redis.call('ZADD', KEYS[3], ARGV[4], ARGV[2])
            redis.call('ZREMRANGEBYRANK', KEYS[3], 0, -1 - tonumber(ARGV[5]))
        end
        for i = 4, #KEYS do
            -- The last is its own URL; an alias that another article has already is left to it.
            if i == #KEYS or redis.call('EXISTS', KEYS[i]) == 0 then redis.call('SET', KEYS[i], ARGV[2]) end
        end
        return 1
        """;

    const string WithdrawScript = """
        local held = redis.call('HGET', KEYS[1], '@r')
        if held and tonumber(held) >= tonumber(ARGV[1]) then return 0 end
        redis.call('HSET', KEYS[1], '@r', ARGV[1])
        local state = redis.call('HGET', KEYS[1], '@')
        if not state or state == '1' then redis.call('HSET', KEYS[1], '@', 'w') end
        return 1
        """;
}
