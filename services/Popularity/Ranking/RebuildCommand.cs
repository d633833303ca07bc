using System.Net;
using System.Text.Json.Nodes;
using Engagement.Platform.Commands;
using Engagement.Platform.Settings;
using Microsoft.Extensions.Configuration;

namespace Engagement.Popularity.Ranking;

/// <summary><c>engagement rebuild-popularity</c>: what <see cref="RebuildLists"/> does, as a word for whoever sits at the server.</summary>
static class RebuildCommand
{
    public static Command Command { get; } = new("rebuild-popularity",
        "rebuild-popularity [--to URL] [--key KEY]   makes every popular list anew from the catalogue and the Counter's history", Run);

    static async Task<int> Run(string[] args, IConfiguration configuration, CancellationToken cancellation)
    {
        using var server = RunningServer.From(new Arguments(args, "--to", "--key"), configuration);
        var (status, answer) = await server.Post("/api/popular/rebuild", new JsonObject(), cancellation);
        if (status != HttpStatusCode.Accepted)
        {
            throw new StartProblem($"The server answers {(int)status}: {answer?["detail"]}");
        }

        await Console.Out.WriteLineAsync($"{answer!["articles"]} articles are ranked anew; their counts follow within seconds.");
        return 0;
    }
}
