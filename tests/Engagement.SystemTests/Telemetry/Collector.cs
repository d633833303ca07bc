using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Engagement.SystemTests.Telemetry;

/// <summary>A step of a trace, as it was sent.</summary>
/// <param name="Service">Who sent it.</param>
/// <param name="Trace">The trace that it belongs to, in hexadecimal.</param>
/// <param name="Name">What it is.</param>
sealed record Span(string Service, string Trace, string Name);

/// <summary>A collector of OpenTelemetry: takes OTLP over HTTP and reads as much of its protobuf as the tests ask for.</summary>
sealed class Collector : IAsyncDisposable
{
    readonly WebApplication app;
    readonly ConcurrentQueue<Span> spans = new();
    readonly ConcurrentQueue<byte[]> bodies = new();

    Collector(WebApplication app) => this.app = app;

    /// <summary>What <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> must be.</summary>
    public string Address => app.Urls.First();

    /// <summary>All steps that came.</summary>
    public IReadOnlyList<Span> Spans => [.. spans];

    /// <summary>Everything that came, as text: names and values stand in it as they are.</summary>
    public string Text => string.Join('\n', bodies.Select(Encoding.UTF8.GetString));

    /// <summary>Starts one.</summary>
    public static async Task<Collector> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector.app.MapPost("/v1/traces", (HttpContext http) => collector.Take(http, body => Read(body)));
        collector.app.MapPost("/v1/metrics", (HttpContext http) => collector.Take(http, _ => []));
        await collector.app.StartAsync();
        return collector;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    async Task Take(HttpContext http, Func<byte[], IEnumerable<Span>> read)
    {
        using var copy = new MemoryStream();
        await http.Request.Body.CopyToAsync(copy, http.RequestAborted);
        bodies.Enqueue(copy.ToArray());
        foreach (var span in read(copy.ToArray()))
        {
            spans.Enqueue(span);
        }

        http.Response.StatusCode = (int)HttpStatusCode.OK;
    }

    // ExportTraceServiceRequest: resource_spans = 1 { resource = 1 { attributes = 1 }, scope_spans = 2 { spans = 2 { trace_id = 1, name = 5 } } }
    static IEnumerable<Span> Read(byte[] body) =>
        from resource in Fields(body, 1)
        let service = Fields(resource, 1).SelectMany(one => Fields(one, 1)).Where(pair => Word(pair, 1) == "service.name").Select(pair => Word(Fields(pair, 2).First(), 1)).First()
        from span in Fields(resource, 2).SelectMany(scope => Fields(scope, 2))
        select new Span(service, Convert.ToHexStringLower(Fields(span, 1).First()), Word(span, 5));

    static string Word(byte[] message, int field) => Encoding.UTF8.GetString(Fields(message, field).First());

    /// <summary>The values of a field of a protobuf message that are texts, bytes or messages.</summary>
    static IEnumerable<byte[]> Fields(byte[] message, int wanted)
    {
        for (var at = 0; at < message.Length;)
        {
            var tag = Number(message, ref at);
            switch (tag & 7)
            {
                case 0:
                    Number(message, ref at);
                    break;
                case 1:
                    at += 8;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    var length = (int)Number(message, ref at);
                    at += length;
                    if (tag >> 3 == (ulong)wanted)
                    {
                        yield return message[(at - length)..at];
                    }

                    break;
            }
        }
    }

    static ulong Number(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
