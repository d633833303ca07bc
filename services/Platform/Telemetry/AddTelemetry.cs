using Engagement.Platform.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Engagement.Platform.Telemetry;

/// <summary>
/// Traces and metrics go to a collector where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one, with the other variables that OpenTelemetry
/// defines; without it nothing is collected and nothing is sent. <c>GET /metrics</c> is there either way.
/// </summary>
static class TelemetryRegistration
{
    internal static void AddTelemetry(this WebApplicationBuilder builder, EngagementOptions options)
    {
        builder.Services.AddSingleton<Metrics>();
        builder.Services.AddSingleton<Traces>();
        builder.Services.AddSingleton<ShowMetrics>();
        if (string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }

        var name = options.Services.Length == 0 ? "engagement" : $"engagement.{options.Services.Replace(",", ".", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal)}";
        builder.Services.AddOpenTelemetry()
            // The environment last, so that OTEL_SERVICE_NAME wins.
            .ConfigureResource(resource => resource.AddService(name, serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}").AddEnvironmentVariableDetector())
            .WithTracing(traces => traces
                .AddSource(Traces.Name, "MassTransit")
                .AddAspNetCoreInstrumentation(http => http.Filter = call => call.Request.Path.Value is not ("/metrics" or "/health/live" or "/health/ready"))
                .AddHttpClientInstrumentation()
                .AddProcessor(new Discretion())
                .AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter(Metrics.Name).AddOtlpExporter());
    }
}
