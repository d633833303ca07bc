using Engagement.Contracts;
using Engagement.Counter.Buttons;
using Engagement.Platform.Settings;
using Engagement.Platform.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace Engagement.Tests.Buttons;

public sealed class ShareTargetsTests
{
    static readonly ShareTargets Targets = new(new ButtonsOptions
    {
        Follow = new Dictionary<string, string> { ["x"] = "https://x.com/example" },
    });

    static readonly string[] Asked =
    [
        "x", "facebook", "linkedin", "reddit", "whatsapp", "telegram", "bluesky", "mastodon", "threads", "hackernews", "pinterest",
        "email", "sms", "copy", "print", "qr", "native", "follow",
    ];

    static readonly string[] Networks =
    [
        "x", "facebook", "bluesky", "mastodon", "linkedin", "whatsapp", "telegram", "threads", "reddit", "hackernews", "lobsters",
        "pinterest", "tumblr", "flipboard", "instapaper", "raindrop", "line", "vk", "ok", "weibo", "diaspora", "teams", "hatena",
        "viber", "threema", "email", "sms", "follow-x",
    ];

    static readonly (string Name, string Title)[] Titles =
    [
        ("plain", "Treaty enters into force"),
        ("quotes", "\"Never\" – it’s <b>their</b> 'last' word"),
        ("signs", "R&D at 100%: C# + F# = #1? a/b\\c @home; x=y"),
        ("emoji", "Peace \U0001F54A\uFE0F family \U0001F468\u200D\U0001F469\u200D\U0001F467 flag \U0001F1FA\U0001F1F3"),
        ("rtl", "معاهدة تدخل حيز التنفيذ עם אמנה"),
        ("cjk", "条約が発効、核軍縮へ一歩"),
        ("braces", "{url} and {title} are words"),
        ("lines", "  Two\r\n lines\tand a tab  "),
        ("long", string.Join(' ', Enumerable.Repeat("treaties", 34))[..300]),
        ("longcjk", string.Concat(Enumerable.Repeat("条約発効", 75))),
        ("longemoji", string.Concat(Enumerable.Repeat("\U0001F468\u200D\U0001F469\u200D\U0001F467", 60))),
    ];

    [Fact]
    public void Every_network_gets_exactly_this_address_for_every_kind_of_title() => Golden.Same("share-urls.txt", string.Concat(
        from id in Networks
        from title in Titles
        select $"{id} {title.Name}\n{Url(id, title.Title)}\n"));

    [Fact]
    public void At_least_25_targets_live_and_all_that_were_asked_for_are_among_them()
    {
        Assert.All(Asked, id => Assert.NotNull(Targets.Find(id)));
        Assert.True(Networks.Length >= 25);
        Assert.All(Networks, id => Assert.NotNull(Targets.Find(id)));
    }

    [Fact]
    public void Each_target_says_when_it_was_last_checked() =>
        Assert.All(Asked.Concat(Networks).Where(id => id != "follow-x"), id => Assert.True(Targets.Find(id)!.CheckedOn > new DateOnly(2026, 1, 1)));

    [Theory]
    [InlineData("pocket", "Pocket closed on 2025-07-08")]
    [InlineData("addthis", "AddThis ended on 2023-05-31")]
    [InlineData("Google+", "Google+ closed on 2019-04-02")]
    [InlineData("xing", "XING removed its share page in 2026")]
    [InlineData("stumbleupon", "was shut down")]
    [InlineData("delicious", "no longer takes bookmarks")]
    [InlineData("flattr", "was shut down")]
    public async Task A_dead_target_in_the_configuration_stops_the_start_by_name(string id, string why)
    {
        var refused = await Assert.ThrowsAsync<StartProblem>(() => TestSite.Start(settings: ("Engagement:Buttons:Targets", $"x,{id}")));

        Assert.Contains("Engagement__Buttons__Targets", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"\"{id}\"", refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_target_is_refused_with_those_that_are_known()
    {
        var refused = Assert.Throws<StartProblem>(() => new ShareTargets(new ButtonsOptions { Direct = "x,myspace" }));

        Assert.Contains("Engagement__Buttons__Direct names \"myspace\"", refused.Message, StringComparison.Ordinal);
        Assert.Contains("bluesky", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_configuration_decides_which_targets_and_in_what_order() =>
        Assert.Equal(["reddit", "x"], new ShareTargets(new ButtonsOptions { Targets = " reddit, X,x" }).Listed.Select(target => target.Id));

    [Fact]
    public void Pinterest_takes_no_article_without_a_picture() =>
        Assert.Null(ShareTargets.ShareUrl(Targets.Find("pinterest")!, Article("A title") with { Image = null }));

    [Property(MaxTest = 100)]
    public Property No_text_is_longer_than_its_target_takes_nor_cut_inside_a_character() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonEmptyString>(), Gen.Elements(Titles.Select(title => title.Title).ToArray()).ToArbitrary(),
        (noise, known) => new[] { ("x", 280, 23), ("bluesky", 300, 46), ("mastodon", 500, 46), ("threads", 500, 46), ("hackernews", 80, -1) }.All(limit =>
        {
            var article = Article(string.Concat(Enumerable.Repeat($"{known} {noise.Get} ", 4)));
            var whole = PostText.CleanLine(article.Title);
            var fitted = ShareText.Title(Targets.Find(limit.Item1)!, article);
            var kept = fitted == whole ? fitted : fitted.TrimEnd('…');
            var length = limit.Item1 == "x" ? PostText.Measure(fitted).GuardLength : Graphemes.Count(fitted);
            return length + 1 + limit.Item3 <= limit.Item2 && whole.StartsWith(kept, StringComparison.Ordinal)
                && (kept.Length == whole.Length || kept.Length == 0 || Graphemes.Ends(whole).Contains(kept.Length));
        }));

    [Fact]
    public void A_mail_link_stays_under_two_thousand_characters_even_in_Chinese() =>
        Assert.True(Url("email", string.Concat(Enumerable.Repeat("条约生效", 75))).Length <= 2_000);

    [Fact]
    public void The_longest_article_URL_is_never_cut()
    {
        var article = Article("A title") with { Url = "https://example.org/" + new string('a', 2_000) };
        Assert.All(Networks.Where(id => !id.StartsWith("follow", StringComparison.Ordinal)), id =>
            Assert.Contains(new string('a', 2_000), ShareTargets.ShareUrl(Targets.Find(id)!, article, "mastodon.example")!, StringComparison.Ordinal));
    }

    static string Url(string id, string title) => ShareTargets.ShareUrl(Targets.Find(id)!, Article(title), "mastodon.example")!;

    static Article Article(string title) => new()
    {
        Id = "2026-214",
        Revision = 1,
        Url = "https://example.org/2026/214-treaty.html?a=1&b=2",
        Title = title,
        Image = new("https://example.org/i/214.jpg", "A missile on parade"),
    };
}
