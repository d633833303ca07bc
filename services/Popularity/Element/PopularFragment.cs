using System.Globalization;
using System.Net;
using System.Text;
using Engagement.Platform.Http;
using Engagement.Platform.Settings;
using Engagement.Popularity.Feeds;
using Engagement.Popularity.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Popularity.Element;

/// <summary>
/// A list rendered here: for a page, as what stands inside the element until its script takes over or where scripts are off; for a mail, with its styles
/// in place; as text.
/// </summary>
static class PopularFragment
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/popular.html", Html).WithSummary("Any list as HTML for a page or a mail (for=page|mail)");
        routes.MapGet("/popular.txt", Text).WithSummary("Any list as plain text, for a mail");
    }

    static async Task<IResult> Html([AsParameters] PopularQuery query, AnyList lists, SiteOptions site, string @for = "page")
    {
        if ((query.Problem() ?? Problem(@for)) is { } problem)
        {
            return problem;
        }

        var list = query.Name();
        return await lists.Answer(list, query.Length, @for, articles => @for == "mail" ? OfHtml(ForMail(list, articles, site)) : Page(list, query.Length, articles));
    }

    /// <summary>The fragment for a page.</summary>
    public static Answer Page(ListName list, int limit, IReadOnlyList<PopularArticle> articles) => OfHtml(ForPage(list, limit, articles));

    static Answer OfHtml(string html) => new(Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8");

    static async Task<IResult> Text([AsParameters] PopularQuery query, AnyList lists, SiteOptions site)
    {
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        var list = query.Name();
        return await lists.Answer(list, query.Length, "txt", articles => new(Encoding.UTF8.GetBytes(ForText(list, articles, site)), "text/plain; charset=utf-8"));
    }

    static ProblemHttpResult? Problem(string place) => place is "page" or "mail" ? null
        : Problems.BadRequest("wrong-for", "There is no such place", $"for must be page or mail; it is \"{place}\".");

    static string ForPage(ListName list, int limit, IReadOnlyList<PopularArticle> articles)
    {
        var facet = list.Facet?.Split(':', 2);
        var filter = facet is null ? "" : facet.Length == 1 ? " fair=\"true\"" : $" {facet[0]}=\"{Escape(facet[1])}\"";
        return $"""<engagement-popular list="{list.List}" window="{list.Window}" limit="{limit}"{filter}>{Items(list, articles, "", "", "")}</engagement-popular>""" + "\n";
    }

    static string ForMail(ListName list, IReadOnlyList<PopularArticle> articles, SiteOptions site) =>
        $"""<h2 style="font-size:18px;line-height:1.3;margin:0 0 8px">{Escape(FeedText.Title(list, site))}</h2>"""
        + Items(list, articles, " style=\"margin:0;padding:0 0 0 24px\"", " style=\"margin:0 0 8px;line-height:1.4\"", " style=\"color:#625d55;font-size:13px\"") + "\n";

    static string Items(ListName list, IReadOnlyList<PopularArticle> articles, string olStyle, string liStyle, string countStyle) => articles.Count == 0 ? "" :
        $"<ol{olStyle}>{string.Concat(articles.Select(article =>
            $"""<li{liStyle}><a href="{Escape(article.Url)}">{Escape(article.Title)}</a> <small{countStyle} title="{Escape(article.Why)}">{Count(list, article)}</small></li>"""))}</ol>";

    static string ForText(ListName list, IReadOnlyList<PopularArticle> articles, SiteOptions site) =>
        $"{FeedText.Title(list, site)}\n\n{string.Concat(articles.Select(article =>
            $"{article.Rank.ToString(CultureInfo.InvariantCulture),2}. {article.Title} ({Count(list, article)})\n    {article.Url}\n"))}";

    static string Count(ListName list, PopularArticle article)
    {
        var (count, unit) = list.List switch
        {
            "bookmarked" => (article.Counts.Bookmarks, "bookmark"),
            "viewed" => (article.Counts.Views, "view"),
            _ => (article.Counts.Shares, "share"),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
    }

    static string Escape(string text) => WebUtility.HtmlEncode(text);
}
