using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using Xunit;

namespace Engagement.Tests.Counter;

public sealed class ClickRulesTests
{
    const string Safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.6 Mobile/15E148 Safari/604.1";
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A click on a share link, the headers that come with it, and why it does not count (empty where it does).</summary>
    public static TheoryData<string, string, string> Clicks => new()
    {
        { "GET", "", "" },
        { "GET", "Sec-Fetch-Site: none; Sec-Fetch-Mode: navigate; Sec-Fetch-Dest: document; Sec-Fetch-User: ?1", "" },
        { "GET", $"User-Agent: {Safari.Replace(';', '§')}; Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: navigate; Sec-Fetch-Dest: document", "" },
        { "GET", "Sec-Fetch-Site: same-origin; Sec-Fetch-Mode: navigate; Sec-Fetch-Dest: document", "" },
        { "HEAD", "", "head" },
        { "GET", "Sec-Purpose: prefetch; Sec-Fetch-Mode: navigate; Sec-Fetch-Dest: document", "prefetch" },
        { "GET", "Sec-Purpose: prefetch§prerender; Sec-Fetch-Mode: navigate; Sec-Fetch-Dest: document", "prefetch" },
        { "GET", "Purpose: prefetch", "prefetch" },
        { "GET", "Purpose: preview", "prefetch" },
        { "GET", "X-Purpose: preview", "prefetch" },
        { "GET", "X-Moz: prefetch", "prefetch" },
        { "GET", "Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: no-cors; Sec-Fetch-Dest: image", "embedded" },
        { "GET", "Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: no-cors; Sec-Fetch-Dest: script", "embedded" },
        { "GET", "Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: navigate; Sec-Fetch-Dest: iframe", "embedded" },
        { "GET", "Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: cors; Sec-Fetch-Dest: empty", "embedded" },
        { "GET", "User-Agent: ", "no-agent" },
        { "GET", "User-Agent: curl/8.14.1", "not-a-browser" },
        { "GET", "User-Agent: Twitterbot/1.0", "not-a-browser" },
        { "GET", "User-Agent: Mozilla/5.0 (compatible§ Bluesky Cardyb/1.1§ +mailto:support@bsky.app)", "bot" },
        { "GET", "Sec-GPC: 1", "anonymous" },
        { "GET", "DNT: 1", "anonymous" },
    };

    [Theory, MemberData(nameof(Clicks))]
    public async Task A_click_counts_or_is_kept_as_raw_with_its_reason(string method, string headers, string reason)
    {
        await using var site = await TestSite.Start();
        await site.Publish("treaty");

        var answer = await site.Reader.SendAsync(Request(method, "/go/treaty/x", headers), Cancellation);

        Assert.Equal(reason == "prefetch" ? HttpStatusCode.NoContent : HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal([(reason, 1L)], await Lines(site));
        Assert.Equal(reason.Length == 0 ? 1 : 0, await site.Shares("treaty"));
    }

    /// <summary>A beacon, the headers that come with it, and why it does not count.</summary>
    public static TheoryData<string, string> Beacons => new()
    {
        { "", "" },
        { "Origin: https://example.org; Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: cors; Sec-Fetch-Dest: empty", "" },
        { "Origin: https://example.org; Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: no-cors; Sec-Fetch-Dest: empty", "" },
        { "Sec-Fetch-Site: same-origin; Sec-Fetch-Mode: cors; Sec-Fetch-Dest: empty", "" },
        { $"User-Agent: {Safari.Replace(';', '§')}; Origin: https://example.org", "" },
        { "Origin: https://evil.example; Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: no-cors; Sec-Fetch-Dest: empty", "foreign-page" },
        { "Origin: https://example.org.evil.example", "foreign-page" },
        { "Origin: null; Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: cors; Sec-Fetch-Dest: empty", "foreign-page" },
        { "Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: no-cors; Sec-Fetch-Dest: empty", "foreign-page" },
        { "Origin: https://example.org; Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: navigate; Sec-Fetch-Dest: iframe", "embedded" },
        { "Origin: https://example.org; Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: no-cors; Sec-Fetch-Dest: image", "embedded" },
        { "Sec-Purpose: prefetch§prerender; Sec-Fetch-Site: same-origin", "prefetch" },
        { "User-Agent: ", "no-agent" },
        { "User-Agent: python-requests/2.32.4", "not-a-browser" },
        { "Sec-GPC: 1", "anonymous" },
    };

    [Theory, MemberData(nameof(Beacons))]
    public async Task A_beacon_counts_or_is_kept_as_raw_with_its_reason(string headers, string reason)
    {
        await using var site = await TestSite.Start();
        await site.Publish("treaty");
        using var request = Request("POST", "/e", headers);
        request.Content = new StringContent(JsonSerializer.Serialize(Readers.Share("treaty")), Encoding.UTF8, "text/plain");

        Assert.Equal(HttpStatusCode.NoContent, (await site.Reader.SendAsync(request, Cancellation)).StatusCode);

        Assert.Equal([(reason, 1L)], await Lines(site));
    }

    [Fact]
    public async Task Xs_one_look_and_three_of_its_heads_count_nothing()
    {
        await using var site = await TestSite.Start();
        await site.Publish("treaty");
        string[] heads = [$"User-Agent: {Safari.Replace(';', '§')}", "", "User-Agent: "];

        await site.Reader.SendAsync(Request("GET", "/go/treaty/x", "User-Agent: Twitterbot/1.0"), Cancellation);
        foreach (var headers in heads)
            await site.Reader.SendAsync(Request("HEAD", "/go/treaty/x", headers), Cancellation);

        Assert.Equal(0, await site.Shares("treaty"));
        Assert.Equal(4, (await Lines(site)).Sum(line => line.Count));
    }

    [Theory, BothLedgers]
    public async Task A_visitor_counts_once_for_an_article_and_target_until_the_next_window(LedgerKind ledger)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T10:00:00Z"));
        await using var site = await TestSite.Start(ledger, time);
        await site.Publish("treaty");

        for (var n = 0; n < 5; n++)
            await site.Reader.Beacon(Readers.Share("treaty"));
        await site.Reader.Beacon(Readers.Share("treaty", "bluesky"));
        Assert.Equal(2, await site.Shares("treaty"));
        Assert.Contains(("repeat", 4L), await Lines(site));

        time.Advance(TimeSpan.FromHours(14));
        await site.Reader.Beacon(Readers.Share("treaty"));
        Assert.Equal(3, await site.Shares("treaty"));
    }

