using Engagement.Platform;
using Engagement.Platform.Keys;
using StackExchange.Redis;

namespace Engagement.Host;

/// <summary>What a newcomer needs next, printed once the program answers.</summary>
static class Welcome
{
    public static async Task Print(WebApplication app)
    {
        var address = app.Services.GetRequiredService<Peers>().Own().ToString().TrimEnd('/');
        var key = await FirstKey(app);
        var lines = new List<string>
        {
            "",
            $"  Engagement is running.",
            $"  Dashboard   {address}/",
            $"  API         {address}/openapi/v1.json",
        };
        if (app.Configuration["Engagement:Demo"] == "true")
        {
            lines.Add($"  Sample site {address}/demo/");
        }

        lines.AddRange(app.Services.GetServices<StartNote>().Select(note => $"  {note.Label,-11} {note.Text}"));
        if (key is not null)
        {
            lines.Add("");
            lines.Add($"  Admin key   {key}");
            lines.Add("              Shown this once: keep it. It opens the dashboard and every call.");
        }

        lines.Add("");
        await Console.Out.WriteLineAsync(string.Join(Environment.NewLine, lines));
    }

    /// <summary>Redis may be away when a process starts: it says so once, serves what it can, and goes on here when Redis is back.</summary>
    static async Task<string?> FirstKey(WebApplication app)
    {
        for (var said = false; ; said = true)
        {
            try
            {
                return await app.Services.GetRequiredService<ApiKeys>().CreateFirst();
            }
            catch (Exception away) when (away is RedisException or RedisTimeoutException && !app.Lifetime.ApplicationStopping.IsCancellationRequested)
            {
                if (!said)
                {
                    await Console.Error.WriteLineAsync($"The ledger is away ({away.Message.TrimEnd('.')}); start Redis or change Engagement__Store. Waiting for it.");
                }

                await Task.Delay(TimeSpan.FromSeconds(1), app.Services.GetRequiredService<TimeProvider>(), app.Lifetime.ApplicationStopping);
            }
        }
    }
}
