using System.Net;
using System.Threading.RateLimiting;
using Engagement.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Engagement.Counter.Buttons;

/// <summary>
/// Bounds how often one address may let us draw: 40 a second, 1,200 at once, which is more than readers do and than a site needs that
/// builds its pages. A call from this machine has no bound: it may come through a proxy that was not named, and then stands for everybody.
/// </summary>
sealed class Pace : IEndpointFilter, IDisposable
{
    readonly PartitionedRateLimiter<IPAddress> limits = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => IPAddress.IsLoopback(address)
        ? RateLimitPartition.GetNoLimiter(address)
        : RateLimitPartition.GetTokenBucketLimiter(address, _ => new()
        {
            TokenLimit = 1_200,
            TokensPerPeriod = 40,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        using var lease = limits.AttemptAcquire(context.HttpContext.Connection.RemoteIpAddress ?? IPAddress.Loopback);
        if (lease.IsAcquired)
            return await next(context);

        context.HttpContext.Response.Headers.RetryAfter = "2";
        return Problems.Of(429, "too-many", "Too many requests", "Wait as long as the Retry-After header says; keep what /buttons answers for a minute.");
    }

    public void Dispose() => limits.Dispose();
}

/// <summary>Bounds an endpoint.</summary>
static class PaceRegistration
{
    public static RouteHandlerBuilder WithPace(this RouteHandlerBuilder call, Pace pace) => call.AddEndpointFilter(pace);
}
