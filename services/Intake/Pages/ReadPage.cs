using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Engagement.Intake.Fetching;
using Engagement.Platform.Fetch;
using Engagement.Platform.Urls;

namespace Engagement.Intake.Pages;

/// <summary>What a page said.</summary>
/// <param name="Fields">The fields of an article, as somebody would post them; null where it could not be read.</param>
/// <param name="IsArticle">Whether it says that it is an article.</param>
/// <param name="Problem">Why it could not be read.</param>
/// <param name="IsFinal">False where another try in some minutes may end differently.</param>
sealed record PageRead(JsonObject? Fields, bool IsArticle, string? Problem = null, bool IsFinal = true);

/// <summary>Reads a page of the site. Every hop of a redirect must be on the site's hosts, so nobody reads the house's other machines through us.</summary>
sealed class ReadPage(IHttpClientFactory clients, UrlRules urls, PageFields fields, TimeProvider time)
{
    const int MaxBytes = 3 * 1024 * 1024;
    const int MaxRedirects = 5;

    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    public async Task<PageRead> Read(string url, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return await Follow(url, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(null, false, $"it did not answer within {Deadline.TotalSeconds:0} seconds", IsFinal: false);
        }
        catch (Exception away) when (away is not OperationCanceledException)
        {
            return new(null, false, $"it cannot be fetched ({(away.InnerException ?? away).Message.TrimEnd('.')})", IsFinal: false);
        }
    }

    async Task<PageRead> Follow(string url, CancellationToken cancellation)
    {
        var client = clients.CreateClient(OutsideWorld.Client);
        var address = new Uri(url);
        for (var hop = 0; hop <= MaxRedirects; hop++)
        {
            if (urls.Normalise(address.AbsoluteUri) is null)
            {
                return new(null, false, $"it leads to {address.IdnHost}, which is not one of the site's hosts");
            }

            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("Accept", "text/html, application/xhtml+xml");
            request.Headers.TryAddWithoutValidation("Accept-Encoding", BoundedBody.AcceptEncoding);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            if ((int)answer.StatusCode is 301 or 302 or 303 or 307 or 308 && answer.Headers.Location is { } location)
            {
                address = new Uri(address, location);
                continue;
            }

            return await Take(answer, address, cancellation);
        }

        return new(null, false, $"it redirects more than {MaxRedirects} times");
    }

    async Task<PageRead> Take(HttpResponseMessage answer, Uri address, CancellationToken cancellation)
    {
        if (!answer.IsSuccessStatusCode)
        {
            return new(null, false, $"it answers {(int)answer.StatusCode}", IsFinal: answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone);
        }

        var type = answer.Content.Headers.ContentType;
        if (type?.MediaType is not ("text/html" or "application/xhtml+xml"))
        {
            return new(null, false, $"it is {type?.MediaType ?? "of no known type"} and not a web page");
        }

        var body = await BoundedBody.Read(answer, MaxBytes, cancellation);
        var (found, isArticle) = fields.Read(Decode(body, type.CharSet), address.AbsoluteUri);
        return new(found, isArticle);
    }

    static string Decode(byte[] body, string? charset)
    {
        var name = charset?.Trim('"', ' ');
        try
        {
            return name is null ? Encoding.UTF8.GetString(body) : (CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name)).GetString(body);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8.GetString(body);
        }
    }
}
