using System.Globalization;
using System.Text.Json.Nodes;
using Engagement.Platform.Commands;
using Engagement.Platform.Settings;
using Microsoft.Extensions.Configuration;

namespace Engagement.Intake.Commands;

/// <summary><c>engagement reannounce</c>: tells all services again what there is, for one that lost its data or is new.</summary>
static class Reannounce
{
    public static Command Command { get; } = new("reannounce",
        "reannounce [--since 2026-11-01] [--to URL] [--key KEY]   tells all services of every article again; nothing is posted twice", Run);

    static async Task<int> Run(string[] args, IConfiguration configuration, CancellationToken cancellation)
    {
        var arguments = new Arguments(args, "--since", "--to", "--key");
        var since = arguments.Value("--since") is { } text
            ? Articles.Fields.IsoTime(text) ?? throw new StartProblem($"--since must be a time such as 2026-11-01T00:00:00Z; it is \"{text}\".")
            : DateTimeOffset.UnixEpoch;
        using var server = RunningServer.From(arguments, configuration);
        var (status, answer) = await server.Post("/api/articles/reannounce", new JsonObject { ["since"] = since.ToString("O", CultureInfo.InvariantCulture) }, cancellation);
        if ((int)status != 202)
        {
            throw new StartProblem($"The server answers {(int)status}: {answer?["detail"]}");
        }

        await Console.Out.WriteLineAsync($"{answer!["articles"]} articles are being announced again.");
        return 0;
    }
}
