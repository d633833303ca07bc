using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Engagement.Tests.Intake;

/// <summary>A site that tells of its articles over HTTP.</summary>
static class Telling
{
    /// <summary>Posts articles and says what became of each: <c>id status</c>.</summary>
    public static async Task<IReadOnlyList<string>> Tell(this TestSite site, string json)
    {
        using var answer = await site.Post(json);
        Assert.True(answer.StatusCode is System.Net.HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return [.. body.GetProperty("articles").EnumerateArray()
            .Select(article => $"{article.GetProperty("id").GetString()} {article.GetProperty("status").GetString()}")];
    }

    public static async Task<HttpResponseMessage> Post(this TestSite site, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        return await site.Admin.PostAsync("/api/articles", body, TestContext.Current.CancellationToken);
    }

    public static Task<JsonElement> Article(this TestSite site, string id) =>
        site.Admin.GetFromJsonAsync<JsonElement>($"/api/articles/{id}", TestContext.Current.CancellationToken);

    /// <summary>The listing, as ids, newest first.</summary>
    public static async Task<IReadOnlyList<string>> Listed(this TestSite site, string query = "") =>
        [.. (await site.Listing(query)).GetProperty("articles").EnumerateArray().Select(article => article.GetProperty("id").GetString()!)];

    public static Task<JsonElement> Listing(this TestSite site, string query) =>
        site.Admin.GetFromJsonAsync<JsonElement>($"/api/articles?{query}", TestContext.Current.CancellationToken);
}
