using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Fakes.X;
using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests;

/// <summary>Every call that the program documents, asked of the built program from outside.</summary>
public sealed class CallsTests
{
    static readonly HashSet<string> Methods = ["GET", "HEAD", "POST", "DELETE"];

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>One call: its name in the document, what is sent, and what must be answered.</summary>
    sealed record Call(string Name, string Path, HttpStatusCode Expected, object? Body = null);

    [Theory, BothModes]
    public async Task Every_documented_call_answers_what_it_promises(Mode mode)
    {
        await using var x = await FakeX.Start();
        await using var site = await Installation.Start(mode, [.. x.Settings, ("Engagement:Queue:Approval", "true")]);
        var documented = await Documented(site);
        var asked = new HashSet<string>();
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.Authorization = new("Bearer", Installation.Key);

        async Task<JsonElement?> Ask(Call call)
        {
            Assert.True(documented.ContainsKey(call.Name), $"{call.Name} is not in /openapi/v1.json");
            asked.Add(call.Name);
            using var request = new HttpRequestMessage(new HttpMethod(call.Name[..call.Name.IndexOf(' ', StringComparison.Ordinal)]), new Uri(site.Of(documented[call.Name]).Address, call.Path))
            {
                Content = call.Body is null ? null : JsonContent.Create(call.Body),
            };
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
            Assert.True(call.Expected == answer.StatusCode, $"{call.Name} as {call.Path} answered {(int)answer.StatusCode}, not {(int)call.Expected}");
            var isJson = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
            return isJson && request.Method != HttpMethod.Head ? await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel) : null;
        }

        foreach (var call in Articles())
        {
            await Ask(call);
        }

        await Eventually.True(async () => (await Ask(new("GET /api/counts", "/api/counts?ids=a,b,c", HttpStatusCode.OK)))!.Value.GetProperty("counts").EnumerateObject().Count() == 3, "the counter knows the articles");
        await Eventually.True(async () => (await Ask(new("GET /api/posts", "/api/posts?state=AwaitingApproval", HttpStatusCode.OK)))!.Value.GetProperty("posts").GetArrayLength() == 3, "the posts wait for approval");
        var posts = (await Ask(new("GET /api/posts", "/api/posts?articles=a,b,c", HttpStatusCode.OK)))!.Value.GetProperty("posts").EnumerateArray()
            .ToDictionary(post => post.GetProperty("articleId").GetString()!, post => post.GetProperty("id").GetString()!);
        foreach (var call in Posts(posts["a"], posts["b"]).Concat(Readers()).Concat(Lists()))
        {
            await Ask(call);
        }

        var hook = (await Ask(new("POST /api/webhooks", "/api/webhooks", HttpStatusCode.Created, new { url = "https://example.org/hook" })))!.Value.GetProperty("id").GetString()!;
        foreach (var call in Webhooks(hook).Concat(Last()))
        {
            await Ask(call);
        }

