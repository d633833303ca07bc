namespace Engagement.Tests;

/// <summary>A Redis Cluster of three nodes, each a process that holds a third of the slots; they end with the tests.</summary>
static class RedisCluster
{
    /// <summary>A connection to an empty one.</summary>
    public static async Task<string> Start()
    {
        var ports = Enumerable.Range(0, 3).Select(_ => RedisServer.FreePort()).ToList();
        // A node speaks to the others on a second port, which is not taken from the same range.
        await Task.WhenAll(ports.Select(port => RedisServer.Launch(port, "--cluster-enabled", "yes", "--cluster-port", $"{RedisServer.FreePort()}")));
        var nodes = ports.ConvertAll(port => $"127.0.0.1:{port}");
        await RedisServer.Ask(["--cluster", "create", .. nodes, "--cluster-yes"]);
        foreach (var port in ports)
        {
            await Eventually.True(async () => (await RedisServer.Ask("-p", $"{port}", "cluster", "info")).Contains("cluster_state:ok", StringComparison.Ordinal), "the node sees the cluster");
        }

        return string.Join(',', nodes);
    }
}
