using System.Collections.Concurrent;
using Engagement.Platform.Bus;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Publisher;

/// <summary>Listens on the bus from the first moment.</summary>
sealed class Heard<T> where T : class
{
    readonly ConcurrentQueue<T> messages = [];

    public IReadOnlyList<T> All => [.. messages];

    public void Listen(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(this);
        builder.AddConsumer<Listener>("test");
    }

    sealed class Listener(Heard<T> heard) : IConsumer<T>
    {
        public Task Consume(ConsumeContext<T> context)
        {
            heard.messages.Enqueue(context.Message);
            return Task.CompletedTask;
        }
    }
}