        Assert.Empty(documented.Keys.Except(asked));
    }

    static IEnumerable<Call> Articles() =>
    [
        new("POST /api/articles", "/api/articles", HttpStatusCode.Accepted, new[] { Article("a"), Article("b"), Article("c") }),
        new("GET /api/articles", "/api/articles?limit=10", HttpStatusCode.OK),
        new("GET /api/articles/{id}", "/api/articles/a", HttpStatusCode.OK),
        new("POST /api/articles/reannounce", "/api/articles/reannounce", HttpStatusCode.Accepted, new { since = TimeProvider.System.GetUtcNow().AddHours(-1) }),
        new("GET /api/feeds", "/api/feeds", HttpStatusCode.OK),
        new("GET /api/intake/aside", "/api/intake/aside", HttpStatusCode.OK),
        new("POST /api/intake/aside/{id}/replay", "/api/intake/aside/none/replay", HttpStatusCode.NotFound),
        new("DELETE /api/intake/aside/{id}", "/api/intake/aside/none", HttpStatusCode.NotFound),
        new("GET /api/system", "/api/system", HttpStatusCode.OK),
        new("GET /metrics", "/metrics", HttpStatusCode.OK),
    ];

    static IEnumerable<Call> Posts(string first, string second) =>
    [
        new("GET /api/posts/{id}", $"/api/posts/{first}", HttpStatusCode.OK),
        new("GET /api/posts/budget", "/api/posts/budget", HttpStatusCode.OK),
        new("POST /api/posts/preview", "/api/posts/preview", HttpStatusCode.OK, new { text = "A look at it https://example.org/a.html" }),
        new("POST /api/posts/{id}/edit", $"/api/posts/{first}/edit", HttpStatusCode.OK, new { text = "Edited https://example.org/a.html" }),
        new("POST /api/posts/{id}/approve", $"/api/posts/{first}/approve?wait=60", HttpStatusCode.OK),
        new("POST /api/posts/{id}/undo", $"/api/posts/{first}/undo", HttpStatusCode.OK),
        new("POST /api/posts/{id}/cancel", $"/api/posts/{second}/cancel", HttpStatusCode.OK),
        new("POST /api/posts/{id}/retry", $"/api/posts/{second}/retry", HttpStatusCode.OK),
        new("POST /api/posts/{id}/confirm", $"/api/posts/{first}/confirm", HttpStatusCode.Conflict, new { url = "https://x.com/example/status/1" }),
        new("GET /api/x/account", "/api/x/account", HttpStatusCode.OK),
        new("POST /api/x/account/check", "/api/x/account/check", HttpStatusCode.OK),
        new("POST /api/x/connect", "/api/x/connect", HttpStatusCode.Conflict, new { returnTo = "/" }),
        new("POST /api/x/disconnect", "/api/x/disconnect", HttpStatusCode.OK),
    ];

    static IEnumerable<Call> Readers() =>
    [
        new("POST /e", "/e", HttpStatusCode.NoContent, new { id = "e-1", article = "a", kind = "share", target = "x" }),
        new("POST /api/events", "/api/events", HttpStatusCode.OK, new[] { new { id = "e-2", article = "a", kind = "share", target = "x" } }),
        new("GET /go/{article}/{target}", "/go/a/x", HttpStatusCode.SeeOther),
        new("HEAD /go/{article}/{target}", "/go/a/x", HttpStatusCode.SeeOther),
        new("GET /buttons/{name}", "/buttons/a.html", HttpStatusCode.OK),
        new("GET /buttons/{articleId}/qr.svg", "/buttons/a/qr.svg", HttpStatusCode.OK),
        new("GET /share.js", "/share.js", HttpStatusCode.OK),
        new("HEAD /share.js", "/share.js", HttpStatusCode.OK),
        new("GET /share.{language}.js", "/share.de.js", HttpStatusCode.OK),
        new("HEAD /share.{language}.js", "/share.de.js", HttpStatusCode.OK),
        new("GET /share.css", "/share.css", HttpStatusCode.OK),
        new("HEAD /share.css", "/share.css", HttpStatusCode.OK),
        new("GET /share/{version}/{file}", "/share/none/share.js", HttpStatusCode.NotFound),
        new("HEAD /share/{version}/{file}", "/share/none/share.js", HttpStatusCode.NotFound),
        new("GET /share/integrity.json", "/share/integrity.json", HttpStatusCode.OK),
        new("POST /share/qr", "/share/qr", HttpStatusCode.OK, "https://example.org/"),
        new("GET /api/counts/detail", "/api/counts/detail?id=a", HttpStatusCode.OK),
        new("GET /api/counts/compare", "/api/counts/compare?ids=a,b&hours=24", HttpStatusCode.OK),
        new("GET /api/counts/history", "/api/counts/history?ids=a&hours=24", HttpStatusCode.OK),
        new("GET /api/counts/corrections", "/api/counts/corrections?id=a", HttpStatusCode.OK),
        new("GET /api/counts/export", "/api/counts/export?ids=a", HttpStatusCode.OK),
        new("POST /api/counts/holders", "/api/counts/holders", HttpStatusCode.OK, new { secret = new byte[32], articles = new { } }),
        new("GET /api/counts/holders", "/api/counts/holders?ids=a", HttpStatusCode.OK),
        new("POST /api/counts/import", "/api/counts/import", HttpStatusCode.OK, Array.Empty<object>()),
        new("POST /api/counts/subtract", "/api/counts/subtract", HttpStatusCode.OK, new { article = "a", what = "share:x", count = 1, reason = "a test" }),
    ];

    static IEnumerable<Call> Lists() =>
    [
        new("GET /api/popular", "/api/popular?list=shared&window=1h", HttpStatusCode.OK),
        new("GET /api/popular/stream", "/api/popular/stream?list=shared", HttpStatusCode.OK),
        new("GET /popular.rss", "/popular.rss", HttpStatusCode.OK),
        new("GET /popular.json", "/popular.json", HttpStatusCode.OK),
        new("GET /popular.html", "/popular.html?for=mail", HttpStatusCode.OK),
        new("GET /popular.txt", "/popular.txt", HttpStatusCode.OK),
        new("GET /popular.js", "/popular.js", HttpStatusCode.OK),
        new("GET /api/popular/alerts", "/api/popular/alerts", HttpStatusCode.OK),
        new("GET /api/popular/sums", "/api/popular/sums?window=24h", HttpStatusCode.OK),
        new("POST /api/popular/rebuild", "/api/popular/rebuild", HttpStatusCode.Accepted),
    ];

    static IEnumerable<Call> Webhooks(string id) =>
    [
        new("GET /api/webhooks", "/api/webhooks", HttpStatusCode.OK),
        new("GET /api/webhooks/{id}/deliveries", $"/api/webhooks/{id}/deliveries", HttpStatusCode.OK),
        new("POST /api/webhooks/{id}/replay", $"/api/webhooks/{id}/replay", HttpStatusCode.Accepted, new { since = TimeProvider.System.GetUtcNow() }),
        new("DELETE /api/webhooks/{id}", $"/api/webhooks/{id}", HttpStatusCode.NoContent),
    ];

    /// <summary>What takes articles away.</summary>
    static IEnumerable<Call> Last() =>
    [
        new("POST /api/counts/merge", "/api/counts/merge", HttpStatusCode.OK, new { from = "c", into = "a", reason = "a test" }),
        new("POST /api/articles/{id}/merge", "/api/articles/b/merge", HttpStatusCode.OK, new { into = "a", reason = "a test" }),
        new("DELETE /api/articles/{id}", "/api/articles/a", HttpStatusCode.OK),
    ];

    static object Article(string id) => new { id, url = $"https://example.org/{id}.html", title = $"Article {id}", publishedAt = TimeProvider.System.GetUtcNow() };

    /// <summary>Every call with a service that answers it, as the documents of all services say.</summary>
    static async Task<Dictionary<string, string>> Documented(Installation site)
    {
        var all = new Dictionary<string, string>();
        foreach (var service in Installation.Services)
        {
            var document = await site.Of(service).Reader.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancel);
            foreach (var path in document.GetProperty("paths").EnumerateObject())
            {
                foreach (var call in path.Value.EnumerateObject().Where(call => Methods.Contains(call.Name.ToUpperInvariant())))
                {
                    all.TryAdd($"{call.Name.ToUpperInvariant()} {path.Name}", service);
                }
            }
        }

        return all;
    }
}
