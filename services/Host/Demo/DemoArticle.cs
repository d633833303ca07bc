using System.Text.Json;
using Engagement.Platform.Http;

namespace Engagement.Host.Demo;

/// <summary>An article of the sample site.</summary>
/// <param name="Slug">Its id and the last part of its address.</param>
/// <param name="HoursAgo">How long before the demo started it appeared.</param>
/// <param name="Section">Where it stands.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Tags">Its keywords.</param>
/// <param name="Title">Its headline.</param>
/// <param name="Summary">Its first sentence.</param>
/// <param name="Body">Its paragraphs.</param>
/// <param name="Heat">How much readers like it, from 1 to 10; the invented readers go by it.</param>
sealed record DemoArticle(string Slug, int HoursAgo, string Section, string Author, string[] Tags, string Title, string Summary, string[] Body, int Heat)
{
    /// <summary>All of them, newest first.</summary>
    public static IReadOnlyList<DemoArticle> All { get; } = Load();

    /// <summary>A resource of the sample site as text.</summary>
    public static string Resource(string name)
    {
        using var stream = typeof(DemoArticle).Assembly.GetManifestResourceStream($"demo/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    static DemoArticle[] Load() => JsonSerializer.Deserialize<DemoArticle[]>(Resource("articles.json"), Json.Options)!;
}
