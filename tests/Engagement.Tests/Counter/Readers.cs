using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Engagement.Contracts;
using Engagement.Platform.Bus;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engagement.Tests.Counter;

/// <summary>What readers and the site do to the Counter, in one line each.</summary>
static class Readers
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Announces an article and returns when it has a counter.</summary>
    public static async Task<Article> Publish(this TestSite site, string id, params string[] aliases)
    {
        var article = new Article { Id = id, Revision = 1, Url = $"https://example.org/2026/{id}.html", Title = $"Title of {id}", Aliases = aliases };
        await site.Say(new ArticlePublished(article, DateTimeOffset.UnixEpoch));
        await Eventually.True(async () => (await site.Counts(id)).ValueKind == JsonValueKind.Object, $"{id} has a counter");
        return article;
    }

    /// <summary>Says a message on the bus.</summary>
    public static Task Say<T>(this TestSite site, T message) where T : class =>
        site.Services.GetRequiredService<Announcer>().Say(message, Cancellation);

    /// <summary>Sends a beacon as the widget does.</summary>
    public static Task<HttpResponseMessage> Beacon(this HttpClient reader, object beacon) =>
        reader.PostAsync("/e", new StringContent(JsonSerializer.Serialize(beacon), Encoding.UTF8, "text/plain"), Cancellation);

    /// <summary>A share of an article on a target, with an id of its own.</summary>
    public static object Share(string article, string target = "x", string? id = null) =>
        new { id = id ?? Guid.NewGuid().ToString(), article, kind = "share", target };

    /// <summary>An article's public counts; undefined where it has none.</summary>
    public static async Task<JsonElement> Counts(this TestSite site, string id)
    {
        var answer = await site.Reader.GetFromJsonAsync<JsonElement>($"/api/counts?ids={id}", Cancellation);
        return answer.GetProperty("counts").TryGetProperty(id, out var counts) ? counts : default;
    }

    /// <summary>How often an article was shared.</summary>
    public static async Task<long> Shares(this TestSite site, string id) => (await site.Counts(id)).GetProperty("shares").GetInt64();
}
