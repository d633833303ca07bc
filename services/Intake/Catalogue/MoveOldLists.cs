using Engagement.Platform;
using Engagement.Platform.Store;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Engagement.Intake.Catalogue;

/// <summary>
/// Moves the lists that 0.1 wrote, each one sorted set of the whole catalogue, onto shelves. An article leaves the old lists in the script that
/// enters it in the new ones, so it goes on where it was cut short, and nobody misses an article meanwhile.
/// </summary>
sealed class MoveOldLists(Ledger ledger, CatalogueStore catalogue, TimeProvider time, ILogger<MoveOldLists> log) : Sweep(TimeSpan.FromMinutes(1), time, log)
{
    /// <summary>The old lists are each one object, which costs its whole length to take from.</summary>
    const int AtOnce = 500;

    protected override async Task<bool> Look(CancellationToken cancellation) => await Move(Keys.OldListing) || await Move(Keys.OldAccepted);

    async Task<bool> Move(RedisKey old)
    {
        var ids = (await ledger.Db.SortedSetRangeByRankAsync(old, 0, AtOnce - 1)).Select(id => (string)id!).ToList();
        if (ids.Count == 0)
        {
            return false;
        }

        var found = await catalogue.Load(ids);
        // Where one changed since it was read, all of them are looked at again.
        await catalogue.Write([.. found.Values.Select(article => new Change(article, article, [], new Dictionary<string, string?>()))]);
        await ledger.Db.SortedSetRemoveAsync(old, [.. ids.Where(id => !found.ContainsKey(id)).Select(id => (RedisValue)id)]);
        return true;
    }
}
