using Engagement.Intake;
using Engagement.Platform.Settings;
using Engagement.Publisher;
using Engagement.Publisher.Text;
using Engagement.Publisher.X;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Engagement.Tests.Text;

/// <summary><c>engagement post --dry-run</c></summary>
public sealed class ShowPostsTests
{
    const string Feed = """
        <?xml version="1.0"?>
        <rss version="2.0"><channel><title>News</title><link>https://example.org/</link>
        <item><title>Treaty enters into force</title><link>https://example.org/a</link><category>nuclear issues</category></item>
        <item><title>Booking.com fined</title><link>https://example.org/b</link></item>
        </channel></rss>
        """;

    [Fact]
    public async Task A_feed_is_shown_as_posts_with_weight_and_cost_and_nothing_is_needed_for_it()
    {
        var lines = await Show("feed.xml", Feed);

        Assert.StartsWith("   1      63  $0.200  Treaty enters into force #NuclearIssues https://example.org/a?utm_source=x", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("   2      42  $0.200  Booking\u200c.com fined https://example.org/b?utm_source=x", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("! X would make \"Booking.com\" in the title a link", lines[3].Trim(), StringComparison.Ordinal);
        Assert.Equal("2 posts, 2 with a link, cost $0.400. Nothing was sent.", lines[4]);
    }

    [Fact]
    public async Task A_page_is_shown_as_the_post_of_one_article()
    {
        await using var site = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0", "--Logging:LogLevel:Default=Warning"]).Build();
        site.MapGet("/a", () => Results.Content("<!doctype html><title>A</title><meta property='og:title' content='Treaty enters into force'>", "text/html"));
        await site.StartAsync(TestContext.Current.CancellationToken);

        var lines = await Show($"{site.Urls.Single()}/a");

        Assert.Contains($"Treaty enters into force {site.Urls.Single()}/a?utm_source=x", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("1 post, ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_article_that_cannot_be_worded_says_why()
    {
        var lines = await Show("articles.json", """[ { "url": "https://example.org/a" }, { "url": 7, "title": "A" } ]""");

        Assert.Equal("   1       -       -  not posted: Give it a \"title\" of 1 to 500 characters.", lines[1]);
        Assert.Equal("   2       -       -  not posted: $.url has a value of another kind than an article has there", lines[2]);
    }

    [Fact]
    public async Task Without_dry_run_it_is_refused_in_one_sentence()
    {
        var post = ShowPosts.With(ReadAnywhere.Read);

        var problem = await Assert.ThrowsAsync<StartProblem>(() => post.Run(["feed.xml"], new ConfigurationManager(), TestContext.Current.CancellationToken));

        Assert.Contains("engagement post --dry-run FEED", problem.Message, StringComparison.Ordinal);
    }

    static async Task<string[]> Show(string name, string content)
    {
        var folder = Directory.CreateTempSubdirectory("engagement-post-");
        try
        {
            var file = Path.Combine(folder.FullName, name);
            await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
            return await Show(file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task<string[]> Show(string source)
    {
        var options = new TextOptions();
        var preview = new PreviewPost(new PostRenderer(options, new SiteOptions()), new PostWarnings(options), options, new XOptions(),
            new PriceOptions(), TimeProvider.System);
        using var console = new StringWriter();
        await ShowPosts.Show(ReadAnywhere.Read(source, TestContext.Current.CancellationToken), preview, console);
        return console.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n');
    }
}
