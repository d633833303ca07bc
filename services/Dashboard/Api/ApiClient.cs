using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Engagement.Dashboard.SignIn;
using Engagement.Dashboard.Words;
using Engagement.Platform;
using Engagement.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Dashboard.Api;

/// <summary>
/// Calls the HTTP API that everybody has, as the person who is signed in. A service that is away makes a page poorer and never
/// breaks it: every call ends within five seconds, in a value or in a problem.
/// </summary>
sealed class ApiClient(IHttpClientFactory clients, Peers peers, IHttpContextAccessor accessor, Speech speech)
{
    const string Client = "dashboard-api";
    const string StreamClient = "dashboard-stream";
    const int LongestAnswer = 16 * 1024 * 1024;

    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddHttpClient(Client, client =>
        {
            client.Timeout = TimeSpan.FromSeconds(5);
            client.MaxResponseContentBufferSize = LongestAnswer;
        }).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
        builder.Services.AddHttpClient(StreamClient, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(5) });
        builder.Services.AddScoped<ApiClient>();
    }

    public Task<Answer<T>> Get<T>(string service, string path) where T : class => Send<T>(HttpMethod.Get, service, path, null);

    /// <summary>An answer that is not JSON.</summary>
    public Task<Answer<string>> Text(string service, string path) => Send<string>(HttpMethod.Get, service, path, null);

    public Task<Answer<T>> Post<T>(string service, string path, object? body = null) where T : class => Send<T>(HttpMethod.Post, service, path, body);

    public Task<Answer<T>> Delete<T>(string service, string path) where T : class => Send<T>(HttpMethod.Delete, service, path, null);

    /// <summary>The data lines of an event stream, until it ends or cannot be had.</summary>
    public async IAsyncEnumerable<string> Lines(string service, string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var client = clients.CreateClient(StreamClient);
        using var response = await Begin(client, new Uri(peers.Of(service), path), cancellation);
        if (response is not { IsSuccessStatusCode: true })
        {
            yield break;
        }

        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellation));
        while (await Next(lines, cancellation) is { } line)
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                yield return line["data:".Length..].Trim();
            }
        }
    }

    static async Task<HttpResponseMessage?> Begin(HttpClient client, Uri address, CancellationToken cancellation)
    {
        try
        {
            return await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    static async Task<string?> Next(StreamReader lines, CancellationToken cancellation)
    {
        try
        {
            return await lines.ReadLineAsync(cancellation);
        }
        catch (Exception ended) when (ended is IOException or HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    async Task<Answer<T>> Send<T>(HttpMethod method, string service, string path, object? body) where T : class
    {
        var http = accessor.HttpContext!;
        using var request = new HttpRequestMessage(method, new Uri(peers.Of(service), path));
        request.Content = body is null ? null : JsonContent.Create(body, body.GetType(), options: Json.Options);
        if (await Session.Key(http) is { } key)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        try
        {
            using var response = await clients.CreateClient(Client).SendAsync(request, http.RequestAborted);
            return response.IsSuccessStatusCode
                ? new(await Read<T>(response, http.RequestAborted), null)
                : new(null, await Explain(response, service, http.RequestAborted));
        }
        catch (Exception away) when (away is HttpRequestException or JsonException
            || (away is TaskCanceledException && !http.RequestAborted.IsCancellationRequested))
        {
            return new(null, Away(service));
        }
    }

    static async Task<T?> Read<T>(HttpResponseMessage response, CancellationToken cancellation) where T : class =>
        typeof(T) == typeof(Nothing) ? (T)(object)new Nothing()
        : typeof(T) == typeof(string) ? (T)(object)await response.Content.ReadAsStringAsync(cancellation)
        : await response.Content.ReadFromJsonAsync<T>(Json.Options, cancellation);

    async Task<ApiProblem> Explain(HttpResponseMessage response, string service, CancellationToken cancellation)
    {
        var status = (int)response.StatusCode;
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return status == 404 ? new(status, speech["There is no such thing"], "") : Away(service) with { Status = status };
        }

        var problem = await response.Content.ReadFromJsonAsync<ProblemDetails>(Json.Options, cancellation);
        return new(status, speech.Said(problem?.Title) ?? speech["The call failed"], speech.Said(problem?.Detail) ?? "");
    }

    ApiProblem Away(string service) => new(0, speech["The service {0} does not answer", service],
        speech["What it has accepted is safe in the ledger. See that its process runs, then load this page again."]);
}

/// <summary>A call whose answer holds nothing that the pages need.</summary>
sealed record Nothing;
