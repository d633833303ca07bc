using System.Globalization;
using Engagement.Contracts;
using Engagement.Platform.Settings;
using Engagement.Platform.Text;
using Engagement.Publisher.Text;
using Xunit;

namespace Engagement.Tests.Text;

public sealed class PostWordingTests
{
    const string Link = "https://example.org/2026/214-treaty.html?utm_source=x&utm_medium=social&utm_campaign=world-security&utm_content=k7";

    static readonly Article Treaty = new()
    {
        Id = "2026-214",
        Revision = 1,
        Url = "https://example.org/2026/214-treaty.html",
        Title = "Treaty enters into force",
        Summary = "After ten years of talks the treaty binds forty states.",
        Tags = ["nuclear issues", "Missile Defense"],
        Section = "World & Security",
        Author = "A. Writer",
        PublishedAt = DateTimeOffset.Parse("2026-11-23T23:30:00Z", CultureInfo.InvariantCulture),
        Meta = new Dictionary<string, string> { ["desk"] = "Vienna" },
    };

    [Fact]
    public void A_post_is_title_hashtags_and_marked_link() =>
        Assert.Equal($"Treaty enters into force #NuclearIssues #MissileDefense {Link}", Render(Treaty));

    [Fact]
    public void A_long_title_is_shortened_between_words_and_keeps_hashtags_and_link()
    {
        var text = Render(Treaty with { Title = string.Join(' ', Enumerable.Repeat("treaty", 70)) });

        Assert.EndsWith($"treaty… #NuclearIssues #MissileDefense {Link}", text, StringComparison.Ordinal);
        Assert.InRange(PostText.Measure(text).WeightedLength, 270, 280);
    }

