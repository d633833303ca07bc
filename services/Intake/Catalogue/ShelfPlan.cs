using StackExchange.Redis;

namespace Engagement.Intake.Catalogue;

/// <summary>What some changes mean for the lists: which shelves are touched, and what comes onto each and leaves it.</summary>
sealed class ShelfPlan
{
    /// <param name="List">Of this list.</param>
    /// <param name="Key">The shelf itself.</param>
    /// <param name="At">A time that is on it.</param>
    sealed record Shelf(string List, RedisKey Key, long At)
    {
        public List<RedisValue> In { get; } = [];
        public List<RedisValue> Out { get; } = [];
    }

    readonly Dictionary<string, long[]> lists = [];
    readonly Dictionary<RedisKey, Shelf> touched = [];

    /// <summary>Makes one.</summary>
    public static async Task<ShelfPlan> Of(IReadOnlyCollection<Change> changes, Shelves shelves)
    {
        var plan = new ShelfPlan();
        foreach (var change in changes)
        {
            var id = change.After.Article.Id;
            var places = ArticleLists.Of(change.After).ToList();
            List<RedisKey> stays = [];
            foreach (var (list, at) in places)
            {
                var shelf = await plan.At(list, at, shelves);
                shelf.In.AddRange([at, id]);
                stays.Add(shelf.Key);
            }

            foreach (var (list, at) in change.Before is { } before ? ArticleLists.Of(before).Except(places) : [])
            {
                var shelf = await plan.At(list, at, shelves);
                if (!stays.Contains(shelf.Key))
                {
                    shelf.Out.Add(id);
                }
            }
        }

        return plan;
    }

    async ValueTask<Shelf> At(string list, long at, Shelves shelves)
    {
        if (!lists.TryGetValue(list, out var begins))
        {
            lists[list] = begins = await shelves.Begins(list);
        }

        var key = Catalogue.Shelves.Of(list, begins, at);
        return touched.TryGetValue(key, out var shelf) ? shelf : touched[key] = new(list, key, at);
    }

    /// <summary>Adds itself to a script's keys and values: the lists with how many shelves each must have, then the shelves with what comes and leaves.</summary>
    public void AddTo(List<RedisKey> keys, List<RedisValue> values)
    {
        values.Add(lists.Count);
        foreach (var (list, begins) in lists)
        {
            keys.Add(Keys.Shelves(list));
            values.AddRange([keys.Count, begins.Length]);
        }

        values.Add(touched.Count);
        foreach (var shelf in touched.Values)
        {
            keys.Add(shelf.Key);
            values.AddRange([keys.Count, shelf.In.Count, shelf.Out.Count, .. shelf.In, .. shelf.Out]);
        }
    }

    /// <summary>Splits those that are full, given by number from 1 on.</summary>
    public async Task Split(IEnumerable<long> full, Shelves shelves)
    {
        var all = touched.Values.ToList();
        foreach (var shelf in full.Select(number => all[(int)number - 1]))
        {
            await shelves.Split(shelf.List, shelf.At);
        }
    }

    /// <summary>Forgets where its shelves begin.</summary>
    public void Forget(Shelves shelves)
    {
        foreach (var list in lists.Keys)
        {
            shelves.Forget(list);
        }
    }
}
