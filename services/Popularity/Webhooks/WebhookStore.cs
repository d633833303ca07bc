using System.Text.Json;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using Engagement.Popularity.Ranking;
using StackExchange.Redis;

namespace Engagement.Popularity.Webhooks;

/// <summary>Subscriptions, what is still to be sent to them in which order, and the log of what was sent.</summary>
/// <remarks>
/// {pop}:hooks                    hash     id → subscription as JSON
/// {pop}:hooks:due                zset     "{id} {order}" → when its first waiting delivery is due
/// {pop}:hooks:wait:{id}:{order}  list     deliveries to send one after the other; an order is an article, or "lists"
/// {pop}:hooks:orders:{id}        set      the orders in which something waits
/// {pop}:hooks:delivery:{id}      string   the delivery as JSON; expires after 30 days
/// {pop}:hooks:log:{id}           zset     delivery → when it was made; the newest thousand
/// </remarks>
sealed class WebhookStore(Ledger ledger, TimeProvider time)
{
    /// <summary>Subscriptions, all in all.</summary>
    public const int Most = 50;

    /// <summary>Deliveries that wait in one order; older ones than that are skipped, because their news is stale.</summary>
    const int MostWaiting = 100;
    const int MostLogged = 1_000;
    static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>What is due.</summary>
    public DueSet Due { get; } = new(ledger, PopularityKeys.Hooks("due"));

    static RedisKey Subscriptions => PopularityKeys.Hooks();

    static RedisKey Waiting(string subscription, string order) => PopularityKeys.Hooks($"wait:{subscription}:{order}");

    static RedisKey Orders(string subscription) => PopularityKeys.Hooks($"orders:{subscription}");

    static RedisKey Log(string subscription) => PopularityKeys.Hooks($"log:{subscription}");

    static RedisKey Entry(string delivery) => PopularityKeys.Hooks($"delivery:{delivery}");

    public async Task<IReadOnlyList<Subscription>> All() =>
        [.. (await ledger.Db.HashValuesAsync(Subscriptions)).Select(Read<Subscription>).OrderBy(subscription => subscription.CreatedAt)];

    public async Task<Subscription?> Find(string id) => await ledger.Db.HashGetAsync(Subscriptions, id) is { IsNull: false } json ? Read<Subscription>(json) : null;

    public async Task Save(Subscription subscription)
    {
        await ledger.Db.HashSetAsync(Subscriptions, subscription.Id, Write(subscription));
        await ledger.Flush();
    }

    public async Task Remove(string id)
    {
        foreach (var order in await ledger.Db.SetMembersAsync(Orders(id)))
        {
            await ledger.Db.KeyDeleteAsync(Waiting(id, order!));
            await Due.Done($"{id} {order}");
        }

        await ledger.Db.KeyDeleteAsync([Orders(id), Log(id)]);
        await ledger.Db.HashDeleteAsync(Subscriptions, id);
        await ledger.Flush();
    }

    /// <summary>Puts a delivery behind those of its order. Durable.</summary>
    public async Task Add(Delivery delivery)
    {
        var waiting = Waiting(delivery.Subscription, delivery.Order);
        await Save(delivery);
        await ledger.Db.SortedSetAddAsync(Log(delivery.Subscription), delivery.Id, delivery.CreatedAt.ToUnixTimeMilliseconds());
        await ledger.Db.SortedSetRemoveRangeByRankAsync(Log(delivery.Subscription), 0, -(MostLogged + 1));
        await ledger.Db.SetAddAsync(Orders(delivery.Subscription), delivery.Order);
        if (await ledger.Db.ListRightPushAsync(waiting, delivery.Id) > MostWaiting)
        {
            await ledger.Db.ListTrimAsync(waiting, -MostWaiting, -1);
        }

        // An order that waits for its next attempt keeps its time.
        await ledger.Db.SortedSetAddAsync(Due.Key, $"{delivery.Subscription} {delivery.Order}", time.GetUtcNow().ToUnixTimeMilliseconds(), When.NotExists);
        await ledger.Flush();
    }

    /// <summary>The delivery whose turn it is in an order; null where none waits.</summary>
    public async Task<Delivery?> First(string subscription, string order)
    {
        while (await ledger.Db.ListGetByIndexAsync(Waiting(subscription, order), 0) is { IsNull: false } id)
        {
            if (await ledger.Db.StringGetAsync(Entry(id!)) is { IsNull: false } json)
            {
                return Read<Delivery>(json);
            }

            await ledger.Db.ListRemoveAsync(Waiting(subscription, order), id);
        }

        return null;
    }

    /// <summary>Ends a delivery's turn.</summary>
    public Task Ended(Delivery delivery) => ledger.Db.ListRemoveAsync(Waiting(delivery.Subscription, delivery.Order), delivery.Id);

    public Task Save(Delivery delivery) => ledger.Db.StringSetAsync(Entry(delivery.Id), Write(delivery), Kept);

    /// <summary>The newest deliveries to a subscription, newest first.</summary>
    public async Task<IReadOnlyList<Delivery>> Logged(string subscription, int max)
    {
        var ids = await ledger.Db.SortedSetRangeByRankAsync(Log(subscription), 0, max - 1, Order.Descending);
        var entries = await ledger.Db.StringGetAsync([.. ids.Select(id => Entry(id!))]);
        return [.. entries.Where(entry => !entry.IsNull).Select(Read<Delivery>)];
    }

    /// <summary>Makes whatever waits for a subscription due now.</summary>
    public async Task Resume(string subscription)
    {
        foreach (var order in await ledger.Db.SetMembersAsync(Orders(subscription)))
        {
            await Due.Put($"{subscription} {order}", time.GetUtcNow());
        }
    }

    static T Read<T>(RedisValue json) => JsonSerializer.Deserialize<T>((string)json!, Json.Options)!;

    static string Write<T>(T value) => JsonSerializer.Serialize(value, Json.Options);
}
