using Engagement.Platform.Settings;
using Engagement.Platform.Urls;
using FsCheck.Xunit;
using Xunit;

namespace Engagement.Tests.Intake;

public sealed class UrlRulesTests
{
    static readonly SiteOptions Site = new() { Url = "https://example.org" };

    static readonly UrlOptions Mobile = new() { HostPrefixes = ["www.", "m.", "mobile.", "amp."], PathPrefixes = ["/mobile", "/amp"], IgnoredParameters = ["from", "via"] };

    [Theory]
    [InlineData("https://example.org/2026/214-treaty.html")]
    [InlineData("http://example.org/2026/214-treaty.html")]
    [InlineData("HTTPS://EXAMPLE.ORG/2026/214-treaty.html")]
    [InlineData(" https://example.org/2026/214-treaty.html\n")]
    [InlineData("https://example.org:443/2026/214-treaty.html")]
    [InlineData("http://example.org:80/2026/214-treaty.html")]
    [InlineData("https://example.org./2026/214-treaty.html")]
    [InlineData("https://www.example.org/2026/214-treaty.html")]
    [InlineData("https://m.example.org/2026/214-treaty.html")]
    [InlineData("https://mobile.example.org/2026/214-treaty.html")]
    [InlineData("https://amp.example.org/2026/214-treaty.html")]
    [InlineData("https://example.org/mobile/2026/214-treaty.html")]
    [InlineData("https://example.org/amp/2026/214-treaty.html")]
    [InlineData("https://m.example.org/amp/2026/214-treaty.html")]
    [InlineData("https://example.org/2026/214-treaty.html/")]
    [InlineData("https://example.org/2026/214-treaty.html/amp")]
    [InlineData("https://example.org/2026/214-treaty.html/amp/")]
    [InlineData("https://example.org/2026/214-treaty.html.amp")]
    [InlineData("https://example.org/2026/214-treaty.html/feed")]
    [InlineData("https://example.org/2026/214-treaty.html/feed/")]
    [InlineData("https://example.org/2026/214-treaty.html/index.html")]
    [InlineData("https://example.org/2026/214-treaty.html/index.php")]
    [InlineData("https://example.org/2026/214-treaty.html/index.htm")]
    [InlineData("https://example.org//2026///214-treaty.html")]
    [InlineData("https://example.org/x/../2026/214-treaty.html")]
    [InlineData("https://example.org/./2026/214-treaty.html")]
    [InlineData("https://example.org/x/%2e%2e/2026/214-treaty.html")]
    [InlineData("https://example.org/2026/214%2Dtreaty.html")]
    [InlineData("https://example.org/2026/214-tr%65aty.html")]
    [InlineData("https://example.org/2026/214-treaty.html#comments")]
    [InlineData("https://example.org/2026/214-treaty.html#!page=2")]
    [InlineData("https://example.org/2026/214-treaty.html#:~:text=force")]
    [InlineData("https://example.org/2026/214-treaty.html?")]
    [InlineData("https://example.org/2026/214-treaty.html?&&")]
    [InlineData("https://example.org/2026/214-treaty.html?utm_source=x&utm_medium=social")]
    [InlineData("https://example.org/2026/214-treaty.html?UTM_Source=x")]
    [InlineData("https://example.org/2026/214-treaty.html?mtm_campaign=a")]
    [InlineData("https://example.org/2026/214-treaty.html?pk_campaign=a")]
    [InlineData("https://example.org/2026/214-treaty.html?piwik_kwd=a")]
    [InlineData("https://example.org/2026/214-treaty.html?hsa_acc=1")]
    [InlineData("https://example.org/2026/214-treaty.html?_hsenc=1&_hsmi=2")]
    [InlineData("https://example.org/2026/214-treaty.html?fb_action_ids=1")]
    [InlineData("https://example.org/2026/214-treaty.html?fbclid=IwAR0")]
    [InlineData("https://example.org/2026/214-treaty.html?gclid=1&gclsrc=aw.ds&dclid=2")]
    [InlineData("https://example.org/2026/214-treaty.html?gbraid=1&wbraid=2")]
    [InlineData("https://example.org/2026/214-treaty.html?msclkid=1")]
    [InlineData("https://example.org/2026/214-treaty.html?yclid=1&_openstat=2")]
    [InlineData("https://example.org/2026/214-treaty.html?twclid=1&ttclid=2")]
    [InlineData("https://example.org/2026/214-treaty.html?li_fat_id=1")]
    [InlineData("https://example.org/2026/214-treaty.html?igshid=1&igsh=2")]
    [InlineData("https://example.org/2026/214-treaty.html?mc_cid=1&mc_eid=2")]
    [InlineData("https://example.org/2026/214-treaty.html?mkt_tok=1")]
    [InlineData("https://example.org/2026/214-treaty.html?_ga=1&_gl=2&ga_source=3")]
    [InlineData("https://example.org/2026/214-treaty.html?epik=1&s_kwcid=2&ef_id=3")]
    [InlineData("https://example.org/2026/214-treaty.html?dm_i=1&spm=2&vero_id=3")]
    [InlineData("https://example.org/2026/214-treaty.html?oly_anon_id=1&oly_enc_id=2")]
    [InlineData("https://example.org/2026/214-treaty.html?ref_src=twsrc%5Etfw&ref_url=https%3A%2F%2Fx.com")]
    [InlineData("https://example.org/2026/214-treaty.html?amp=1&amp_js_v=0.1&usqp=mq331")]
    [InlineData("https://example.org/2026/214-treaty.html?outputType=amp")]
    [InlineData("https://example.org/2026/214-treaty.html?share=x&nb=1&sr_share=facebook")]
    [InlineData("https://example.org/2026/214-treaty.html?replytocom=17")]
    [InlineData("https://example.org/2026/214-treaty.html?from=newsletter&via=friend")]
    [InlineData("https://example.org/2026/214-treaty.html?eng=x")]
    [InlineData("https://example-org.cdn.ampproject.org/c/s/example.org/2026/214-treaty.html")]
    [InlineData("https://example-org.cdn.ampproject.org/v/s/example.org/2026/214-treaty.html?amp_js_v=0.1")]
    [InlineData("https://cdn.ampproject.org/c/example.org/2026/214-treaty.html")]
    [InlineData("https://www.google.com/amp/s/example.org/2026/214-treaty.html")]
    [InlineData("https://www.google.de/amp/example.org/2026/214-treaty.html/amp")]
    public void Every_spelling_of_an_article_is_one_key(string url) =>
        Assert.Equal("https://example.org/2026/214-treaty.html", new UrlRules(Site, Mobile).Normalise(url));

