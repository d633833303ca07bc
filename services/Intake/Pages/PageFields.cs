using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Engagement.Intake.Articles;
using Engagement.Platform.Urls;

namespace Engagement.Intake.Pages;

/// <summary>What a page says of itself: JSON-LD first, then Open Graph, then plain HTML. Cut to what an article may hold; nothing is run or loaded.</summary>
sealed class PageFields(UrlRules urls)
{
    /// <summary>The fields of the article, and whether the page is one at all.</summary>
    public (JsonObject Fields, bool IsArticle) Read(string html, string address)
    {
        using var document = new HtmlParser().ParseDocument(html);
        var fields = JsonLd(document) is { } found ? SchemaOrg.ToFields(found) : [];
        var isArticle = fields.Count > 0 || Meta(document, "og:type") == "article" || Meta(document, "article:published_time") is not null;
        // Ids in JSON-LD are anything from ISBNs to UUIDs of the CMS; only the site itself gives an article its id.
        fields.Remove("id");
        Fill(fields, "title", Meta(document, "og:title") ?? Meta(document, "twitter:title") ?? document.QuerySelector("h1")?.TextContent ?? document.Title);
        Fill(fields, "summary", Meta(document, "og:description") ?? Meta(document, "description"));
        Fill(fields, "section", Meta(document, "article:section"));
        Fill(fields, "author", Meta(document, "author") ?? Meta(document, "article:author"));
        Fill(fields, "language", document.DocumentElement?.GetAttribute("lang") ?? Meta(document, "og:locale"));
        Fill(fields, "publishedAt", Meta(document, "article:published_time"));
        Address(fields, document, address);
        Image(fields, document, address);
        Tags(fields, document);
        Cut(fields);
        return (fields, isArticle);
    }

    /// <summary>rel=canonical, then og:url, then where it was found; the first two only on the site's own hosts and not the home page.</summary>
    void Address(JsonObject fields, IHtmlDocument document, string address)
    {
        var said = new[] { document.QuerySelector("link[rel~='canonical' i]")?.GetAttribute("href"), Meta(document, "og:url") }
            .Select(link => link is null ? null : Absolute(link, address))
            .FirstOrDefault(link => link is not null && urls.Normalise(link) is { } key && !urls.IsHome(key));
        fields["url"] = said ?? address;
    }

    static void Image(JsonObject fields, IHtmlDocument document, string address)
    {
        var image = fields["image"]?["url"]?.GetValue<string>() ?? Meta(document, "og:image:secure_url") ?? Meta(document, "og:image") ?? Meta(document, "twitter:image");
        fields.Remove("image", out var known);
        if (image is not null && Absolute(image, address) is { Length: <= 2_048 } url)
        {
            var alt = known?["alt"]?.GetValue<string>() ?? Meta(document, "og:image:alt") ?? Meta(document, "twitter:image:alt");
            fields["image"] = new JsonObject { ["url"] = url, ["alt"] = alt is null ? null : PlainText.Cut(PlainText.Clean(alt), 1_000) };
        }
    }

    static void Tags(JsonObject fields, IHtmlDocument document)
    {
        var tags = fields["tags"] is JsonArray known ? known.Select(tag => tag!.GetValue<string>())
            : document.QuerySelectorAll("meta[property='article:tag']").Select(tag => tag.GetAttribute("content") ?? "");
        fields["tags"] = new JsonArray([.. tags.Select(PlainText.Clean).Where(tag => tag.Length is > 0 and <= 100)
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(30).Select(tag => JsonValue.Create(tag))]);
    }

    static void Cut(JsonObject fields)
    {
        foreach (var (name, max) in new[] { ("title", 500), ("summary", 2_000), ("section", 100), ("author", 200) })
        {
            if (fields[name] is { } value)
            {
                fields[name] = PlainText.Cut(Markup.ToText(value.GetValue<string>()), max);
            }
        }

        // What cannot be read is left out: a page cannot be sent back to whoever wrote it.
        if (fields["publishedAt"]?.GetValue<string>() is { } time && Fields.IsoTime(time) is null)
        {
            fields.Remove("publishedAt");
        }

        if (fields["language"]?.GetValue<string>() is { } language && (language.Length > 20 || !language.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')))
        {
            fields.Remove("language");
        }
    }

    static JsonElement? JsonLd(IHtmlDocument document)
    {
        foreach (var script in document.QuerySelectorAll("script[type='application/ld+json']").Take(20))
        {
            try
            {
                using var json = JsonDocument.Parse(script.TextContent, new() { MaxDepth = 32, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
                if (SchemaOrg.Find(json.RootElement) is { } article)
                {
                    return article.Clone();
                }
            }
            catch (JsonException)
            {
                // Templates often break it; the page says most of it elsewhere too.
            }
        }

        return null;
    }

    static string? Meta(IHtmlDocument document, string name) =>
        document.QuerySelectorAll($"meta[property='{name}' i], meta[name='{name}' i]").Select(meta => meta.GetAttribute("content")?.Trim())
            .FirstOrDefault(content => !string.IsNullOrEmpty(content));

    static void Fill(JsonObject fields, string name, string? value)
    {
        if (fields[name] is null && !string.IsNullOrWhiteSpace(value))
        {
            fields[name] = value;
        }
    }

    static string? Absolute(string link, string address) =>
        Uri.TryCreate(new Uri(address), link.Trim(), out var absolute) && absolute.Scheme is "http" or "https" ? absolute.AbsoluteUri : null;
}
