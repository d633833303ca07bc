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
/// <param name="EmbargoHours">How long after the start its post goes out; 0: at once.</param>
sealed record DemoArticle(string Slug, int HoursAgo, string Section, string Author, string[] Tags, string Title, string Summary, string[] Body, int Heat,
    int EmbargoHours = 0)
{
    /// <summary>Hours in which two thirds of those come who come soon.</summary>
    const double Soon = 10;

    const double Month = 720;

    /// <summary>All of them, newest first.</summary>
    public static IReadOnlyList<DemoArticle> All { get; } = Load();

    /// <summary>How much of all that its readers will ever do comes in its first hours: four fifths soon, the rest over a month.</summary>
    public static double Share(double hours) => (0.8 * (1 - Math.Exp(-hours / Soon))) + (0.2 * hours / Month);

    /// <summary>What part of it comes in an hour at its age.</summary>
    public double Rate => Heat * (Share(HoursAgo + 1) - Share(HoursAgo));

    /// <summary>How many hours old it was when one of its readers came.</summary>
    public double Age(Random random) => random.NextDouble() * Share(HoursAgo) > 0.2 * HoursAgo / Month
        ? -Soon * Math.Log(1 - (random.NextDouble() * (1 - Math.Exp(-HoursAgo / Soon))))
        : random.NextDouble() * HoursAgo;

    /// <summary>A resource of the sample site as text.</summary>
    public static string Resource(string name)
    {
        using var stream = typeof(DemoArticle).Assembly.GetManifestResourceStream($"demo/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    static DemoArticle[] Load() => JsonSerializer.Deserialize<DemoArticle[]>(Resource("articles.json"), Json.Options)!;
}
