using Engagement.Fakes.X;
using Engagement.Publisher.Posts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Publisher;

public sealed class QueueTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Under_embargo_nothing_goes_sentand_a_moved_embargo_counts()
    {
        var time = new FakeTimeProvider(Noon);
        await using var newsroom = await Newsroom.Open(time: time);
        var article = Newsroom.NewArticle() with { EmbargoUntil = Noon.AddHours(2) };
        await newsroom.Appears(article);
        await newsroom.Reaches("Planned");
        await newsroom.Changes(article with { Revision = 2, EmbargoUntil = Noon.AddHours(4) });

        await newsroom.Advance(time, TimeSpan.FromHours(3.9));
        Assert.Empty(newsroom.X.Timeline);
        await newsroom.Advance(time, TimeSpan.FromHours(0.2));

        await newsroom.Reaches("Posted");
    }

    [Fact]
    public async Task Quiet_hours_hold_news_in_the_sites_zone_and_breaking_news_goes_out()
    {
        // 23:30 in Berlin on the night before summer time ends there.
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 10, 24, 21, 30, 0, TimeSpan.Zero));
        await using var newsroom = await Newsroom.Open(time: time, settings:
        [
            ("Engagement:Site:TimeZone", "Europe/Berlin"), ("Engagement:Queue:QuietFrom", "22:00"), ("Engagement:Queue:QuietUntil", "06:00"),
        ]);
        await newsroom.Appears(Newsroom.NewArticle("calm", "A calm article"));
        await newsroom.Appears(Newsroom.NewArticle("quake", "Earthquake off the coast") with { Breaking = true });
        await newsroom.Reaches("Posted", "quake");

        // Six in the morning in Berlin is 5:00 UTC after the change, so 7.5 hours later.
        await newsroom.Advance(time, TimeSpan.FromHours(7.4));
        Assert.Single(newsroom.X.Timeline);
        await newsroom.Advance(time, TimeSpan.FromHours(0.2));

        await newsroom.Reaches("Posted", "calm");
    }

    [Fact]
    public async Task A_minimum_gap_lies_between_posts_and_breaking_news_overtakes()
    {
        var time = new FakeTimeProvider(Noon);
        await using var newsroom = await Newsroom.Open(time: time, settings: ("Engagement:Queue:MinimumGap", "00:10:00"));
        foreach (var id in new[] { "one", "two", "three" })
        {
            await newsroom.Appears(Newsroom.NewArticle(id, $"Article {id}"));
            await Eventually.True(async () => (await newsroom.Posts($"article={id}")).Count == 1, "it is planned");
            time.Advance(TimeSpan.FromMilliseconds(5));
        }

        await newsroom.Reaches("Posted", "one");
        await newsroom.Appears(Newsroom.NewArticle("quake", "Earthquake off the coast") with { Breaking = true });
        await newsroom.Reaches("Posted", "quake");
        await newsroom.Advance(time, TimeSpan.FromMinutes(30));
        await newsroom.Reaches("Posted", "three");

        Assert.Equal(["one", "quake", "two", "three"], newsroom.X.Timeline.Select(post => new Uri(post.Urls.Single()).Segments[^1].Split('.')[0]));
        Assert.True(newsroom.X.Timeline[2].At - newsroom.X.Timeline[0].At >= TimeSpan.FromMinutes(10));
        Assert.True(newsroom.X.Timeline[3].At - newsroom.X.Timeline[2].At >= TimeSpan.FromMinutes(10));
    }

    /// <summary>Takes half a minute: each of ten thousand posts is sent and kept as in life.</summary>
    [Fact]
    public async Task Ten_thousand_articles_go_out_by_the_days_maximum_oldest_first_to_the_last_one()
    {
        const int Articles = 10_000;
        const int ADay = 900;
        var time = new FakeTimeProvider(Noon);
        await using var newsroom = await Newsroom.Open(LedgerKind.Redis, time: time, options: new FakeXOptions { RateLimits = new Dictionary<Call, int>() }, settings:
        [
            ("Engagement:Queue:MaximumPerDay", $"{ADay}"), ("Engagement:Queue:StaleAfter", "00:00:00"), ("Engagement:Services", "publisher"),
            ("Engagement:X:Metrics", "false"),
        ]);
        var plan = newsroom.Site.Services.GetRequiredService<PlanPost>();
        for (var number = 0; number < Articles; number += 100)
        {
            await Task.WhenAll(Enumerable.Range(number, 100).Select(each => plan.Appeared(Newsroom.NewArticle($"a{each:00000}", $"Article number {each}"))));
            time.Advance(TimeSpan.FromMilliseconds(10));
        }

        var store = newsroom.Site.Services.GetRequiredService<PostStore>();
        for (var sent = Math.Min(ADay, Articles); ; sent = Math.Min(sent + ADay, Articles))
        {
            await Eventually.True(async () => await store.Count(PostState.Posted) == sent, $"{sent} are posted", withinSeconds: 60);
            if (sent == Articles)
            {
                break;
            }

            await newsroom.Advance(time, TimeSpan.FromHours(11), steps: 2);
            Assert.Equal(sent, newsroom.X.Timeline.Count);
            await newsroom.Advance(time, TimeSpan.FromHours(13), steps: 1);
        }

        var days = newsroom.X.Timeline.GroupBy(post => post.At.UtcDateTime.Date).OrderBy(day => day.Key).ToList();
        Assert.Equal([.. Enumerable.Repeat(ADay, Articles / ADay), Articles % ADay], days.Select(day => day.Count()));
        Assert.Equal(Articles, newsroom.X.Timeline.Select(post => post.Urls.Single()).Distinct().Count());
        // Oldest first: each day's posts are the oldest of those left, but for the hundred that appeared at once with the last of them.
        foreach (var (number, day) in days.Index())
        {
            Assert.All(day, post => Assert.InRange(NumberOf(post), (number * ADay) - 100, ((number + 1) * ADay) + 99));
        }
    }

    static int NumberOf(FakePost post) => int.Parse(new Uri(post.Urls.Single()).Segments[^1][1..6], System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Stale_news_is_missed_and_an_editor_may_send_it_all_the_same()
    {
        await using var newsroom = await Newsroom.Open();
        var failures = newsroom.X.Timeline.Count;
        await newsroom.Appears(Newsroom.NewArticle() with { PublishedAt = TimeProvider.System.GetUtcNow().AddDays(-3) });

        var post = await newsroom.Reaches("Missed");
        Assert.Equal(failures, newsroom.X.Timeline.Count);
        Assert.True((await newsroom.Do(post.GetProperty("id").GetString()!, "retry")).IsSuccessStatusCode);

        await newsroom.Reaches("Posted");
    }

    [Fact]
    public async Task An_unsent_post_follows_its_article_and_a_sent_one_never_does()
    {
        var time = new FakeTimeProvider(Noon);
        await using var newsroom = await Newsroom.Open(time: time);
        var article = Newsroom.NewArticle() with { EmbargoUntil = Noon.AddHours(1) };
        await newsroom.Appears(article);
        await newsroom.Reaches("Planned");
        await newsroom.Changes(article with { Revision = 3, Title = "Treaty is in force" });
        await newsroom.Changes(article with { Revision = 2, Title = "An older title, delivered late" });
        await newsroom.Advance(time, TimeSpan.FromHours(1.1));
        await newsroom.Reaches("Posted");

        await newsroom.Changes(article with { Revision = 4, Title = "Corrected after all" });
        await newsroom.Appears(article with { Revision = 5, Title = "Announced again" });
        await newsroom.Appears(Newsroom.NewArticle("next", "Another article"));
        await newsroom.Reaches("Posted", "next");

        Assert.StartsWith("Treaty is in force", newsroom.X.Timeline[0].Text, StringComparison.Ordinal);
        Assert.Equal(2, newsroom.X.Timeline.Count);
    }

    [Fact]
    public async Task A_withdrawn_article_is_cancelled_and_cannot_be_retried()
    {
        var time = new FakeTimeProvider(Noon);
        await using var newsroom = await Newsroom.Open(time: time);
        await newsroom.Appears(Newsroom.NewArticle() with { EmbargoUntil = Noon.AddHours(1) });
        await newsroom.Reaches("Planned");

        await newsroom.IsWithdrawn("2026-214", 2);

        var post = await newsroom.Reaches("Cancelled");
        Assert.Equal(System.Net.HttpStatusCode.Conflict, (await newsroom.Do(post.GetProperty("id").GetString()!, "retry")).StatusCode);
        await newsroom.Advance(time, TimeSpan.FromHours(2));
        Assert.Empty(newsroom.X.Timeline);
    }
}
