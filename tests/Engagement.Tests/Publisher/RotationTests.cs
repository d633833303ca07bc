using Engagement.Contracts;
using Engagement.Fakes.X;
using Engagement.Platform.Store;
using Engagement.Publisher.X;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Publisher;

/// <summary>Refresh tokens work once, and whoever shows one twice loses the connection.</summary>
public sealed class RotationTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(118)]
    [InlineData(130)]
    public async Task Two_instances_at_once_exchange_the_tokens_once(int minutes)
    {
        var time = new FakeTimeProvider(Noon);
        await using var x = await FakeX.Start(new FakeXOptions { Time = time });
        (string, string)[] settings =
            [.. x.OAuth2Settings, ("Engagement:Store", await RedisServer.NewDatabase()), ("Engagement:Services", "publisher"), ("Engagement:X:ReconcileAfter", "00:00:00.2")];
        await using var first = new Newsroom(await TestSite.StartWith(null, time: time, settings: settings), x);
        await using var second = new Newsroom(await TestSite.StartWith(null, time: time, settings: settings), x);
        await first.Connect();
        time.Advance(TimeSpan.FromMinutes(minutes));
        x.Next(Fault.Delay(TimeSpan.FromSeconds(1)), Call.ExchangeToken);

        for (var number = 0; number < 10; number++)
        {
            await (number % 2 == 0 ? first : second).Appears(Newsroom.NewArticle($"a{number}", $"Article number {number}"));
        }

        await Eventually.True(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            return Task.FromResult(x.Timeline.Count == 10);
        }, "all are posted");
        Assert.Equal([200, 200], x.Requests.Where(request => request.Call == Call.ExchangeToken).Select(request => request.Status));
    }

    [Fact]
    public async Task Killed_before_the_new_pair_was_kept_it_posts_on_with_the_old_one_and_asks_for_a_new_connection_at_its_end()
    {
        var (time, killer, failures) = (new FakeTimeProvider(Noon), new Killer(), new Heard<PostFailed>());
        await using var newsroom = await Newsroom.Open(time: time, byOAuth2: true, also: builder =>
        {
            killer.Haunt(builder);
            failures.Listen(builder);
        });
        await newsroom.Connect();
        time.Advance(TimeSpan.FromMinutes(117));
        killer.IsArmed = true;
        await newsroom.Appears(Newsroom.NewArticle());
        await Eventually.True(() => Task.FromResult(!killer.IsArmed), "it died with the new pair in its hand");
        await newsroom.Site.Restart();
        await newsroom.Site.Services.GetRequiredService<Ledger>().Db.KeyDeleteAsync("{pub}:account:main:refresh");

        await Eventually.True(async () =>
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            return (await newsroom.Posts("state=Posted")).Count == 1;
        }, "it is posted with the old token");
        Assert.Equal(2, newsroom.X.Requests.Count(request => request.Call == Call.ExchangeToken));

        await newsroom.Advance(time, TimeSpan.FromMinutes(3), steps: 3);
        await newsroom.Appears(Newsroom.NewArticle("next", "The next article"));
        await newsroom.Reaches("Waiting", "next");
        Assert.Equal("NotConnected", (await newsroom.Account()).GetProperty("state").GetString());
        await Eventually.True(() => Task.FromResult(failures.All.Any(failure => failure.Reason.Contains("Connect the account again", StringComparison.Ordinal))), "an editor is told");
        await newsroom.Advance(time, TimeSpan.FromHours(3));
        Assert.Equal([200, 200, 400], newsroom.X.Requests.Where(request => request.Call == Call.ExchangeToken).Select(request => request.Status));

        await newsroom.Connect();
        await newsroom.Reaches("Posted", "next");
    }

    [Fact]
    public async Task An_exchange_that_X_never_saw_is_made_up_for_without_anybody()
    {
        var time = new FakeTimeProvider(Noon);
        await using var newsroom = await Newsroom.Open(time: time, byOAuth2: true);
        await newsroom.Connect();
        time.Advance(TimeSpan.FromMinutes(117));
        newsroom.X.Next(Fault.ServiceUnavailable, Call.ExchangeToken);
        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Posted");

        await newsroom.Advance(time, TimeSpan.FromMinutes(4), steps: 4);
        await newsroom.Appears(Newsroom.NewArticle("next", "The next article"));

        await newsroom.Reaches("Posted", "next");
        Assert.Equal([200, 503, 200], newsroom.X.Requests.Where(request => request.Call == Call.ExchangeToken).Select(request => request.Status));
    }

    [Fact]
    public async Task A_token_that_X_ended_early_is_exchanged_once_and_posting_goes_on()
    {
        var time = new FakeTimeProvider(Noon);
        await using var newsroom = await Newsroom.Open(time: time, options: new FakeXOptions { AccessTokenLife = TimeSpan.FromHours(2) }, byOAuth2: true);
        await newsroom.Connect();
        time.Advance(TimeSpan.FromMinutes(30));
        newsroom.X.Next(Fault.Unauthorized);
        newsroom.X.Next(Fault.Unauthorized, Call.WhoAmI);

        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Waiting");
        await newsroom.Advance(time, TimeSpan.FromMinutes(2));

        await newsroom.Reaches("Posted");
        Assert.Equal(2, newsroom.X.Requests.Count(request => request.Call == Call.ExchangeToken));
    }

    /// <summary>Dies when X has exchanged the tokens and before anybody knows.</summary>
    sealed class Killer
    {
        public bool IsArmed { get; set; }

        public void Haunt(WebApplicationBuilder builder) =>
            builder.Services.AddHttpClient(XClient.Http).AddHttpMessageHandler(() => new Handler(this));

        sealed class Handler(Killer killer) : DelegatingHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var answer = await base.SendAsync(request, cancellationToken);
                if (killer.IsArmed && request.RequestUri!.AbsolutePath == "/2/oauth2/token")
                {
                    killer.IsArmed = false;
                    throw new InvalidDataException("killed");
                }

                return answer;
            }
        }
    }
}
