using Engagement.Platform.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Engagement.Platform.Http;

/// <summary>
/// Ends so that nobody behind a proxy notices: told to stop, the process says that it is not ready and asks every caller to go elsewhere,
/// but answers on for <c>Engagement__DrainTime</c>. Without it a connection is closed in the instant in which a caller uses it again.
/// </summary>
sealed class Drain(EngagementOptions options, TimeProvider time) : IHostedLifecycleService
{
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(options.DrainTime, time, cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Registers it where there is time for it.</summary>
static class DrainRegistration
{
    internal static void AddDrain(this WebApplicationBuilder builder, EngagementOptions options)
    {
        if (options.DrainTime > TimeSpan.Zero)
        {
            builder.Services.AddHostedService<Drain>();
        }
    }

    internal static void UseDrain(this WebApplication app)
    {
        if (app.Services.GetRequiredService<EngagementOptions>().DrainTime == TimeSpan.Zero)
        {
            return;
        }

        var stopping = app.Lifetime.ApplicationStopping;
        app.Use((http, next) =>
        {
            if (stopping.IsCancellationRequested)
            {
                http.Response.Headers.Connection = "close";
            }

            return next(http);
        });
    }
}
