using Engagement.Platform.Http;
using Engagement.Platform.Settings;

namespace Engagement.Platform.Store;

/// <summary>How much room the disk of the data directory has left, and what the directory takes of it.</summary>
sealed class DiskState(EngagementOptions options, LedgerState ledger)
{
    /// <summary>Less than this and the embedded ledger may stop within a day: it keeps some 400 bytes an event, and cuts its log behind each checkpoint.</summary>
    const long Scarce = 1L << 30;

    public IReadOnlyList<SystemFigure> Read()
    {
        // A process beside a Redis has no data of its own.
        if (ledger.Kind != "embedded" || !Directory.Exists(options.DataDirectory))
        {
            return [];
        }

        try
        {
            var free = new DriveInfo(Path.GetFullPath(options.DataDirectory)).AvailableFreeSpace;
            var taken = new DirectoryInfo(options.DataDirectory).EnumerateFiles("*", SearchOption.AllDirectories).Sum(Length);
            return
            [
                new("disk-free", free, "bytes", free < Scarce ? "The disk is almost full." : null, free < Scarce ? $"Make room on the disk of {Path.GetFullPath(options.DataDirectory)}, or move it with Engagement__DataDirectory." : null),
                new("disk-taken", taken, "bytes"),
            ];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return [];
        }
    }

    static long Length(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (IOException)
        {
            // The ledger cut its log meanwhile.
            return 0;
        }
    }
}
