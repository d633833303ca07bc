using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Engagement.Publisher.X;

/// <summary>
/// The access token, exchanged for the next shortly before it ends. A refresh token works once and shown twice ends the connection, so
/// one process of all shows it, and a pair is on disk before its first use. A refusal of calls never throws tokens away.
/// </summary>
sealed partial class XTokens(TokenStore store, XTokenCalls calls, TimeProvider time, ILogger<XTokens> log)
{
    const string Reconnect = "Connect the account again.";

    /// <summary>Exchanged so long before the end, or in the last quarter of a shorter life: a call must not outlive its token.</summary>
    static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>A token so young that X refuses is not mended by another one: X has a bad hour.</summary>
    static readonly TimeSpan Young = TimeSpan.FromMinutes(15);

    static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(200);

    /// <summary>The access token, or why there is none. One that ended, or that X refused, is exchanged first.</summary>
    public async Task<(string? Token, string? Problem)> Access(bool refused = false)
    {
        for (var until = time.GetUtcNow() + store.Lease; ;)
        {
            var stored = await store.Read();
            if (stored.Pair is not { } pair || stored.Broken is not null)
            {
                return (null, stored.Broken is { } why ? $"{why} {Reconnect}" : "The account is not connected. An administrator connects it.");
            }

            var now = time.GetUtcNow();
            var works = pair.ExpiresAt > now;
            // What was shown and not answered is shown again only when nothing that works can be lost by it.
            if (!IsOld(pair, now, refused) || (works && (stored.InDoubt || pair.Refresh.Length == 0)))
            {
                return (pair.Access, null);
            }

            if (pair.Refresh.Length == 0)
            {
                return (null, $"X granted no lasting access (offline.access), and it has ended. {Reconnect}");
            }

            var holder = Guid.NewGuid().ToString("N");
            if (await store.Claim(stored, holder))
            {
                if (await Exchange(stored, pair, holder) is { } problem)
                {
                    return works ? (pair.Access, null) : (null, problem);
                }
            }
            else if (works || now > until)
            {
                return works ? (pair.Access, null) : (null, "The tokens of the account are being exchanged by another process.");
            }
            else
            {
                await Task.Delay(Moment, time);
            }
        }
    }

    /// <summary>Null where there is a newer pair now.</summary>
    async Task<string?> Exchange(StoredPair stored, TokenPair pair, string holder)
    {
        switch (await calls.Refresh(pair.Refresh))
        {
            case TokenAnswer.Granted granted:
                await Keep(granted.Pair with { Refresh = granted.Pair.Refresh.Length > 0 ? granted.Pair.Refresh : pair.Refresh }, stored.Version, holder);
                return null;
            case TokenAnswer.Refused when (await store.Read()).Version != stored.Version:
                return null;
            case TokenAnswer.Refused refused:
                await store.Release(stored.Version, holder, wasShown: true, broken: refused.Reason);
                Ended(log, refused.Reason);
                return $"{refused.Reason} {Reconnect}";
            case TokenAnswer.NotNow later:
                await store.Release(stored.Version, holder, wasShown: stored.InDoubt);
                return later.Reason;
            case TokenAnswer.Unknown unknown:
                await store.Release(stored.Version, holder, wasShown: true);
                InDoubt(log, unknown.Reason);
                return $"{unknown.Reason} The new tokens may be lost: if this lasts, connect the account again.";
            default:
                throw new InvalidOperationException("An answer has one of four kinds.");
        }
    }

    /// <summary>Nobody else has this pair, so it is worth trying for as long as the lease lasts.</summary>
    async Task Keep(TokenPair pair, long version, string holder)
    {
        for (var until = time.GetUtcNow() + store.Lease; ; await Task.Delay(Moment, time))
        {
            try
            {
                await store.Keep(pair, version, holder);
                return;
            }
            catch (RedisException) when (time.GetUtcNow() < until)
            {
            }
        }
    }

    static bool IsOld(TokenPair pair, DateTimeOffset now, bool refused)
    {
        var quarter = (pair.ExpiresAt - pair.IssuedAt) / 4;
        return pair.ExpiresAt - now < (quarter < Margin ? quarter : Margin) || (refused && now - pair.IssuedAt > Young);
    }

    [LoggerMessage(101, LogLevel.Error, "X ended the connection of the account ({Reason}) Connect it again.")]
    static partial void Ended(ILogger log, string reason);

    [LoggerMessage(102, LogLevel.Warning, "It is not known whether X exchanged the account's tokens ({Reason}) If posting stops, connect the account again.")]
    static partial void InDoubt(ILogger log, string reason);
}
