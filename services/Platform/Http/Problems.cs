using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Platform.Http;

/// <summary>Errors are part of the interface: what is wrong in the title, what to do in the detail.</summary>
public static class Problems
{
    /// <summary>A problem of any kind.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="slug">Its stable name, such as <c>unknown-host</c>; the type is <c>urn:engagement:problem:{slug}</c>.</param>
    /// <param name="title">One sentence: what is wrong.</param>
    /// <param name="detail">One sentence: this case, and what to change.</param>
    public static ProblemHttpResult Of(int status, string slug, string title, string detail) =>
        TypedResults.Problem(detail: detail, statusCode: status, title: title, type: Type(slug));

    /// <summary>400: the caller must change the request.</summary>
    public static ProblemHttpResult BadRequest(string slug, string title, string detail) => Of(400, slug, title, detail);

    /// <summary>404: there is no such thing.</summary>
    public static ProblemHttpResult NotFound(string slug, string title, string detail) => Of(404, slug, title, detail);

    /// <summary>409: not in this state.</summary>
    public static ProblemHttpResult Conflict(string slug, string title, string detail) => Of(409, slug, title, detail);

    /// <summary>The type URI of a problem.</summary>
    public static string Type(string slug) => $"urn:engagement:problem:{slug}";
}
