namespace Engagement.Host.Demo;

/// <summary>
/// <c>/demo/</c>: a sample news site that uses the buttons, the counts and the popular list as a real one would, by the public
/// addresses only. Its pages work with JavaScript off.
/// </summary>
static class DemoSite
{
    const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'";

    /// <summary>Makes this program's own address the site, where nobody configured one.</summary>
    public static void Configure(ConfigurationManager configuration, string defaultAddress)
    {
        configuration.AddInMemoryCollection([new("Engagement:Demo", "true")]);
        if (string.IsNullOrEmpty(configuration["Engagement:Site:Url"]))
        {
            configuration.AddInMemoryCollection(
            [
                new("Engagement:Site:Name", "The Sample Observer"),
                new("Engagement:Site:Url", configuration["urls"]?.Split(';')[0] ?? defaultAddress),
                new("Engagement:Site:Hosts:0", "127.0.0.1"),
                new("Engagement:Site:Hosts:1", "localhost"),
            ]);
        }
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
        app.MapGet("/demo", () => Results.Redirect("/demo/")).ExcludeFromDescription();
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
