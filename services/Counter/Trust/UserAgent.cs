using System.Text.RegularExpressions;

namespace Engagement.Counter.Trust;

/// <summary>What a user agent says about who is there.</summary>
/// <param name="Reason">Why it is no reader's browser: no-agent, not-a-browser, bot or old-browser; null where it may be one.</param>
/// <param name="Family">Its kind, such as <c>Chrome Windows</c>: coarse, so that it points at nobody, and stable from day to day.</param>
sealed record UserAgent(string? Reason, string Family);

/// <summary>
/// Tells readers' browsers from programs by how browsers write their names, not by a list of programs: there is always one more of
/// those. A browser says <c>Mozilla/5.0 (platform) engine products</c>, its platform is one that people hold, and its products are
/// browsers'. Browsers inside apps add what they like, so there only the platform and tell-tale words are looked at.
/// </summary>
static partial class UserAgentRules
{
    /// <summary>Half a decade before today's: what still claims them is a program that copied a name long ago.</summary>
    const int OldestChromium = 70, OldestFirefox = 70, OldestSafari = 11;

    static readonly HashSet<string> Products = new(StringComparer.Ordinal)
    {
        "AppleWebKit", "Gecko", "Chrome", "Chromium", "Safari", "Mobile", "Version", "Firefox", "Edge", "Edg", "EdgA", "EdgiOS", "OPR", "OPX",
        "OPT", "OPiOS", "SamsungBrowser", "CriOS", "FxiOS", "Focus", "Klar", "YaBrowser", "Yowser", "YaApp_Android", "Vivaldi", "UCBrowser",
        "DuckDuckGo", "Ddg", "GSA", "Brave", "HuaweiBrowser", "MiuiBrowser", "VivoBrowser", "HeyTapBrowser", "Silk", "Whale", "QQBrowser",
        "MQQBrowser", "Ecosia", "AvastSecureBrowser", "Puffin", "AlohaBrowser", "coc_coc_browser", "Quark", "Maxthon", "Iron", "Ubuntu",
        "Epiphany", "Falkon", "Konqueror", "Bluesky",
    };

    /// <summary>Judges a <c>User-Agent</c> header.</summary>
    public static UserAgent Judge(string agent)
    {
        if (string.IsNullOrWhiteSpace(agent))
            return new("no-agent", "");
        if (agent.Length > 1_000 || Shape().Match(agent) is not { Success: true } shape)
            return new("not-a-browser", "");

        var platform = shape.Groups["platform"].Value;
        var products = Asides().Replace(shape.Groups["products"].Value, " ");
        var isInApp = InApp().IsMatch(agent);
        if (BotWord().IsMatch(platform) || (isInApp ? BotWord() : AnyTellTale()).IsMatch(products))
            return new("bot", "");
        if (!Platform().IsMatch(platform) || !isInApp && !AreBrowsers(products))
            return new("not-a-browser", "");
        return new(IsOld(products) ? "old-browser" : null, $"{Browser(agent)} {Platform().Match(platform).Groups[1].Value}");
    }

    /// <summary>Whether a browser of this name and version sends Sec-Fetch-* over HTTPS: Chrome 80, Firefox 90, Safari 16.4 and up.</summary>
    public static bool SendsFetchHeaders(string agent)
    {
        if (Major(Chromium(), agent) is >= 80 and < int.MaxValue || Major(Firefox(), agent) is >= 90 and < int.MaxValue)
            return true;
        return !agent.Contains("Chrome/", StringComparison.Ordinal) && agent.Contains("Safari/", StringComparison.Ordinal)
            && Major(Safari(), agent) is >= 17 and < int.MaxValue;
    }

    static bool AreBrowsers(string products)
    {
        var names = products.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(product => product.Split('/')[0]).ToList();
        // Programs with a window of their own (editors, readers) put their name before Electron's.
        return !products.Contains('(', StringComparison.Ordinal) && names is ["AppleWebKit" or "Gecko", ..]
            && (names.Contains("Electron") || names.TrueForAll(Products.Contains));
    }

    static bool IsOld(string products) =>
        Major(Chromium(), products) < OldestChromium || Major(Firefox(), products) < OldestFirefox
        || !products.Contains("Chrome/", StringComparison.Ordinal) && Major(Safari(), products) < OldestSafari;

    static int Major(Regex product, string products) =>
        product.Match(products) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, out var major) ? major : int.MaxValue;

    static string Browser(string agent) =>
        new[] { "Edg", "OPR/", "SamsungBrowser/", "YaBrowser/", "Vivaldi/", "Firefox/", "FxiOS/", "CriOS/", "Chrome/", "FBAN", "Instagram", "Safari/" }
            .FirstOrDefault(name => agent.Contains(name, StringComparison.Ordinal))?.TrimEnd('/') ?? "other";

    [GeneratedRegex(@"^Mozilla/5\.0 \((?<platform>[^()]*(?:\([^()]*\)[^()]*)*)\) ?(?<products>.*)$")]
    private static partial Regex Shape();

    /// <summary>Brackets hold no products: <c>(KHTML, like Gecko)</c>, Opera's edition, what Facebook's browser says of the phone.</summary>
    [GeneratedRegex(@"\((?:KHTML, like Gecko|Edition [\w -]+)\)|\[[^\]]*\]")]
    private static partial Regex Asides();

    [GeneratedRegex(@"^(Windows NT|Macintosh|X11|Linux; (?:U; )?Android|Android|iPhone|iPad|iPod|Wayland|Linux x86_64|Linux; Tizen|Tizen|Web0S|SMART-TV|PlayStation|Nintendo|KAIOS)")]
    private static partial Regex Platform();

    [GeneratedRegex(@"\[?FB(?:AN|AV|_IAB)/|Instagram |Barcelona |MetaIAB |\bLine/|MicroMessenger/|musical_ly|BytedanceWebview|Snapchat/|Twitter for |Twitter/|LinkedInApp|\[?Pinterest/|KAKAOTALK|NAVER\(inapp|WhatsApp/|Telegram-Android|Threads ")]
    private static partial Regex InApp();

    /// <summary>Words by which programs name themselves; "Cubot" makes telephones.</summary>
    [GeneratedRegex(@"(?<!cu)bot|crawl|spider|slurp|headless|http|www\.|@|compatible", RegexOptions.IgnoreCase)]
    private static partial Regex BotWord();

    [GeneratedRegex(@"(?<!cu)bot|crawl|spider|slurp|headless|http|www\.|@|compatible|fetch|scan|check|monitor|preview|lighthouse|phantom|python|curl|wget|java/|archiv|validat|scrape|search|feed|rss|seo|agent|analy|inspect|proxy|optimi|prerender|screenshot|survey|capture|index|\.(?:com|net|org|io|ai)\b", RegexOptions.IgnoreCase)]
    private static partial Regex AnyTellTale();

    [GeneratedRegex(@"\bChrome/(\d+)")]
    private static partial Regex Chromium();

    [GeneratedRegex(@"\bFirefox/(\d+)")]
    private static partial Regex Firefox();

    [GeneratedRegex(@"\bVersion/(\d+)")]
    private static partial Regex Safari();
}
