using System.Text.Json;
using System.Text.RegularExpressions;
using Engagement.Contracts;
using Engagement.Intake.Catalogue;
using Engagement.Platform.Urls;

namespace Engagement.Intake.Articles;

/// <summary>Reads what a site says of its articles: one JSON object or an array of them, as in <see cref="Article"/>, camel or snake case.</summary>
sealed partial class ReadArticles(UrlRules urls)
{
    /// <summary>All that were good, and all that was wrong.</summary>
    public (IReadOnlyList<ToldArticle> Articles, IReadOnlyList<ArticleProblem> Problems) From(JsonElement json)
    {
        var elements = json.ValueKind is JsonValueKind.Array ? [.. json.EnumerateArray()] : new[] { json };
        List<ToldArticle> articles = [];
        List<ArticleProblem> problems = [];
        for (var index = 0; index < elements.Length; index++)
        {
            if (elements[index].ValueKind is not JsonValueKind.Object)
            {
                problems.Add(new(index, "", "An article must be a JSON object with at least url and title."));
                continue;
            }

            var fields = new Fields(elements[index], index);
            var article = Read(fields);
            if (fields.Problems.Count == 0)
            {
                articles.Add(article);
            }

            problems.AddRange(fields.Problems);
        }

        return (articles, problems);
    }

    ToldArticle Read(Fields fields)
    {
        var (url, key) = Address(fields, "url", fields.Text("url", 2_048, required: true));
        var aliases = fields.Texts("aliases", 50, 2_048).Select(alias => Address(fields, "aliases", alias)).Where(alias => alias.Key.Length > 0).ToList();
        var article = new Article
        {
            Id = Id(fields),
            Revision = fields.Number("revision") ?? 0,
            Url = url,
            Aliases = [.. aliases.Select(alias => alias.Url)],
            Title = fields.Text("title", 500, required: true) ?? "",
            Summary = fields.Text("summary", 2_000),
            Tags = fields.Texts("tags", 30, 100),
            Section = fields.Text("section", 100),
            Author = fields.Text("author", 200),
            Image = Image(fields),
            Language = Language(fields),
            PublishedAt = fields.Time("publishedAt"),
            NoSocial = fields.Flag("noSocial"),
            Breaking = fields.Flag("breaking"),
            EmbargoUntil = fields.Time("embargoUntil"),
            PostText = fields.Text("postText", 1_000),
            Meta = fields.Pairs("meta", 20, 500),
            Backfill = fields.Flag("backfill"),
        };
        // News is accepted when it comes; only what was old when it came may have been accepted before.
        return new(article, key, [.. aliases.Select(alias => alias.Key)], ArticleSource.Site, AcceptedAt: article.Backfill ? fields.Time("acceptedAt") : null,
            MergedInto: article.Backfill ? fields.Text("mergedInto", 128) : null);
    }

    (string Url, string Key) Address(Fields fields, string field, string? text)
    {
        if (text is null)
        {
            return ("", "");
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
        {
            fields.Wrong<string>(field, $"must be an absolute http or https URL; it is \"{PlainText.Cut(text, 100)}\"");
            return ("", "");
        }

        if (urls.Normalise(text) is { } key)
        {
            return (urls.Clean(text), key);
        }

        fields.Wrong<string>(field, $"names {uri.IdnHost}, which is not one of the site's hosts ({string.Join(", ", urls.Hosts)}); "
            + "add it to Engagement__Site__Hosts if it belongs to the site", "unknown-host");
        return ("", "");
    }

    static string Id(Fields fields)
    {
        var id = fields.Text("id", 128) ?? "";
        return id.Length == 0 || GoodId().IsMatch(id)
            ? id
            : fields.Wrong<string>("id", "may hold only A-Z a-z 0-9 . _ ~ - and must have 1 to 128 characters") ?? "";
    }

    static ArticleImage? Image(Fields fields)
    {
        if (fields.Inside("image", shorthand: "url") is not { } image || image.Text("url", 2_048) is not { } url)
        {
            return null;
        }

        return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new(url, image.Text("alt", 1_000))
            : fields.Wrong<ArticleImage>("image", "must have an absolute http or https url");
    }

    static string? Language(Fields fields)
    {
        var language = fields.Text("language", 35)?.Replace('_', '-');
        return language is null || LanguageTag().IsMatch(language)
            ? language
            : fields.Wrong<string>("language", "must be a language tag such as en or pt-BR");
    }

    [GeneratedRegex("^[A-Za-z0-9._~-]{1,128}$")]
    private static partial Regex GoodId();

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
    private static partial Regex LanguageTag();
}
