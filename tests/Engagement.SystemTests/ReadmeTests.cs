using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests;

/// <summary>What the README says works when it is pasted.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("engagement-readme-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>What each block of the tour must print, in order.</summary>
    static readonly string[][] Expected =
    [
        [],
        ["\"id\":\"hello\"", "\"status\":\"created\""],
        ["\"state\":\"DryRun\"", "#FirstSteps"],
        ["\"counted\":1", "\"duplicates\":1"],
        ["\"shares\":1", "Hello, readers"],
        ["<engagement-buttons"],
        ["unknown-host", "blog.example.net"],
    ];

    [Fact]
    public async Task Every_address_that_the_start_prints_opens()
    {
        using var program = await Demo();

        var addresses = Addresses().Matches(program.Output).Select(address => new Uri(address.Value)).ToList();
        Assert.Contains(addresses, address => address.AbsolutePath == "/demo/");
        foreach (var address in addresses)
        {
            using var answer = await program.Reader.GetAsync(address, TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, $"{address} answers {(int)answer.StatusCode}");
        }
    }

    [Fact]
    public async Task The_sample_is_filled_with_a_month_of_readers_and_posts()
    {
        using var program = await Demo();
        using var admin = new HttpClient { BaseAddress = program.Address };
        admin.DefaultRequestHeaders.Authorization = new("Bearer", Key().Match(program.Output).Value);
        var ago = (int days) => TimeProvider.System.GetUtcNow().AddDays(-days).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        async Task<JsonElement> Get(string path) => await admin.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken);

        await Eventually.True(async () => (await Get($"/api/posts?sentFrom={ago(31)}")).GetProperty("sent").GetInt64() >= 30, "a month of posts is there");
        foreach (var (from, to) in new[] { (31, 20), (20, 10), (10, 0) })
        {
            Assert.InRange((await Get($"/api/posts?sentFrom={ago(from)}&sentTo={ago(to)}")).GetProperty("sent").GetInt64(), 5, 15);
        }

        var states = (await Get("/api/posts/budget")).GetProperty("states");
        Assert.Equal((1, 1), (states.GetProperty("AwaitingApproval").GetInt32(), states.GetProperty("Planned").GetInt32()));
        await Eventually.True(async () => (await Get("/api/popular?list=shared&window=30d&limit=100")).GetProperty("articles").GetArrayLength() == 32, "readers shared every article");
        // Most of a month was not in its last hour, or curves and alerts would show a site that has just begun.
        Assert.True(10 * await Shares("1h") < await Shares("30d"));

        async Task<long> Shares(string window) => (await Get($"/api/popular/sums?window={window}")).GetProperty("shares").GetInt64();
    }

    async Task<Instance> Demo()
    {
        var program = Instance.Launch(RedisServer.FreePort(), [("Engagement__DataDirectory", Path.Combine(folder, "data"))], "--demo");
        await program.Ready();
        await Eventually.True(() => Task.FromResult(program.Output.Contains("eng_admin_", StringComparison.Ordinal)), "the key is printed");
        return program;
    }

    [Fact]
    public async Task The_tour_works_when_pasted()
    {
        using var program = await Demo();
        var key = Key().Match(program.Output).Value;

        var blocks = Blocks().Matches(await File.ReadAllTextAsync(Path.Combine(Repository.Folder, "README.md"), TestContext.Current.CancellationToken))
            .Select(block => block.Groups[1].Value.Replace("http://127.0.0.1:5080", program.Address.ToString().TrimEnd('/'), StringComparison.Ordinal)).ToList();
        Assert.Equal(Expected.Length, blocks.Count);

        for (var step = 1; step < blocks.Count; step++)
        {
            // A person takes seconds between two blocks, in which a post is made and a list is rolled.
            var printed = "";
            await Eventually.True(async () =>
            {
                printed += await Paste(blocks[0] + blocks[step], key);
                return Expected[step].All(text => printed.Contains(text, StringComparison.Ordinal));
            }, $"block {step} prints {string.Join(" and ", Expected[step])}; it printed {printed}");
        }
    }

    static async Task<string> Paste(string commands, string key)
    {
        var start = new ProcessStartInfo("bash", ["-c", commands]) { RedirectStandardOutput = true };
        start.Environment["KEY"] = key;
        using var shell = Process.Start(start)!;
        var printed = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return printed;
    }

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("http://\\S+")]
    private static partial Regex Addresses();

    [GeneratedRegex("eng_admin_[A-Za-z0-9_-]+")]
    private static partial Regex Key();
}
