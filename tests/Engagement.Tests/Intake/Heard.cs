using System.Collections.Concurrent;
using Engagement.Contracts;
using Engagement.Platform.Bus;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Intake;

/// <summary>What the other services heard, in order: <c>published a 1</c>, <c>updated a 2</c>, <c>withdrawn a 3</c>.</summary>
public sealed class Heard
{
    readonly ConcurrentQueue<string> messages = new();

    public ConcurrentQueue<Article> Articles { get; } = new();

    /// <summary>How many old articles came with each message that tells of old ones.</summary>
    public ConcurrentQueue<int> Together { get; } = new();

    public IReadOnlyList<string> Messages => [.. messages];

    /// <summary>Makes a site that is about to start let us listen from its first moment.</summary>
    public void ListenIn(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(this);
        builder.AddConsumer<HearArticles>("test");
    }

    public void Forget()
    {
        messages.Clear();
        Articles.Clear();
    }

    public Task Until(string message) => Eventually.True(() => Task.FromResult(messages.Contains(message)), $"heard \"{message}\"", withinSeconds: 60);

    public Task Until(int count) => Eventually.True(() => Task.FromResult(messages.Count >= count), $"heard {count} messages", withinSeconds: 60);

    internal Task Hear(string what, Article article)
    {
        Articles.Enqueue(article);
        messages.Enqueue($"{what} {article.Id} {article.Revision}{(article.Backfill ? " backfill" : "")}");
        return Task.CompletedTask;
    }

    internal Task Hear(ArticleWithdrawn message)
    {
        messages.Enqueue($"withdrawn {message.ArticleId} {message.Revision}");
        return Task.CompletedTask;
    }
}

sealed class HearArticles(Heard heard) : IConsumer<ArticlePublished>, IConsumer<ArticlesCatalogued>, IConsumer<ArticleUpdated>, IConsumer<ArticleWithdrawn>
{
    public Task Consume(ConsumeContext<ArticlePublished> context) => heard.Hear("published", context.Message.Article);

    public Task Consume(ConsumeContext<ArticlesCatalogued> context)
    {
        heard.Together.Enqueue(context.Message.Articles.Count);
        return Task.WhenAll(context.Message.Articles.Select(one => heard.Hear("published", one.Article)));
    }

    public Task Consume(ConsumeContext<ArticleUpdated> context) => heard.Hear("updated", context.Message.Article);

    public Task Consume(ConsumeContext<ArticleWithdrawn> context) => heard.Hear(context.Message);
}
