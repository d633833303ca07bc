using System.Globalization;
using Engagement.Contracts;
using Engagement.Platform.Settings;
using Engagement.Platform.Text;
using Engagement.Publisher.Text;
using FsCheck.Xunit;
using Xunit;

namespace Engagement.Tests.Text;

/// <summary>What holds for every text, not only for those that somebody thought of. The seed is fixed; 3,000 others passed once.</summary>
[Properties(Arbitrary = [typeof(SomeText)], MaxTest = 60, Replay = "13623269090226578560,8064484226830401137")]
public sealed class TextProperties
{
    static readonly string[] Templates =
    [
        "{title} {tags} {url}", "{summary:200}\\n{title|upper} {url} {tags:5} via {site}", "{if tag=Treaty}{section}: {else}{author}: {end}{title} {date} {url}",
        "{url} " + new string('x', 290), "{meta:desk}{title}{url}",
    ];

    [Property]
    public void A_post_is_never_over_the_limit_and_always_holds_its_whole_link(SomeText title, SomeText summary, SomeText tag, int template)
    {
        var article = Article(title.Text, summary.Text, tag.Text);

        var post = Renderer(template).Render(article, "k7k7k7k7k7k7k7k7");

        var measured = PostText.Measure(post.Text);
        Assert.True(measured.Valid, $"{measured.WeightedLength}: {post.Text}");
        Assert.True(measured.GuardLength <= 280, $"{measured.GuardLength}: {post.Text}");
        Assert.Contains(measured.Entities, entity => entity.Kind == TextEntityKind.Url
            && entity.Value.StartsWith("https://example.org/2026/214-treaty.html?", StringComparison.Ordinal)
            && entity.Value.EndsWith("utm_content=k7k7k7k7k7k7k7k7", StringComparison.Ordinal));
        Assert.True(measured.Of(TextEntityKind.Cashtag).Count <= 1, post.Text);
        Assert.Empty(measured.Of(TextEntityKind.Mention));
        Assert.Equal(PostText.Clean(post.Text), post.Text);
    }

    [Property]
    public void An_editors_words_are_never_over_the_limit_and_never_without_the_link(SomeText words)
    {
        var post = Renderer(0).Render(Article("Title", "", "") with { PostText = words.Text }, "k7");

        var measured = PostText.Measure(post.Text);
        Assert.True(measured.Valid && measured.GuardLength <= 280, post.Text);
        var own = PostText.Measure(PostText.Clean(words.Text)).Of(TextEntityKind.Url).FirstOrDefault(url => url.Contains("://", StringComparison.Ordinal));
        Assert.Contains(measured.Of(TextEntityKind.Url), url => own is null ? url.EndsWith("utm_content=k7", StringComparison.Ordinal) : url == own);
    }

    [Property]
    public void The_same_article_gives_the_same_bytes_in_every_culture(SomeText title, SomeText summary, SomeText tag, int template)
    {
        var article = Article(title.Text, summary.Text, tag.Text);
        var before = CultureInfo.CurrentCulture;
        try
        {
            var texts = new[] { "", "tr-TR", "ar-SA", "th-TH", "az-Latn-AZ" }.Select(culture =>
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                return Renderer(template).Render(article, "k7").Text;
            }).Distinct();

            Assert.Single(texts);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Property]
    public void A_cut_fits_and_splits_neither_a_grapheme_nor_a_link(SomeText text, byte limit)
    {
        var clean = PostText.Clean(text.Text);
        foreach (var network in new[] { TextLimit.XUpTo(limit), TextLimit.X, TextLimit.Bluesky, TextLimit.Mastodon, TextLimit.Threads })
        {
            var cut = TextCut.To(network, clean);

            Assert.True(network.Fits(cut), cut);
            var kept = cut == clean ? cut.Length : Math.Max(0, cut.Length - 1);
            Assert.Equal(clean[..kept], cut[..kept]);
            Assert.True(kept == 0 || kept == clean.Length || Boundaries(clean).Contains(kept), cut);
            Assert.DoesNotContain(PostText.EntitiesOf(clean), entity => entity.Start < kept && kept < entity.End);
        }
    }

    [Property]
    public void A_text_is_measured_whatever_it_holds(SomeText text)
    {
        var measured = PostText.Measure(text.Text);

        Assert.True(measured.GuardLength >= measured.WeightedLength);
        Assert.All(measured.Entities, entity => Assert.InRange(entity.End, entity.Start + 1, measured.Text.Length));
        Assert.Equal(measured.WeightedLength, PostText.Measure(measured.Text).WeightedLength);
    }

    [Property]
    public void A_tag_makes_a_hashtag_that_X_takes_whole_or_none(SomeText tag)
    {
        if (new HashtagWords(new TextOptions()).Of(tag.Text) is { } hashtag)
        {
            Assert.Equal([hashtag], PostText.Measure($"word #{hashtag} https://example.org/").Of(TextEntityKind.Hashtag));
        }
    }

    static HashSet<int> Boundaries(string text) => [.. StringInfo.ParseCombiningCharacters(text)];

    static PostRenderer Renderer(int template) => new(
        new TextOptions { Template = Templates[(template & int.MaxValue) % Templates.Length] },
        new SiteOptions { Name = "Example.com News", TimeZone = "Asia/Tokyo" });

    static Article Article(string title, string summary, string tag) => new()
    {
        Id = "2026-214",
        Revision = 1,
        Url = "https://example.org/2026/214-treaty.html",
        Title = title,
        Summary = summary,
        Tags = [tag, "Treaty", tag + "s"],
        Section = tag,
        Author = summary,
        PublishedAt = new DateTimeOffset(2026, 11, 23, 23, 30, 0, TimeSpan.Zero),
        Meta = new Dictionary<string, string> { ["desk"] = title },
    };
}
