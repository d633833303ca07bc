using System.Net.Http.Headers;
using Engagement.Platform;
using Engagement.Platform.Settings;
using Engagement.Platform.Urls;
using Engagement.Popularity.Element;
using Engagement.Popularity.Lists;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Engagement.Popularity.Files;

/// <summary>
/// Keeps lists as files. A file is replaced whole, so that a site that includes it never reads half of one, and only when its content changed. One that cannot be
/// written is tried again in five seconds and holds up no other.
/// </summary>
sealed class WriteFiles : Sweep
{
    readonly AnyList lists;
    readonly IHttpClientFactory clients;
    readonly IReadOnlyList<(FileTarget Target, PopularQuery Query)> files;
    readonly Dictionary<FileTarget, ReadOnlyMemory<byte>> written = [];

    readonly ILogger<WriteFiles> log;

    /// <exception cref="StartProblem">A file's query names no list.</exception>
    public WriteFiles(FileTargets options, AnyList lists, IHttpClientFactory clients, TimeProvider time, ILogger<WriteFiles> log) : base(TimeSpan.FromSeconds(5), time, log)
    {
        this.lists = lists;
        this.clients = clients;
        this.log = log;
        files = [.. options.Files.Select((target, index) => (target, Query(target, index)))];
    }

    /// <inheritdoc/>
    protected override async Task<bool> Look(CancellationToken cancellation)
    {
        foreach (var (target, query) in files)
        {
            try
            {
                await Write(target, query, cancellation);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or HttpRequestException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                FileLog.NotWritten(log, PlainAddress.Of(target.To), failure.Message);
            }
        }

        return false;
    }

    async Task Write(FileTarget target, PopularQuery query, CancellationToken cancellation)
    {
        var list = query.Name();
        var articles = (await lists.Read(list)).Take(query.Length).ToList();
        var answer = target.To.EndsWith(".html", StringComparison.OrdinalIgnoreCase) ? PopularFragment.Page(list, query.Length, articles) : PopularBody.Answer(list, articles);
        if (!written.TryGetValue(target, out var last) || !last.Span.SequenceEqual(answer.Body.Span))
        {
            await (Uri.TryCreate(target.To, UriKind.Absolute, out var url) && !url.IsFile ? Put(target, url, answer, cancellation) : Replace(target.To, answer.Body, cancellation));
            written[target] = answer.Body;
        }
    }

    async Task Put(FileTarget target, Uri url, Answer answer, CancellationToken cancellation)
    {
        using var client = clients.CreateClient();
        client.Timeout = TimeSpan.FromSeconds(15);
        using var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new ReadOnlyMemoryContent(answer.Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(answer.ContentType);
        if (target.Authorization.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Authorization", target.Authorization);
        }

        using var response = await client.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
    }

    static async Task Replace(string path, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var half = $"{path}.{Guid.NewGuid():N}.new";
        await File.WriteAllBytesAsync(half, body, cancellation);
        File.Move(half, path, overwrite: true);
    }

    static PopularQuery Query(FileTarget target, int index)
    {
        var asked = QueryHelpers.ParseQuery(target.Query);
        string? Of(string name) => asked.TryGetValue(name, out var value) ? value.ToString() : null;
        var query = new PopularQuery
        {
            List = Of("list"), Window = Of("window"), Tag = Of("tag"), Section = Of("section"), Author = Of("author"), Target = Of("target"), Fair = Of("fair"), Limit = Of("limit"),
        };
        return query.Problem() is { } problem
            ? throw new StartProblem($"Engagement__Popularity__Files__{index}__Query names no list: {problem.ProblemDetails.Detail}")
            : query;
    }
}

static partial class FileLog
{
    [LoggerMessage(401, LogLevel.Warning, "The list at {To} could not be written and will be in a few seconds: {Reason}")]
    public static partial void NotWritten(ILogger log, string to, string reason);
}
