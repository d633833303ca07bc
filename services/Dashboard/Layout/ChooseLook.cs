using Engagement.Dashboard.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Dashboard.Layout;

/// <summary>Keeps the colours and the language of this screen for a year.</summary>
static class ChooseLook
{
    public const string ThemeCookie = "engagement-theme";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/look", Handle);

    static RedirectHttpResult Handle([FromForm] string? theme, [FromForm] string? language, [FromForm] string? back, HttpContext http)
    {
        if (theme is "light" or "dark" or "system")
        {
            Keep(http, ThemeCookie, theme);
        }

        if (language is not null && WordBooks.Languages.ContainsKey(language))
        {
            Keep(http, Speech.Cookie, language);
        }

        return Go.Back(back);
    }

    static void Keep(HttpContext http, string name, string value) => http.Response.Cookies.Append(name, value, new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromDays(365),
    });
}
