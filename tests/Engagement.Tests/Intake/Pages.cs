using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Engagement.Tests.Intake;

/// <summary>A site's pages on a real web server, which a test can make do anything.</summary>
sealed class Pages : IAsyncDisposable
{
    readonly WebApplication server;
    int asked;

    Pages(WebApplication server) => this.server = server;

    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public int Asked => asked;

    public string Address => server.Urls.First();

    public (string, string)[] Settings => [("Engagement:Site:Hosts:0", "127.0.0.1"), ("Engagement:Fetch:AllowedNetworks:0", "127.0.0.0/8")];

    public static async Task<Pages> Start(string html)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var pages = new Pages(server)
        {
            Answer = http =>
            {
                http.Response.ContentType = "text/html; charset=utf-8";
                return http.Response.WriteAsync(html);
            },
        };
        server.Run(http =>
        {
            Interlocked.Increment(ref pages.asked);
            return pages.Answer(http);
        });
        await server.StartAsync();
        return pages;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
