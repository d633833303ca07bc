using Engagement.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace Engagement.Intake.Articles;

/// <summary>Says what is wrong with the articles of a call: the first in the detail, all of them, up to a hundred, beside it.</summary>
static class ArticleProblems
{
    const int Listed = 100;

    public static IResult Answer(int status, IReadOnlyList<ArticleProblem> problems) => TypedResults.Problem(
        statusCode: status,
        type: Problems.Type(problems[0].Slug),
        title: problems[0].Slug switch
        {
            "unknown-host" => "This host is not one of the site's",
            "url-taken" => "Another article has this URL",
            _ => "The article cannot be accepted as it is",
        },
        detail: $"Article {problems[0].Index}: {problems[0].Reason}"
            + (problems.Count > 1 ? $" There are {problems.Count - 1} more problems in \"problems\"." : ""),
        extensions: [new("problems", problems.Take(Listed).Select(problem => new { problem.Index, problem.Field, problem.Reason }))]);
}
