using Engagement.Contracts;
using MassTransit;

namespace Engagement.Intake.Pages;

/// <summary>Readers found a page of the site that nobody announced.</summary>
sealed class OnArticleSeen(LookAtSeenPage look) : IConsumer<ArticleSeen>
{
    public Task Consume(ConsumeContext<ArticleSeen> context) => look.Look(context.Message.Url, context.CancellationToken);
}
