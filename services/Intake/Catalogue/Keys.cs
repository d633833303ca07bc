using StackExchange.Redis;

namespace Engagement.Intake.Catalogue;

/// <summary>The keys of the catalogue.</summary>
/// <remarks>
/// int:{intake}:article:{id}   string   revision, line feed, <see cref="StoredArticle"/> as JSON
/// int:{intake}:name:{name}    string   normalised URL, or a second id under which the site told of it → article id
/// int:{intake}:listing        zset     article id → published at, Unix milliseconds
/// int:{intake}:accepted       zset     article id → changed at, Unix milliseconds; a day of it is announced again at the start
/// int:{intake}:outbox         zset     announcement that is owed → due at (a due-set)
/// One slot for all, because one script writes an article, claims its URLs and puts the announcement beside it.
/// </remarks>
static class Keys
{
    const string Prefix = "int:{intake}:";

    public static readonly RedisKey Listing = Prefix + "listing";
    public static readonly RedisKey Accepted = Prefix + "accepted";
    public static readonly RedisKey Outbox = Prefix + "outbox";

    public static RedisKey Article(string id) => $"{Prefix}article:{id}";

    public static RedisKey Name(string name) => $"{Prefix}name:{name}";
}
