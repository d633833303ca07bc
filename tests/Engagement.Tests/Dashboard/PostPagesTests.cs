using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Engagement.Tests.Dashboard;

public sealed class PostPagesTests
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_post_that_awaits_approval_is_previewed_reworded_and_approved()
    {
        await using var site = await TestSite.Start(settings: ("Engagement:Queue:Approval", "true"));
        var id = await Awaits(site);
        using var editor = await Editor.SignedIn(site);

        Assert.Contains("What readers will see", await editor.Open($"/posts/{id}"), StringComparison.Ordinal);
        await editor.Submit($"/posts/{id}/edit", ("text", new string('a', 281)), ("do", "preview"));
        Assert.Contains("281 / 280", editor.Page, StringComparison.Ordinal);
        Assert.Contains("too long", editor.Page, StringComparison.Ordinal);
        await editor.Submit($"/posts/{id}/edit", ("text", "In my own words https://example.org/2026/treaty.html"), ("do", "save"));
        Assert.Contains("Saved: this text is sent", editor.Page, StringComparison.Ordinal);
        Assert.Contains("In my own words", editor.Page, StringComparison.Ordinal);

        await editor.Submit($"/posts/{id}/approve");

        Assert.Contains("Approved", editor.Page, StringComparison.Ordinal);
        Assert.Contains("approved a post", await editor.Open("/system"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_of_the_api_is_shown_with_its_advice_and_the_draft_is_kept()
    {
        await using var site = await TestSite.Start(settings: ("Engagement:Queue:Approval", "true"));
        var id = await Awaits(site);
        using var editor = await Editor.SignedIn(site);
        await editor.Open($"/posts/{id}");

        await editor.Submit($"/posts/{id}/edit", ("text", "$AB and $CD, said the broker"), ("do", "save"));

        Assert.Contains("X takes one cashtag a post", editor.Page, StringComparison.Ordinal);
        Assert.Contains("said the broker", editor.Page, StringComparison.Ordinal);
    }

    static async Task<string> Awaits(TestSite site)
    {
        (await site.Admin.PostAsJsonAsync("/api/articles", new { id = "treaty", title = "Treaty enters into force", url = "https://example.org/2026/treaty.html" }, Cancellation))
            .EnsureSuccessStatusCode();
        var id = "";
        await Eventually.True(async () =>
        {
            var posts = (await site.Admin.GetFromJsonAsync<JsonElement>("/api/posts?state=AwaitingApproval", Cancellation)).GetProperty("posts");
            id = posts.GetArrayLength() > 0 ? posts[0].GetProperty("id").GetString()! : "";
            return id.Length > 0;
        }, "the post awaits approval");
        return id;
    }
}
