using Engagement.Platform.Store;
using StackExchange.Redis;

namespace Engagement.Intake.Catalogue;

/// <summary>Reads the lists of the catalogue, also while those that 0.1 wrote are still being moved onto shelves.</summary>
sealed class ReadLists(Ledger ledger, Shelves shelves)
{
    /// <summary>The next articles of a list behind a place, newest first: as many as asked for, or all there are.</summary>
    public async Task<IReadOnlyList<Place>> Read(string list, Place place, int count)
    {
        var old = list switch
        {
            ArticleLists.All => Keys.OldListing,
            ArticleLists.Accepted => Keys.OldAccepted,
            _ => (RedisKey?)null,
        };
        // The old one first: an article that is moved meanwhile is then found in both, and never in none.
        var left = old is { } key ? await shelves.Behind(key, place, count) : [];
        var moved = await shelves.Read(list, place, count);
        return left.Count == 0 ? moved : [.. moved.Concat(left).Distinct().Order(Comparer<Place>.Create(Shelves.Compare)).Take(count)];
    }

    /// <summary>True while some articles stand only in the list of all that 0.1 wrote, where each page costs what the whole list costs.</summary>
    public Task<bool> AreMoving() => ledger.Db.KeyExistsAsync(Keys.OldListing);

    /// <summary>The shortest of some lists, or where there are none, that of all.</summary>
    public async Task<string> Shortest(IEnumerable<string> lists)
    {
        var (best, fewest) = (ArticleLists.All, int.MaxValue);

        foreach (var list in lists)
        {
            if ((await shelves.Begins(list)).Length is var number && number < fewest)
            {
                (best, fewest) = (list, number);
            }
        }

        return best;
    }
}
