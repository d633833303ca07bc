using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engagement.Tests;

/// <summary>
/// Whatever anybody sends, no answer is a server's fault. Seeded, so that what is found is found again. Here 20,000 inputs;
/// <c>ENGAGEMENT_FUZZ_INPUTS=100000</c> sends as many as are sent before a release, in a quarter of a minute.
/// </summary>
public sealed class FuzzTests
{
    const int AtOnce = 16;
    const int Seed = 20261123;

    static readonly int Inputs = int.TryParse(Environment.GetEnvironmentVariable("ENGAGEMENT_FUZZ_INPUTS"), out var inputs) ? inputs : 20_000;

    /// <summary>Values that have broken programs before.</summary>
    static readonly string[] Nasty =
    [
        "", " ", "a", "treaty", "x", "mail", "page", "share", "bookmark", "https://example.org/treaty.html", "https://example.net/", "javascript:alert(1)", "http://[::1", "//", "\\",
        "../../etc/passwd", "<script>alert(1)</script>", "' OR 1=1 --", "{{7*7}}", "%s%n", "\0", "\r\nX: y", "\u202egnp.exe", "\ufffd", "\ud83d\ude00", "e\u0301", "\u00df", "\uff21",
        "0", "-1", "1", "2147483648", "9223372036854775808", "1e309", "NaN", "0x10", "1,000", "true", "null", "[]", "{}", "\"", "2026-11-23T10:00:00Z", "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.9999999-14:00", "24h", "7d", "trending", "rising", "1.00:00:00", new('a', 300), new('\u00fc', 3_000), "a,b,,c", "*", "?", "#", "&=", ";", ":", "@", "|", "~", "\\ud800", "\\udc00\\ud800",
    ];

    static readonly string[] Parameters =
    [
        "ids", "urls", "list", "window", "tag", "section", "author", "limit", "c", "for", "id", "cursor", "lang", "theme", "format", "from", "to", "search", "state", "u", "url", "text",
        "title", "device", "hub.mode", "hub.topic", "hub.challenge", "hub.lease_seconds", "returnUrl", "code", "oauth_token", "by",
    ];

    static readonly string[] Headers =
        ["If-None-Match", "If-Modified-Since", "Accept", "Accept-Language", "Accept-Encoding", "Cookie", "Origin", "Referer", "X-Forwarded-For", "X-Forwarded-Host", "Range", "DNT", "Last-Event-ID", "Authorization", "X-Hub-Signature"];

    static readonly string[] Types =
        ["application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "application/xml", "application/json; charset=utf-16", "a/b; charset=nowhere", "nonsense"];

    static readonly string[] Bodies =
    [
        """{"id":"share-0123456789","article":"treaty","kind":"share","target":"x","channel":"mail","device":"device-0123456789"}""",
        """[{"id":"share-0123456789","article":"treaty","kind":"bookmark","device":"device-0123456789","at":"2026-11-23T10:00:00Z","visitor":"v"}]""",
        """{"id":"2026-214","revision":1,"url":"https://example.org/2026/214-treaty.html","title":"Treaty","tags":["A","B"],"image":{"url":"https://example.org/i.jpg","alt":"A"},"publishedAt":"2026-11-23T10:00:00Z","noSocial":true}""",
        """{"network":"x","text":"A text with https://example.org/ in it"}""",
        "id=treaty&target=x&name=a&password=b&key=c",
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--b--\r\n",
    ];

    /// <summary>What holders of a key send; everything else is asked without one.</summary>
    static readonly string[] WithKey =
        ["/api/articles", "/api/events", "/api/posts/preview", "/api/counts/detail", "/api/counts/history", "/api/counts/compare", "/api/popular/sums", "/api/posts", "/api/posts/{id}", "/api/articles/{id}"];

    sealed record Call(string Method, string Pattern, bool HasKey);

    [Fact]
    public async Task Whatever_is_sent_to_any_public_call_the_answer_is_never_a_fault_of_the_server()
    {
        await using var site = await TestSite.Start();
        var calls = Calls(site).ToList();
        Assert.True(calls.Count > 40, $"There are only {calls.Count} calls.");
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 });
        var faults = new ConcurrentQueue<string>();
        var answered = 0;

