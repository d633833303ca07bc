using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Engagement.Tests.Publisher;

/// <summary>Answers every request with the same bytes: for answers that X gave in the wild and no fake would make up.</summary>
sealed class CannedX : IAsyncDisposable
{
    readonly WebApplication app;

    CannedX(WebApplication app) => this.app = app;

    public int Status { get; set; } = 200;

    public string Body
    {
        get => Encoding.UTF8.GetString(Bytes);
        set => Bytes = Encoding.UTF8.GetBytes(value);
    }

    public byte[] Bytes { get; set; } = [];

    public string ContentType { get; set; } = "application/json";

    public Dictionary<string, string> Headers { get; } = [];

    public string Address => app.Urls.Single();

    public static async Task<CannedX> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0));
        var canned = new CannedX(builder.Build());
        canned.app.Run(canned.Answer);
        await canned.app.StartAsync(TestContext.Current.CancellationToken);
        return canned;
    }

    async Task Answer(HttpContext http)
    {
        http.Response.StatusCode = Status;
        foreach (var (name, value) in Headers)
        {
            http.Response.Headers[name] = value;
        }

        if (Bytes.Length > 0)
        {
            http.Response.ContentType = ContentType;
            await http.Response.Body.WriteAsync(Bytes, http.RequestAborted);
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
