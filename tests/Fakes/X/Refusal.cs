using System.Globalization;
using System.Text.Json.Nodes;

namespace Engagement.Fakes.X;

/// <summary>The bodies X refuses with, each as it was seen on the wire.</summary>
sealed class Refusal(FakeXOptions options)
{
    string Problems => options.Naming == Naming.Old ? "https://api.twitter.com/2/problems/" : "https://api.x.com/2/problems/";

    long AccountId => long.Parse(options.UserId, CultureInfo.InvariantCulture);

    public Reply InvalidRequest(string message, string? parameter = null, string? value = null) => Say(400, new JsonObject
    {
        ["errors"] = new JsonArray(new JsonObject
        {
            ["parameters"] = parameter is null ? [] : new JsonObject { [parameter] = new JsonArray(value) },
            ["message"] = message,
        }),
        ["title"] = "Invalid Request",
        ["detail"] = "One or more parameters to your request was invalid.",
        ["type"] = Problems + "invalid-request",
    });

    public Reply TooLong() => Say(400, new JsonObject
    {
        ["detail"] = "Your Tweet text is too long. For more information on how Twitter determines text length see https://github.com/twitter/twitter-text.",
        ["type"] = "about:blank",
        ["title"] = "Invalid Request",
        ["status"] = 400,
    });

    public Reply Unauthorized() => Blank(401, "Unauthorized", "Unauthorized");

    public Reply NotFound() => Blank(404, "Not Found", "Not Found");

    public Reply NotPermitted(string detail) => Blank(403, "Forbidden", detail);

    public Reply Duplicate() => Say(403, new JsonObject
    {
        ["detail"] = "You are not allowed to create a Tweet with duplicate content.",
        ["type"] = "about:blank",
        ["title"] = "Forbidden",
        ["status"] = 403,
    });

    public Reply UnsupportedAuthentication() => Say(403, new JsonObject
    {
        ["title"] = "Unsupported Authentication",
        ["detail"] = "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.  "
            + "Supported authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context].",
        ["type"] = Problems + "unsupported-authentication",
        ["status"] = 403,
    });

    public Reply AppIsReadOnly() => Say(403, new JsonObject
    {
        ["title"] = "Forbidden",
        ["status"] = 403,
        ["detail"] = "Your client app is not configured with the appropriate oauth1 app permissions for this endpoint.",
        ["type"] = Problems + "oauth1-permissions",
    });

    public Reply UsageCapped(string period) => Say(429, new JsonObject
    {
        ["account_id"] = AccountId,
        ["title"] = "UsageCapExceeded",
        ["detail"] = $"Usage cap exceeded: {period} product cap",
        ["period"] = period,
        ["scope"] = "Product",
        ["type"] = Problems + "usage-capped",
    });

    public Reply Retired() => Say(403, new JsonObject
    {
        ["errors"] = new JsonArray(new JsonObject
        {
            ["message"] = "You currently have access to a subset of X API V2 endpoints and limited v1.1 endpoints (e.g. media post, oauth) only.",
            ["code"] = 453,
        }),
    });

    public Reply CreditsDepleted() => Say(402, new JsonObject
    {
        ["account_id"] = AccountId,
        ["title"] = "CreditsDepleted",
        ["detail"] = $"Your enrolled account [{options.UserId}] does not have any credits to fulfill this request.",
        ["type"] = "https://api.twitter.com/2/problems/credits",
    });

    public Reply TooManyRequests() => Say(429, new JsonObject
    {
        ["title"] = "Too Many Requests",
        ["detail"] = "Too Many Requests",
        ["type"] = "about:blank",
        ["status"] = 429,
    });

    /// <summary>The entry for a post that is not there, beside those that are.</summary>
    public JsonObject MissingPost(string id) => new()
    {
        ["value"] = id,
        ["detail"] = $"Could not find tweet with id: [{id}].",
        ["title"] = "Not Found Error",
        ["resource_type"] = "tweet",
        ["parameter"] = "ids",
        ["resource_id"] = id,
        ["type"] = Problems + "resource-not-found",
    };

    /// <summary>The entry for a field that is no longer shown.</summary>
    public JsonObject HiddenField(string field, string id) => new()
    {
        ["resource_id"] = id,
        ["resource_type"] = "tweet",
        ["field"] = field,
        ["section"] = "data",
        ["title"] = "Field Authorization Error",
        ["detail"] = $"Sorry, you are not authorized to access '{field}' on the Tweet with ids : [{id}].",
        ["type"] = Problems + "not-authorized-for-field",
    };

    Reply Blank(int status, string title, string detail) => Say(status, new JsonObject
    {
        ["title"] = title,
        ["type"] = "about:blank",
        ["status"] = status,
        ["detail"] = detail,
    });

    Reply Say(int status, JsonObject body) =>
        Reply.Json(status, body) with { ContentType = options.ProblemContentType ? "application/problem+json" : "application/json; charset=utf-8" };
}
