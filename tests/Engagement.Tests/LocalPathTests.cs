using Engagement.Platform.Http;
using FsCheck.Xunit;
using Xunit;

namespace Engagement.Tests;

public sealed class LocalPathTests
{
    [Theory]
    [InlineData("/site?tab=x", "/site?tab=x")]
    [InlineData("/articles?search=Überfall", "/articles?search=%C3%9Cberfall")]
    [InlineData("/a#b", "/a#b")]
    [InlineData("/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("/..//evil.example/", "/")]
    [InlineData("/\t/evil.example/", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("site", "/")]
    [InlineData("", "/")]
    [InlineData(null, "/")]
    public void Only_a_path_of_this_program_is_gone_to(string? said, string gone)
    {
        Assert.Equal(gone, LocalPath.Of(said));
        Assert.Equal(said is not null && gone != "/" || said == "/", LocalPath.Is(said));
    }

    [Property(MaxTest = 2_000)]
    public void Whatever_is_said_the_browser_stays_here(string? said)
    {
        var gone = LocalPath.Of(said is null ? null : "/" + said);

        Assert.Equal("here.example", new Uri(new Uri("https://here.example/x"), gone).Host);
        Assert.All(gone, letter => Assert.InRange(letter, '!', '~'));
    }
}
