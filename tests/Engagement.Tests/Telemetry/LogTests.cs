using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Engagement.Tests.Telemetry;

/// <summary>What an operator reads, filters and alerts on.</summary>
public sealed class LogTests
{
    /// <summary>Which numbers belong to whom, as CONTRIBUTING.md says.</summary>
    static readonly (string Assembly, int First, int Last)[] Ranges =
    [
        ("Engagement.Platform", 1, 99), ("Engagement.Publisher", 100, 199), ("Engagement.Intake", 200, 299), ("Engagement.Counter", 300, 399),
        ("Engagement.Popularity", 400, 499), ("Engagement.Dashboard", 500, 599), ("engagement", 600, 699),
    ];

    static IEnumerable<(string Method, int Id)> Lines(string assembly) => Assembly.Load(assembly).GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        .Select(method => ($"{method.DeclaringType}.{method.Name}", method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId ?? int.MinValue))
        .Where(line => line.Item2 != int.MinValue);

    [Fact]
    public void Every_line_has_a_number_of_its_own_from_the_range_of_its_service()
    {
        Assert.All(Ranges, range => Assert.All(Lines(range.Assembly), line => Assert.InRange(line.Id, range.First, range.Last)));
        var all = Ranges.SelectMany(range => Lines(range.Assembly)).ToList();
        Assert.InRange(all.Count, 20, int.MaxValue);
        Assert.Empty(all.GroupBy(line => line.Id).Where(same => same.Count() > 1).Select(same => string.Join(" and ", same.Select(line => line.Method))));
    }

    [Fact]
    public async Task A_token_in_the_address_of_a_feed_or_of_a_file_store_is_in_no_line()
    {
        using var lines = new Kept();
        await using var site = await TestSite.StartWith(builder => builder.Logging.AddProvider(lines), LedgerKind.Garnet, null,
            ("Engagement:Feeds:0:Url", "http://127.0.0.1:1/feed.xml?token=telltale"), ("Engagement:Fetch:AllowedNetworks:0", "127.0.0.0/8"),
            ("Engagement:Popularity:Files:0:Query", "list=shared"), ("Engagement:Popularity:Files:0:To", "http://keeper:telltale@127.0.0.1:1/popular.json?key=telltale"));

        await Eventually.True(() => Task.FromResult(lines.All.Any(line => line.Contains("Feed http://127.0.0.1:1/feed.xml:", StringComparison.Ordinal))
            && lines.All.Any(line => line.Contains("The list at http://127.0.0.1:1/popular.json ", StringComparison.Ordinal))), "both are said to be away");

        Assert.DoesNotContain(lines.All, line => line.Contains("telltale", StringComparison.Ordinal));
    }

    /// <summary>Keeps every line as a person would read it.</summary>
    sealed class Kept : ILoggerProvider, ILogger
    {
        readonly ConcurrentQueue<string> lines = new();

        public IReadOnlyCollection<string> All => lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
