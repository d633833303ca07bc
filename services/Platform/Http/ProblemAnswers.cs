using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Engagement.Platform.Http;

/// <summary>Turns whatever an endpoint threw, and every bare status, into ProblemDetails. A client never sees a stack trace.</summary>
public static partial class ProblemAnswers
{
    internal static void AddProblemAnswers(this WebApplicationBuilder builder)
    {
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton<Refusals>();
        builder.Services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
    }

    internal static void UseProblemAnswers(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = http => Answer(http, http.Features.Get<IExceptionHandlerFeature>()?.Error, app.Logger),
            SuppressDiagnosticsCallback = _ => true,
        });
        app.UseStatusCodePages(async context =>
        {
            var http = context.HttpContext;
            if (http.Response.StatusCode >= 400 && Describe(http) is { } problem)
            {
                await Write(http, problem);
            }
        });
    }

    /// <summary>A call that short-circuits past the middleware, because thousands of readers a second would feel it: it answers problems alike.</summary>
    public static RequestDelegate WithProblems(this IEndpointRouteBuilder routes, RequestDelegate handle)
    {
        var log = routes.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ProblemAnswers));
        return http => Guard(http, handle, log);
    }

    static async Task Guard(HttpContext http, RequestDelegate handle, ILogger log)
    {
        try
        {
            await handle(http);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more to be told.
        }
        catch (Exception thrown) when (!http.Response.HasStarted)
        {
            await Answer(http, thrown, log);
        }
    }

    static Task Answer(HttpContext http, Exception? thrown, ILogger log)
    {
        var problem = thrown switch
        {
            BadHttpRequestException { StatusCode: 413 } => Problem(413, "too-large", "The body is too large",
                "Send a smaller body; the limit of each call is in /openapi/v1.json."),
            BadHttpRequestException { InnerException: JsonException json } => Problem(400, "malformed-json", "The body is not the JSON that is expected",
                Explain(json)),
            JsonException json => Problem(400, "malformed-json", "The body is not the JSON that is expected", Explain(json)),
            not null when Json.IsMalformed(thrown) => Problem(400, "malformed-json", "The body is not the JSON that is expected",
                "A text in it is no Unicode; send UTF-8, and no half of a surrogate pair."),
            BadHttpRequestException { StatusCode: 415 } => Problem(415, "wrong-content-type", "The body must be JSON",
                "Send the header Content-Type: application/json."),
            BadHttpRequestException bad => Problem(bad.StatusCode, "bad-request", "The request cannot be read", bad.Message),
            RedisException or TimeoutException => Problem(503, "ledger-away", "The ledger cannot be reached",
                "Nothing was accepted; send the request again in a few seconds."),
            _ => Problem(500, "internal", "Something went wrong here", "It was logged; send the request again, or report it with the time."),
        };
        var endpoint = http.GetEndpoint()?.DisplayName ?? "no endpoint";
        if (problem.Status == 503)
        {
            if (http.RequestServices.GetRequiredService<Refusals>().Add(endpoint) is > 0 and var times)
                Away(log, endpoint, times, Reason.Of(thrown!));
            http.Response.Headers.RetryAfter = "2";
        }
        else if (problem.Status >= 500)
        {
            Failed(log, http.Request.Method, endpoint, thrown);
        }

        http.Response.StatusCode = problem.Status!.Value;
        return Write(http, problem);
    }

    static string Explain(JsonException json)
    {
        // The serializer's text names .NET types; its path and the first sentence are what a caller can use.
        var where = json.Path is { Length: > 1 } path ? $" at {path}" : "";
        var line = json.LineNumber is { } number ? $" (line {number + 1}, byte {json.BytePositionInLine})" : "";
        var missing = json.Message.Contains("missing required properties", StringComparison.Ordinal)
            ? " A required field is missing:" + json.Message[(json.Message.IndexOf("including", StringComparison.Ordinal) + "including".Length)..]
                .Split(". Path", 2)[0].TrimEnd('.').Replace("following:", "", StringComparison.Ordinal).TrimStart(' ', ':').Insert(0, " ") + "."
            : "";
        return missing.Length > 0
            ? missing.TrimStart()
            : $"The JSON is malformed or a field has the wrong type{where}{line}. Check it against /openapi/v1.json.";
    }

    static ProblemDetails? Describe(HttpContext http) => http.Response.StatusCode switch
    {
        401 => Problem(401, "key-needed", "This call needs a key", "Send the header Authorization: Bearer followed by a key that has the right scope."),
        403 => Problem(403, "scope-missing", "The key does not have the scope that this call needs", "Use a key with that scope; the calls and their scopes are in /openapi/v1.json."),
        404 => Problem(404, "not-found", "There is nothing here", $"No page or call answers {http.Request.Method} at this path; the calls are in /openapi/v1.json."),
        405 => Problem(405, "wrong-method", "This path does not take that method", $"{http.Request.Method} is not one of its methods; the Allow header lists them."),
        413 => Problem(413, "too-large", "The body is too large", "Send a smaller body; the limit of each call is in /openapi/v1.json."),
        415 => Problem(415, "wrong-content-type", "The body must be JSON", "Send the header Content-Type: application/json."),
        429 => Problem(429, "too-many", "Too many requests", "Wait as long as the Retry-After header says."),
        503 => Problem(503, "unavailable", "This cannot be done at the moment", "Send the request again in a few seconds."),
        _ => null,
    };

    static ProblemDetails Problem(int status, string slug, string title, string detail) =>
        new() { Status = status, Type = Problems.Type(slug), Title = title, Detail = detail };

    static Task Write(HttpContext http, ProblemDetails problem) =>
        http.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json");

    [LoggerMessage(10, LogLevel.Error, "{Method} {Endpoint} failed")]
    static partial void Failed(ILogger log, string method, string endpoint, Exception? reason);

    [LoggerMessage(11, LogLevel.Warning, "{Endpoint} was refused {Times} times since this was last said, because the ledger is away: {Reason}")]
    static partial void Away(ILogger log, string endpoint, long times, string reason);
}
