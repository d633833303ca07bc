using System.Text.Json;
using Engagement.Contracts;
using Engagement.Platform.Http;
using Engagement.Platform.Store;

namespace Engagement.Publisher.Posts;

/// <summary>The newest revision that we heard of each article, because messages arrive more than once and in any order.</summary>
sealed class Articles(Ledger ledger)
{
    /// <summary>Takes note of a revision and returns the newest; null where the article was withdrawn since.</summary>
    public async Task<Article?> Remember(Article article) =>
        (string?)await ledger.Run(RememberScript, [PostKeys.Article(article.Id)],
            [article.Revision, JsonSerializer.Serialize(article, Json.Options)]) is { } json
            ? JsonSerializer.Deserialize<Article>(json, Json.Options)
            : null;

    /// <summary>Takes note that an article was withdrawn. Durable.</summary>
    public Task Forget(string articleId, long revision) =>
        ledger.RunDurably(ForgetScript, [PostKeys.Article(articleId)], [revision]);

    /// <summary>The newest revision; null where it was withdrawn or we know nothing of it.</summary>
    public async Task<Article?> Find(string articleId) =>
        (string?)await ledger.Db.HashGetAsync(PostKeys.Article(articleId), "json") is { } json
            ? JsonSerializer.Deserialize<Article>(json, Json.Options)
            : null;

    const string RememberScript = """
        local known = redis.call('HGET', KEYS[1], 'rev')
        if not known or tonumber(known) < tonumber(ARGV[1]) then
            redis.call('HSET', KEYS[1], 'rev', ARGV[1], 'json', ARGV[2])
            redis.call('EXPIRE', KEYS[1], 2592000)
            return ARGV[2]
        end
        return redis.call('HGET', KEYS[1], 'json')
        """;

    const string ForgetScript = """
        local known = redis.call('HGET', KEYS[1], 'rev')
        if not known or tonumber(known) < tonumber(ARGV[1]) then
            redis.call('HSET', KEYS[1], 'rev', ARGV[1])
            redis.call('HDEL', KEYS[1], 'json')
            redis.call('EXPIRE', KEYS[1], 2592000)
        end
        return 1
        """;
}
