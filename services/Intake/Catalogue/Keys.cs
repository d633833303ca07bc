using System.Globalization;
using StackExchange.Redis;

namespace Engagement.Intake.Catalogue;

/// <summary>The keys of the catalogue.</summary>
/// <remarks>
/// int:{intake}:article:{id}          string   revision, line feed, <see cref="StoredArticle"/> as JSON
/// int:{intake}:name:{name}           string   normalised URL, or a second id under which the site told of it → article id
/// int:{intake}:shelf:{list}:{from}   zset     article id → its time in that list, Unix milliseconds, from that one up to where the next shelf begins;
///                                             the first shelf of a list is :first
/// int:{intake}:shelves:{list}        zset     where the further shelves of a list begin; none while all of it stands on the first
/// int:{intake}:outbox                zset     announcement that is owed → due at (a due-set)
/// int:{intake}:listing, :accepted    zset     the lists all and accepted as 0.1 wrote them, each in one; moved onto shelves
/// The lists are named in <see cref="ArticleLists"/>. One slot for all, because one script writes an article, claims its URLs, enters it
/// in its lists and puts the announcement beside it.
/// </remarks>
static class Keys
{
    const string Prefix = "int:{intake}:";

    public static readonly RedisKey OldListing = Prefix + "listing";
    public static readonly RedisKey OldAccepted = Prefix + "accepted";
    public static readonly RedisKey Outbox = Prefix + "outbox";

    public static RedisKey Article(string id) => $"{Prefix}article:{id}";

    public static RedisKey Name(string name) => $"{Prefix}name:{name}";

    public static RedisKey Shelves(string list) => $"{Prefix}shelves:{list}";

    public static RedisKey Shelf(string list, long? from) =>
        $"{Prefix}shelf:{list}:{from?.ToString(CultureInfo.InvariantCulture) ?? "first"}";
}
