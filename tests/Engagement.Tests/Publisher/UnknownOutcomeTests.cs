using Engagement.Fakes.X;
using Xunit;

namespace Engagement.Tests.Publisher;

public sealed class UnknownOutcomeTests
{
    public static TheoryData<string, bool> Lost => new()
    {
        { nameof(Fault.DropBeforeCommit), false }, { nameof(Fault.CommitThenDrop), true }, { nameof(Fault.ServiceUnavailable), false },
        { nameof(Fault.CommitThen503), true }, { nameof(Fault.TruncatedBody), true }, { nameof(Fault.EmptyBody), true },
        { nameof(Fault.HtmlPage), false }, { nameof(Fault.HtmlPageWithSuccess), false },
    };

    [Theory, MemberData(nameof(Lost))]
    public async Task After_an_unknown_outcome_the_article_stands_exactly_once(string fault, bool stood)
    {
        await using var newsroom = await Newsroom.Open(settings: ("Engagement:X:ReconcileAfter", "00:00:00.1"));
        newsroom.X.Next((Fault)typeof(Fault).GetProperty(fault)!.GetValue(null)!);

        await newsroom.Appears(Newsroom.NewArticle());

        var post = await newsroom.Reaches("Posted", withinSeconds: 15);
        Assert.Equal(Assert.Single(newsroom.X.Timeline).Id, post.GetProperty("networkPostId").GetString());
        Assert.Equal(stood ? 1 : 2, newsroom.X.Requests.Count(request => request.Call == Call.CreatePost));
    }

    [Fact]
    public async Task A_site_stopped_amid_a_request_finds_the_post_when_it_is_back()
    {
        await using var newsroom = await Newsroom.Open();
        newsroom.X.Next(Fault.Delay(TimeSpan.FromMinutes(2)));

        await newsroom.Appears(Newsroom.NewArticle());
        await newsroom.Reaches("Sending");
        await newsroom.Site.Restart();

        await newsroom.Reaches("Posted");
        Assert.Single(newsroom.X.Timeline);
        Assert.Single(newsroom.X.Requests, request => request.Call == Call.CreatePost);
    }
}
