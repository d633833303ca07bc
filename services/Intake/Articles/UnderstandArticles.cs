using System.Text.Json;
using Engagement.Intake.Pages;

namespace Engagement.Intake.Articles;

/// <summary>What the site sent, understood: pages are read where only a URL came, and every problem has its place and reason.</summary>
sealed class UnderstandArticles(FillFromPages fill, ReadArticles read)
{
    public async Task<(IReadOnlyList<ToldArticle> Articles, IReadOnlyList<ArticleProblem> Problems)> From(JsonElement json, CancellationToken cancellation)
    {
        var (filled, unread) = await fill.Fill(json, cancellation);
        var (articles, problems) = read.From(filled);
        return (articles, [.. problems.Select(problem => problem.Field == "title" && unread.TryGetValue(problem.Index, out var why)
            ? problem with { Reason = $"title is missing; every article needs it, and {why}." }
            : problem)]);
    }
}
