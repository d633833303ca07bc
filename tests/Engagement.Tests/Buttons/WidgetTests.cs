using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Engagement.Counter.Buttons;
using Engagement.Counter.Widget;
using Engagement.Platform.Settings;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engagement.Tests.Buttons;

public sealed class WidgetTests
{
    const int ScriptBudget = 2_048;
    const int StyleBudget = 1_536;

    static readonly Languages Languages = new(new SiteOptions());
    static readonly WidgetFiles Files = new(Languages);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_first_view_stays_within_its_budget_in_every_language()
    {
        Assert.All(Languages.All, words => Assert.InRange(Files.Find($"share.{words.Code}.js")!.Brotli.Length, 500, ScriptBudget));
        Assert.InRange(Files.Find("share.css")!.Brotli.Length, 200, StyleBudget);
    }

    [Fact]
    public void There_are_28_languages_English_German_and_Russian_among_them()
    {
        var codes = Languages.All.Select(words => words.Code).ToList();

        Assert.Equal(28, codes.Count);
        Assert.Superset(new HashSet<string> { "en", "de", "ru", "ar", "he", "ja", "zh" }, codes.ToHashSet());
    }

    [Fact]
    public void No_text_is_left_to_be_put_in() => Assert.All(Files.All, file => Assert.DoesNotMatch("@[a-zA-Z]+@", System.Text.Encoding.UTF8.GetString(file.Content)));

    [Theory]
    [InlineData("en", 1, "1 share")]
    [InlineData("en", 0, "0 shares")]
    [InlineData("de", 12_345, "12.345-mal geteilt")]
    [InlineData("ru", 1, "1 репост")]
    [InlineData("ru", 3, "3 репоста")]
    [InlineData("ru", 11, "11 репостов")]
    [InlineData("ru", 21, "21 репост")]
    [InlineData("pl", 22, "22 udostępnienia")]
    [InlineData("sl", 102, "102 delitvi")]
    [InlineData("ar", 2, "مشاركتان")]
    [InlineData("ja", 5, "共有5件")]
    public void Numbers_take_the_form_that_the_language_wants(string language, long count, string text) =>
        Assert.Equal(text, Languages.Of(language).CountShares(count));

    [Theory]
    [InlineData("pt-BR", "pt")]
    [InlineData("nb-NO", "no")]
    [InlineData("xx", "en")]
    [InlineData(null, "en")]
    public void The_nearest_language_is_taken(string? asked, string code) => Assert.Equal(code, Languages.Of(asked).Code);

    [Fact]
    public async Task A_version_never_changes_and_its_fingerprint_is_that_of_what_is_served()
    {
        await using var site = await TestSite.Start();
        var list = JsonDocument.Parse(await site.Reader.GetStringAsync("/share/integrity.json", Stop)).RootElement;

        foreach (var file in list.GetProperty("files").EnumerateObject())
        {
            var answer = await site.Reader.GetAsync($"/share/{list.GetProperty("version").GetString()}/{file.Name}", Stop);
            Assert.Contains("immutable", string.Join(' ', answer.Headers.GetValues("Cache-Control")), StringComparison.Ordinal);
            Assert.Equal("*", Assert.Single(answer.Headers.GetValues("Access-Control-Allow-Origin")));
            Assert.Equal(file.Value.GetString(), "sha384-" + Convert.ToBase64String(SHA384.HashData(await answer.Content.ReadAsByteArrayAsync(Stop))));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await site.Reader.GetAsync("/share/000000000000/share.js", Stop)).StatusCode);
    }

    [Fact]
    public async Task A_version_that_was_served_once_is_served_after_the_program_was_updated()
    {
        await using var site = await TestSite.Start();
        var version = JsonDocument.Parse(await site.Reader.GetStringAsync("/share/integrity.json", Stop)).RootElement.GetProperty("version").GetString();
        var db = site.Services.GetRequiredService<Platform.Store.Ledger>().Db;
        await Eventually.True(async () => await db.HashLengthAsync($"ctr:{{c0}}:widget:{version}") == Files.All.Count(), "this version is kept");

        await db.HashSetAsync("ctr:{c0}:widget:0123456789ab", "share.en.js", "// an earlier version");
        using var head = await site.Reader.SendAsync(new(HttpMethod.Head, "/share/0123456789ab/share.en.js"), Stop);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal("// an earlier version", await site.Reader.GetStringAsync("/share/0123456789ab/share.en.js", Stop));
        Assert.Equal(HttpStatusCode.NotFound, (await site.Reader.GetAsync("/share/0123456789ab/other.js", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await site.Reader.SendAsync(new(HttpMethod.Head, "/share.js"), Stop)).StatusCode);
    }

    [Fact]
    public async Task The_floating_script_speaks_the_sites_language_and_is_asked_for_again_with_its_tag()
    {
        await using var site = await TestSite.Start(settings: ("Engagement:Site:Language", "de"));

        var answer = await site.Reader.GetAsync("/share.js", Stop);
        var request = new HttpRequestMessage(HttpMethod.Get, "/share.js") { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };

        Assert.Contains("Merken und teilen", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, (await site.Reader.SendAsync(request, Stop)).StatusCode);
        Assert.Contains("Запазване и споделяне", await site.Reader.GetStringAsync("/share.bg.js", Stop), StringComparison.Ordinal);
    }
}
