using System.Collections.Concurrent;
using Engagement.Contracts;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Intake;

/// <summary>What the other services heard, in order: <c>published a 1</c>, <c>updated a 2</c>, <c>withdrawn a 3</c>.</summary>
sealed class Heard
{
    readonly ConcurrentQueue<string> messages = new();

    public ConcurrentQueue<Article> Articles { get; } = new();

    public IReadOnlyList<string> Messages => [.. messages];

    /// <summary>Listens to a site from now on.</summary>
    public static async Task<Heard> On(TestSite site)
    {
        var heard = new Heard();
        var endpoint = site.Services.GetRequiredService<IReceiveEndpointConnector>().ConnectReceiveEndpoint($"test-{Guid.NewGuid():N}", (_, queue) =>
        {
            queue.Handler<ArticlePublished>(message => heard.Hear("published", message.Message.Article));
            queue.Handler<ArticleUpdated>(message => heard.Hear("updated", message.Message.Article));
            queue.Handler<ArticleWithdrawn>(message =>
            {
                heard.messages.Enqueue($"withdrawn {message.Message.ArticleId} {message.Message.Revision}");
                return Task.CompletedTask;
            });
        });
        await endpoint.Ready;
        return heard;
    }

    public Task Until(string message) => Eventually.True(() => Task.FromResult(messages.Contains(message)), $"heard \"{message}\" among [{string.Join(", ", messages)}]");

    public Task Until(int count) => Eventually.True(() => Task.FromResult(messages.Count >= count), $"heard {count} messages");

    Task Hear(string what, Article article)
    {
        Articles.Enqueue(article);
        messages.Enqueue($"{what} {article.Id} {article.Revision}{(article.Backfill ? " backfill" : "")}");
        return Task.CompletedTask;
    }
}
