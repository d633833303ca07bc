using Engagement.Platform;
using Engagement.Platform.Keys;

namespace Engagement.Host;

/// <summary>What a newcomer needs next, printed once the program answers.</summary>
static class Welcome
{
    public static async Task Print(WebApplication app)
    {
        var address = app.Services.GetRequiredService<Peers>().Own().ToString().TrimEnd('/');
        var key = await app.Services.GetRequiredService<ApiKeys>().CreateFirst();
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
}
