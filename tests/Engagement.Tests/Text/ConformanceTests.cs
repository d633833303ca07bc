using Engagement.Platform.Text;
using Xunit;

namespace Engagement.Tests.Text;

/// <summary>X's own cases: what it counts, and what it makes into links.</summary>
public sealed class ConformanceTests
{
    [Theory, Conformance("validate", "WeightedTweetsCounterTest")]
    public void A_text_weighs_what_X_says_where_emoji_are_counted_by_code_points(ConformanceCase given) =>
        Weighs(given, new WeightRules { EmojiAsOne = false });

    [Theory, Conformance("validate", "WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest")]
    public void A_text_weighs_what_X_says(ConformanceCase given) => Weighs(given, WeightRules.X);

    [Theory, Conformance("extract", "urls", "tco_urls_with_params")]
    public void Links_are_found(ConformanceCase given) => Assert.Equal(given.Values, Urls.In(given.Text).Select(url => url.Value));

    [Theory, Conformance("tlds", "country", "generic")]
    public void Every_top_level_domain_is_known(ConformanceCase given) =>
        Assert.Equal(given.Values, Urls.In(given.Text).Select(url => url.Value));

    [Theory, Conformance("extract", "urls_with_indices", "urls_with_directional_markers")]
    public void Links_are_found_where_they_stand(ConformanceCase given) =>
        Assert.Equal(given.Spans("url"), Urls.In(given.Text).Select(url => (url.Value, url.Start, url.End)));

    [Theory, Conformance("extract", "hashtags", "hashtags_from_astral")]
    public void Hashtags_are_found(ConformanceCase given) => Assert.Equal(given.Values,
        PostText.EntitiesOf(given.Text).Where(entity => entity.Kind == TextEntityKind.Hashtag).Select(hashtag => hashtag.Value));

    [Theory, Conformance("extract", "hashtags_with_indices")]
    public void Hashtags_are_found_where_they_stand(ConformanceCase given) =>
        Assert.Equal(given.Spans("hashtag"), Hashtags.In(given.Text).Select(hashtag => (hashtag.Value, hashtag.Start, hashtag.End)));

    [Theory, Conformance("extract", "cashtags")]
    public void Cashtags_are_found(ConformanceCase given) =>
        Assert.Equal(given.Values, Cashtags.In(given.Text).Select(cashtag => cashtag.Value));

    [Theory, Conformance("extract", "cashtags_with_indices")]
    public void Cashtags_are_found_where_they_stand(ConformanceCase given) =>
        Assert.Equal(given.Spans("cashtag"), Cashtags.In(given.Text).Select(cashtag => (cashtag.Value, cashtag.Start, cashtag.End)));

    [Theory, Conformance("extract", "mentions")]
    public void Mentions_are_found(ConformanceCase given) =>
        Assert.Equal(given.Values, Mentions.In(given.Text).Select(mention => mention.Value));

    [Theory, Conformance("extract", "mentions_with_indices")]
    public void Mentions_are_found_where_they_stand(ConformanceCase given) =>
        Assert.Equal(given.Spans("screen_name"), Mentions.In(given.Text).Select(mention => (mention.Value, mention.Start, mention.End)));

    [Theory, Conformance("extract", "mentions_or_lists_with_indices")]
    public void Lists_are_found_where_they_stand(ConformanceCase given) =>
        Assert.Equal(given.Spans("screen_name", "list_slug"), Mentions.In(given.Text).Select(mention => (mention.Value, mention.Start, mention.End)));

    [Theory, Conformance("extract", "replies")]
    public void A_text_that_starts_with_a_mention_answers_that_account(ConformanceCase given) =>
        Assert.Equal(given.Expected.ToString(), Mentions.Answered(given.Text) ?? "");

    [Theory, Conformance("validate", "usernames", "lists")]
    public void A_name_is_valid_where_all_of_it_is_a_mention(ConformanceCase given) => Assert.Equal(given.Expected.ToString() == "true",
        Mentions.In(given.Text) is [var only] && only.Start == 0 && only.End == given.Text.Length && only.Value.Contains('/') == (given.Group == "lists"));

    [Theory, Conformance("validate", "hashtags")]
    public void A_hashtag_is_valid_where_all_of_it_is_one(ConformanceCase given) => Assert.Equal(given.Expected.ToString() == "true",
        Hashtags.In(given.Text) is [var only] && only.Start == 0 && only.End == given.Text.Length);

    [Theory, Conformance("validate", "urls")]
    public void An_address_is_valid_where_all_of_it_is_one(ConformanceCase given) =>
        Assert.Equal(given.Expected.ToString() == "true", WebAddress.IsValid(given.Text));

    [Theory, Conformance("validate", "urls_without_protocol")]
    public void An_address_without_scheme_is_valid_where_that_is_enough(ConformanceCase given) =>
        Assert.Equal((given.Expected.ToString() == "true", false), (WebAddress.IsValid(given.Text, needsScheme: false), WebAddress.IsValid(given.Text)));

    static void Weighs(ConformanceCase given, WeightRules rules)
    {
        var measured = PostText.Measure(given.Text, rules);

        // Its ranges include their last unit, and are in the text as given, which may be longer than the one that is stored.
        var shift = given.Text.Length - measured.Text.Length;
        Assert.Equal(
            (given.Number("weightedLength"), given.Expected["valid"].ToString(), given.Number("permillage"),
                given.Number("displayRangeEnd"), given.Number("validRangeEnd")),
            (measured.WeightedLength, measured.Valid ? "true" : "false", measured.WeightedLength * 1000 / rules.MaxLength,
                given.Text.Length - 1, measured.ValidUnits - 1 + shift));
        Assert.Equal(measured.WeightedLength, measured.GuardLength);
    }
}
