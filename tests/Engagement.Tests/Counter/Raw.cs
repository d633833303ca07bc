using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Engagement.Tests.Counter;

/// <summary>Asks for a path byte by byte, because HttpClient tidies up what an attacker would not.</summary>
static class Raw
{
    /// <summary>The status of the answer.</summary>
    public static async Task<int> Get(Uri server, string path)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var status = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        return int.Parse(status!.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