    [Fact]
    public async Task Nothing_in_the_ledger_points_at_a_reader_and_the_salt_of_a_past_window_is_gone()
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse("2026-11-23T10:00:00Z"));
        await using var site = await TestSite.Start(LedgerKind.Redis, time);
        await site.Publish("treaty");
        async Task Day()
        {
            await site.Reader.Beacon(Readers.Share("treaty"));
            await site.Reader.Beacon(new { id = Guid.NewGuid(), article = "treaty", kind = "bookmark", device = "device-of-somebody" });
            await site.Reader.SendAsync(Request("GET", "/go/treaty/bluesky?c=mail", "Referer: https://example.org/private"), Cancellation);
        }

        await Day();
        var before = await Dump(site);
        time.Advance(TimeSpan.FromDays(1));
        await Day();
        var after = await Dump(site);

        foreach (var dump in new[] { before, after })
        {
            Assert.Contains("treaty", dump, StringComparison.Ordinal);
            foreach (var trace in new[] { "127.0.0", "7F0000", "Mozilla", "AppleWebKit", "Chrome", "device-of-somebody", "private" })
                Assert.DoesNotContain(trace, dump, StringComparison.OrdinalIgnoreCase);
        }

        string[] Salts(string dump) => [.. dump.Split('\n').Where(line => line.StartsWith("ctr:{c0}:salt:", StringComparison.Ordinal))];
        Assert.Single(Salts(before));
        Assert.Single(Salts(after));
        Assert.NotEqual(Salts(before), Salts(after));
    }

    /// <summary>Every key with its whole content, as text and as hexadecimal.</summary>
    static async Task<string> Dump(TestSite site)
    {
        var connection = (IConnectionMultiplexer)site.Services.GetService(typeof(IConnectionMultiplexer))!;
        var db = connection.GetDatabase();
        var dump = new StringBuilder();
        await foreach (var key in connection.GetServers()[0].KeysAsync(db.Database))
        {
            var content = await Content(db, key);
            dump.Append(key).Append('\n');
            foreach (var value in content)
                dump.Append(Encoding.Latin1.GetString((byte[])value!)).Append(' ').Append(Convert.ToHexString((byte[])value!)).Append('\n');
        }

        return dump.ToString();
    }

    static async Task<IEnumerable<RedisValue>> Content(IDatabase db, RedisKey key) => await db.KeyTypeAsync(key) switch
    {
        RedisType.String => [await db.StringGetAsync(key)],
        RedisType.Set => await db.SetMembersAsync(key),
        RedisType.SortedSet => await db.SortedSetRangeByRankAsync(key),
        RedisType.Hash => (await db.HashGetAllAsync(key)).SelectMany(entry => new[] { entry.Name, entry.Value }),
        RedisType.List => await db.ListRangeAsync(key),
        _ => [],
    };

    static HttpRequestMessage Request(string method, string path, string headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var header in headers.Split("; ", StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = (header[..header.IndexOf(':', StringComparison.Ordinal)], header[(header.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
            request.Headers.TryAddWithoutValidation(name, value.Replace('§', ';'));
        }

        return request;
    }

    static async Task<IReadOnlyList<(string Reason, long Count)>> Lines(TestSite site)
    {
        var detail = await site.Admin.GetFromJsonAsync<JsonElement>("/api/counts/detail?id=treaty", Cancellation);
        return [.. detail.GetProperty("counts").EnumerateArray()
            .Select(line => (line.TryGetProperty("reason", out var reason) ? reason.GetString() ?? "" : "", line.GetProperty("count").GetInt64()))];
    }
}
