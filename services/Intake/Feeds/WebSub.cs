using System.Security.Cryptography;
using System.Text.Json;
using Engagement.Platform.Fetch;
using Engagement.Platform.Http;
using Engagement.Platform.Settings;
using Engagement.Platform.Store;
using Engagement.Platform.Urls;
using Microsoft.Extensions.Logging;

namespace Engagement.Intake.Feeds;

/// <summary>A subscription at a hub.</summary>
/// <param name="Hub">Whom we asked.</param>
/// <param name="Topic">The feed, as the hub knows it.</param>
/// <param name="Token">Last part of the callback's address; unguessable.</param>
/// <param name="Secret">With which the hub signs.</param>
/// <param name="AskedAt">When we asked last.</param>
sealed record Subscription(string Hub, string Topic, string Token, string Secret, DateTimeOffset AskedAt);

/// <summary>
/// Where a feed names a WebSub hub and <c>Engagement__Site__PublicUrl</c> says where it can reach us, we subscribe, and renew before the
/// lease ends. What the hub then delivers is taken as a doorbell: the feed is looked at at once. Polling goes on beneath, more slowly.
/// </summary>
/// <remarks>
/// int:{intake}:feed:{h}:websub         string   <see cref="Subscription"/>; only the poller writes it
/// int:{intake}:feed:{h}:websub:until   string   end of the lease, Unix seconds; only the callback writes it; expires with the lease
/// </remarks>
sealed partial class WebSub(Ledger ledger, IHttpClientFactory clients, SiteOptions site, TimeProvider time, ILogger<WebSub> log)
{
    static readonly TimeSpan WantedLease = TimeSpan.FromDays(10);
    static readonly TimeSpan RenewBefore = TimeSpan.FromDays(2);
    static readonly TimeSpan AskAgainAfter = TimeSpan.FromHours(1);
    static readonly TimeSpan LongestLease = TimeSpan.FromDays(30);

    public async Task<Subscription?> Find(string feedUrl) => (string?)await ledger.Db.StringGetAsync(Key(feedUrl)) is { } json
        ? JsonSerializer.Deserialize<Subscription>(json, Json.Options)
        : null;

    /// <summary>True while a hub tells us of news.</summary>
    public async Task<bool> IsActive(string feedUrl) => await Until(feedUrl) > time.GetUtcNow();

    /// <summary>Subscribes or renews where it is time to. A hub that refuses is asked again in an hour; polling does its work meanwhile.</summary>
    /// <param name="feedUrl">The feed.</param>
    /// <param name="hub">The hub that it names; null where it was not read because it has not changed.</param>
    /// <param name="self">The address that it gives itself.</param>
    /// <param name="address">Where it was found.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task Keep(string feedUrl, string? hub, string? self, Uri address, CancellationToken cancellation)
    {
        var known = site.PublicUrl.Length == 0 ? null : await Find(feedUrl);
        if (site.PublicUrl.Length == 0 || (hub ?? known?.Hub) is not { } named || !Uri.TryCreate(address, named, out var hubAddress))
        {
            return;
        }

        var now = time.GetUtcNow();
        if (await Until(feedUrl) - now > RenewBefore || now - (known?.AskedAt ?? DateTimeOffset.MinValue) < AskAgainAfter)
        {
            return;
        }

        var wanted = new Subscription(hubAddress.AbsoluteUri, self ?? known?.Topic ?? address.AbsoluteUri,
            known?.Token ?? Random(), known?.Secret ?? Random(), now);
        // Before asking: the hub verifies at once.
        await ledger.Db.StringSetAsync(Key(feedUrl), JsonSerializer.Serialize(wanted, Json.Options));
        await ledger.Flush();
        await Ask(feedUrl, wanted, cancellation);
    }

    /// <summary>The hub granted it.</summary>
    public async Task Granted(string feedUrl, TimeSpan lease)
    {
        var bounded = lease < LongestLease ? lease : LongestLease;
        await ledger.Db.StringSetAsync(UntilKey(feedUrl), (time.GetUtcNow() + bounded).ToUnixTimeSeconds(), bounded);
        await ledger.Flush();
    }

    /// <summary>The hub refused or ended it.</summary>
    public Task Denied(string feedUrl) => ledger.Db.KeyDeleteAsync(UntilKey(feedUrl));

    async Task Ask(string feedUrl, Subscription wanted, CancellationToken cancellation)
    {
        try
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["hub.mode"] = "subscribe",
                ["hub.topic"] = wanted.Topic,
                ["hub.callback"] = $"{site.PublicUrl.TrimEnd('/')}/websub/{FeedStates.Hash(feedUrl)}/{wanted.Token}",
                ["hub.secret"] = wanted.Secret,
                ["hub.lease_seconds"] = $"{WantedLease.TotalSeconds:0}",
            });
            using var answer = await clients.CreateClient(OutsideWorld.Client).PostAsync(wanted.Hub, form, cancellation);
            if (!answer.IsSuccessStatusCode)
            {
                Refused(log, PlainAddress.Of(feedUrl), $"it answers {(int)answer.StatusCode}");
            }
        }
        catch (Exception away) when (away is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            Refused(log, PlainAddress.Of(feedUrl), away.Message);
        }
    }

    async Task<DateTimeOffset> Until(string feedUrl) =>
        (long?)await ledger.Db.StringGetAsync(UntilKey(feedUrl)) is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : DateTimeOffset.MinValue;

    static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    static string Key(string feedUrl) => $"int:{{intake}}:feed:{FeedStates.Hash(feedUrl)}:websub";

    static string UntilKey(string feedUrl) => $"{Key(feedUrl)}:until";

    [LoggerMessage(201, LogLevel.Warning, "The hub of feed {Url} was asked in vain: {Reason} The feed goes on being polled.")]
    static partial void Refused(ILogger log, string url, string reason);
}
