using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests.Upgrade;

/// <summary>What an older program left: where it is kept, and how today's leaves the same.</summary>
static class Left
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Where it is kept.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Folder, "tests/Engagement.SystemTests/Upgrade");

    /// <summary>Whether what today's program leaves is to be written down.</summary>
    public static bool IsWriting { get; } = Environment.GetEnvironmentVariable("ENGAGEMENT_WRITE_UPGRADE") == "1";

    /// <summary>A webhook, and an article with three shares and two bookmarks that is listed and whose post waits for approval.</summary>
    public static async Task Fill(Installation site)
    {
        await site.Of("popularity").Admin.PostAsJsonAsync("/api/webhooks", new { url = "https://example.com/hook", events = new[] { "article.taking-off" } }, Cancel);
        await Publish(site, "treaty", "Treaty enters into force");
        await Eventually.True(async () => (await Counts(site, "treaty")).TryGetProperty("treaty", out _), "the article is known", withinSeconds: 60);
        foreach (var (id, kind) in new[] { ("share-1", "share"), ("share-2", "share"), ("share-3", "share"), ("mark-1", "bookmark"), ("mark-2", "bookmark") })
        {
            await Send(site, id, "treaty", kind);
        }

        await Eventually.True(async () => (await Get(site, "popularity", "/api/popular?list=shared&window=all")).GetProperty("articles").GetArrayLength() == 1, "it is listed", withinSeconds: 60);
        await Eventually.True(async () => (await Get(site, "publisher", "/api/posts?article=treaty")).GetProperty("posts").GetArrayLength() == 1, "its post waits for approval", withinSeconds: 60);
    }

    public static Task Publish(Installation site, string id, string title) => site.Publish(new { id, url = $"https://example.org/{id}.html", title });

    /// <summary>A reader's event, which is accepted.</summary>
    public static async Task Send(Installation site, string id, string article, string kind)
    {
        using var answer = await site.Of("counter").Reader.PostAsJsonAsync("/e",
            new { id, article, kind, target = kind == "share" ? "x" : null, device = $"device-of-{id}-0123456789" }, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    /// <summary>The catalogue, newest first.</summary>
    public static async Task<IEnumerable<string?>> Listed(Installation site) =>
        (await Get(site, "intake", "/api/articles")).GetProperty("articles").EnumerateArray().Select(article => article.GetProperty("id").GetString());

    public static async Task<JsonElement> Counts(Installation site, string ids) => (await Get(site, "counter", $"/api/counts?ids={ids}")).GetProperty("counts");

    public static Task<JsonElement> Get(Installation site, string service, string path) => site.Of(service).Admin.GetFromJsonAsync<JsonElement>(path, Cancel);
}
