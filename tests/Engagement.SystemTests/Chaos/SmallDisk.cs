using Engagement.Tests;

namespace Engagement.SystemTests.Chaos;

/// <summary>
/// A redis-server, set by <c>infra/redis.conf</c>, on a disk of its own that can be filled. The disk is a small one in memory, in a mount
/// namespace that a sleeping process holds, so that it outlives the server as a disk does.
/// </summary>
sealed class SmallDisk : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("engagement-disk-").FullName;
    readonly Server holder;
    Server? redis;

    SmallDisk(int megabytes)
    {
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        holder = new(folder, ["unshare", "-rm", "sh", "-c", $"mount -t tmpfs -o size={megabytes}m none {folder}/data && touch {folder}/data/ready && exec sleep infinity"], []);
        var settings = File.ReadAllText(Path.Combine(Repository.Folder, "infra", "redis.conf"))
            .Replace("port 6379", $"port {Port}", StringComparison.Ordinal)
            .Replace("bind * -::*", "bind 127.0.0.1", StringComparison.Ordinal)
            .Replace("dir /data", $"dir {folder}/data", StringComparison.Ordinal)
            .Replace("auto-aof-rewrite-min-size 64mb", "auto-aof-rewrite-min-size 4mb", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "redis.conf"), settings);
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; } = RedisServer.FreePort();

    /// <summary>The server, to be killed and paused.</summary>
    public Server Redis => redis!;

    string Data => $"/proc/{holder.Id}/root{folder}/data";

    /// <summary>Starts one.</summary>
    public static async Task<SmallDisk> Start(int megabytes)
    {
        var disk = new SmallDisk(megabytes);
        disk.holder.Start();
        await Eventually.True(() => Task.FromResult(File.Exists(Path.Combine(disk.Data, "ready"))), $"the disk is there; {disk.holder.Output}");
        disk.redis = new(disk.folder, ["nsenter", "-U", "-m", "--preserve-credentials", "-t", $"{disk.holder.Id}", "redis-server", Path.Combine(disk.folder, "redis.conf")], []);
        await disk.Revive();
        return disk;
    }

    /// <summary>Starts the server, for the first time or again on its data, and returns when it answers.</summary>
    public async Task Revive(bool onlyIfGone = false)
    {
        if (!onlyIfGone)
        {
            redis!.Start();
        }

        await Eventually.True(async () =>
        {
            // It ends by itself where the disk is full; whoever runs it starts it again, as a container engine does.
            if (redis!.HasExited)
            {
                redis.Start();
            }

            return await redis.Execute(["sh", "-c", $"redis-cli -p {Port} ping | grep -q PONG"]) == 0;
        }, $"redis-server answers; it said {redis!.Output}", withinSeconds: 60);
    }

    /// <summary>Leaves no room on the disk.</summary>
    public void Fill()
    {
        using var ballast = File.Create(Path.Combine(Data, "ballast"));
        var block = new byte[64 * 1024];
        try
        {
            while (true)
            {
                ballast.Write(block);
                ballast.Flush();
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Makes room again.</summary>
    public void Empty() => File.Delete(Path.Combine(Data, "ballast"));

    /// <inheritdoc/>
    public void Dispose()
    {
        redis?.Dispose();
        holder.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
