using System.Net;
using Microsoft.Extensions.Logging;

namespace Engagement.Publisher.X;

/// <summary>Signed calls that may be repeated: reads, deletes and uploads. A post goes out by <see cref="XClient.Publish"/> alone.</summary>
sealed partial class XCalls(IHttpClientFactory clients, XOptions options, TimeProvider time, ILogger<XCalls> log)
{
    /// <summary>The answer's status and body; neither where X did not answer in time.</summary>
    public async Task<(HttpStatusCode? Status, string? Body)> Send(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using var request = Request(method, path, content);
            using var response = await clients.CreateClient(XClient.Http).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await Body(response, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                NoAnswer(log, method.Method, path.Split('?')[0], XProblem.Read(body ?? "").Say((int)response.StatusCode));
            }

            return (response.StatusCode, body);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            NoAnswer(log, method.Method, path.Split('?')[0], failure.Message);
            return (null, null);
        }
    }

    /// <summary>A signed request.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, new Uri(options.ApiUrl.TrimEnd('/') + path)) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", OAuth1.Header(method, request.RequestUri!, options, time.GetUtcNow()));
        return request;
    }

    /// <summary>The body, or null where it broke off: then the status alone counts.</summary>
    public static async Task<string?> Body(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(1024 * 1024, cancellation);
            return await response.Content.ReadAsStringAsync(cancellation);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException or InvalidOperationException)
        {
            return null;
        }
    }

    [LoggerMessage(100, LogLevel.Warning, "X did not do {Method} {Path}: {Reason}")]
    static partial void NoAnswer(ILogger log, string method, string path, string reason);
}
