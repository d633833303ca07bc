using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Engagement.Intake.Articles;
using Engagement.Intake.Feeds.Reading;
using Engagement.Platform.Settings;

namespace Engagement.Intake.Commands;

/// <summary>
/// A sitemap, an index of sitemaps, or a feed. A news sitemap gives titles; from any other only the URLs are taken and the server reads
/// the pages.
/// </summary>
static class ReadXml
{
    const int MaxSitemaps = 1_000;

    public static async IAsyncEnumerable<ImportRecord> Read(ReadSource source, string name, string text, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var root = Parse(name, text);
        switch (root.Name.LocalName.ToLowerInvariant())
        {
            case "urlset":
                foreach (var record in Entries(root, name))
                {
                    yield return record;
                }

                break;
            case "sitemapindex":
                foreach (var location in Children(root, "sitemap").Select(sitemap => Child(sitemap, "loc")).OfType<string>().Take(MaxSitemaps))
                {
                    var there = Resolve(name, location);
                    await using var stream = await source.Open(there, cancellation);
                    using var reader = new StreamReader(stream);
                    foreach (var record in Entries(Parse(there, await reader.ReadToEndAsync(cancellation)), there))
                    {
                        yield return record;
                    }
                }

                break;
            default:
                foreach (var record in Items(name, text))
                {
                    yield return record;
                }

                break;
        }
    }

    static IEnumerable<ImportRecord> Entries(XElement root, string name) => Children(root, "url").Select((entry, index) =>
    {
        var article = new JsonObject { ["url"] = Child(entry, "loc") ?? "" };
        var news = Children(entry, "news").FirstOrDefault();
        if (news is not null)
        {
            article["title"] = Child(news, "title");
            article["publishedAt"] = Child(news, "publication_date");
            article["language"] = Children(news, "publication").Select(publication => Child(publication, "language")).FirstOrDefault();
            article["tags"] = new JsonArray([.. (Child(news, "keywords") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(tag => JsonValue.Create(tag))]);
        }

        if (Children(entry, "image").Select(image => (Url: Child(image, "loc"), Alt: Child(image, "caption") ?? Child(image, "title"))).FirstOrDefault() is { Url: not null } image)
        {
            article["image"] = new JsonObject { ["url"] = image.Url, ["alt"] = image.Alt };
        }

        return ImportRecord.Of($"entry {index} of {name}", article);
    });

    static IEnumerable<ImportRecord> Items(string name, string text)
    {
        var address = Uri.TryCreate(name, UriKind.Absolute, out var uri) ? uri : new Uri(Path.GetFullPath(name));
        FeedDocument feed;
        try
        {
            feed = ReadFeed.From(Encoding.UTF8.GetBytes(text), address, "utf-8");
        }
        catch (FeedProblem problem)
        {
            throw new StartProblem($"{name}: {problem.Message}");
        }

        return feed.Items.Select((item, index) => ImportRecord.Of($"entry {index}", new JsonObject
        {
            ["url"] = item.Link ?? "",
            ["title"] = item.Title is null ? null : PlainText.Cut(item.TitleIsMarkup ? Markup.ToText(item.Title) : item.Title, 500),
            ["summary"] = item.Summary is null ? null : PlainText.Cut(Markup.ToText(item.Summary), 2_000),
            ["author"] = item.AuthorName,
            ["language"] = item.Language,
            ["tags"] = new JsonArray([.. item.Tags.Select(PlainText.Clean).Where(tag => tag.Length is > 0 and <= 100).Distinct().Take(30).Select(tag => JsonValue.Create(tag))]),
            ["image"] = item.Image is null ? null : new JsonObject { ["url"] = item.Image, ["alt"] = item.ImageAlt },
            ["publishedAt"] = (FeedTime.Parse(item.Published) ?? FeedTime.Parse(item.Updated))?.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        }));
    }

    static XElement Parse(string name, string text)
    {
        try
        {
            return SafeXml.Parse(text).Root!;
        }
        catch (FeedProblem problem)
        {
            throw new StartProblem($"{name}: {problem.Message}");
        }
    }

    /// <summary>Sitemaps of an index are URLs; in a copy on disk their names may be files beside it.</summary>
    static string Resolve(string index, string location)
    {
        var beside = Path.Combine(Path.GetDirectoryName(index) ?? "", Path.GetFileName(location));
        return !index.StartsWith("http", StringComparison.OrdinalIgnoreCase) && File.Exists(beside) ? beside : location;
    }

    static IEnumerable<XElement> Children(XElement parent, string name) => parent.Elements().Where(child => child.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase));

    static string? Child(XElement parent, string name) => Children(parent, name).Select(child => child.Value.Trim()).FirstOrDefault(text => text.Length > 0);
}
