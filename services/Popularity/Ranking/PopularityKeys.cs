using StackExchange.Redis;

namespace Engagement.Popularity.Ranking;

/// <summary>Every key of the service. All share one slot, so one script may touch any of them in a cluster.</summary>
/// <remarks>
/// {pop}:articles                 set      ids of all articles that were ever announced
/// {pop}:sections                 set      facets of all sections that an article ever had, 200 at most
/// {pop}:article:{id}             string   the article's copy as JSON
/// {pop}:figures:{id}             hash     all that is known of one article's counts, see below
/// {pop}:edge                     hash     window → the first step that still counts in it; done:{window} → the first that may still have to be subtracted
/// {pop}:in:{window}:{step}       set      articles whose counts of that step are in the window and must be subtracted when it leaves
/// {pop}:z:{measure}:{window}     zset     article → count; the lists. {measure} is s, b, v or s:{target}
/// {pop}:z:{measure}:{window}:{facet}      the same among the articles of a tag, section or author
/// {pop}:z:t, {pop}:z:t:{facet}   zset     article → log2 of its forward-decayed weight: trending
/// {pop}:changes                  string   grows with every change that a list may show
/// {pop}:applied                  string   when counts last arrived, Unix milliseconds
/// {pop}:formula                  string   the weights and half-life that the lists were made with, and whether of readers
/// {pop}:told                     hash     list → when its order was said last, and that order
/// {pop}:office:{task}            string   the instance that does what must be done once; expires
/// {pop}:hooks…, {pop}:alerts:…   see WebhookStore and WatchTakeOff
/// {pop}:past:{n}                 hash     list → ids by rank, at the start of ten minutes n; expires after two hours
///
/// Fields of figures: r revision · f facets (empty or absent: not listed) · k:{hour} the buckets of that hour as
/// "{minute or h}@{version}|{counts};…" · d:{n} day buckets, 30 a field · T totals as "{version}|{counts}" · {window}|{measure} sums ·
/// t the decayed weights as "{exponent} {shares} {bookmarks} {views} {network}" · l start of the last bucket that grew · g targets seen ·
/// p:{post} the last reading of a post on a network.
/// </remarks>
static class PopularityKeys
{
    public static readonly RedisKey Articles = "{pop}:articles";
    public static readonly RedisKey Sections = "{pop}:sections";
    public static readonly RedisKey Told = "{pop}:told";
    public static readonly RedisKey Formula = "{pop}:formula";
    public static readonly RedisKey Edge = "{pop}:edge";
    public static readonly RedisKey Changes = "{pop}:changes";
    public static readonly RedisKey Applied = "{pop}:applied";

    public static RedisKey Article(string id) => $"{{pop}}:article:{id}";

    public static RedisKey Figures(string id) => $"{{pop}}:figures:{id}";

    public static RedisKey In(Window window, long step) => $"{{pop}}:in:{window.Name}:{step}";

    public static RedisKey Office(string task) => $"{{pop}}:office:{task}";

    public static RedisKey Hooks(string? part = null) => part is null ? "{pop}:hooks" : $"{{pop}}:hooks:{part}";

    public static RedisKey Alerts(string part) => $"{{pop}}:alerts:{part}";

    public static RedisKey Past(long tenMinutes) => $"{{pop}}:past:{tenMinutes}";

    public static RedisKey Count(string measure, string window, string? facet = null) =>
        facet is null ? $"{{pop}}:z:{measure}:{window}" : $"{{pop}}:z:{measure}:{window}:{facet}";

    public static RedisKey Trending(string? facet = null) => facet is null ? "{pop}:z:t" : $"{{pop}}:z:t:{facet}";
}
