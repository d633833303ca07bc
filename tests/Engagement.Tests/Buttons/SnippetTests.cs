using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AngleSharp.Html.Parser;
using Engagement.Tests.Counter;
using Xunit;

namespace Engagement.Tests.Buttons;

/// <summary>What docs/buttons.md tells people to paste does what it says.</summary>
public sealed class SnippetTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_WordPress_plugin_prints_the_buttons_and_nothing_where_the_server_is_away()
    {
        await using var site = await TestSite.Start();
        await site.Publish("2026-214");

        var page = await Run(site.Reader.BaseAddress!.ToString().TrimEnd('/'), isFeed: false);
        var feed = await Run(site.Reader.BaseAddress!.ToString().TrimEnd('/'), isFeed: true);

        Assert.Equal(await site.Reader.GetStringAsync("/buttons/2026-214?for=page", Stop), page);
        Assert.Equal(await site.Reader.GetStringAsync("/buttons/2026-214?for=rss", Stop), feed);
        Assert.Equal("", await Run("http://127.0.0.1:9", isFeed: false));
    }

    [Fact]
    public async Task The_feed_item_stays_well_formed_with_the_links_in_it()
    {
        await using var site = await TestSite.Start();
        await site.Publish("2026-214");
        var links = await site.Reader.GetStringAsync("/buttons/2026-214?for=rss", Stop);

        var item = XElement.Parse(Snippet("xml").Replace("{{ GET /buttons/2026-214?for=rss }}", links, StringComparison.Ordinal));

        var content = new HtmlParser().ParseDocument(item.Element("description")!.Value);
        Assert.Contains("/go/2026-214/x?c=rss", content.QuerySelector("a")!.GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_AMP_page_gets_only_what_AMP_allows()
    {
        await using var site = await TestSite.Start(settings: ("Engagement:Buttons:MinimumCount", "1"));
        await site.Publish("2026-214");
        await site.Reader.Beacon(Readers.Share("2026-214"));

        var page = new HtmlParser().ParseDocument(await site.Reader.GetStringAsync("/buttons/2026-214?for=amp", Stop)).Body!;

        Assert.Subset(new HashSet<string> { "section", "h2", "p", "ul", "li", "a" }, page.QuerySelectorAll("*").Select(element => element.LocalName).ToHashSet());
        Assert.Subset(new HashSet<string> { "lang", "dir", "href", "target", "rel" }, page.QuerySelectorAll("*").SelectMany(element => element.Attributes).Select(attribute => attribute.Name).ToHashSet());
        Assert.All(page.QuerySelectorAll("a"), link => Assert.StartsWith("http", link.GetAttribute("href"), StringComparison.Ordinal));
        Assert.Equal("1 share", page.QuerySelector("p")!.TextContent);
    }

    [Fact]
    public async Task The_newsletter_gets_only_what_mail_programs_know_and_its_text_the_same_links()
    {
        await using var site = await TestSite.Start();
        await site.Publish("2026-214");

        var mail = new HtmlParser().ParseDocument(await site.Reader.GetStringAsync("/buttons/2026-214?for=mail", Stop)).Body!;
        var text = await site.Reader.GetStringAsync("/buttons/2026-214.txt?for=mail", Stop);

        Assert.Subset(new HashSet<string> { "table", "tbody", "tr", "td", "a" }, mail.QuerySelectorAll("*").Select(element => element.LocalName).ToHashSet());
        Assert.Empty(mail.QuerySelectorAll("[class],[id]"));
        var links = mail.QuerySelectorAll("a").Select(link => new Uri(link.GetAttribute("href")!)).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.Matches("[?]c=mail&s=.", link.Query));
        Assert.Equal(links.Select(link => link.AbsolutePath), text.Split("\r\n").Where(line => line.Contains(": http", StringComparison.Ordinal)).Select(line => new Uri(line.Split(": ")[1]).AbsolutePath));
    }

    // Some seconds: what compiles it is the compiler that a site's own build runs.
    [Fact]
    public async Task The_Razor_partial_compiles_in_a_web_project()
    {
        var folder = Directory.CreateTempSubdirectory("engagement-razor-");
        Directory.CreateDirectory(Path.Combine(folder.FullName, "Views", "Shared"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Views", "Shared", "_Buttons.cshtml"), Snippet("cshtml"), Stop);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Program.cs"), "WebApplication.CreateBuilder().Build().Run();", Stop);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "Site.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings><TreatWarningsAsErrors>true</TreatWarningsAsErrors><UseAppHost>false</UseAppHost></PropertyGroup>
            </Project>
            """, Stop);

        using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", "-v", "q", "--nologo"]) { WorkingDirectory = folder.FullName, RedirectStandardOutput = true })!;
        var said = await build.StandardOutput.ReadToEndAsync(Stop);
        await build.WaitForExitAsync(Stop);

        Assert.True(build.ExitCode == 0, said);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("html alone")]
    [InlineData("html place")]
    [InlineData("html saved")]
    public async Task Every_file_that_the_HTML_names_is_served(string snippet)
    {
        await using var site = await TestSite.Start();

        var named = new HtmlParser().ParseDocument(Snippet(snippet)).QuerySelectorAll("script,link")
            .Select(element => element.GetAttribute("src") ?? element.GetAttribute("href")).ToList();

        Assert.NotEmpty(named);
        foreach (var address in named)
            Assert.True((await site.Reader.GetAsync(new Uri(address!).PathAndQuery, Stop)).IsSuccessStatusCode, address);
    }

    /// <summary>The content of a fenced block of docs/buttons.md.</summary>
    internal static string Snippet(string fence, [CallerFilePath] string test = "")
    {
        var document = File.ReadAllText(Path.Combine(Path.GetDirectoryName(test)!, "..", "..", "..", "docs", "buttons.md"));
        return Regex.Match(document, $"^```{fence}\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, TimeSpan.FromSeconds(1)).Groups[1].Value;
    }

    static async Task<string> Run(string server, bool isFeed)
    {
        var folder = Directory.CreateTempSubdirectory("engagement-php-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "plugin.php"), Snippet("php"), Stop);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "wordpress.php"), $$"""
            <?php
            error_reporting( E_ALL );
            set_error_handler( function ( $level, $text ) { if ( error_reporting() & $level ) { fwrite( STDERR, $text ); exit( 3 ); } } );
            define( 'ENGAGEMENT_SERVER', '{{server}}' );
            $codes = array();
            function add_shortcode( $name, $call ) { global $codes; $codes[ $name ] = $call; }
            function add_action( $name, $call ) {}
            function get_the_ID() { return 7; }
            function is_feed() { return {{(isFeed ? "true" : "false")}}; }
            function get_transient( $key ) { return false; }
            function set_transient( $key, $value, $seconds ) {}
            function is_wp_error( $thing ) { return false === $thing; }
            function wp_remote_get( $url, $options ) { return @file_get_contents( $url, false, stream_context_create( array( 'http' => $options ) ) ); }
            function wp_remote_retrieve_response_code( $answer ) { return 200; }
            function wp_remote_retrieve_body( $answer ) { return $answer; }
            require 'plugin.php';
            echo $codes['engagement_buttons']( array( 'id' => '2026-214' ) );
            """, Stop);
        using var php = Process.Start(new ProcessStartInfo("php", "wordpress.php") { WorkingDirectory = folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await php.StandardOutput.ReadToEndAsync(Stop);
        await php.WaitForExitAsync(Stop);
        Assert.True(php.ExitCode == 0, await php.StandardError.ReadToEndAsync(Stop));
        folder.Delete(recursive: true);
        return output;
    }
}
