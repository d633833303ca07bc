using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Contracts;
using Engagement.Platform.Http;
using Engagement.Popularity.Alerts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Engagement.Tests.Popularity;

/// <summary>Looks at alerts.</summary>
static class Watching
{
    /// <summary>Lets the watch take the reading of this minute.</summary>
    public static async Task Watch(this TestSite site)
    {
        var watch = site.Services.GetServices<IHostedService>().OfType<WatchTakeOff>().Single();
        var minute = site.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds() / 60;
        await Eventually.True(() =>
        {
            watch.Ring();
            return Task.FromResult(watch.LastRead == minute);
        }, "the minute is read");
    }

    /// <summary>The alerts, newest first.</summary>
    public static async Task<List<ArticleTakingOff>> Alerts(this TestSite site)
    {
        var answer = await site.Admin.GetFromJsonAsync<JsonElement>("/api/popular/alerts", TestContext.Current.CancellationToken);
        return answer.GetProperty("items").Deserialize<List<ArticleTakingOff>>(Json.Options)!;
    }
}
