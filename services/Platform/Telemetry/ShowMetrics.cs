using System.Globalization;
using System.Text;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Platform.Telemetry;

/// <summary>
/// <c>GET /metrics</c>: what this process did and how it fares, as Prometheus reads it. Each process answers for itself, so Prometheus asks
/// them all. What is wrong in words on <c>GET /api/system</c> is <c>engagement_problem 1</c> here, so that one rule tells of it.
/// </summary>
sealed class ShowMetrics(Metrics metrics, ReadFigures figures)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/metrics", (ShowMetrics use) => use.Handle())
        .WithSummary("What this process did and how it fares, as Prometheus reads it")
        .RequireScope("read");

    async Task<IResult> Handle()
    {
        var text = new StringBuilder();
        metrics.Write(text);
        var told = await figures.Read();
        foreach (var some in told.GroupBy(one => Name(one.Figure)).OrderBy(some => some.Key, StringComparer.Ordinal))
        {
            Begin(text, some.Key, $"The figure {some.First().Figure.Name} of GET /api/system");
            foreach (var (service, figure) in some)
            {
                Metrics.Line(text, some.Key, $"service=\"{service}\",", figure.Value);
            }
        }

        // Of one name in one place, as the format wants it.
        Begin(text, "engagement_problem", "1 where GET /api/system says in words that a figure is wrong");
        foreach (var (service, figure) in told)
        {
            Metrics.Line(text, "engagement_problem", $"service=\"{service}\",figure=\"{figure.Name}\",", figure.Problem is null ? 0 : 1);
        }

        return TypedResults.Text(text.ToString(), "text/plain; version=0.0.4", Encoding.UTF8);
    }

    static void Begin(StringBuilder text, string name, string help) =>
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");

    static string Name(SystemFigure figure) => $"engagement_{figure.Name.Replace('-', '_')}{(figure.Unit == "count" ? "" : $"_{figure.Unit}")}";
}
