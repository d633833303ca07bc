using Engagement.Counter.Trust;
using Xunit;

namespace Engagement.Tests.Counter;

public sealed class UserAgentTests
{
    [Fact]
    public void Nearly_all_crawlers_are_told_by_how_they_write_their_names()
    {
        var crawlers = File.ReadAllLines(TestData.Need("user-agents", "crawlers.txt"));

        var passed = crawlers.Where(agent => UserAgentRules.Judge(agent).Reason is null).ToList();

        Assert.True(passed.Count <= crawlers.Length * 0.005, $"{passed.Count} of {crawlers.Length} pass as browsers:\n{string.Join('\n', passed)}");
    }

    [Fact]
    public void All_of_todays_browsers_count()
    {
        Assert.All(File.ReadAllLines(TestData.Need("user-agents", "browsers.txt")), agent => Assert.Null(UserAgentRules.Judge(agent).Reason));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22F76 [FBAN/FBIOS;FBAV/516.0.0.45.108;FBBV/730245511;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/18.5;FBSS/3;FBID/phone;FBLC/en_US;FBOP/5;FBRV/0;IABMV/1]")]
    [InlineData("Mozilla/5.0 (Linux; Android 15; SM-S921B Build/AP3A.240905.015.A2; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.7339.51 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/530.0.0.48.74;IABMV/1;]")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 395.0.0.32.77 (iPhone15,2; iOS 18_6; en_US; en; scale=3.00; 1179x2556; 781)")]
    [InlineData("Mozilla/5.0 (Linux; Android 14; CUBOT NOTE 50 Build/UP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/139.0.7258.94 Mobile Safari/537.36 Line/15.12.1/IAB")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 WhatsApp/2.25.20")]
    [InlineData("Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/139.0.0.0 Mobile Safari/537.36 MetaIAB Facebook")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Twitter for iPhone/11.20")]
    public void People_inside_apps_are_people(string agent)
    {
        Assert.Null(UserAgentRules.Judge(agent).Reason);
    }

    [Theory]
    [InlineData("", "no-agent")]
    [InlineData("curl/8.14.1", "not-a-browser")]
    [InlineData("python-requests/2.32.4", "not-a-browser")]
    [InlineData("Go-http-client/2.0", "not-a-browser")]
    [InlineData("okhttp/5.1.0", "not-a-browser")]
    [InlineData("axios/1.12.0", "not-a-browser")]
    [InlineData("Java/21.0.2", "not-a-browser")]
    [InlineData("WhatsApp/2.25.20 A", "not-a-browser")]
    [InlineData("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "not-a-browser")]
    [InlineData("Twitterbot/1.0", "not-a-browser")]
    [InlineData("Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)", "bot")]
    [InlineData("Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5", "bot")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36", "bot")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36", "old-browser")]
    public void Programs_are_told_apart_with_their_reason(string agent, string reason)
    {
        Assert.Equal(reason, UserAgentRules.Judge(agent).Reason);
    }
}