        await Parallel.ForEachAsync(Enumerable.Range(0, Inputs), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken }, async (number, cancel) =>
        {
            var random = new Random(Seed + number);
            var call = calls[number % calls.Count];
            using var request = Make(random, call, site.Reader.BaseAddress!);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            Interlocked.Increment(ref answered);
            if ((int)answer.StatusCode >= 500)
            {
                faults.Enqueue($"{number}: {call.Method} {request.RequestUri} {request.Content?.Headers.ContentType} → {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancel)}");
            }
        });

        Assert.True(faults.IsEmpty, string.Join("\n", faults.Take(10)));
        Assert.Equal(Inputs, answered);
        Assert.True((await site.Reader.GetAsync("/health/ready", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
    }

    static IEnumerable<Call> Calls(TestSite site) =>
        from endpoint in site.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        let pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
        where !pattern.Contains("stream", StringComparison.Ordinal)
        let hasKey = WithKey.Contains(pattern.TrimEnd('/'))
        where hasKey || endpoint.Metadata.GetMetadata<IAuthorizeData>() is null
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        orderby pattern, method
        select new Call(method, pattern, hasKey);

    [SuppressMessage("Security", "CA5394", Justification = "It is to be repeatable.")]
    static HttpRequestMessage Make(Random random, Call call, Uri site)
    {
        string Any() => Nasty[random.Next(Nasty.Length)];
        var path = string.Join('/', call.Pattern.Split('/').Select(part => part.Contains('{', StringComparison.Ordinal) ? Escape(random, Any()) + part[(part.LastIndexOf('}') + 1)..] : part));
        var query = string.Join('&', Enumerable.Range(0, random.Next(4)).Select(_ => $"{Parameters[random.Next(Parameters.Length)]}={Escape(random, Any())}"));
        var request = new HttpRequestMessage(new HttpMethod(call.Method), new Uri($"{site.GetLeftPart(UriPartial.Authority)}{path}{(query.Length > 0 ? $"?{query}" : "")}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.TryAddWithoutValidation("User-Agent", random.Next(3) == 0 ? Header(Any()) : TestSite.Browser);
        for (var i = random.Next(3); i > 0; i--)
        {
            request.Headers.TryAddWithoutValidation(Headers[random.Next(Headers.Length)], Header(Any()));
        }

        if (call.HasKey)
        {
            request.Headers.Remove("Authorization");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestSite.Key);
        }

        if (call.Method is "POST" or "PUT" or "DELETE")
        {
            request.Content = new ByteArrayContent(Body(random));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", Types[random.Next(random.Next(2) == 0 ? 1 : Types.Length)]);
        }

        return request;
    }

    /// <summary>As it should be escaped, or not quite.</summary>
    static string Escape(Random random, string value) => random.Next(8) switch
    {
        0 => Uri.EscapeDataString(value) + new[] { "%00", "%ff", "%2f", "%25", "%", "%u0041", "%c0%ae", "+" }[random.Next(8)],
        _ => Uri.EscapeDataString(value),
    };

    /// <summary>No client can send these in a header.</summary>
    static string Header(string value) => new([.. value.Where(letter => letter is > '\u001f' and <= '\u00ff')]);

    /// <summary>A body of ours with a few bytes changed, taken out or put in, or a value exchanged.</summary>
    static byte[] Body(Random random)
    {
        var text = Bodies[random.Next(Bodies.Length)];
        if (random.Next(2) == 0)
        {
            var words = text.Split('"');
            words[random.Next(words.Length)] = Nasty[random.Next(Nasty.Length)];
            text = string.Join('"', words);
        }

        var bytes = Encoding.UTF8.GetBytes(text).ToList();
        for (var i = random.Next(4); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                case 2:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)"[{\"9 "[random.Next(5)], random.Next(200)));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }
}
