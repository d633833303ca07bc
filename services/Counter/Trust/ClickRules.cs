using System.Net;
using Engagement.Counter.Articles;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Engagement.Counter.Trust;

/// <summary>What a request tells about who is behind it.</summary>
/// <param name="Reason">Why what it does is kept as raw only; null where it counts.</param>
/// <param name="Who">Cut address and browser family, to be hashed with the window's salt and never kept; null where the reader asks not to
/// be followed or nobody said.</param>
/// <param name="IsTrusted">A server of the site said so: it counts even where nobody is named.</param>
readonly record struct Verdict(string? Reason, string? Who, bool IsTrusted = false);

/// <summary>
/// Tells readers from programs and from pages that count for others. It never refuses: a bot's click is answered like any other and kept
/// as raw with its reason.
/// </summary>
sealed class ClickRules(SiteOrigins origins, TimeProvider time)
{
    readonly Recent<UserAgent> agents = new(10_000, TimeSpan.FromHours(1), time);

    /// <summary>Judges a beacon. Browsers send it as fetch (mode cors) or sendBeacon (mode no-cors), always with an empty destination.</summary>
    public Verdict JudgeBeacon(HttpRequest request)
    {
        var headers = request.Headers;
        var site = headers["Sec-Fetch-Site"];
        return Judge(request,
            !HttpMethods.IsPost(request.Method) ? "wrong-method"
            : IsSpeculation(headers) ? "prefetch"
            : !IsAbsentOr(headers["Sec-Fetch-Dest"], "empty") ? "embedded"
            : site == "same-origin" || site == "same-site" ? null
            : !IsOwnPage(request) ? "foreign-page"
            : null);
    }

    /// <summary>
    /// Judges a click on a link: from nowhere (a mail program, typed) or by a person on a page. Speculative loads look like navigations,
    /// so they are told by their purpose only; Sec-Fetch-User is not asked for, because Safari does not send it.
    /// </summary>
    public Verdict JudgeClick(HttpRequest request)
    {
        var headers = request.Headers;
        return Judge(request,
            !HttpMethods.IsGet(request.Method) ? "head"
            : IsSpeculation(headers) ? "prefetch"
            : !IsAbsentOr(headers["Sec-Fetch-Mode"], "navigate") || !IsAbsentOr(headers["Sec-Fetch-Dest"], "document") ? "embedded"
            : null);
    }

    /// <summary>Whether a browser loads it on the chance that somebody may want it.</summary>
    public static bool IsSpeculation(IHeaderDictionary headers) =>
        Names(headers["Sec-Purpose"], "prefetch") || Names(headers["Purpose"], "pre") || Names(headers["X-Purpose"], "pre")
        || Names(headers["X-Moz"], "prefetch");

    Verdict Judge(HttpRequest request, string? reason)
    {
        var agent = Agent(request.Headers.UserAgent.ToString());
        var asksNotToBeFollowed = request.Headers["Sec-GPC"] == "1" || request.Headers["DNT"] == "1";
        return new(agent.Reason ?? reason ?? (IsSpoofed(request) ? "spoofed" : IsEditor(request.Headers) ? "editor" : null),
            asksNotToBeFollowed ? null : $"{Cut(request.HttpContext.Connection.RemoteIpAddress)} {agent.Family}");
    }

    UserAgent Agent(string header)
    {
        if (agents.Find(header) is { } known)
            return known;
        var agent = UserAgentRules.Judge(header);
        if (header.Length < 1_000)
            agents.Keep(header, agent);
        return agent;
    }

    /// <summary>Over HTTPS all of today's browsers send Sec-Fetch-*; who claims to be one and does not is something else.</summary>
    static bool IsSpoofed(HttpRequest request) =>
        request.IsHttps && !request.Headers.ContainsKey("Sec-Fetch-Site") && !request.Headers.ContainsKey("Sec-Fetch-Mode")
        && UserAgentRules.SendsFetchHeaders(request.Headers.UserAgent.ToString());

    /// <summary>
    /// Who works here tries the buttons and is no reader. Whether the key or session still opens anything does not matter: a false one only
    /// keeps its own clicks from counting.
    /// </summary>
    static bool IsEditor(IHeaderDictionary headers) =>
        headers.Authorization.Count > 0 || headers.Cookie.ToString().Contains(SessionCookie.Name + "=", StringComparison.Ordinal);

    bool IsOwnPage(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        // Without an Origin no page of another site sent it: browsers always add it to a POST from elsewhere.
        return origin.Count == 0 ? request.Headers["Sec-Fetch-Site"] != "cross-site"
            : origin.Count == 1 && (origins.Knows(origin[0]!) || origin[0] == $"{request.Scheme}://{request.Host}");
    }

    static bool IsAbsentOr(StringValues header, string value) => header.Count == 0 || header == value;

    static bool Names(StringValues header, string word) =>
        header.Count > 0 && header.ToString().Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>A network rather than a person: the first 24 bits of an IPv4 address, 48 of an IPv6 one.</summary>
    static string Cut(IPAddress? address)
    {
        if (address is null)
            return "";
        var bytes = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).GetAddressBytes();
        return Convert.ToHexString(bytes, 0, bytes.Length == 4 ? 3 : 6);
    }
}
