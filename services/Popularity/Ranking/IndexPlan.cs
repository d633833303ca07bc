using System.Globalization;
using StackExchange.Redis;

namespace Engagement.Popularity.Ranking;

/// <summary>
/// Which sorted sets show an article, and from which field of its figures each takes its score. Scripts that change figures end with
/// <see cref="Script"/>, so figures and lists change together.
/// </summary>
/// <remarks>
/// Scores are absolute, so indexing twice changes nothing. Lists that only grow (all, trending) keep their top only: an article below
/// has its figures still and is back with its next event. Sliding lists keep everybody, since what is above may leave first.
/// </remarks>
sealed class IndexPlan
{
    const int KeptOfSite = 5_000;
    const int KeptOfFacet = 1_000;

    /// <summary>No list at all.</summary>
    public static readonly IndexPlan None = new();

    readonly List<RedisKey> keys = [];
    readonly List<RedisValue> fields = [];

    IndexPlan()
    {
    }

    /// <summary>Plans all windows, or one, for some measures of an article with these facets.</summary>
    public IndexPlan(string packedFacets, IEnumerable<string> measures, string? window = null)
    {
        var facets = Facets.Split(packedFacets);
        foreach (var measure in measures)
        {
            foreach (var name in Window.Names.Where(name => window is null || name == window))
            {
                var field = $"{name}|{measure}";
                var kept = name == Window.All.Name;
                Add(PopularityKeys.Count(measure, name), field, kept ? KeptOfSite : 0);
                // Lists by target are for the whole site only: their number would be tags times targets.
                foreach (var facet in measure.Contains(':', StringComparison.Ordinal) ? [] : facets)
                {
                    Add(PopularityKeys.Count(measure, name, facet), field, kept ? KeptOfFacet : 0);
                }
            }
        }

        if (window is null)
        {
            Add(PopularityKeys.Trending(), "t", KeptOfSite);
            foreach (var facet in facets)
            {
                Add(PopularityKeys.Trending(facet), "t", KeptOfFacet);
            }
        }
    }

    /// <summary>The sorted sets.</summary>
    public IReadOnlyList<RedisKey> Keys => keys;

    /// <summary>What <see cref="Script"/> reads after the caller's own arguments: field and bound of each key.</summary>
    public IReadOnlyList<RedisValue> Fields => fields;

    /// <summary>The weights as the script takes them.</summary>
    public static RedisValue Weights(PopularityOptions options) => string.Join(' ',
        new[] { options.ShareWeight, options.BookmarkWeight, options.ViewWeight, options.NetworkWeight }
            .Select(weight => weight.ToString("R", CultureInfo.InvariantCulture)));

    void Add(RedisKey key, string field, int keep)
    {
        keys.Add(key);
        fields.Add(field);
        fields.Add(keep);
    }

    /// <summary>
    /// Lua: <c>index(get, first, count, at, article, facets, weights)</c> sets the article's place in so many keys from KEYS[first] on, by ARGV[at] and on and
    /// the fields that <c>get</c> reads; returns -1, having done nothing, where the article's facets are no longer those that the keys were made for.
    /// </summary>
    public const string Script = HourScript.Text + """
        local unpack = unpack or table.unpack
        local function trend(packed, weights)
            local exponent, s, b, v, x = string.match(packed or '', '^(%S+) (%S+) (%S+) (%S+) (%S+)$')
            if not exponent then return nil end
            local ws, wb, wv, wx = string.match(weights, '^(%S+) (%S+) (%S+) (%S+)$')
            local mass = ws * s + wb * b + wv * v + wx * x
            -- What undoing leaves behind by rounding is no reason to be listed.
            if mass < 1e-9 then return nil end
            return exponent + math.log(mass) / math.log(2)
        end
        local function index(get, first, count, at, article, facets, weights)
            if (get('f') or '') ~= facets then return -1 end
            local scores = {}
            for i = first, first + count - 1 do
                local field, keep = ARGV[at], tonumber(ARGV[at + 1])
                at = at + 2
                if scores[field] == nil then
                    local score = nil
                    if field == 't' then score = trend(get('t'), weights) else score = tonumber(get(field) or '') end
                    if facets == '' or not score or (field ~= 't' and score <= 0) then score = false else score = string.format('%.17g', score) end
                    scores[field] = score
                end
                if scores[field] then
                    local isNew = redis.call('ZADD', KEYS[i], scores[field], article) == 1
                    if isNew and keep > 0 and redis.call('ZCARD', KEYS[i]) > keep * 1.2 then
                        redis.call('ZREMRANGEBYRANK', KEYS[i], 0, -(keep + 1))
                    end
                else
                    redis.call('ZREM', KEYS[i], article)
                end
            end
            return 1
        end

        """;
}
