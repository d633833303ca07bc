using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Contracts;
using Engagement.Fakes.X;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Publisher;

/// <summary>What happens to a post beside its text: its picture, its figures, its end, its second life.</summary>
public sealed class AfterwardsTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task An_articles_picture_goes_with_its_post_and_says_what_it_shows()
    {
        await using var pictures = await CannedX.Start();
        (pictures.Bytes, pictures.ContentType) = (Png, "image/png");
        await using var newsroom = await Newsroom.Open(settings: ("Engagement:Fetch:AllowedNetworks:0", "127.0.0.0/8"));

        await newsroom.Appears(Newsroom.NewArticle() with { Image = new ArticleImage($"{pictures.Address}/i/214.png", "A missile on parade") });

        await newsroom.Reaches("Posted");
        var picture = Assert.Single(newsroom.X.Media);
        Assert.Equal("A missile on parade", picture.AltText);
        Assert.Equal([picture.Id], Assert.Single(newsroom.X.Timeline).MediaIds);
        await AgreesWithTheBill(newsroom);
    }

    [Theory]
    [InlineData("inside the house", "")]
    [InlineData("no picture", "127.0.0.0/8")]
    public async Task A_picture_that_cannot_be_had_does_not_hold_news_up(string why, string allowed)
    {
        await using var pictures = await CannedX.Start();
        (pictures.Bytes, pictures.ContentType) = (why == "no picture" ? "<html>"u8.ToArray() : Png, "image/png");
        await using var newsroom = await Newsroom.Open(settings: allowed.Length > 0 ? [("Engagement:Fetch:AllowedNetworks:0", allowed)] : []);

        await newsroom.Appears(Newsroom.NewArticle() with { Image = new ArticleImage($"{pictures.Address}/i/214.png", null) });

        await newsroom.Reaches("Posted");
        Assert.Empty(newsroom.X.Media);
    }

    [Theory]
    [InlineData(Naming.Old)]
    [InlineData(Naming.New)]
    public async Task Figures_are_read_back_ever_more_seldom_in_either_naming(Naming naming)
    {
        var time = new FakeTimeProvider(Noon);
        var heard = new Heard<PostMetricsChanged>();
        await using var newsroom = await Newsroom.Open(time: time, options: new FakeXOptions { Naming = naming }, also: heard.Listen);
        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Posted");

        await newsroom.Advance(time, TimeSpan.FromHours(25), steps: 60);

        await Eventually.True(() => Task.FromResult(heard.All.Count >= 4), "the figures are told");
        Assert.True(heard.All[^1].Metrics["impressions"] > heard.All[0].Metrics["impressions"]);
        Assert.True(heard.All[^1].Metrics.ContainsKey("reposts"));
        // Five readings in a day, not sixty; where the clock leaps over the lease of one under way, another lane reads too.
        Assert.InRange(newsroom.X.Requests.Count(request => request.Call == Call.ReadTimeline && request.Status == 200), 4, 12);
        var post = await newsroom.Reaches("Posted");
        Assert.True(post.GetProperty("metrics").GetProperty("likes").GetInt64() > 0);
        await AgreesWithTheBill(newsroom);
    }

    [Fact]
    public async Task A_withdrawn_articles_post_is_deleted_where_that_is_wanted()
    {
        await using var newsroom = await Newsroom.Open(settings: ("Engagement:Queue:DeleteWithdrawn", "true"));
        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Posted");

        await newsroom.IsWithdrawn("2026-214", 2);

        await newsroom.Reaches("Deleted");
        Assert.Empty(newsroom.X.Timeline);
    }

    [Fact]
    public async Task A_withdrawn_articles_post_stays_where_nothing_else_is_said()
    {
        var time = new FakeTimeProvider(Noon);
        await using var newsroom = await Newsroom.Open(time: time);
        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Posted");
        await newsroom.IsWithdrawn("2026-214", 2);

        await newsroom.Advance(time, TimeSpan.FromHours(25), steps: 60);

        await newsroom.Reaches("Posted");
        Assert.Single(newsroom.X.Timeline);
    }

    [Fact]
    public async Task An_article_that_takes_off_is_posted_once_more_where_that_is_switched_on()
    {
        var time = new FakeTimeProvider(Noon);
        await using var newsroom = await Newsroom.Open(time: time, settings:
        [
            ("Engagement:Reshare:Enabled", "true"), ("Engagement:X:Text:Occasions:takingOff", "Much read today: {title} {url}"),
            ("Engagement:X:Metrics", "false"),
        ]);
        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Posted");
        await TakesOff(newsroom);
        await newsroom.Advance(time, TimeSpan.FromHours(7));
        Assert.Single(newsroom.X.Timeline);

        for (var again = 0; again < 5; again++)
        {
            await TakesOff(newsroom);
        }

        await Eventually.True(() => Task.FromResult(newsroom.X.Timeline.Count == 2), "it is posted once more");
        await newsroom.Advance(time, TimeSpan.FromHours(1));
        Assert.Equal(2, newsroom.X.Timeline.Count);
        Assert.StartsWith("Much read today", newsroom.X.Timeline[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_itself_nothing_is_posted_twice()
    {
        var time = new FakeTimeProvider(Noon);
        await using var newsroom = await Newsroom.Open(time: time);
        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Posted");
        await newsroom.Advance(time, TimeSpan.FromHours(7));

        await TakesOff(newsroom);
        await newsroom.Appears(Newsroom.NewArticle("next", "Another article"));

        await newsroom.Reaches("Posted", "next");
        Assert.Equal(2, newsroom.X.Timeline.Count);
    }

    static Task AgreesWithTheBill(Newsroom newsroom) => Eventually.True(async () =>
    {
        var standing = await newsroom.Site.Admin.GetFromJsonAsync<JsonElement>("/api/posts/budget", TestContext.Current.CancellationToken);
        return newsroom.X.Bill.Sum(charge => charge.Price) == standing.GetProperty("spend").GetProperty("spent").GetDecimal();
    }, "what we metered is what X bills", withinSeconds: 5);

    static Task TakesOff(Newsroom newsroom) => newsroom.Say(new ArticleTakingOff("2026-214", "spike", 2, 12, 3, 1, Noon));
}
