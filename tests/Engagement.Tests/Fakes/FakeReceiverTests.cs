using System.Net;
using Engagement.Fakes.Site;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Fakes;

public sealed class FakeReceiverTests
{
    /// <summary>The example that the Standard Webhooks reference libraries are tested with.</summary>
    const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const string Body = """{"test": 2432232314}""";
    const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    readonly FakeTimeProvider time = new(DateTimeOffset.FromUnixTimeSeconds(1614265330));

    [Theory]
    [InlineData(Body, Signature, 0, null)]
    [InlineData(Body, "v1,AAAA " + Signature, 299, null)]
    [InlineData("""{"test": 2432232315}""", Signature, 0, "webhook-signature does not fit")]
    [InlineData(Body, Signature, 301, "webhook-timestamp is more than five minutes off")]
    public async Task Only_what_is_signed_with_its_secret_and_fresh_is_genuine(string body, string signature, int lateSeconds, string? problem)
    {
        await using var receiver = await FakeReceiver.Start(Secret, time);
        time.Advance(TimeSpan.FromSeconds(lateSeconds));

        var status = await Deliver(receiver, body, signature);

        Assert.Equal(problem is null ? HttpStatusCode.NoContent : HttpStatusCode.Unauthorized, status);
        Assert.Equal((body, problem), (receiver.Deliveries[0].Body, receiver.Deliveries[0].Problem));
    }

    [Fact]
    public async Task It_misbehaves_on_demand_and_keeps_what_came()
    {
        await using var receiver = await FakeReceiver.Start();
        receiver.Next(Trouble.Status(500));
        receiver.Next(Trouble.RedirectTo(new Uri("http://169.254.169.254/")));
        receiver.Next(Trouble.RetryAfter(503, seconds: 60));
        receiver.Next(Trouble.Drop());

        Assert.Equal(HttpStatusCode.InternalServerError, await Deliver(receiver));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, await Deliver(receiver));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Deliver(receiver));
        await Assert.ThrowsAsync<HttpRequestException>(() => Deliver(receiver));
        Assert.Equal(HttpStatusCode.NoContent, await Deliver(receiver));
        Assert.Equal(5, receiver.Deliveries.Count);
    }

    static async Task<HttpStatusCode> Deliver(FakeReceiver receiver, string body = Body, string signature = Signature)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, receiver.Address) { Content = new StringContent(body) };
        request.Headers.Add("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek");
        request.Headers.Add("webhook-timestamp", "1614265330");
        request.Headers.Add("webhook-signature", signature);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
