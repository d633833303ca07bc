using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Engagement.Publisher.Posts;

/// <summary>The Publisher's keys.</summary>
/// <remarks>
/// {pub}:post:{id}            hash   v → version, json → the post
/// {pub}:posts                zset   post id → created, Unix ms
/// {pub}:state:{State}        zset   the same, of the posts in that state
/// {pub}:sent                 zset   post id → when it went out, or in a dry run would have, Unix ms
/// {pub}:article:{id}:posts   zset   post id → created, of one article
/// {pub}:article:{id}         hash   rev → newest revision, json → the article (none once withdrawn); expires after 30 days
/// {pub}:due:breaking, :news  zset   posts to send, by due time: breaking news is taken first
/// {pub}:due:check            zset   posts to look up, announce or measure, by due time
/// {pub}:account:{name}       hash   what is known of the account: limits, pauses, user id
/// {pub}:spend:{yyyy-MM}      hash   micro-dollars of the month; expires after 400 days
/// All share one slot: a news site makes thousands of posts a month, not millions, and every move is one script.
/// </remarks>
static class PostKeys
{
    public const string All = "{pub}:posts";
    public const string Sent = "{pub}:sent";
    public const string DueBreaking = "{pub}:due:breaking";
    public const string DueNews = "{pub}:due:news";
    public const string DueCheck = "{pub}:due:check";

    public static RedisKey Post(string id) => $"{{pub}}:post:{id}";
    public static RedisKey State(PostState state) => $"{{pub}}:state:{state}";
    public static RedisKey Article(string id) => $"{{pub}}:article:{id}";
    public static RedisKey PostsOf(string articleId) => $"{{pub}}:article:{articleId}:posts";
    public static RedisKey Account(string name) => $"{{pub}}:account:{name}";

    /// <summary>The id of a post: 16 characters of base 32 (80 bits), which also marks the link as <c>utm_content</c>.</summary>
    public static string Id(string articleId, string network, string account, string occasion)
    {
        const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{articleId}\n{network}\n{account}\n{occasion}"));
        return string.Create(16, hash, static (id, bytes) =>
        {
            for (var i = 0; i < id.Length; i++)
            {
                id[i] = Alphabet[bytes[i] & 31];
            }
        });
    }
}
