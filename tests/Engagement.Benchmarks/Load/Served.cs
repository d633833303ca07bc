using System.Text;
using System.Text.Json;
using Engagement.Contracts;
using Engagement.Counter.Articles;
using Engagement.Counter.Counting;
using Engagement.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Engagement.Benchmarks.Load;

/// <summary>What is measured, in a process of its own: the whole program, or Kestrel that only reads the same JSON.</summary>
static class Served
{
    /// <summary>The program as it is shipped, filled with articles a1, a2 … Prints <c>READY address managedBytes</c> when it serves.</summary>
    public static async Task<int> Engagement(string[] args)
    {
        var articles = int.Parse(args[0]);
        await using var app = Host.Start.Build(args[1..], Host.Program.Compose);
        await app.StartAsync();
        var store = app.Services.GetRequiredService<ArticleStore>();
        await Console.Out.WriteLineAsync($"EMPTY {Memory()}");
        foreach (var some in Enumerable.Range(1, articles).Chunk(500))
            await store.Register([.. some.Select(Article)]);
        await Console.Out.WriteLineAsync($"READY {app.Services.GetRequiredService<Peers>().Own()} {Memory()}");
        while (await Console.In.ReadLineAsync() is not null)
            await Console.Out.WriteLineAsync($"MEMORY {Memory()}");
        return 0;
    }

    /// <summary>Kestrel with the same JSON: read and answered with 204, or a small answer sent. What is left is the price of counting.</summary>
    public static async Task<int> Bare()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        var counts = Encoding.UTF8.GetBytes("""{"counts":{"a1":{"shares":12,"byTarget":{"bluesky":5,"x":7},"bookmarks":3,"views":0,"visits":0}}}""");
        app.MapPost("/e", (RequestDelegate)Parse);
        app.MapGet("/api/counts", (RequestDelegate)(http =>
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = counts.Length;
            return http.Response.Body.WriteAsync(counts).AsTask();
        }));
        app.MapGet("/bytes/{length:int}", (RequestDelegate)(http =>
        {
            http.Response.ContentLength = int.Parse((string)http.Request.RouteValues["length"]!);
            return http.Response.Body.WriteAsync(new byte[http.Response.ContentLength.Value]).AsTask();
        }));
        await app.StartAsync();
        await Console.Out.WriteLineAsync($"READY {app.Urls.First()} {Memory()}");
        while (await Console.In.ReadLineAsync() is not null)
            await Console.Out.WriteLineAsync($"MEMORY {Memory()}");
        return 0;
    }

    static async Task Parse(HttpContext http)
    {
        var body = http.Request.BodyReader;
        var read = await body.ReadAtLeastAsync((int)http.Request.ContentLength!.Value);
        Read(read.Buffer);
        body.AdvanceTo(read.Buffer.End);
        http.Response.StatusCode = StatusCodes.Status204NoContent;

        static void Read(System.Buffers.ReadOnlySequence<byte> json)
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            Beacon.Read(ref reader);
        }
    }

    public static Article Article(int n) => new()
    {
        Id = $"a{n}",
        Revision = 1,
        Url = $"https://example.org/2026/{n}-an-article-of-the-load-run.html",
        Title = $"Article {n} of the load run",
        Backfill = true,
    };

    /// <summary>The working set of this process, in bytes.</summary>
    public static long Memory()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