    [Fact]
    public void Hashtags_go_from_the_last_before_the_title_becomes_too_short_to_read()
    {
        var tags = Enumerable.Range(1, 3)
            .Select(number => $"A very long tag that says a lot about nothing at all and goes on for ever and ever in the end {number}").ToList();

        var text = Render(Treaty with { Title = string.Join(' ', Enumerable.Repeat("treaty", 70)), Tags = tags });

        Assert.Contains("InTheEnd1 ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("InTheEnd3", text, StringComparison.Ordinal);
        Assert.StartsWith("treaty treaty treaty treaty treaty treaty treaty treaty", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{summary:20} | {url}", "After ten years of… | LINK")]
    [InlineData("{title|upper}: {section|camel} by {author} on {date:yyyy-MM-dd}, {meta:desk}, {site} {url}",
        "TREATY ENTERS INTO FORCE: WorldSecurity by A. Writer on 2026-11-24, Vienna, Example News LINK")]
    [InlineData("{title|truncate:10}\\n{url}", "Treaty…\nLINK")]
    [InlineData("{if tag=Missile Defense}Defense{else}Other{end}: {title} {url}", "Defense: Treaty enters into force LINK")]
    [InlineData("{if section=Sports}Goal! {end}{if not breaking}{title}{end} {url}", "Treaty enters into force LINK")]
    [InlineData("{if meta:desk=vienna}{if image}picture{else}words{end}{end} {url}", "words LINK")]
    [InlineData("{title} {meta:missing} {tags:1} {url}", "Treaty enters into force #NuclearIssues LINK")]
    [InlineData("{{{title}}} {url}", "{Treaty enters into force} LINK")]
    public void A_template_words_the_post(string template, string expected) =>
        Assert.Equal(expected.Replace("LINK", Link, StringComparison.Ordinal), Render(Treaty, new TextOptions { Template = template }));

    [Theory]
    [InlineData("{titel}", "{titel} is no field; there are title, summary,")]
    [InlineData("{title", "is not closed; write {{ for a brace")]
    [InlineData("title}", "a } stands without its {")]
    [InlineData("{if tag=a}x", "{if tag=a} is not closed by {end}")]
    [InlineData("x{end}", "{end} closes no {if")]
    [InlineData("{summary:long}", "must come a number from 1 to 1000, not \"long\"")]
    [InlineData("{title|shout}", "|shout is no filter; there are truncate,")]
    [InlineData("{meta}", "{meta} needs the key")]
    [InlineData("{if weather=fine}x{end}", "{if weather} asks for what no article has")]
    [InlineData("{date:%}", "is no date format")]
    public void A_template_that_cannot_be_read_stops_the_start_in_one_sentence(string template, string reason)
    {
        var problem = Assert.Throws<StartProblem>(() => Render(Treaty, new TextOptions { Sections = new Dictionary<string, string> { ["News"] = template } }));

        Assert.StartsWith("Engagement__X__Text__Sections__News cannot be read: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_has_its_own_template_and_an_occasion_too()
    {
        var options = new TextOptions
        {
            Sections = new Dictionary<string, string> { ["world & security"] = "Security: {url}" },
            Occasions = new Dictionary<string, string> { ["takingOff"] = "Everybody reads this: {url}" },
        };

        Assert.Equal($"Security: {Link}", Render(Treaty, options));
        Assert.Equal($"Everybody reads this: {Link}", new PostRenderer(options, Site).Render(Treaty, "k7", "takingOff").Text);
    }

    [Fact]
    public void Templates_take_turns_by_article_and_an_article_keeps_its_own()
    {
        var options = new TextOptions { Variants = ["A {url}", "B {url}", "C {url}"] };
        var firsts = Enumerable.Range(0, 60).Select(id => Render(Treaty with { Id = $"a{id}" }, options)[0]).ToList();

        Assert.Equal(['A', 'B', 'C'], firsts.Distinct().Order());
        Assert.Equal(firsts, Enumerable.Range(0, 60).Select(id => Render(Treaty with { Id = $"a{id}" }, options)[0]));
    }

    [Theory]
    [InlineData("Our view: {title} {tags:1}", "Our view: Treaty enters into force #NuclearIssues LINK")]
    [InlineData("Ask @someone about ASP.NET {now}", "Ask @someone about ASP.NET {now} LINK")]
    [InlineData("Read https://example.org/2026/214-treaty.html before lunch", "Read LINK before lunch")]
    [InlineData("Elsewhere: https://example.com/x", "Elsewhere: https://example.com/x")]
    public void An_editors_own_words_stand_as_they_are_but_for_the_link(string words, string expected) =>
        Assert.Equal(expected.Replace("LINK", Link, StringComparison.Ordinal), Render(Treaty with { PostText = words }));

    [Theory]
    [InlineData("Booking.com fined by ASP.NET fans", 0, 0, 0)]
    [InlineData("@president answers RT@user", 0, 0, 0)]
    [InlineData("$AAPL beats $MSFT and $BRK.A", 0, 0, 1)]
    [InlineData("See https://example.com/a", 1, 0, 0)]
    public void What_a_headline_did_not_mean_becomes_no_link(string title, int links, int mentions, int cashtags)
    {
        var measured = PostText.Measure(Render(Treaty with { Title = title }));

        Assert.Equal((links + 1, mentions, cashtags),
            (measured.Of(TextEntityKind.Url).Count, measured.Of(TextEntityKind.Mention).Count, measured.Of(TextEntityKind.Cashtag).Count));
        Assert.StartsWith(title, measured.Text.Replace("\u200c", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Missile Defense", "MissileDefense")]
    [InlineData("nuclear issues", "NuclearIssues")]
    [InlineData("Women's rights", "WomensRights")]
    [InlineData("U.S. economy", "USEconomy")]
    [InlineData("COVID-19", "COVID19")]
    [InlineData("R&D", "RD")]
    [InlineData("iPhone", "iPhone")]
    [InlineData("C#", "CSharp")]
    [InlineData("c++", "Cpp")]
    [InlineData("straße", "Straße")]
    [InlineData("élection présidentielle", "ÉlectionPrésidentielle")]
    [InlineData("ядерное оружие", "ЯдерноеОружие")]
    [InlineData("核軍縮", "核軍縮")]
    [InlineData("サッカー", "サッカー")]
    [InlineData("महात्मा गांधी", "महात्मागांधी")]
    [InlineData("می‌خواهم", "می‌خواهم")]
    [InlineData("მშვიდობა", "მშვიდობა")]
    [InlineData("1st amendment", "1stAmendment")]
    [InlineData("2026", null)]
    [InlineData("🎉", null)]
    [InlineData("", null)]
    [InlineData("Secret", null)]
    [InlineData("Wire", "AgencyNews")]
    public void A_tag_becomes_a_hashtag_of_any_script(string tag, string? hashtag) => Assert.Equal(hashtag, new HashtagWords(new TextOptions
    {
        HashtagAliases = new Dictionary<string, string> { ["wire"] = "AgencyNews", ["secret"] = "" },
    }).Of(tag));

    [Theory]
    [InlineData("https://example.org/a?b=c&utm_source=rss#top", "https://example.org/a?b=c&utm_source=x&utm_content=k7#top")]
    [InlineData("https://例え.jp/パス", "https://xn--r8jz45g.jp/%E3%83%91%E3%82%B9?utm_source=x&utm_content=k7")]
    [InlineData("https://example.org/a_(b)/(c", "https://example.org/a_%28b%29/%28c?utm_source=x&utm_content=k7")]
    [InlineData("https://example.org", "https://example.org/?utm_source=x&utm_content=k7")]
    public void A_link_is_marked_and_whole(string url, string marked) =>
        Assert.Equal(marked, TrackedUrl.Build(url, [("utm_source", "x"), ("utm_medium", ""), ("utm_content", "k7")]));

    [Fact]
    public void A_link_that_ends_like_a_sentence_stays_whole() => Assert.Equal("https://example.org/why%3F%21", TrackedUrl.Build("https://example.org/why%3F!", []));

    static SiteOptions Site => new() { Name = "Example News", TimeZone = "Europe/Vienna" };

    static string Render(Article article, TextOptions? options = null) => new PostRenderer(options ?? new TextOptions(), Site).Render(article, "k7").Text;
}
