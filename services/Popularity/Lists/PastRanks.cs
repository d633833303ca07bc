using Engagement.Platform.Store;
using Engagement.Popularity.Ranking;

namespace Engagement.Popularity.Lists;

/// <summary>Remembers the order of the site's lists every ten minutes for two hours, so that each place can say how it moved in an hour.</summary>
sealed class PastRanks(Ledger ledger, TimeProvider time)
{
    static readonly IReadOnlyDictionary<string, int> Nothing = new Dictionary<string, int>();

    const int Step = 600;
    long remembered;
    (long Step, Dictionary<string, IReadOnlyDictionary<string, int>> Ranks) cached;

    long Now => time.GetUtcNow().ToUnixTimeSeconds() / Step;

    /// <summary>The ranks in each list about an hour ago. Lists of one tag, section or author have no memory.</summary>
    public async Task<IReadOnlyDictionary<ListName, IReadOnlyDictionary<string, int>>> AnHourAgo(IReadOnlyCollection<ListName> lists)
    {
        var step = Now - 3600 / Step;
        if (cached.Step != step)
        {
            var entries = await ledger.Db.HashGetAllAsync(PopularityKeys.Past(step));
            cached = (step, entries.ToDictionary(entry => (string)entry.Name!, entry => Ranks((string)entry.Value!)));
        }

        var ranks = cached.Ranks;
        return lists.ToDictionary(list => list, list => ranks.GetValueOrDefault(list.ToString(), Nothing));
    }

    /// <summary>Remembers the order of now, once in ten minutes.</summary>
    public async Task Remember(IReadOnlyDictionary<ListName, IReadOnlyList<PopularArticle>> lists)
    {
        var step = Now;
        if (remembered == step)
        {
            return;
        }

        var key = PopularityKeys.Past(step);
        await ledger.Db.HashSetAsync(key,
            [.. lists.Where(list => list.Value.Count > 0).Select(list =>
                new StackExchange.Redis.HashEntry(list.Key.ToString(), string.Join(' ', list.Value.Select(article => article.Id)))),
                new("at", step)]);
        await ledger.Db.KeyExpireAsync(key, TimeSpan.FromHours(2));
        remembered = step;
    }

    static IReadOnlyDictionary<string, int> Ranks(string ids) =>
        ids.Split(' ').Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index + 1);
}
