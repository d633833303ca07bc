using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Engagement.Dashboard.Words;

/// <summary>
/// Translates whole sentences that come from the API, such as why a post stands where it stands: the API speaks English only, because programs
/// and logs read it too. A sentence with names and numbers in it is known by what stands around them. What is not in the book stays English.
/// </summary>
sealed partial class SaidBook
{
    readonly Dictionary<string, string> whole;
    readonly IReadOnlyList<(Regex English, string Translation)> forms;

    /// <summary>Reads the book of a language from <c>said.{language}.json</c>.</summary>
    public SaidBook(string language)
    {
        using var book = typeof(SaidBook).Assembly.GetManifestResourceStream($"said.{language}.json")
            ?? throw new InvalidOperationException($"What the API says is not in the assembly in {language}.");
        whole = JsonSerializer.Deserialize<Dictionary<string, string>>(book)!;
        // Longest first: what begins alike is known by its longer form. Without backtracking, because titles come from outside.
        forms = [.. whole.Where(entry => Place().IsMatch(entry.Key)).OrderByDescending(entry => entry.Key.Length)
            .Select(entry => (new Regex($"^{Place().Replace(Regex.Escape(entry.Key).Replace("\\{", "{", StringComparison.Ordinal), "(.+?)")}$", RegexOptions.NonBacktracking | RegexOptions.Singleline), entry.Value))];
    }

    /// <summary>The sentence in this language.</summary>
    public string Of(string english)
    {
        if (whole.TryGetValue(english, out var translation))
        {
            return translation;
        }

        foreach (var (form, filled) in forms)
        {
            if (form.Match(english) is { Success: true } match)
            {
                return string.Format(CultureInfo.InvariantCulture, filled, [.. match.Groups.Values.Skip(1).Select(group => Of(group.Value))]);
            }
        }

        return english;
    }

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
