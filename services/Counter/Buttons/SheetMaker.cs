using Engagement.Counter.Articles;
using Engagement.Counter.Counting;
using Engagement.Counter.Reading;
using Engagement.Platform.Http;
using Engagement.Platform.Settings;
using Engagement.Platform.Store;
using Engagement.Platform.Urls;
using Microsoft.AspNetCore.Http;

namespace Engagement.Counter.Buttons;

/// <summary>Gathers what an article's buttons need.</summary>
sealed class SheetMaker(
    ArticleStore articles, ShareTargets targets, Languages languages, Ledger ledger, UrlRules urls, SiteOptions site, ButtonsOptions options)
{
    /// <summary>The sheet of an article, in the language asked for, or its own, or the site's; null where readers cannot share it.</summary>
    /// <param name="name">The article's id; or the word <c>at</c>, and its URL in <c>?url=</c>.</param>
    /// <param name="language">BCP 47, or null.</param>
    /// <param name="http">The request, for our own address where the settings do not say it.</param>
    public async Task<ButtonSheet?> Make(string name, string? language, HttpContext http)
    {
        var id = name == "at" && http.Request.Query["url"] is [{ Length: > 0 } url]
            ? urls.Normalise(url) is { } key ? await articles.At(key) : null
            : name;
        if (id is null or { Length: 0 or > 128 } || await articles.Find(id) is not { } article)
        {
            return null;
        }

        var counts = options.MinimumCount > 0 ? Counts.Of(await ledger.Db.HashGetAllAsync(Keys.Article(article.Id))) : null;
        return new(article, languages.Of(language, article.Language), Base(http.Request), targets, counts, options.MinimumCount);
    }

    /// <summary>404, with what to do.</summary>
    public static IResult Unknown() => Problems.NotFound("unknown-article", "There is no such article",
        "Use the id of an article that was announced with POST /api/articles or a feed, and was not withdrawn.");

    /// <summary>Whether the settings say where readers reach us; else it is what the request says, and good for that request only.</summary>
    public bool KnowsOurAddress => site.PublicUrl.Length > 0;

    /// <summary>Where readers reach us, without a slash at the end.</summary>
    public string Base(HttpRequest request) =>
        site.PublicUrl.Length > 0 ? site.PublicUrl.TrimEnd('/') : $"{request.Scheme}://{request.Host}";
}
