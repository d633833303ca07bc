using Engagement.Fakes.X;

namespace Engagement.Fakes;

static class Program
{
    const int UsualPort = 5090;

    static async Task Main(string[] args)
    {
        var port = args is [var given, ..] && int.TryParse(given, out var number) ? number : UsualPort;
        await using var x = await FakeX.Start(new FakeXOptions { Port = port });

        Console.WriteLine($"""
            A fake X stands at {x.Address} - open it in a browser to see what has been posted.
            Start Engagement with these, and it posts there instead of on X:

            """);
        Export(x.Settings);
        Console.WriteLine("\nOr with these, and the account is connected in a browser by OAuth 2.0 (POST /api/x/connect, or on the dashboard):\n");
        Export(x.OAuth2Settings);

        Console.WriteLine("\nCtrl+C ends it; what was posted is gone then.");
        await x.UntilStopped();
    }

    static void Export(IEnumerable<(string Path, string Value)> settings)
    {
        foreach (var (path, value) in settings)
        {
            Console.WriteLine($"export {path.Replace(":", "__", StringComparison.Ordinal)}={value}");
        }
    }
}
