using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests;

/// <summary>A Redis that would forget what was accepted is refused, in one sentence, unless told otherwise.</summary>
public sealed class UnsafeRedisTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("engagement-unsafe-").FullName;
    readonly int port = RedisServer.FreePort();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("appendonly no", "--appendonly", "no")]
    [InlineData("appendfsync everysec", "--appendonly", "yes", "--appendfsync", "everysec")]
    [InlineData("maxmemory-policy allkeys-lru", "--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "allkeys-lru")]
    public async Task A_Redis_that_forgets_stops_the_start_with_one_line_that_says_what_to_change(string said, params string[] settings)
    {
        using var redis = await Start(settings);
        using var refused = Launch();

        Assert.Equal(1, await refused.Exit());
        var line = Assert.Single(refused.Output.Split('\n'), line => line.Length > 0);
        Assert.Contains(said, line, StringComparison.Ordinal);
        Assert.Contains("Engagement__AllowUnsafeStore", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_that_a_newer_program_wrote_stops_the_start_with_one_line()
    {
        using var redis = await Start("--appendonly", "yes", "--appendfsync", "always");
        await redis.Execute(["redis-cli", "-p", $"{port}", "set", "engagement:format", "3"]);
        using var refused = Launch();

        Assert.Equal(1, await refused.Exit());
        Assert.Contains("format 3", Assert.Single(refused.Output.Split('\n'), line => line.Length > 0), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_taken_where_that_is_allowed()
    {
        using var redis = await Start("--appendonly", "no");
        using var program = Launch(("Engagement__AllowUnsafeStore", "true"));

        await program.Ready();
    }

    [Fact]
    public async Task Where_its_configuration_may_not_be_read_that_is_said_and_it_is_taken()
    {
        using var redis = await Start("--appendonly", "yes", "--appendfsync", "always");
        await redis.Execute(["redis-cli", "-p", $"{port}", "acl", "setuser", "app", "on", ">word", "~*", "&*", "+@all", "-config"]);
        using var program = Launch(("Engagement__Store", $"127.0.0.1:{port},user=app"), ("Engagement__StorePassword", "word"));

        await program.Ready();
        Assert.Contains("does not let its configuration be read", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_comes_back_unsafe_ends_the_program()
    {
        using var program = await Accepted();
        using var again = await Start("--appendonly", "no");

        Assert.Equal(1, await program.Exit());
        Assert.Contains("appendonly no", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_a_newer_program_wrote_and_that_was_away_at_the_start_ends_the_program()
    {
        using var program = Launch();
        await Eventually.True(() => Task.FromResult(program.Output.Contains("Engagement is running", StringComparison.Ordinal)), "it started without its ledger", withinSeconds: 30);
        using var newer = await Start("--appendonly", "yes", "--appendfsync", "always", "--requirepass", "early");
        await newer.Execute(["redis-cli", "-p", $"{port}", "-a", "early", "set", "engagement:format", "3"]);
        await newer.Execute(["redis-cli", "-p", $"{port}", "-a", "early", "config", "set", "requirepass", ""]);

        Assert.Equal(1, await program.Exit());
        Assert.Contains("format 3", program.Output, StringComparison.Ordinal);
    }

    async Task<Instance> Accepted()
    {
        using var redis = await Start("--appendonly", "yes", "--appendfsync", "always");
        var program = Launch();
        await program.Ready();
        return program;
    }

    Instance Launch(params (string, string)[] settings) => Instance.Launch(RedisServer.FreePort(),
        [("Engagement__Store", $"127.0.0.1:{port}"), ("Engagement__Services", "counter"), ("Engagement__AdminKey", Installation.Key), .. settings]);

    async Task<Server> Start(params string[] settings)
    {
        var redis = new Server(folder, ["redis-server", "--port", $"{port}", "--bind", "127.0.0.1", "--save", "", .. settings], []);
        redis.Start();
        await Eventually.True(async () => await redis.Execute(["redis-cli", "-p", $"{port}", "ping"]) == 0, "redis-server answers");
        return redis;
    }
}
