using System.Reflection;
using Engagement.Contracts;
using Engagement.Platform.Bus;
using MassTransit;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests;

public sealed class AnnouncerTests
{
    /// <summary>A bus that neither confirms nor listens to whoever gives up, as one was seen to be whose connection broke in that moment.</summary>
    public class Deaf : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? method, object?[]? arguments) => method!.Name == "Publish" ? new TaskCompletionSource().Task : null;
    }

    [Fact]
    public async Task A_message_that_the_bus_never_finishes_is_given_up_after_five_seconds_and_can_be_said_again()
    {
        var time = new FakeTimeProvider();
        var announcer = new Announcer(DispatchProxy.Create<IBusControl, Deaf>(), new OpenQueues([]), time);

        var said = announcer.Say(new CountsWanted(DateTimeOffset.UnixEpoch), TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(said.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => said.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }
}
