using System.Net;
using Microsoft.Extensions.Logging;

namespace Engagement.Publisher.X;

/// <summary>Signed calls that may be repeated: reads, deletes and uploads. A post goes out by <see cref="XClient.Publish"/> alone.</summary>
sealed partial class XCalls(IHttpClientFactory clients, XSigning signing, XOptions options, TimeProvider time, ILogger<XCalls> log)
{
    /// <summary>The answer's status and body; neither where X did not answer in time, or where there is nothing to sign with.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="content">The body.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="bearer">An access token that is not the account's yet.</param>
    public async Task<(HttpStatusCode? Status, string? Body)> Send(HttpMethod method, string path, HttpContent? content,
        CancellationToken cancellation, string? bearer = null)
    {
        var url = Url(path);
        var (header, problem) = bearer is null ? await signing.Sign(method, url) : ($"Bearer {bearer}", null);
        if (header is null)
        {
            NoAnswer(log, method.Method, url.AbsolutePath, problem!);
            return (null, null);
        }

        using var deadline = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using var request = Request(method, url, content, header);
            using var response = await clients.CreateClient(XClient.Http).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var body = await Body(response, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                NoAnswer(log, method.Method, url.AbsolutePath, XProblem.Read(body ?? "").Say((int)response.StatusCode));
            }

            return (response.StatusCode, body);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            NoAnswer(log, method.Method, url.AbsolutePath, failure.Message);
            return (null, null);
        }
    }

    /// <summary>The address of a call.</summary>
    public Uri Url(string path) => new(options.ApiUrl.TrimEnd('/') + path);

    /// <summary>A signed request.</summary>
    public static HttpRequestMessage Request(HttpMethod method, Uri url, HttpContent? content, string header)
    {
        var request = new HttpRequestMessage(method, url) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", header);
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
