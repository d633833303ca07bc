using System.Text;
using System.Text.RegularExpressions;

namespace Engagement.Platform.Urls;

/// <summary>One path for an article: escapes in one spelling, no AMP, feed or index page, no slash at the end.</summary>
static partial class PathRules
{
    /// <summary>From <see cref="Uri.AbsolutePath"/>, which has resolved the dot segments that are written as dots.</summary>
    public static string Normalise(string path, UrlOptions options)
    {
        var one = Escapes(path);
        string before;
        do
        {
            before = one;
            one = DotSegments(Slashes().Replace(one, "/"));
            one = options.PathPrefixes.Where(prefix => IsUnder(one, prefix)).Select(prefix => one[prefix.TrimEnd('/').Length..]).FirstOrDefault() ?? one;
            one = Ending().Replace(one, "");
            one = one.Length == 0 ? "/" : one;
        }
        while (one != before);

        return options.IgnoreCase ? one.ToLowerInvariant() : one;
    }

    /// <summary>Unreserved characters bare, every other escape in capitals (RFC 3986, 6.2.2).</summary>
    public static string Escapes(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        return Escape().Replace(text, found =>
        {
            var character = (char)Convert.ToByte(found.Value[1..], 16);
            return char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_' or '~' ? character.ToString() : found.Value.ToUpperInvariant();
        });
    }

    static bool IsUnder(string path, string prefix)
    {
        var bare = prefix.TrimEnd('/');
        return bare.Length > 0 && path.StartsWith(bare, StringComparison.OrdinalIgnoreCase) && path.Length > bare.Length && path[bare.Length] == '/';
    }

    /// <summary>Those that were escaped and so passed by the parser.</summary>
    static string DotSegments(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal))
        {
            return path;
        }

        List<string> kept = [];
        foreach (var segment in path.Split('/').Skip(1))
        {
            if (segment == ".." && kept.Count > 0)
            {
                kept.RemoveAt(kept.Count - 1);
            }
            else if (segment is not ("." or ".."))
            {
                kept.Add(segment);
            }
        }

        return new StringBuilder().Append('/').AppendJoin('/', kept).ToString();
    }

    [GeneratedRegex("%[0-9A-Fa-f]{2}")]
    private static partial Regex Escape();

    [GeneratedRegex("/{2,}")]
    private static partial Regex Slashes();

    [GeneratedRegex(@"(?:/amp|/feed|\.amp|(?<=/)index\.(?:html?|php)|/)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Ending();
}
