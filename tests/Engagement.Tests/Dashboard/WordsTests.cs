using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Engagement.Dashboard.Words;
using Xunit;

namespace Engagement.Tests.Dashboard;

public sealed partial class WordsTests
{
    [Fact]
    public void Every_language_has_every_text_with_the_same_places_for_values()
    {
        var (german, russian) = (Book("de"), Book("ru"));

        Assert.Equal(german.Keys.Order(), russian.Keys.Order());
        foreach (var (english, translated) in german.Concat(russian))
        {
            Assert.Equal(Places(english.Split('|')[0]), Places(translated.Split('|')[0]));
        }
    }

    [Fact]
    public void Every_text_of_a_page_is_in_the_books()
    {
        var book = Book("de");
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Engagement.sln")))
        {
            folder = folder.Parent!;
        }

        var service = Path.Combine(folder.FullName, "services", "Dashboard");
        var files = Directory.EnumerateFiles(service, "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToList();

        var missing = files.SelectMany(file => Spoken().Matches(File.ReadAllText(file)).SelectMany(text => text.Groups["text"].Captures)
            .Select(text => (File: Path.GetFileName(file), Text: text.Value))).Where(text => !book.ContainsKey(text.Text)).ToList();

        Assert.NotEmpty(files);
        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("de")]
    [InlineData("ru")]
    public void Whatever_is_said_of_a_post_is_in_the_books_whole(string language)
    {
        var book = new SaidBook(language);
        var publisher = Path.Combine(Repository.Folder, "services", "Publisher");
        string[] speakers =
        [
            "Queue/EditorMoves.cs", "Queue/UndoMove.cs", "Posts/PostMoves.cs", "Posts/PlanPost.cs", "Posts/ResharePost.cs", "Posts/RecentWords.cs", "Sending/ReconcilePost.cs",
            "Sending/SendPost.cs", "Sending/Settle.cs", "Sending/TakeDownPost.cs", "Text/PostWarnings.cs", "X/AccountStanding.cs", "X/XClient.cs",
        ];

        var sentences = speakers.SelectMany(file => Sentences().Matches(File.ReadAllText(Path.Combine(publisher, file)))).Select(sentence =>
            Filled().Replace(sentence.Groups[1].Value, "7").Replace("\\\"", "\"", StringComparison.Ordinal)).Distinct().ToList();

        Assert.True(sentences.Count > 70, $"{sentences.Count} sentences are found.");
        Assert.Empty(sentences.Where(sentence => book.Of(sentence) == sentence).ToList());
    }

    [Fact]
    public void A_sentence_of_the_api_keeps_the_names_and_numbers_in_it_and_one_within_it_is_translated_too()
    {
        var book = new SaidBook("de");

        Assert.Equal("Er kostet $0.200 und überschreitet damit das Monatsbudget.", book.Of("It costs $0.200, which goes beyond the month's budget."));
        Assert.Equal("X hat seit 3 May, 10:00 UTC keinen Beitrag angenommen: X hat nicht geantwortet.", book.Of("X has taken no post since 3 May, 10:00 UTC: X did not answer."));
        Assert.Equal("Nobody wrote this {0} down.", book.Of("Nobody wrote this {0} down."));
    }

    [Fact]
    public void Russian_has_three_forms_where_English_has_two() =>
        Assert.All(Book("ru").Where(text => text.Key.Contains('|', StringComparison.Ordinal)), text => Assert.Equal(3, text.Value.Split('|').Length));

    [Theory]
    [InlineData("en", 0, 1)]
    [InlineData("en", 1, 0)]
    [InlineData("de", 2, 1)]
    [InlineData("ru", 1, 0)]
    [InlineData("ru", 21, 0)]
    [InlineData("ru", 11, 2)]
    [InlineData("ru", 3, 1)]
    [InlineData("ru", 13, 2)]
    [InlineData("ru", 104, 1)]
    [InlineData("ru", 0, 2)]
    public void A_number_takes_the_form_that_the_language_asks_for(string language, long number, int form) =>
        Assert.Equal(form, PluralForm.Of(language, number));

    [Fact]
    public async Task A_page_in_Russian_has_no_English_left_in_its_frame()
    {
        await using var site = await TestSite.Start();
        using var editor = await Editor.SignedIn(site);

        await editor.Submit("/look", ("language", "ru"));

        Assert.Contains("""<html lang="ru">""", editor.Page, StringComparison.Ordinal);
        Assert.Contains("Выйти", WebUtility.HtmlDecode(editor.Page), StringComparison.Ordinal);
        Assert.DoesNotContain("Sign out", editor.Page, StringComparison.Ordinal);
    }

    static Dictionary<string, string> Book(string language)
    {
        using var book = typeof(WordBooks).Assembly.GetManifestResourceStream($"words.{language}.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(book)!;
    }

    static IEnumerable<string> Places(string text) => Place().Matches(text).Select(place => place.Value).Order();

    /// <summary>T["…"], speech["…"], T[… ? "…" : "…"] and T.Count(…, "…|…").</summary>
    [GeneratedRegex(""""(?:\bT|[sS]peech)(?:\["(?<text>[^"\\]+)"|\[[^"\[\]]*\? "(?<text>[^"\\]+)" : "(?<text>[^"\\]+)")|\.Count\([^"\n]*"(?<text>[^"\\]*\|[^"\\]*)(?="\)|",)"""")]
    private static partial Regex Spoken();

    [GeneratedRegex(""""\$?"([A-Z@{](?:[^"\\\n]|\\.)*? (?:[^"\\\n]|\\.)*[.:}])"(?!")"""")]
    private static partial Regex Sentences();

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Filled();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Place();
}
