using System.Globalization;
using Engagement.Contracts;
using Engagement.Platform.Text;

namespace Engagement.Publisher.Text;

/// <summary>What may become of a part of a post that is too long.</summary>
enum PartKind
{
    /// <summary>Stays.</summary>
    Fixed,

    /// <summary>Is shortened first.</summary>
    Tail,

    /// <summary>Is shortened after that.</summary>
    Title,

    /// <summary>Goes, the last one first.</summary>
    Hashtag,

    /// <summary>Is never touched.</summary>
    Url,
}

/// <summary>A part of a post's text.</summary>
sealed record Part(PartKind Kind, string Text);

/// <summary>Fills a template with one article. No clock, no chance, no culture of the machine: the same article gives the same parts.</summary>
sealed class FillTemplate(
    Article article, string url, IReadOnlyList<string> hashtags, string site, TimeZoneInfo zone, TextOptions options)
{
    // X refuses a post with two cashtags.
    int cashtags = 1;

    /// <summary>The parts of the post, in order.</summary>
    public List<Part> Fill(IEnumerable<TemplateNode> nodes, PartKind words = PartKind.Fixed) => [.. nodes.SelectMany(node => node switch
    {
        Words text => [new Part(words, text.Text)],
        Choice choice => Fill(Holds(choice) ? choice.Then : choice.Else, words),
        Field field => Parts(field),
        _ => [],
    })];

    IEnumerable<Part> Parts(Field field) => field.Name switch
    {
        "url" => [new Part(PartKind.Url, url)],
        "tags" => Hashtags(field.Argument is { } count ? Number(count) : options.Hashtags),
        "title" => [new Part(PartKind.Title, Value(field))],
        "summary" => [new Part(PartKind.Tail, Value(field))],
        _ => [new Part(PartKind.Fixed, Value(field))],
    };

    IEnumerable<Part> Hashtags(int most) => hashtags.Take(most).SelectMany((hashtag, index) => new[]
    {
        new Part(PartKind.Fixed, index == 0 ? "" : " "), new Part(PartKind.Hashtag, $"#{hashtag}"),
    });

    string Value(Field field)
    {
        var value = PostText.CleanLine(Raw(field.Name, field.Argument));
        foreach (var (name, argument) in field.Filters)
        {
            value = name switch
            {
                "truncate" => TextCut.ToGraphemes(value, Number(argument!)),
                "upper" => value.ToUpperInvariant(),
                "lower" => value.ToLowerInvariant(),
                _ => HashtagWords.Joined(value),
            };
        }

        value = field.Argument is { } length && field.Name is not ("meta" or "date") ? TextCut.ToGraphemes(value, Number(length)) : value;
        return options.Defuse ? Headline.Defuse(value, ref cashtags) : value;
    }

    string Raw(string name, string? argument) => name switch
    {
        "title" => article.Title,
        "summary" => article.Summary ?? "",
        "section" => article.Section ?? "",
        "author" => article.Author ?? "",
        "site" => site,
        "date" => Date(argument ?? "d MMM yyyy"),
        "meta" => article.Meta.GetValueOrDefault(argument!, ""),
        _ => "",
    };

    // The day that the site's editors and readers have, not the server's.
    string Date(string format) => article.PublishedAt is { } published
        ? TimeZoneInfo.ConvertTime(published, zone).ToString(format, CultureInfo.InvariantCulture)
        : "";

    bool Holds(Choice choice) => choice.Not != (choice.Name switch
    {
        "tag" => choice.Value is null ? article.Tags.Count > 0 : article.Tags.Any(tag => Same(tag, choice.Value)),
        "image" => article.Image is not null,
        "breaking" => article.Breaking,
        "language" => Is(article.Language ?? "", choice.Value),
        ['m', 'e', 't', 'a', ':', .. var key] => Is(Raw("meta", key), choice.Value),
        var name => Is(Raw(name, null), choice.Value),
    });

    static bool Is(string actual, string? wanted) => wanted is null ? actual.Length > 0 : Same(actual, wanted);

    static bool Same(string actual, string wanted) => string.Equals(actual.Trim(), wanted, StringComparison.OrdinalIgnoreCase);

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
