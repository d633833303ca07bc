using Engagement.Platform.Http;
using Engagement.Platform.Store;
using Engagement.Popularity.Ranking;
using Engagement.Popularity.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Popularity;

/// <summary>What Popularity tells on <c>GET /api/system</c>: when counts last arrived, and what webhooks wait for.</summary>
static class TellState
{
    public static async Task<IReadOnlyList<SystemFigure>> Read(IServiceProvider services)
    {
        var (store, ledger) = (services.GetRequiredService<WebhookStore>(), services.GetRequiredService<Ledger>());
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var applied = (long?)await ledger.Db.StringGetAsync(PopularityKeys.Applied);
        var paused = (await store.All()).Count(subscription => subscription.PausedBecause is not null);
        return
        [
            .. applied is { } at ? [new SystemFigure("counts-arrived", Math.Max(0, (now - DateTimeOffset.FromUnixTimeMilliseconds(at)).TotalSeconds), "seconds")] : Array.Empty<SystemFigure>(),
            new("webhooks-waiting", await store.Due.Count(), "count"),
            new("webhooks-paused", paused, "count", paused > 0 ? "A webhook is not called any more." : null, paused > 0 ? "Its page says why; replay it when its receiver answers." : null),
        ];
    }
}
