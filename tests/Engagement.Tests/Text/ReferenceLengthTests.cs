using Engagement.Platform.Text;
using Xunit;

namespace Engagement.Tests.Text;

/// <summary>What X's published library (3.1.0 for JavaScript, configuration v3) answers, beside what we count.</summary>
public sealed class ReferenceLengthTests
{
    [Theory]
    [InlineData("ASP.NET 10 released", 35, 35)]
    [InlineData("Booking.com fined", 29, 29)]
    [InlineData("foo.news", 23, 23)]
    [InlineData("file.zip leaked", 30, 30)]
    [InlineData("Node.js 24", 10, 10)]
    [InlineData("report.pdf", 10, 10)]
    [InlineData("v1.2.3 is out", 13, 13)]
    [InlineData("U.S. economy", 12, 12)]
    [InlineData("https://example.com/ü_(test)", 23, 23)]
    [InlineData("https://例え.jp/パス", 27, 27)]
    [InlineData("http://localhost:8080/x", 23, 23)]
    [InlineData("https://192.168.0.1/x", 21, 21)]
    [InlineData("👨‍👩‍👧‍👦", 2, 2)]
    [InlineData("🏳️‍🌈", 2, 2)]
    [InlineData("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2, 2)]
    [InlineData("1️⃣", 2, 2)]
    [InlineData("1⃣", 2, 2)]
    [InlineData("#️⃣", 2, 2)]
    [InlineData("🇩🇪", 2, 2)]
    [InlineData("©", 1, 1)]
    [InlineData("©️", 2, 2)]
    [InlineData("…€•→№™한かㄅ", 18, 18)]
    [InlineData("🧑‍🔧", 2, 5)]
    [InlineData("🏳️‍⚧️", 2, 7)]
    [InlineData("🐦‍⬛", 2, 5)]
    [InlineData("🙂‍↔️", 2, 5)]
    [InlineData("🧑🏿‍🤝‍🧑🏻", 2, 8)]
    [InlineData("👩🏽‍❤️‍💋‍👨🏻", 2, 11)]
    [InlineData("e\u0301 café", 6, 6)]
    public void An_emoji_weighs_two_and_the_guard_weighs_what_the_published_library_does(string text, int weight, int guard)
    {
        var measured = PostText.Measure(text);

        Assert.Equal((weight, guard, true), (measured.WeightedLength, measured.GuardLength, measured.Valid));
    }

    /// <summary>Not inline, because an attribute cannot hold half a character.</summary>
    public static TheoryData<string, int> Refused => new() { { "\ufeffBOM", 5 }, { "half \ud83d", 7 }, { "\ufffe", 2 }, { "", 0 } };

    /// <summary>What a feed gave, and what of it can be sent.</summary>
    public static TheoryData<string, string> Cleaned => new()
    {
        { "\ufeffTitle\r\nline\ttwo\u0007 \ud83d", "Title\nline two" }, { "e\u0301", "é" }, { " a\u0000b\uffff\ufffe ", "ab" },
    };

    [Theory, MemberData(nameof(Refused))]
    public void What_X_refuses_is_measured_and_invalid(string text, int weight)
    {
        var measured = PostText.Measure(text);

        Assert.Equal((weight, false), (measured.WeightedLength, measured.Valid));
    }

    [Theory]
    [InlineData("\U0001fae9")] // face with bags under eyes, 2024
    [InlineData("\U0001faea")] // distorted face, 2025
    [InlineData("\U0001fadf")] // a place that Unicode 16 filled
    [InlineData("\U0001faff")] // a place that is still empty
    [InlineData("\U0001faff\U0001f3fd\u200d\U0001fafe")]
    public void Next_years_emoji_weigh_two(string emoji) => Assert.Equal(2, PostText.Measure(emoji).WeightedLength);

    [Fact]
    public void Accents_piled_on_an_emoji_are_counted() => Assert.Equal(12, PostText.Measure("😀" + new string('\u0301', 10)).WeightedLength);

    [Theory, MemberData(nameof(Cleaned))]
    public void A_text_is_cleaned_of_what_no_network_stores(string given, string clean) => Assert.Equal(clean, PostText.Clean(given));

    [Theory]
    [InlineData("http://example.com", true)]
    [InlineData("http://example.com:123456/", false)]
    [InlineData("http:///x", false)]
    [InlineData("http://[::1]:80/", true)]
    [InlineData("http://example.com/a b", false)]
    [InlineData("javascript://example.com/", false)]
    public void A_web_address_is_judged_as_a_whole(string text, bool isValid) => Assert.Equal(isValid, WebAddress.IsValid(text));
}
