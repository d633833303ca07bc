using Engagement.Platform.Commands;

namespace Engagement.Host;

/// <summary><c>engagement healthcheck</c>: asks a running server whether it is ready, so that a container needs no curl.</summary>
static class HealthCheck
{
    public static Command Command { get; } = new("healthcheck", "healthcheck [http://127.0.0.1:5080]   exit code 0 where the server is ready",
        async (args, configuration, cancellation) =>
        {
            var address = args.FirstOrDefault() ?? configuration["ASPNETCORE_URLS"]?.Split(';')[0] ?? "http://127.0.0.1:5080";
            using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            try
            {
                var reachable = address.Replace("://+", "://127.0.0.1", StringComparison.Ordinal).Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal);
                using var answer = await client.GetAsync(new Uri(new Uri(reachable), "/health/ready"), cancellation);
                await Console.Out.WriteLineAsync(await answer.Content.ReadAsStringAsync(cancellation));
                return answer.IsSuccessStatusCode ? 0 : 1;
            }
            catch (Exception away) when (away is HttpRequestException or TaskCanceledException or UriFormatException)
            {
                await Console.Error.WriteLineAsync($"No server answers at {address}: {away.Message}");
                return 1;
            }
        });
}
