using System.Globalization;
using System.Text;
using Engagement.Platform.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engagement.Dashboard.Layout;

/// <summary>Marks what editors see in a browser, as opposed to the API.</summary>
sealed class DashboardPage;

/// <summary>What is true of every page: what a browser may do with it, and that a failure is a page too.</summary>
static partial class Pages
{
    /// <summary>Nothing but our own styles, forms and scripts, and pictures of the site's articles; nothing inline.</summary>
    const string Policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:{0}; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void UsePages(this WebApplication app)
    {
        var pictures = string.Concat(app.Services.GetRequiredService<SiteOptions>().AllowedHosts().Order(StringComparer.Ordinal).Select(host => $" https://{host} http://{host}"));
        var policy = string.Format(CultureInfo.InvariantCulture, CompositeFormat.Parse(Policy), pictures);
        app.Use((http, next) => Serve(app.Logger, policy, http, next));
    }

    static async Task Serve(ILogger log, string policy, HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<DashboardPage>() is null)
        {
            await next(http);
            return;
        }

        Guard(http.Response.Headers, policy);
        http.Response.OnStarting(() =>
        {
            // Pages show what only signed-in people may see, so no cache keeps them. Last, because antiforgery warns of every other value.
            http.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException) when (!http.Response.HasStarted)
        {
            await Show(http, policy, 400, "This form is too old", "You signed in or out since it was loaded, or it was sent twice. Nothing was changed: go back, load the page again and repeat it.");
        }
        catch (Exception failure) when (!http.Response.HasStarted && !http.RequestAborted.IsCancellationRequested)
        {
            Failed(log, http.GetEndpoint()?.DisplayName ?? "", failure);
            await Show(http, policy, 500, "This page could not be made", "It was logged, and nothing was changed. Load it again; if it stays so, report it with the time.");
        }
    }

    /// <summary>Answers with a status and the page all the same. Set at once, the renderer would leave the page out.</summary>
    public static void Status(HttpContext http, int status) => http.Response.OnStarting(() =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    static void Guard(IHeaderDictionary headers, string policy)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
    }

    static async Task Show(HttpContext http, string policy, int status, string title, string detail)
    {
        // The page that failed has begun its headers and taken its renderer; the renderer would stumble over both.
        http.Response.Clear();
        Guard(http.Response.Headers, policy);
        var ofRequest = http.RequestServices;
        await using var anew = ofRequest.CreateAsyncScope();
        http.RequestServices = anew.ServiceProvider;
        await new RazorComponentResult<Failure>(new { Title = title, Detail = detail }) { StatusCode = status }.ExecuteAsync(http);
        http.RequestServices = ofRequest;
    }

    [LoggerMessage(500, LogLevel.Error, "{Page} failed")]
    static partial void Failed(ILogger log, string page, Exception failure);
}
