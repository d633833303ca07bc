using System.Net;
using System.Net.Sockets;
using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests;

/// <summary>What a newcomer sees, and what stops the start: one line that says what to change, and exit code 1.</summary>
public sealed class StartTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("engagement-start-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    Instance Launch(int port, params (string, string)[] settings) =>
        Instance.Launch(port, [("Engagement__DataDirectory", Path.Combine(folder, "data")), .. settings]);

    Task<string> Refusal(params (string, string)[] settings) => Refusal([], settings);

    async Task<string> Refusal(string[] args, params (string, string)[] settings)
    {
        using var refused = Instance.Launch(RedisServer.FreePort(), [("Engagement__DataDirectory", Path.Combine(folder, "data")), .. settings], args);
        Assert.Equal(1, await refused.Exit());
        return Assert.Single(refused.Output.Split('\n'), line => line.Length > 0);
    }

    [Fact]
    public async Task The_first_start_prints_the_addresses_what_is_dry_and_the_key_and_the_second_start_no_key()
    {
        string first;
        using (var program = Launch(RedisServer.FreePort()))
        {
            await program.Ready();
            await Eventually.True(() => Task.FromResult(program.Output.Contains("Admin key", StringComparison.Ordinal)), "the key is printed");
            first = program.Output;
            Assert.Contains(program.Address.ToString(), first, StringComparison.Ordinal);
            Assert.Contains("eng_admin_", first, StringComparison.Ordinal);
            Assert.Contains("dry", first, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(0, await program.Terminate());
        }

        using var again = Launch(RedisServer.FreePort());
        await again.Ready();
        await Eventually.True(() => Task.FromResult(again.Output.Contains("Dashboard", StringComparison.Ordinal)), "the addresses are printed");
        Assert.DoesNotContain("eng_admin_", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_site_is_never_posted_to_a_real_account()
    {
        Assert.Contains("start --demo without Engagement__X__ConsumerKey", await Refusal(["--demo"], ("Engagement__X__ClientId", "an-app")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_stops_the_start_with_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var refused = Launch(((IPEndPoint)taken.LocalEndpoint).Port);

        Assert.Equal(1, await refused.Exit());
        var line = Assert.Single(refused.Output.Split('\n'), line => line.Length > 0);
        Assert.Contains("already in use", line, StringComparison.Ordinal);
        Assert.Contains("--urls", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_that_cannot_be_opened_stops_the_start_with_one_line()
    {
        var data = Directory.CreateDirectory(Path.Combine(folder, "data")).FullName;
        await File.WriteAllTextAsync(Path.Combine(data, "log"), "This is no folder.", TestContext.Current.CancellationToken);

        var line = await Refusal();

        Assert.Contains("cannot be opened", line, StringComparison.Ordinal);
        Assert.Contains("Engagement__DataDirectory", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_that_cannot_be_written_stops_the_start_with_one_line()
    {
        var line = await Refusal(("Engagement__DataDirectory", "/proc/engagement"));

        Assert.Contains("cannot be written", line, StringComparison.Ordinal);
        Assert.Contains("Engagement__DataDirectory", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_stops_the_start_with_one_line()
    {
        using var refused = Instance.LaunchIn($"mount -t tmpfs -o size=256k none {folder}", RedisServer.FreePort(),
            [("Engagement__DataDirectory", Path.Combine(folder, "data"))]);

        Assert.Equal(1, await refused.Exit());
        Assert.Contains("free space", Assert.Single(refused.Output.Split('\n'), line => line.Length > 0), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_in_use_stops_the_second_program_with_one_line()
    {
        using var first = Launch(RedisServer.FreePort());
        await first.Ready();

        Assert.Contains("in use by another engagement process", await Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Engagement__Services", "intake,printer", "printer")]
    [InlineData("Engagement__Counter__VisitorWindow", "12 days", "12 days")]
    [InlineData("Engagement__Counter__VisitorWindow", "12.00:00:00", "between")]
    [InlineData("Engagement__Bus", "rabbit", "amqp://")]
    [InlineData("Engagement__Store", "redis:6379,secret=x", "secret")]
    [InlineData("Engagement__Ledger__Memory", "much", "512m or 2g")]
    [InlineData("Engagement__AdminKey_FILE", "/nowhere/key", "/nowhere/key")]
    public async Task A_wrong_setting_stops_the_start_with_one_line_that_names_it(string variable, string value, string said)
    {
        var line = await Refusal((variable, value));

        Assert.Contains(variable.Split("_FILE")[0], line, StringComparison.Ordinal);
        Assert.Contains(said, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_are_only_half_there_stop_the_start_with_one_line_that_names_the_missing()
    {
        var line = await Refusal(("Engagement__X__ConsumerKey", "only-this-one"));

        Assert.Contains("Engagement__X__ConsumerSecret", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_starts_while_Redis_is_away_says_so_answers_and_goes_on_when_it_is_back()
    {
        var redis = RedisServer.FreePort();
        using var program = Launch(RedisServer.FreePort(), ("Engagement__Store", $"127.0.0.1:{redis}"));
        await Eventually.True(() => Task.FromResult(program.Output.Contains("The ledger is away", StringComparison.Ordinal)), "it says what is wrong", withinSeconds: 30);

        Assert.Contains("Engagement__Store", program.Output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await program.Reader.GetAsync("/health/live", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await program.Reader.GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode);
        Assert.DoesNotContain("   at ", program.Output, StringComparison.Ordinal);
        for (var reader = 0; reader < 40; reader++)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await program.Reader.GetAsync("/api/counts?ids=a", TestContext.Current.CancellationToken)).StatusCode);
        }

        await Eventually.True(() => Task.FromResult(program.Output.Contains("was refused", StringComparison.Ordinal)), "it says that it refuses");
        Assert.Single(program.Output.Split('\n'), line => line.Contains("was refused", StringComparison.Ordinal));

        await RedisServer.Launch(redis);
        await program.Ready();
        await Eventually.True(() => Task.FromResult(program.Output.Contains("Admin key", StringComparison.Ordinal)), "the key is printed");
    }

    [Fact]
    public async Task A_process_that_waits_for_its_ledger_ends_when_it_is_told_to()
    {
        using var program = Launch(RedisServer.FreePort(), ("Engagement__Store", $"127.0.0.1:{RedisServer.FreePort()}"));
        await Eventually.True(() => Task.FromResult(program.Output.Contains("The ledger is away", StringComparison.Ordinal)), "it says what is wrong", withinSeconds: 30);

        Assert.Equal(0, await program.Terminate());
    }

    [Fact]
    public async Task A_process_that_is_told_to_stop_is_not_ready_at_once_and_answers_on_until_it_has_drained()
    {
        using var program = Launch(RedisServer.FreePort(), ("Engagement__DrainTime", "00:00:03"));
        await program.Ready();

        var end = program.Terminate();

        await Eventually.True(async () => (await program.Reader.GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode == HttpStatusCode.ServiceUnavailable, "it is not ready");
        Assert.Equal(HttpStatusCode.OK, (await program.Reader.GetAsync("/api/counts?ids=a", TestContext.Current.CancellationToken)).StatusCode);
        Assert.False(end.IsCompleted);
        Assert.Equal(0, await end);
    }
}