    [Theory]
    [InlineData("https://example.org/?p=12", "https://example.org/?p=12")]
    [InlineData("https://example.org/?p=13", "https://example.org/?p=13")]
    [InlineData("https://example.org/a?b=2&a=1", "https://example.org/a?a=1&b=2")]
    [InlineData("https://example.org/a?outputType=pdf", "https://example.org/a?outputType=pdf")]
    [InlineData("https://example.org/caf%c3%a9", "https://example.org/caf%C3%A9")]
    [InlineData("https://example.org/café", "https://example.org/caf%C3%A9")]
    [InlineData("https://example.org/a%2fb", "https://example.org/a%2Fb")]
    [InlineData("https://example.org/Story", "https://example.org/Story")]
    [InlineData("https://example.org/amplifier", "https://example.org/amplifier")]
    [InlineData("https://example.org/newsfeed", "https://example.org/newsfeed")]
    [InlineData("https://example.org/appindex.html", "https://example.org/appindex.html")]
    [InlineData("https://example.org", "https://example.org/")]
    public void What_is_another_page_stays_another_key(string url, string key) => Assert.Equal(key, new UrlRules(Site).Normalise(url));

    [Theory]
    [InlineData("https://www.example.org/a")]
    [InlineData("https://example.org.evil.net/a")]
    [InlineData("https://evil.net/https://example.org/a")]
    [InlineData("https://example.org@evil.net/a")]
    [InlineData("https://user@example.org/a")]
    [InlineData("https://www.google.com/amp/s/evil.net/a")]
    [InlineData("https://evil-net.cdn.ampproject.org/c/s/evil.net/a")]
    [InlineData("https://notgoogle.com/amp/s/example.org/a")]
    [InlineData("ftp://example.org/a")]
    [InlineData("javascript:alert(1)")]
    [InlineData("//example.org/a")]
    [InlineData("/a")]
    [InlineData("https://example.org\\a")]
    [InlineData("https://exam ple.org/a")]
    [InlineData("")]
    public void What_is_not_the_sites_has_no_key(string url) => Assert.Null(new UrlRules(Site).Normalise(url));

    [Fact]
    public void Where_only_some_parameters_matter_all_others_are_dropped()
    {
        var rules = new UrlRules(Site, new() { SignificantParameters = ["p", "page_id"] });

        Assert.Equal("https://example.org/?p=12", rules.Normalise("https://example.org/?x=1&p=12&unheard_of=2"));
    }

    [Fact]
    public void A_site_on_www_is_found_without_it_where_the_prefix_is_set()
    {
        var rules = new UrlRules(new() { Url = "https://www.example.org" }, new() { HostPrefixes = ["www."] });

        Assert.Equal("https://www.example.org/a", rules.Normalise("http://example.org/a/"));
        Assert.Equal("https://www.example.org/a", rules.Normalise("http://www.example.org/a/"));
    }

    [Fact]
    public void What_is_handed_out_is_spelled_as_the_site_spells_it_without_trackers_and_fragment() =>
        Assert.Equal("http://example.org/Story/?b=2&a=1", new UrlRules(Site).Clean("http://EXAMPLE.org/Story/?b=2&utm_source=x&a=1#top"));

    [Property(MaxTest = 2_000)]
    public bool A_key_is_its_own_key(string path, string query)
    {
        var rules = new UrlRules(Site, Mobile);
        var key = rules.Normalise($"https://example.org/{path}?{query}");
        return key is null || rules.Normalise(key) == key;
    }

    [Property(MaxTest = 1_000)]
    public bool Nothing_that_anybody_types_makes_it_fail(string text)
    {
        var rules = new UrlRules(Site, Mobile);
        return rules.Normalise(text ?? "") is null or not "";
    }
}
