using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Publisher.Posts;
using Microsoft.Extensions.DependencyInjection;
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
    public async Task Posts_of_today_are_all_counted_and_not_only_those_of_one_page()
    {
        const int count = 120;
        // A zone in which it is about noon, so that no midnight passes meanwhile.
        var east = 12 - TimeProvider.System.GetUtcNow().Hour;
        await using var site = await TestSite.Start(settings: ("Engagement:Site:TimeZone", $"Etc/GMT{(east > 0 ? "-" : "+")}{Math.Abs(east)}"));
        (await site.Admin.PostAsJsonAsync("/api/articles", Enumerable.Range(0, count).Select(number => new { id = $"a{number}", title = $"Article {number}", url = $"https://example.org/{number}.html" }), Cancellation)).EnsureSuccessStatusCode();
        using var editor = await Editor.SignedIn(site);

        await Eventually.True(async () => (await editor.Open("/")).Contains($"<dt>posts today</dt><dd><span title=\"{count}\">", StringComparison.Ordinal), "all are counted", 30);
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

    [Fact]
    public async Task A_cancelled_post_is_taken_back_to_where_it_was_and_an_approved_one_before_it_leaves()
    {
        await using var site = await TestSite.Start(settings: ("Engagement:Queue:Approval", "true"));
        var id = await Awaits(site);
        using var editor = await Editor.SignedIn(site);
        await editor.Open($"/posts/{id}");

        await editor.Submit($"/posts/{id}/cancel");
        Assert.Equal("Cancelled", await State(site, id));
        await editor.Submit($"/posts/{id}/undo");
        Assert.Contains("Undone", editor.Page, StringComparison.Ordinal);
        Assert.Equal("AwaitingApproval", await State(site, id));

        await editor.Submit($"/posts/{id}/approve");
        Assert.Equal("Planned", await State(site, id));
        await editor.Submit($"/posts/{id}/undo");
        Assert.Equal("AwaitingApproval", await State(site, id));
        Assert.DoesNotContain("/undo", await editor.Open($"/posts/{id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_nobody_can_tell_of_is_confirmed_with_its_address_and_one_that_failed_is_tried_again()
    {
        await using var site = await TestSite.Start(settings: ("Engagement:Queue:Approval", "true"));
        var id = await Awaits(site);
        using var editor = await Editor.SignedIn(site);
        var posts = site.Services.GetRequiredService<PostStore>();
        await posts.Change(id, post => post.To(PostState.Unconfirmed, DateTimeOffset.UnixEpoch, "Nobody can tell.", "Look at the account."));

        await editor.Open($"/posts/{id}");
        Assert.Contains("Look at the account.", editor.Page, StringComparison.Ordinal);
        await editor.Submit($"/posts/{id}/confirm", ("url", "https://example.org/not-a-post"));
        Assert.Contains("This is not the address of a post", editor.Page, StringComparison.Ordinal);
        await editor.Submit($"/posts/{id}/confirm", ("url", "https://x.com/example/status/1445880548472328192"));
        Assert.Contains("Confirmed", editor.Page, StringComparison.Ordinal);
        Assert.Equal("Posted", await State(site, id));

        await posts.Change(id, post => post.To(PostState.Rejected, DateTimeOffset.UnixEpoch, "X refused it.", "Reword it."));
        await editor.Open($"/posts/{id}");
        await editor.Submit($"/posts/{id}/retry");
        Assert.Contains("It is tried again", editor.Page, StringComparison.Ordinal);
        await Eventually.True(async () => await State(site, id) == "DryRun", "it was sent, dry");
    }

    [Fact]
    public async Task A_post_is_put_on_a_day_of_the_calendar_and_stands_there_at_its_time_in_the_zone_of_the_site()
    {
        await using var site = await TestSite.Start(settings: [("Engagement:Queue:Approval", "true"), ("Engagement:Site:TimeZone", "Asia/Tokyo")]);
        var id = await Awaits(site);
        using var editor = await Editor.SignedIn(site);
        Assert.Contains($"/posts/calendar?move={id}", await editor.Open($"/posts/{id}"), StringComparison.Ordinal);

        await editor.Open($"/posts/calendar?move={id}&day=2031-05-14");
        await editor.Submit($"/posts/{id}/schedule", ("day", "2031-05-14"), ("hour", "02:30"));

        Assert.Contains("Saved: it is sent at this time", editor.Page, StringComparison.Ordinal);
        var post = await site.Admin.GetFromJsonAsync<JsonElement>($"/api/posts/{id}", Cancellation);
        Assert.Equal(new DateTimeOffset(2031, 5, 13, 17, 30, 0, TimeSpan.Zero), post.GetProperty("scheduledAt").GetDateTimeOffset());
        foreach (var view in new[] { "month", "week" })
        {
            await editor.Open($"/posts/calendar?day=2031-05-20&view={view}");
            Assert.Equal(view == "month", editor.Page.Contains("Treaty enters into force", StringComparison.Ordinal));
        }

        Assert.Contains("02:30", await editor.Open("/posts/calendar?day=2031-05-14&view=week"), StringComparison.Ordinal);

        Assert.Contains("Take its time away", await editor.Open($"/posts/{id}"), StringComparison.Ordinal);
        await editor.Submit($"/posts/{id}/edit", ("text", "My own words"), ("at", "2031-05-14T02:30"), ("do", "unschedule"));
        Assert.Contains("it has no set time", editor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("Take its time away", await editor.Open($"/posts/{id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_network_says_of_a_post_stands_on_its_page_and_states_say_how_many_posts_they_hold()
    {
        await using var site = await TestSite.Start(settings: ("Engagement:Queue:Approval", "true"));
        var id = await Awaits(site);
        using var editor = await Editor.SignedIn(site);
        Assert.Contains("to approve 1", await editor.Open("/posts"), StringComparison.Ordinal);
        await site.Services.GetRequiredService<PostStore>().Change(id, post => post.To(PostState.Posted, DateTimeOffset.UnixEpoch, null) with
        {
            PostedAt = DateTimeOffset.UnixEpoch, MeasuredAt = DateTimeOffset.UnixEpoch, Metrics = new Dictionary<string, long> { ["likes"] = 41, ["impressions"] = 12_345 },
        });

        await editor.Open($"/posts/{id}");
        Assert.Contains("What became of it on X", editor.Page, StringComparison.Ordinal);
        Assert.Contains("title=\"12,345\">12.3K", editor.Page, StringComparison.Ordinal);
        Assert.Contains("41 likes", await editor.Open("/posts"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_cuts_links_as_X_does_and_tells_what_the_picture_says()
    {
        await using var site = await TestSite.Start(settings: ("Engagement:Queue:Approval", "true"));
        var id = await Awaits(site);
        using var editor = await Editor.SignedIn(site);

        await editor.Open($"/posts/{id}?draft={Uri.EscapeDataString("Read this ASP.NET https://example.org/2026/a-very-long-address-indeed.html #Treaty")}");

        Assert.Contains("<span class=\"link\">example.org/2026/a-very-long-a…</span>", WebUtility.HtmlDecode(editor.Page), StringComparison.Ordinal);
        Assert.Contains("<span class=\"link\">#Treaty</span>", editor.Page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"link\">ASP.NET</span>", editor.Page, StringComparison.Ordinal);
        Assert.Contains("A missile on parade", editor.Page, StringComparison.Ordinal);
    }

    static async Task<string?> State(TestSite site, string id) =>
        (await site.Admin.GetFromJsonAsync<JsonElement>($"/api/posts/{id}", Cancellation)).GetProperty("state").GetString();

    static async Task<string> Awaits(TestSite site)
    {
        (await site.Admin.PostAsJsonAsync("/api/articles", new
        {
            id = "treaty", title = "Treaty enters into force", url = "https://example.org/2026/treaty.html",
            image = new { url = "https://example.org/i/214.jpg", alt = "A missile on parade" },
        }, Cancellation))
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
