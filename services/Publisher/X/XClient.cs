using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Engagement.Platform.Http;
using Engagement.Publisher.Budget;
using Engagement.Publisher.Sending;

namespace Engagement.Publisher.X;

/// <summary>X's API v2, as far as posting needs it. Own and small, because no maintained .NET client posts through v2 without retrying.</summary>
sealed class XClient(IHttpClientFactory clients, XCalls calls, XSigning signing, XMedia media, XOptions options, XAccount account, MonthlyBudget budget, PriceOptions prices,
    TimeProvider time) : INetwork
{
    /// <summary>The name of the HttpClient: it follows no redirect and has no handler that tries anything again.</summary>
    public const string Http = "x";

    /// <summary>
    /// A timeline is read in pages of 100, and X gives an account's last 3,200 posts. Fewer would not reach back two days on a busy account,
    /// and a span that was not read to its end is no answer: its post would stay in doubt.
    /// </summary>
    const int MaxPages = 32;

    sealed record NewPost(string Text, NewMedia? Media);

    sealed record NewMedia([property: JsonPropertyName("media_ids")] IReadOnlyList<string> MediaIds);

    public async Task<Answer> Publish(string text, IReadOnlyList<string> mediaIds)
    {
        var content = new OnceContent(JsonSerializer.SerializeToUtf8Bytes(
            new NewPost(text, mediaIds.Count > 0 ? new NewMedia(mediaIds) : null), Json.Options));
        var url = calls.Url("/2/tweets");
        var (header, problem) = await signing.Sign(HttpMethod.Post, url);
        if (header is null)
        {
            return new(new Outcome.Unauthorized(problem!));
        }

        using var deadline = new CancellationTokenSource(options.Timeout, time);
        try
        {
            using var request = XCalls.Request(HttpMethod.Post, url, content, header);
            using var response = await clients.CreateClient(Http).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            var limitedUntil = XLimits.ExhaustedUntil(response.Headers);
            var outcome = XAnswer.Read(response.StatusCode, await XCalls.Body(response, deadline.Token), limitedUntil, time.GetUtcNow());
            return new(outcome is Outcome.Posted posted ? posted with { Url = PostAddress.Of(posted.Id) } : outcome, limitedUntil);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException)
        {
            var why = failure is OperationCanceledException
                ? $"no answer within {options.Timeout.TotalSeconds:0.#} s"
                : failure.Message.TrimEnd('.');
            return new(content.Began
                ? new Outcome.Unknown($"The connection to X gave no answer ({why}).")
                : new Outcome.NotSent($"X could not be reached ({why})."));
        }
    }

    public async Task<Outcome> Probe(CancellationToken cancellation)
    {
        if (await signing.Problem() is { } problem)
        {
            return new Outcome.Unauthorized(problem);
        }

        var (status, body) = await calls.Send(HttpMethod.Get, "/2/users/me", null, cancellation);
        if (status == HttpStatusCode.Unauthorized && await signing.Renew())
        {
            (status, body) = await calls.Send(HttpMethod.Get, "/2/users/me", null, cancellation);
        }

        if (status == HttpStatusCode.OK && XUser.Read(body, time.GetUtcNow()) is { } user)
        {
            await account.Remember(user);
            await budget.Note("read", prices.At(time.GetUtcNow()).UserRead);
            return new Outcome.Posted(user.Id, null);
        }

        return status is { } answered && answered != HttpStatusCode.OK
            ? XAnswer.Read(answered, body, null, time.GetUtcNow())
            : new Outcome.Unknown("X did not answer.");
    }

    public async Task<Sighting> Find(DateTimeOffset from, DateTimeOffset until, Func<StandingPost, bool> isIt, CancellationToken cancellation)
    {
        if (((await account.User())?.Id ?? (await Probe(cancellation) as Outcome.Posted)?.Id) is not { } user)
        {
            return new(Answered: false);
        }

        // X refuses an end_time of the last ten seconds.
        var end = until < time.GetUtcNow().AddMinutes(-1) ? $"&end_time={Stamp(until)}" : "";
        var span = $"max_results=100&start_time={Stamp(from)}{end}&{options.FieldsParameter}=created_at,entities,public_metrics";
        var next = "";
        for (var page = 0; page < MaxPages; page++)
        {
            if (await Page($"/2/users/{user}/tweets?", span + next, cancellation) is not { } read)
            {
                return new(Answered: false);
            }

            await budget.Note("read", prices.At(time.GetUtcNow()).OwnedRead * read.Posts.Count);
            if (read.Posts.FirstOrDefault(isIt) is { } found)
            {
                return new(Answered: true, found);
            }

            if (read.Next is null)
            {
                return new(Answered: true);
            }

            next = $"&pagination_token={Uri.EscapeDataString(read.Next)}";
        }

        return new(Answered: false);
    }

    public async Task<bool> Delete(string postId, CancellationToken cancellation)
    {
        var (status, _) = await calls.Send(HttpMethod.Delete, $"/2/tweets/{postId}", null, cancellation);
        if (status == HttpStatusCode.OK)
        {
            await budget.Note("delete", prices.At(time.GetUtcNow()).Delete);
        }

        return status is HttpStatusCode.OK or HttpStatusCode.NotFound;
    }

    public async Task<string?> Upload(byte[] picture, string type, string? alt, CancellationToken cancellation)
    {
        var (id, described) = await media.Upload(picture, type, alt, cancellation);
        if (described)
        {
            await budget.Note("altText", prices.At(time.GetUtcNow()).AltText);
        }

        return id;
    }

    async Task<(IReadOnlyList<StandingPost> Posts, string? Next)?> Page(string path, string query, CancellationToken cancellation)
    {
        var (status, body) = await calls.Send(HttpMethod.Get, path + query, null, cancellation);
        if (status == HttpStatusCode.BadRequest)
        {
            // X renames this parameter: where it does not know the one, it knows the other.
            (status, body) = await calls.Send(HttpMethod.Get, path + OtherName(query), null, cancellation);
        }

        return status == HttpStatusCode.OK ? XTimeline.Read(body) : null;
    }

    static string OtherName(string query) => query.Contains("tweet.fields", StringComparison.Ordinal)
        ? query.Replace("tweet.fields", "post.fields", StringComparison.Ordinal)
        : query.Replace("post.fields", "tweet.fields", StringComparison.Ordinal);

    static string Stamp(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
