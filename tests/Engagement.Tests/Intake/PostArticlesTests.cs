using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Engagement.Tests.Intake;

public sealed class PostArticlesTests
{
    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory, BothLedgers]
    public async Task An_article_is_created_once_and_a_second_copy_changes_nothing(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);

        var first = await site.Tell("""{ "id": "2026-214", "url": "https://example.org/2026/214-treaty.html", "title": "Treaty enters into force" }""");
        var second = await site.Tell("""{ "id": "2026-214", "url": "https://example.org/2026/214-treaty.html", "title": "Treaty enters into force" }""");

        Assert.Equal(["2026-214 created"], first);
        Assert.Equal(["2026-214 unchanged"], second);
        Assert.Equal(1, (await site.Article("2026-214")).GetProperty("revision").GetInt64());
    }

    [Theory, BothLedgers]
    public async Task Other_content_makes_the_revision_grow_and_an_old_url_goes_on_finding_the_article(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        await site.Tell("""{ "id": "a", "url": "https://example.org/old-slug", "title": "First" }""");

        Assert.Equal(["a updated"], await site.Tell("""{ "id": "a", "url": "https://example.org/new-slug", "title": "Second" }"""));

        var article = await site.Article("a");
        Assert.Equal(2, article.GetProperty("revision").GetInt64());
        Assert.Equal("https://example.org/old-slug", article.GetProperty("aliases")[0].GetString());
        Assert.Equal(["a unchanged"], await site.Tell("""{ "url": "https://example.org/new-slug", "title": "Second" }"""));
    }

    [Theory, BothLedgers]
    public async Task The_sites_own_revision_decides_where_it_gives_one(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);

        Assert.Equal(["a created"], await site.Tell("""{ "id": "a", "revision": 5, "url": "https://example.org/a", "title": "Five" }"""));
        Assert.Equal(["a unchanged"], await site.Tell("""{ "id": "a", "revision": 4, "url": "https://example.org/a", "title": "Four, late" }"""));
        Assert.Equal(["a updated"], await site.Tell("""{ "id": "a", "revision": 9, "url": "https://example.org/a", "title": "Nine" }"""));

        Assert.Equal("Nine", (await site.Article("a")).GetProperty("title").GetString());
        Assert.Equal(9, (await site.Article("a")).GetProperty("revision").GetInt64());
    }

    [Theory, BothLedgers]
    public async Task Revisions_delivered_ten_times_out_of_order_end_with_the_highest(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        var deliveries = Enumerable.Range(1, 5).SelectMany(revision => Enumerable.Repeat(revision, 10)).ToArray();
        new Random(214).Shuffle(deliveries);

        foreach (var some in deliveries.Chunk(5))
        {
            await Task.WhenAll(some.Select(revision =>
                site.Tell($$"""{ "id": "a", "revision": {{revision}}, "url": "https://example.org/a", "title": "Revision {{revision}}" }""")));
        }

        var article = await site.Article("a");
        Assert.Equal(("Revision 5", 5L), (article.GetProperty("title").GetString(), article.GetProperty("revision").GetInt64()));
    }

    [Theory, BothLedgers]
    public async Task Two_copies_in_one_call_are_one_article(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);

        var verdicts = await site.Tell("""
            [{ "url": "https://example.org/a", "title": "One" }, { "url": "https://example.org/b", "title": "Other" },
             { "url": "https://example.org/a", "title": "One, again" }]
            """);

        Assert.Equal(["created", "created", "updated"], verdicts.Select(verdict => verdict.Split(' ')[1]));
        Assert.Equal(verdicts[0].Split(' ')[0], verdicts[2].Split(' ')[0]);
    }

    [Theory, BothLedgers]
    public async Task An_article_told_at_once_by_many_is_created_by_one_of_them(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            site.Tell("""{ "url": "https://example.org/a", "title": "One" }""")));

        Assert.Single(verdicts, verdict => verdict[0].EndsWith("created", StringComparison.Ordinal));
        Assert.Equal(7, verdicts.Count(verdict => verdict[0].EndsWith("unchanged", StringComparison.Ordinal)));
    }

    [Theory, BothLedgers]
    public async Task What_was_accepted_is_there_after_a_restart(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        await site.Tell("""{ "id": "a", "url": "https://example.org/a", "title": "Kept", "tags": ["x"], "meta": { "k": "v" } }""");
        var before = (await site.Article("a")).GetRawText();

        await site.Restart();

        Assert.Equal(before, (await site.Article("a")).GetRawText());
    }

    [Theory, BothLedgers]
    public async Task A_withdrawn_article_comes_back_only_with_a_higher_revision(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        await site.Tell("""{ "id": "a", "url": "https://example.org/a", "title": "One" }""");

        using var withdrawn = await site.Admin.DeleteAsync("/api/articles/a", Cancelled);
        Assert.Equal(HttpStatusCode.OK, withdrawn.StatusCode);
        Assert.Equal("withdrawn", (await site.Article("a")).GetProperty("status").GetString());
        Assert.Equal(["a unchanged"], await site.Tell("""{ "id": "a", "url": "https://example.org/a", "title": "One, late" }"""));
        Assert.Equal("withdrawn", (await site.Article("a")).GetProperty("status").GetString());

        Assert.Equal(["a updated"], await site.Tell("""{ "id": "a", "revision": 3, "url": "https://example.org/a", "title": "Back" }"""));
        Assert.Equal("published", (await site.Article("a")).GetProperty("status").GetString());
    }

    [Theory, BothLedgers]
    public async Task A_url_belongs_to_one_article(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        await site.Tell("""[{ "id": "a", "url": "https://example.org/a", "title": "A" }, { "id": "b", "url": "https://example.org/b", "title": "B" }]""");

        using var answer = await site.Post("""{ "id": "b", "url": "https://example.org/a", "title": "B moves in" }""");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("url-taken", await answer.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal("https://example.org/b", (await site.Article("b")).GetProperty("url").GetString());
    }

    [Theory, BothLedgers]
    public async Task A_second_article_of_the_site_does_not_move_into_the_url_of_the_first(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        await site.Tell("""{ "id": "a", "url": "https://example.org/a", "title": "A" }""");

        using var answer = await site.Post("""{ "id": "new", "url": "https://example.org/a", "title": "New" }""");

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Equal("A", (await site.Article("a")).GetProperty("title").GetString());
    }

    [Theory, BothLedgers]
    public async Task An_article_that_was_told_without_an_id_takes_the_sites_id_as_another_name(LedgerKind ledger)
    {
        await using var site = await TestSite.Start(ledger);
        var first = (await site.Tell("""{ "url": "https://example.org/a", "title": "A" }"""))[0].Split(' ')[0];

        Assert.Equal([$"{first} updated"], await site.Tell("""{ "id": "214", "url": "https://example.org/a", "title": "A, by the site" }"""));

        Assert.Equal("A, by the site", (await site.Article("214")).GetProperty("title").GetString());
        Assert.Equal([$"{first} unchanged"], await site.Tell("""{ "id": "214", "url": "https://example.org/a", "title": "A, by the site" }"""));
        using var answer = await site.Post("""{ "id": "215", "url": "https://example.org/a", "title": "Another" }""");
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
    }

    [Theory]
    [InlineData("""{ "title": "No URL" }""", "url is missing")]
    [InlineData("""{ "url": "https://example.org/a" }""", "title is missing")]
    [InlineData("""{ "url": "https://example.org/a", "title": "  " }""", "title must not be empty")]
    [InlineData("""{ "url": "https://example.org/a", "title": 5 }""", "title must be a text")]
    [InlineData("""{ "url": "/a", "title": "A" }""", "absolute http or https URL")]
    [InlineData("""{ "url": "javascript:alert(1)", "title": "A" }""", "absolute http or https URL")]
    [InlineData("""{ "url": "https://u:p@example.org/a", "title": "A" }""", "absolute http or https URL")]
    [InlineData("""{ "url": "https://blog.example.net/a", "title": "A" }""", "blog.example.net, which is not one of the site's hosts (example.org)")]
    [InlineData("""{ "id": "a/b", "url": "https://example.org/a", "title": "A" }""", "id may hold only")]
    [InlineData("""{ "url": "https://example.org/a", "title": "A", "revision": 0 }""", "revision must be a whole number")]
    [InlineData("""{ "url": "https://example.org/a", "title": "A", "tags": "x" }""", "tags must be an array of texts")]
    [InlineData("""{ "url": "https://example.org/a", "title": "A", "publishedAt": "yesterday" }""", "publishedAt must be a time")]
    [InlineData("""{ "url": "https://example.org/a", "title": "A", "noSocial": "yes" }""", "noSocial must be true or false")]
    [InlineData("""{ "url": "https://example.org/a", "title": "A", "image": { "url": "x.jpg" } }""", "image must have an absolute")]
    [InlineData("""{ "url": "https://example.org/a", "title": "\ud800" }""", "broken Unicode")]
    [InlineData("""[1]""", "must be a JSON object")]
    public async Task A_wrong_article_is_refused_with_a_sentence_and_its_place(string body, string expected)
    {
        await using var site = await TestSite.Start();

        using var answer = await site.Post(body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.Contains(expected, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, problem.GetProperty("problems")[0].GetProperty("index").GetInt32());
    }

    [Fact]
    public async Task A_call_with_one_wrong_article_accepts_none_and_names_its_index()
    {
        await using var site = await TestSite.Start();

        using var answer = await site.Post("""[{ "id": "a", "url": "https://example.org/a", "title": "A" }, { "url": "https://example.org/b" }]""");

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled);
        Assert.StartsWith("Article 1: title is missing; every article needs it", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var absent = await site.Admin.GetAsync("/api/articles/a", Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
    }

    [Fact]
    public async Task Malformed_or_oversize_or_too_many_is_refused()
    {
        await using var site = await TestSite.Start();

        using var malformed = await site.Post("""{ "url": """);
        using var oversize = await site.Post($$"""{ "url": "https://example.org/a", "title": "{{new string('x', 5_300_000)}}" }""");
        using var many = await site.Post("[" + string.Join(',', Enumerable.Repeat("{}", 1_001)) + "]");
        using var empty = await site.Post("");

        Assert.Equal(HttpStatusCode.BadRequest, malformed.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, oversize.StatusCode);
        Assert.Contains("at most 1000", await many.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
    }

    [Fact]
    public async Task Snake_case_is_read_as_camel_case()
    {
        await using var site = await TestSite.Start();

        await site.Tell("""
            { "id": "a", "url": "https://example.org/a", "title": "A", "published_at": "2026-11-23T10:00:00+01:00", "no_social": true, "post_text": "Read this" }
            """);

        var article = await site.Article("a");
        Assert.True(article.GetProperty("noSocial").GetBoolean());
        Assert.Equal("Read this", article.GetProperty("postText").GetString());
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero), article.GetProperty("publishedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Nobody_tells_of_articles_without_a_key()
    {
        await using var site = await TestSite.Start();

        using var body = new StringContent("""{ "url": "https://example.org/a", "title": "A" }""", Encoding.UTF8, "application/json");
        using var answer = await site.Reader.PostAsync("/api/articles", body, Cancelled);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_sends_far_too_much_hears_why_and_no_broken_pipe(bool isChunked)
    {
        await using var site = await TestSite.Start();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, site.Admin.BaseAddress!.Port, Cancelled);
        var stream = client.GetStream();
        const int megabytes = 40;
        var length = isChunked ? "Transfer-Encoding: chunked" : $"Content-Length: {megabytes * 1_000_000}";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/articles HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {TestSite.Key}\r\nContent-Type: application/json\r\n{length}\r\n\r\n"),
            Cancelled);
        var megabyte = Enumerable.Repeat((byte)' ', 1_000_000).ToArray();
        var part = isChunked ? [.. "F4240\r\n"u8, .. megabyte, .. "\r\n"u8] : megabyte;
        for (var sent = 0; sent < megabytes; sent++)
        {
            await stream.WriteAsync(part, Cancelled);
        }

        await stream.WriteAsync(isChunked ? "0\r\n\r\n"u8.ToArray() : [], Cancelled);
        using var reader = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 413 Content Too Large", (await reader.ReadLineAsync(Cancelled))?.Replace("Payload", "Content", StringComparison.Ordinal));
    }
}
