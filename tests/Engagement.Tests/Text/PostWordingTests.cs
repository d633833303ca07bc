using Engagement.Contracts;
using Engagement.Platform.Settings;
using Engagement.Platform.Text;
using Engagement.Publisher.Text;
using Xunit;

namespace Engagement.Tests.Text;

public sealed class PostWordingTests
{
    const string Marks = "?utm_source=x&utm_medium=social&utm_campaign=security&utm_content=k7";

    static readonly Article Treaty = new()
    {
        Id = "2026-214",
        Revision = 1,
        Url = "https://example.org/2026/214-treaty.html",
        Title = "Treaty enters into force",
        Summary = "After ten years of talks the treaty binds forty states.",
        Tags = ["Nuclear Issues", "Missile Defense"],
        Section = "Security",
        Author = "A. Writer",
        PublishedAt = DateTimeOffset.Parse("2026-11-23T23:30:00Z", System.Globalization.CultureInfo.InvariantCulture),
        Meta = new Dictionary<string, string> { ["desk"] = "Vienna" },
    };

    [Fact]
    public void A_post_is_title_hashtags_and_marked_link() =>
        Assert.Equal($"Treaty enters into force #NuclearIssues #MissileDefense {Treaty.Url}{Marks}", Render(Treaty));

    [Fact]
    public void A_long_title_is_shortened_between_words_and_keeps_hashtags_and_link()
    {
        var text = Render(Treaty with { Title = string.Join(' ', Enumerable.Repeat("treaty", 70)) });

        Assert.EndsWith($"treaty… #NuclearIssues #MissileDefense {Treaty.Url}{Marks}", text, StringComparison.Ordinal);
        Assert.InRange(PostText.Measure(text).WeightedLength, 270, 280);
    }

    [Fact]
    public void Hashtags_go_from_the_last_before_the_title_becomes_too_short_to_read()
    {
        var tags = Enumerable.Range(1, 3).Select(number => $"A very long tag that says a lot about nothing at all and goes on for ever and ever in the end {number}").ToList();

        var text = Render(Treaty with { Title = string.Join(' ', Enumerable.Repeat("treaty", 70)), Tags = tags });

        Assert.Contains("InTheEnd1 ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("InTheEnd3", text, StringComparison.Ordinal);
        Assert.StartsWith("treaty treaty treaty treaty treaty treaty treaty treaty", text, StringComparison.Ordinal);
    }

    static string Render(Article article, TextOptions? options = null) =>
        new PostRenderer(options ?? new TextOptions(), new SiteOptions { Name = "Example News" }).Render(article, "k7").Text;
}
