using System.Text;
using Engagement.Platform.Text;

namespace Engagement.Publisher.Text;

/// <summary>An article's address as a post carries it: all of it one link to X, and marked so that a visit shows where it came from.</summary>
static class TrackedUrl
{
    /// <summary>Puts marks into the query, in place of those that are there, and escapes what would end the link too early.</summary>
    /// <param name="url">The article's address. One that is no absolute URL comes back as it is.</param>
    /// <param name="marks">Names and values; those without a value are left out.</param>
    public static string Build(string url, IEnumerable<(string Name, string Value)> marks)
    {
        if (!Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return PostText.CleanLine(url);
        }

        var given = marks.Where(mark => mark.Value.Length > 0).ToList();
        var kept = uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(pair => given.All(mark => !pair.StartsWith(mark.Name + "=", StringComparison.OrdinalIgnoreCase)));
        var query = string.Join('&', kept.Concat(given.Select(mark => $"{mark.Name}={Uri.EscapeDataString(mark.Value)}")));
        var port = uri.IsDefaultPort ? "" : $":{uri.Port}";
        return Whole($"{uri.Scheme}://{uri.IdnHost}{port}", $"{uri.AbsolutePath}{(query.Length > 0 ? "?" : "")}{query}{uri.Fragment}");
    }

    // X ends a link before a lone parenthesis and before the punctuation that usually ends a sentence.
    static string Whole(string origin, string rest)
    {
        if (Urls(origin + rest) is [var whole] && whole.Length == origin.Length + rest.Length)
        {
            return origin + rest;
        }

        var escaped = new StringBuilder(origin);
        foreach (var c in rest[..^1])
        {
            escaped.Append("!'()*|[]~:;,@$".Contains(c, StringComparison.Ordinal) ? $"%{(int)c:X2}" : $"{c}");
        }

        var last = rest[^1];
        var mayEnd = char.IsAsciiLetterOrDigit(last) || "/=_-&#".Contains(last, StringComparison.Ordinal);
        return escaped.Append(mayEnd ? $"{last}" : $"%{(int)last:X2}").ToString();
    }

    static IReadOnlyList<string> Urls(string text) =>
        [.. PostText.EntitiesOf(text).Where(entity => entity.Kind == TextEntityKind.Url).Select(entity => entity.Value)];
}
