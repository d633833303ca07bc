using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace Engagement.Tests;

public sealed class HealthTests
{
    [Theory, BothLedgers]
    public async Task A_started_program_is_live_and_ready(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);

        Assert.Equal(HttpStatusCode.OK, (await site.Reader.GetAsync("/health/live", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await site.Reader.GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task An_unknown_path_is_answered_with_a_problem_that_says_what_to_do()
    {
        await using var site = await TestSite.Start();

        var answer = await site.Reader.GetAsync("/nothing-here", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Contains("/openapi/v1.json", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
