using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Intake.Feeds;

/// <summary>
/// <c>/websub/{feed}/{token}</c>: where hubs verify a subscription and ring. Whoever does not know the token learns nothing; a delivery
/// whose signature is wrong is answered as if it were right, as the standard wants, and ignored.
/// </summary>
sealed class WebSubCallback(FeedSettings settings, WebSub subscriptions, PollFeeds poll, Ledger ledger, TimeProvider time)
{
    const int MaxBytes = 10 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/websub/{feed}/{token}", Verify).ExcludeFromDescription();
        routes.MapPost("/websub/{feed}/{token}", Ring).WithMetadata(new RequestSizeLimitAttribute(MaxBytes)).ExcludeFromDescription();
    }

    static async Task<IResult> Verify(string feed, string token, HttpRequest request, WebSubCallback callback)
    {
        if (await callback.Find(feed, token) is not var (url, subscription) || request.Query["hub.topic"] != subscription.Topic)
        {
            return TypedResults.NotFound();
        }

        if (request.Query["hub.mode"] == "denied")
        {
            await callback.Subscriptions.Denied(url);
            return TypedResults.Ok();
        }

        if (request.Query["hub.mode"] != "subscribe")
        {
            return TypedResults.NotFound();
        }

        var seconds = int.TryParse(request.Query["hub.lease_seconds"], NumberStyles.None, CultureInfo.InvariantCulture, out var lease) && lease > 0 ? lease : 86_400;
        await callback.Subscriptions.Granted(url, TimeSpan.FromSeconds(seconds));
        return TypedResults.Text(request.Query["hub.challenge"].ToString(), "text/plain");
    }

    static async Task<IResult> Ring(string feed, string token, HttpRequest request, WebSubCallback callback, CancellationToken cancellation)
    {
        if (await callback.Find(feed, token) is not var (url, subscription))
        {
            return TypedResults.NotFound();
        }

        if (await IsSigned(request, subscription.Secret, cancellation))
        {
            await callback.LookNow(url);
        }

        return TypedResults.Accepted((string?)null);
    }

    WebSub Subscriptions => subscriptions;

    async Task LookNow(string url)
    {
        await new DueSet(ledger, FeedStates.Schedule).Put(url, time.GetUtcNow());
        poll.Ring();
    }

    async Task<(string Url, Subscription Subscription)?> Find(string feed, string token)
    {
        var url = settings.Feeds.Select(configured => configured.Url).FirstOrDefault(url => FeedStates.Hash(url) == feed);
        return url is not null && await subscriptions.Find(url) is { } subscription
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(subscription.Token), Encoding.UTF8.GetBytes(token))
            ? (url, subscription)
            : null;
    }

    static async Task<bool> IsSigned(HttpRequest request, string secret, CancellationToken cancellation)
    {
        var key = Encoding.UTF8.GetBytes(secret);
        var parts = request.Headers["X-Hub-Signature"].ToString().Split('=', 2);
        var expected = parts[0].ToLowerInvariant() switch
        {
            "sha256" => await HMACSHA256.HashDataAsync(key, request.Body, cancellation),
            "sha384" => await HMACSHA384.HashDataAsync(key, request.Body, cancellation),
            "sha512" => await HMACSHA512.HashDataAsync(key, request.Body, cancellation),
            "sha1" => await HMACSHA1.HashDataAsync(key, request.Body, cancellation),
            _ => [],
        };
        return parts.Length == 2 && expected.Length > 0
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(expected)), Encoding.ASCII.GetBytes(parts[1].ToLowerInvariant()));
    }
}
