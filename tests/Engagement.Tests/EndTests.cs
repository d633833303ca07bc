using Engagement.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Engagement.Tests;

/// <summary>What whoever restarts the program sees of its end.</summary>
public sealed class EndTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("engagement-end-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Work_in_the_background_that_gives_up_ends_the_program_with_1()
    {
        var code = await Start.Run(
            ["--urls=http://127.0.0.1:0", "--Engagement:Services=counter", $"--Engagement:DataDirectory={folder}"],
            builder =>
            {
                Program.Compose(builder);
                builder.Services.AddHostedService<GivesUp>();
            });

        Assert.Equal(1, code);
    }

    sealed class GivesUp(IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var started = new TaskCompletionSource();
            await using var _ = lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task.WaitAsync(stoppingToken);
            throw new InvalidOperationException("There is nothing left to try.");
        }
    }
}
