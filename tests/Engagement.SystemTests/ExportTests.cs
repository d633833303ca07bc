using System.Globalization;
using System.Text;
using Engagement.Fakes;
using Engagement.Tests;
using Engagement.Tests.Dashboard;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Engagement.SystemTests;

/// <summary>The dashboard's export of a whole archive, from a process of its own. Takes its time because a million rows do.</summary>
public sealed class ExportTests
{
    const int Rows = 1_000_000;
    const long Limit = 64 * 1024 * 1024;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/articles/export.csv", "a999999,", Rows + 1)]
    [InlineData("/articles/export.ndjson", """{"id":"a999999",""", Rows)]
    public async Task A_million_rows_take_less_than_64_megabytes(string path, string last, int lines)
    {
        await using var peer = await Catalogue();
        var address = peer.Address().ToString();
        using var dashboard = Instance.Launch(RedisServer.FreePort(),
        [
            ("Engagement__AdminKey", Installation.Key), ("Engagement__Site__Url", "https://example.org"), ("Engagement__Services", "dashboard"),
            ("Engagement__Store", await RedisServer.NewDatabase()), ("Engagement__Peers__intake", address), ("Engagement__Peers__counter", address),
        ]);
        await dashboard.Ready();
        using var editor = await Editor.SignedIn(dashboard.Address, Installation.Key);
        var before = dashboard.Memory;
        var (count, most, row) = (0, 0L, "");

        using var rows = new StreamReader(await editor.Stream(path), Encoding.UTF8, false, 1 << 16);
        while (await rows.ReadLineAsync(Cancellation) is { } line)
        {
            row = line;
            most = count++ % 20_000 == 0 ? Math.Max(most, dashboard.Memory) : most;
        }

        Assert.Equal(lines, count);
        Assert.StartsWith(last, row, StringComparison.Ordinal);
        Assert.True(most - before < Limit, $"It grew by {(most - before) >> 20} MB.");
    }

    /// <summary>A stand-in for the services that know a million articles, because filling real ones takes minutes.</summary>
    static async Task<WebApplication> Catalogue()
    {
        var peer = LocalServer.Build();
        peer.MapGet("/api/articles", (int limit, string? cursor) =>
        {
            var first = int.Parse(cursor ?? "0", CultureInfo.InvariantCulture);
            var articles = string.Join(',', Enumerable.Range(first, limit).Select(number => $$"""
                {"id":"a{{number}}","revision":1,"url":"https://example.org/2026/{{number}}-treaty.html","title":"Article number {{number}} about a matter that takes some words to name","tags":["Nuclear Issues","Missile Defense"],"section":"Security","author":"A. Writer","language":"en","publishedAt":"2026-11-23T10:00:00Z","acceptedAt":"2026-11-23T10:00:00Z","status":"published"}
                """));
            return Results.Text($$"""{"articles":[{{articles}}],"next":{{(first + limit < Rows ? $"\"{first + limit}\"" : "null")}}}""", "application/json");
        });
        peer.MapGet("/api/counts", (string ids) => Results.Text(
            $"{{\"counts\":{{{string.Join(',', ids.Split(',').Select(id => $$"""
                "{{id}}":{"shares":12,"byTarget":{"x":7,"reddit":5},"bookmarks":3,"views":0,"visits":4}
                """))}}}}}", "application/json"));
        await peer.StartAsync(Cancellation);
        return peer;
    }
}
