using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests;

/// <summary>What was accepted is announced, whatever dies between the two.</summary>
public sealed class AnnouncingCrashTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_accepted_while_the_broker_was_dead_is_announced_and_posted_once_though_everything_else_died_too()
    {
        await using var rabbit = await RabbitServer.Start();
        await using var site = await Installation.Start(Mode.Split, null, rabbit.Uri);
        await Tell(site, "before");
        await Known(site, "before");

        await rabbit.Kill();
        await Tell(site, "meanwhile");
        await rabbit.Revive();
        await Known(site, "meanwhile");

        await rabbit.Kill();
        await Tell(site, "last");
        await site.Kill();
        await rabbit.Revive();
        await site.Run();
        await Known(site, "last");

        await Eventually.True(async () => (await Posts(site)).Count == 3, "all three are posted", withinSeconds: 60);
        Assert.Equal(["About before", "About last", "About meanwhile"], (await Posts(site)).Select(text => text.Split(" https:")[0].Split('\n')[0].Trim()).Order());
    }

    /// <summary>A 202 is a promise, whether or not the broker stands.</summary>
    static Task Tell(Installation site, string id) => site.Publish(new { id, url = $"https://example.org/{id}.html", title = $"About {id}" });

    static Task Known(Installation site, string id) => Eventually.True(async () =>
        (await site.Of("counter").Reader.GetStringAsync($"/api/counts?ids={id}", Cancel)).Contains($"\"{id}\"", StringComparison.Ordinal), $"the Counter heard of {id}", withinSeconds: 120);

    static async Task<List<string>> Posts(Installation site) =>
        [.. (await site.Of("publisher").Admin.GetFromJsonAsync<JsonElement>("/api/posts?limit=100", Cancel)).GetProperty("posts").EnumerateArray().Select(post => post.GetProperty("text").GetString()!)];
}
