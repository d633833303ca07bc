using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.Platform.Http;
using Engagement.Platform.Settings;
using Microsoft.Extensions.Configuration;

namespace Engagement.Platform.Commands;

/// <summary>A running server, as commands talk to it. What can be tried again is, for as long as a restart takes.</summary>
public sealed class RunningServer : IDisposable
{
    const int Tries = 8;

    readonly HttpClient http;

    RunningServer(HttpClient http) => this.http = http;

    /// <summary><c>--to</c> (default http://127.0.0.1:5080) and <c>--key</c> (default <c>Engagement__AdminKey</c>).</summary>
    /// <exception cref="StartProblem">There is no key, or the address is none.</exception>
    public static RunningServer From(Arguments arguments, IConfiguration configuration)
    {
        var to = arguments.Value("--to") ?? "http://127.0.0.1:5080";
        var key = arguments.Value("--key") ?? configuration["Engagement:AdminKey"];
        if (string.IsNullOrEmpty(key))
        {
            throw new StartProblem("A key is needed: give --key, or set Engagement__AdminKey.");
        }

        if (!Uri.TryCreate(to, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new StartProblem($"--to must be the server's address, such as http://127.0.0.1:5080; it is \"{to}\".");
        }

        var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(100) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return new(http);
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body)> Post(string path, JsonNode body, CancellationToken cancellation) =>
        await Send(() => new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, options: Json.Options) }, cancellation);

    public async Task<JsonNode> Get(string path, CancellationToken cancellation)
    {
        var (status, body) = await Send(() => new HttpRequestMessage(HttpMethod.Get, path), cancellation);
        return status == HttpStatusCode.OK ? body! : throw new StartProblem($"The server answers {(int)status}: {body?["detail"]}");
    }

    public async Task Delete(string path, CancellationToken cancellation) => await Send(() => new HttpRequestMessage(HttpMethod.Delete, path), cancellation);

    public void Dispose() => http.Dispose();

    async Task<(HttpStatusCode, JsonNode?)> Send(Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var request = make();
                using var answer = await http.SendAsync(request, cancellation);
                if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                {
                    throw new StartProblem($"The server does not accept the key (it answers {(int)answer.StatusCode}); use one with the scopes articles and events, or admin.");
                }

                if ((int)answer.StatusCode < 500 && answer.StatusCode is not HttpStatusCode.TooManyRequests)
                {
                    var text = await answer.Content.ReadAsStringAsync(cancellation);
                    return (answer.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
                }

                if (attempt == Tries)
                {
                    throw new StartProblem($"The server goes on answering {(int)answer.StatusCode}. Start the command again when it is well; it goes on where it stopped.");
                }
            }
            catch (Exception away) when ((away is HttpRequestException or JsonException || (away is TaskCanceledException && !cancellation.IsCancellationRequested)) && attempt < Tries)
            {
                // It restarts, perhaps.
            }
            catch (HttpRequestException away)
            {
                throw new StartProblem($"No server answers at {http.BaseAddress}: {away.Message} Start the command again when it runs; it goes on where it stopped.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200 * Math.Pow(2, attempt)), TimeProvider.System, cancellation);
        }
    }
}
