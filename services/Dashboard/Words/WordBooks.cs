using System.Text.Json;

namespace Engagement.Dashboard.Words;

/// <summary>The translations, read once from <c>words.{language}.json</c>. English is the key and needs no book.</summary>
sealed class WordBooks
{
    /// <summary>The languages that pages can speak, with their names in themselves.</summary>
    public static readonly IReadOnlyDictionary<string, string> Languages =
        new Dictionary<string, string> { ["en"] = "English", ["de"] = "Deutsch", ["ru"] = "Русский" };

    readonly Dictionary<string, IReadOnlyDictionary<string, string>> books =
        Languages.Keys.Where(language => language != "en").ToDictionary(language => language, Read);

    readonly Dictionary<string, SaidBook> said = Languages.Keys.Where(language => language != "en").ToDictionary(language => language, language => new SaidBook(language));

    /// <summary>A sentence of the API in a language; as it is where the book lacks it.</summary>
    public string Said(string language, string english) => said.TryGetValue(language, out var book) ? book.Of(english) : english;

    /// <summary>The word in a language; the English one where the book lacks it.</summary>
    public string Find(string language, string english) =>
        books.GetValueOrDefault(language)?.GetValueOrDefault(english) ?? english;

    static IReadOnlyDictionary<string, string> Read(string language)
    {
        using var book = typeof(WordBooks).Assembly.GetManifestResourceStream($"words.{language}.json")
            ?? throw new InvalidOperationException($"The words of {language} are not in the assembly.");
        return JsonSerializer.Deserialize<Dictionary<string, string>>(book)!;
    }
}
