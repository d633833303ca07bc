using System.Collections.Frozen;
using Engagement.Platform.Settings;

namespace Engagement.Counter.Buttons;

/// <summary>The languages that the buttons speak.</summary>
sealed class Languages
{
    readonly FrozenDictionary<string, Words> all;
    readonly Words own;

    /// <exception cref="StartProblem">The site's language is none of them.</exception>
    public Languages(SiteOptions site)
    {
        const string Start = "words.";
        all = typeof(Languages).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Start, StringComparison.Ordinal))
            .Select(name => Words.Read(name[Start.Length..^".json".Length]))
            .ToFrozenDictionary(words => words.Code, StringComparer.OrdinalIgnoreCase);
        own = Find(site.Language) ?? all["en"];
    }

    /// <summary>Every language, by its code.</summary>
    public IEnumerable<Words> All => all.Values.OrderBy(words => words.Code, StringComparer.Ordinal);

    /// <summary>The language that was asked for, or else the article's, or else the site's.</summary>
    /// <param name="asked">BCP 47, such as <c>pt-BR</c>; the nearest that we have is taken.</param>
    /// <param name="article">The article's language.</param>
    public Words Of(string? asked, string? article = null) => Find(asked) ?? Find(article) ?? own;

    Words? Find(string? tag) => tag?.Split('-', '_')[0].ToLowerInvariant() switch
    {
        null or "" => null,
        // Norwegian goes by three codes, and Hebrew by an old one.
        "nb" or "nn" => all["no"],
        "iw" => all["he"],
        var code => all.GetValueOrDefault(code),
    };
}
