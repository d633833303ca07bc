using Engagement.Platform.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Engagement.Platform.Http;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: it can keep its promises, which takes the ledger; the bus may be
/// away, because what it would carry waits in the ledger. Readiness goes off first when the process is told to stop.
/// </summary>
static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Text("live")).ExcludeFromDescription();
        routes.MapGet("/health/ready", Ready).ExcludeFromDescription();
    }

    static async Task<IResult> Ready(Ledger ledger, IHostApplicationLifetime lifetime)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return Problems.Of(503, "stopping", "This process is stopping", "Send requests to another instance.");
        }

        try
        {
            await ledger.Db.PingAsync();
            return TypedResults.Text("ready");
        }
        catch (Exception away) when (away is StackExchange.Redis.RedisException or TimeoutException)
        {
            return Problems.Of(503, "ledger-away", "The ledger cannot be reached", "Check Engagement__Store and that Redis runs.");
        }
    }
}
