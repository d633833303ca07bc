using System.Globalization;
using System.Text;
using System.Text.Json;
using Engagement.Dashboard.Api;
using Engagement.Dashboard.Numbers;
using Engagement.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Dashboard.Articles;

/// <summary>
/// The articles that pass a filter, with their counts, as CSV or as one JSON object a line. Read and written a page at a time, so a million rows
/// take no more memory than two pages; the next one is asked for while one is counted and written.
/// </summary>
sealed class ExportArticles(CatalogueApi catalogue, Clock clock)
{
    /// <summary>As many articles as Intake lists at once.</summary>
    const int PageLength = 200;

    /// <summary>Counts can be asked for a hundred articles at once.</summary>
    const int Counted = 100;

    sealed record Row(string Id, string Url, string Title, string? Section, string? Author, IReadOnlyList<string> Tags, DateTimeOffset? PublishedAt,
        string Status, long Shares, long Bookmarks, long Visits);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/articles/export.csv", (HttpContext http, ExportArticles export) => export.Write(http, "text/csv; charset=utf-8", "articles.csv", Header, Csv));
        routes.MapGet("/articles/export.ndjson", (HttpContext http, ExportArticles export) => export.Write(http, "application/x-ndjson", "articles.ndjson", "",
            row => JsonSerializer.Serialize(row, Json.Options) + "\n"));
    }

    // Excel reads UTF-8 only behind a byte order mark.
    const string Header = "\uFEFFid,url,title,section,author,tags,published_at,status,shares,bookmarks,visits\r\n";

    async Task Write(HttpContext http, string type, string name, string header, Func<Row, string> line)
    {
        http.Response.ContentType = type;
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        var body = http.Response.BodyWriter;
        await body.WriteAsync(Encoding.UTF8.GetBytes(header), http.RequestAborted);
        var filter = ArticleFilter.Of(http.Request, clock).ToList();
        var listed = catalogue.List(PageLength, [.. filter]);
        try
        {
            while (listed is not null)
            {
                var page = (await listed).Value;
                listed = page?.Next is { } next ? catalogue.List(PageLength, [.. filter, ("cursor", next)]) : null;
                if (page is null || await Counts(page.Articles) is not { } counts)
                {
                    // A file that looks whole and is not would be believed, so the download breaks off.
                    http.Abort();
                    return;
                }

                foreach (var article in page.Articles)
                {
                    Encoding.UTF8.GetBytes(line(Of(article, counts.GetValueOrDefault(article.Id))), body);
                }

                await body.FlushAsync(http.RequestAborted);
            }
        }
        finally
        {
            // A page that was asked for ahead ends with the request, and within it.
            await ((Task?)listed ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task<Dictionary<string, ListedCounts>?> Counts(IReadOnlyList<ListedArticle> articles)
    {
        var answers = await Task.WhenAll(articles.Select(article => article.Id).Chunk(Counted).Select(ids => catalogue.Counts(ids)));
        return answers.Any(answer => answer.Value is null) ? null : answers.SelectMany(answer => answer.Value!).ToDictionary();
    }

    static Row Of(ListedArticle article, ListedCounts? counts) => new(article.Id, article.Url, article.Title, article.Section, article.Author, article.Tags,
        article.PublishedAt, article.Status, counts?.Shares ?? 0, counts?.Bookmarks ?? 0, counts?.Visits ?? 0);

    static string Csv(Row row) => string.Join(',', new[]
    {
        row.Id, row.Url, row.Title, row.Section, row.Author, string.Join("; ", row.Tags), row.PublishedAt?.ToString("O", CultureInfo.InvariantCulture), row.Status,
    }.Select(Quote).Concat(new[] { row.Shares, row.Bookmarks, row.Visits }.Select(number => number.ToString(CultureInfo.InvariantCulture)))) + "\r\n";

    // A cell that begins like a formula would be run by a spreadsheet, and titles come from outside.
    static string Quote(string? text)
    {
        var safe = text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text ?? "";
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
