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
        foreach (var (path, value) in x.Settings)
        {
            Console.WriteLine($"export {path.Replace(":", "__", StringComparison.Ordinal)}={value}");
        }

        Console.WriteLine("\nCtrl+C ends it; what was posted is gone then.");
        await x.UntilStopped();
    }
}
