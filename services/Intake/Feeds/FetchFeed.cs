using System.Net;
using System.Net.Http.Headers;
using Engagement.Intake.Feeds.Reading;
using Engagement.Intake.Fetching;
using Engagement.Platform.Fetch;

namespace Engagement.Intake.Feeds;

/// <summary>
/// What came back: no body where it has not changed; its address in the end, against which its links are resolved; and what to ask with next time.
/// </summary>
sealed record FetchedFeed(byte[]? Body, Uri Address, string? Charset = null, string? ETag = null, string? LastModified = null, string? MovedTo = null,
    string? Hub = null, string? Self = null);

/// <summary>The server said how it wants to be asked.</summary>
sealed class FeedRefused(string message, TimeSpan? retryAfter, bool gone) : Exception(message)
{
    public TimeSpan? RetryAfter => retryAfter;

    public bool Gone => gone;
}

/// <summary>Fetches a feed: asks only for what changed, follows redirects one by one, and takes no more than 10 MB, however well it was packed.</summary>
sealed class FetchFeed(IHttpClientFactory clients, TimeProvider time)
{
    const int MaxBytes = 10 * 1024 * 1024;
    const int MaxRedirects = 5;

    /// <summary>For the whole of it: the client's own limit ends with the headers.</summary>
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public async Task<FetchedFeed> Fetch(FeedState state, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            return Uri.TryCreate(state.Url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? await FetchHttp(state, new Uri(state is { MovedTo: { } there, MovedSeen: >= 3 } ? there : state.Url), either.Token)
                : await FetchFile(state, uri is { IsFile: true } ? uri.LocalPath : state.Url, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new FeedProblem($"It did not answer within {Deadline.TotalSeconds:0} seconds.");
        }
        catch (Exception away) when (away is not (OperationCanceledException or FeedProblem or FeedRefused))
        {
            throw new FeedProblem($"It cannot be fetched: {(away.InnerException ?? away).Message.TrimEnd('.')}.");
        }
    }

    static async Task<FetchedFeed> FetchFile(FeedState state, string path, CancellationToken cancellation)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new FeedProblem("There is no such file.");
        }

        var version = $"{file.LastWriteTimeUtc.Ticks}-{file.Length}";
        var address = new Uri(file.FullName);
        return file.Length > MaxBytes ? throw new FeedProblem("It has more than 10 MB.")
            : version == state.ETag ? new(null, address)
            : new(await File.ReadAllBytesAsync(path, cancellation), address, ETag: version);
    }

    async Task<FetchedFeed> FetchHttp(FeedState state, Uri address, CancellationToken cancellation)
    {
        var client = clients.CreateClient(OutsideWorld.Client);
        string? movedTo = null;
        var permanent = true;
        for (var hop = 0; hop <= MaxRedirects; hop++)
        {
            using var answer = await client.SendAsync(Request(state, address), HttpCompletionOption.ResponseHeadersRead, cancellation);
            if ((int)answer.StatusCode is 301 or 302 or 303 or 307 or 308 && answer.Headers.Location is { } location)
            {
                address = new Uri(address, location);
                permanent &= (int)answer.StatusCode is 301 or 308;
                movedTo = permanent ? address.AbsoluteUri : movedTo;
                continue;
            }

            if (answer.StatusCode == HttpStatusCode.NotModified)
            {
                return new(null, address, ETag: state.ETag, LastModified: state.LastModified, MovedTo: movedTo);
            }

            Check(answer);
            var headers = answer.Content.Headers;
            return new(await BoundedBody.Read(answer, MaxBytes, cancellation), headers.ContentLocation is { } own ? new Uri(address, own) : address,
                headers.ContentType?.CharSet?.Trim('"'), First(answer.Headers, "ETag"), First(headers, "Last-Modified"), movedTo,
                Link(answer, "hub"), Link(answer, "self"));
        }

        throw new FeedProblem($"It redirects more than {MaxRedirects} times.");
    }

    static HttpRequestMessage Request(FeedState state, Uri address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept", "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", BoundedBody.AcceptEncoding);
        if (state.ETag is { } tag)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        }

        if (state.LastModified is { } changed)
        {
            request.Headers.TryAddWithoutValidation("If-Modified-Since", changed);
        }

        return request;
    }

    void Check(HttpResponseMessage answer)
    {
        if (answer.IsSuccessStatusCode)
        {
            return;
        }

        var after = answer.Headers.RetryAfter;
        var wait = after?.Delta ?? (after?.Date is { } date ? date - time.GetUtcNow() : null);
        var isGone = answer.StatusCode == HttpStatusCode.Gone;
        var advice = isGone ? " It is not asked again until this program starts anew; set its new address, or take it out of Engagement__Feeds." : "";
        throw new FeedRefused($"The server answers {(int)answer.StatusCode} {answer.ReasonPhrase}.{advice}", wait, isGone);
    }

    /// <summary>WebSub looks for its links here before it looks into the document.</summary>
    static string? Link(HttpResponseMessage answer, string rel) => answer.Headers.TryGetValues("Link", out var values)
        ? values.SelectMany(value => value.Split(',')).Select(link => link.Split(';', 2))
            .FirstOrDefault(link => link is [_, var about] && about.Replace("\"", "", StringComparison.Ordinal).Contains($"rel={rel}", StringComparison.OrdinalIgnoreCase))?[0].Trim(' ', '<', '>')
        : null;

    static string? First(HttpHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
