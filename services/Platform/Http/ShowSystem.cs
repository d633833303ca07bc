using System.Diagnostics;
using Engagement.Platform.Bus;
using Engagement.Platform.Keys;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Platform.Http;

/// <summary>
/// <c>GET /api/system</c>: what this process is, how its ledger, bus and disk fare, and what its services are at; each with what is wrong in words. Several
/// processes answer each for themselves.
/// </summary>
sealed class ShowSystem(ReadFigures read, LedgerState ledger, BusState bus, IServiceProvider services)
{
    /// <summary>The answer.</summary>
    /// <param name="Instance">The process: the machine's name and a number.</param>
    /// <param name="Version">Of this program.</param>
    /// <param name="StartedAt">Since when it runs.</param>
    /// <param name="Services">Which services run in it.</param>
    /// <param name="MemoryBytes">What it takes of the machine's memory.</param>
    /// <param name="Ledger">embedded or redis.</param>
    /// <param name="Bus">memory or rabbitmq.</param>
    /// <param name="Figures">What the process and its services tell.</param>
    sealed record Answer(string Instance, string Version, DateTimeOffset StartedAt, IReadOnlyList<string> Services, long MemoryBytes, string Ledger, string Bus, IReadOnlyList<Figure> Figures);

    sealed record Figure(string Service, string Name, double Value, string Unit, string? Problem, string? Advice);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/system", (ShowSystem use) => use.Handle())
        .WithSummary("What this process is, how ledger, bus and disk fare, what its services are at, and what is wrong in words")
        .RequireScope("read");

    async Task<Ok<Answer>> Handle()
    {
        using var process = Process.GetCurrentProcess();
        var figures = (await read.Read()).Select(one => Of(one.Service, one.Figure)).ToList();
        return TypedResults.Ok(new Answer($"{Environment.MachineName}:{Environment.ProcessId}", typeof(ShowSystem).Assembly.GetName().Version?.ToString(3) ?? "",
            process.StartTime.ToUniversalTime(), services.RunningServices(), Environment.WorkingSet, ledger.Kind, bus.Kind, figures));
    }

    static Figure Of(string service, SystemFigure figure) => new(service, figure.Name, figure.Value, figure.Unit, figure.Problem, figure.Advice);
}
