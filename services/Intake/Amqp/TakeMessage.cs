using System.Text.Json;
using Engagement.Intake.Articles;
using Engagement.Platform.Http;
using Microsoft.Extensions.Logging;

namespace Engagement.Intake.Amqp;

/// <summary>
/// Takes a message of the site into the catalogue. Nobody waits for an answer, so what is wrong with it is kept with the message, where
/// an editor finds it; what is right in it is accepted all the same.
/// </summary>
sealed class TakeMessage(UnderstandArticles understand, AcceptArticles accept, AsideStore aside, ILogger<TakeMessage> log)
{
    static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 32, AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Takes it; null where all of it was good, else the reason for which it was set aside.</summary>
    public async Task<string?> Take(string body, CancellationToken cancellation)
    {
        if (await Problem(body, cancellation) is not { } problem)
        {
            return null;
        }

        await aside.Put(body, problem);
        AmqpLog.SetAside(log, problem);
        return problem;
    }

    async Task<string?> Problem(string body, CancellationToken cancellation)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(body.TrimStart('\uFEFF'), Lenient);
        }
        catch (JsonException malformed)
        {
            return $"It is not JSON (line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine}).";
        }

        using (json)
        {
            IReadOnlyList<ToldArticle> articles;
            IReadOnlyList<ArticleProblem> wrong;
            try
            {
                (articles, wrong) = await understand.From(json.RootElement, cancellation);
            }
            catch (InvalidOperationException malformed) when (Json.IsMalformed(malformed))
            {
                return "A text in it is no Unicode: it holds half of a surrogate pair.";
            }

            var (_, taken) = await accept.Accept(articles, cancellation);
            return wrong.Concat(taken).Select(problem => $"Article {problem.Index}: {problem.Reason}").Take(10).ToList() is { Count: > 0 } problems
                ? string.Join(' ', problems)
                : null;
        }
    }
}

static partial class AmqpLog
{
    [LoggerMessage(202, LogLevel.Warning, "A message on engagement.articles was set aside: {Problem} See GET /api/intake/aside.")]
    public static partial void SetAside(ILogger log, string problem);
}
