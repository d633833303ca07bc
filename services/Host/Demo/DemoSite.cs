using Engagement.Platform.Settings;
using Engagement.Publisher.X;

namespace Engagement.Host.Demo;

/// <summary>
/// <c>/demo/</c>: a sample news site that uses the buttons, the counts and the popular list as a real one would, by the public
/// addresses only. Its pages work with JavaScript off.
/// </summary>
static class DemoSite
{
    const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'";

    /// <summary>Makes this program's own address one of the site's, and old articles worth a post, where nobody configured otherwise.</summary>
    /// <exception cref="StartProblem">X's credentials were given: invented articles would go out to real people.</exception>
    public static void Configure(ConfigurationManager configuration, string defaultAddress)
    {
        var x = Settings.Read<XOptions>(configuration, "Engagement:X");
        if (!x.IsDry && !new Uri(x.ApiUrl).IsLoopback)
        {
            throw new StartProblem("The sample's articles are invented and must not go out to real people: start --demo without Engagement__X__ConsumerKey and Engagement__X__ClientId.");
        }

        var own = (configuration["urls"]?.Split(';')[0] ?? defaultAddress)
            .Replace("//+", "//127.0.0.1", StringComparison.Ordinal).Replace("//*", "//127.0.0.1", StringComparison.Ordinal);
        var site = configuration["Engagement:Site:Url"];
        var defaults = new Dictionary<string, string?>
        {
            ["Engagement:Site:Name"] = "The Sample Observer",
            ["Engagement:Site:Url"] = own,
            // The sample's articles are up to a month old; as news they would be too late.
            ["Engagement:Queue:StaleAfter"] = "00:00:00",
            ["Engagement:Queue:BackdateDryRuns"] = "true",
            // One post waits for an editor, as it would in a newsroom.
            ["Engagement:Queue:ApprovalSections:0"] = "Interview",
        };
        if (!configuration.GetSection("Engagement:Site:Hosts").Exists())
        {
            var hosts = new[] { new Uri(own).Host, "127.0.0.1", "localhost", Uri.TryCreate(site, UriKind.Absolute, out var uri) ? uri.Host : null };
            foreach (var (host, index) in hosts.OfType<string>().Distinct().Select((host, index) => (host, index)))
            {
                defaults[$"Engagement:Site:Hosts:{index}"] = host;
            }
        }

        configuration.AddInMemoryCollection([new("Engagement:Demo", "true"),
            .. defaults.Where(setting => string.IsNullOrEmpty(configuration[setting.Key]))]);
    }

    /// <summary>Registers the invented readers.</summary>
    public static void AddDemo(this WebApplicationBuilder builder)
    {
        if (!IsOn(builder.Configuration))
        {
            return;
        }

        builder.Services.AddHttpClient();
        builder.Services.AddSingleton<Pages>();
        builder.Services.AddHostedService<DemoReaders>();
    }

    /// <summary>Whether <c>--demo</c> was given.</summary>
    public static bool IsOn(IConfiguration configuration) => configuration["Engagement:Demo"] == "true";

    /// <summary>Maps the pages.</summary>
    public static void MapDemo(this WebApplication app)
    {
        if (!IsOn(app.Configuration))
        {
            return;
        }

        app.MapGet("/demo/site.css", () => Results.Text(DemoArticle.Resource("site.css"), "text/css")).ExcludeFromDescription();
        app.MapGet("/demo/", async (HttpContext http, Pages pages) => Page(http, await pages.Home(http.RequestAborted))).ExcludeFromDescription();
        app.MapGet("/demo/{slug}.svg", (string slug) => DemoArticle.All.FirstOrDefault(article => article.Slug == slug) is { } article
            ? Results.Text(Picture.Of(article), "image/svg+xml") : Results.NotFound()).ExcludeFromDescription();
        app.MapGet("/demo/{slug}.html", async (string slug, HttpContext http, Pages pages) =>
            DemoArticle.All.FirstOrDefault(article => article.Slug == slug) is { } article
                ? Page(http, await pages.Article(article, http.RequestAborted))
                : Results.NotFound()).ExcludeFromDescription();
    }

    static IResult Page(HttpContext http, string html)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        return Results.Text(html, "text/html; charset=utf-8");
    }
}
