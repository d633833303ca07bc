using Garnet;
using Tsavorite.core;

namespace Engagement.Host;

/// <summary>Garnet, but with checkpoints that commit nothing.</summary>
/// <remarks>
/// Garnet writes each command of a script into its log by itself, without a mark where the script begins and ends. Whoever commits the log
/// while a script runs therefore puts half a script on disk, and after a kill -9 half a script is what it recovers: ids of events that are
/// known and counts that are not. So nothing but COMMITAOF may commit, and only between scripts (see <see cref="Platform.Store.Ledger"/>).
/// Garnet's own checkpoint ends in a commit; this one takes the same steps and leaves the cut of the log to the next COMMITAOF.
/// </remarks>
sealed class LedgerServer(string[] arguments) : GarnetServer(arguments)
{
    long checkpointed;

    /// <summary>Writes what is in memory to disk, so that the log before it is not needed any more.</summary>
    /// <exception cref="IOException">It could not be written; the log stays as long as it is.</exception>
    public async Task Checkpoint()
    {
        var database = storeWrapper.DefaultDatabase;
        var log = database.AppendOnlyFile.Log;
        // Held while the ledger is compacted, or by whoever sends SAVE.
        if (!storeWrapper.TryPauseCheckpoints())
            return;

        try
        {
            var covered = log.TailAddress;
            if (covered[0] == checkpointed)
                return;
            storeWrapper.StoreCheckpointManager.SetCurrentSafeAofAddress(ref covered);
            if (!await database.StateMachineDriver.RunAsync(Tsavorite.core.Checkpoint.Full(database.Store, CheckpointType.Snapshot, out _)))
                return;
            log.TruncateUntil(covered);
            checkpointed = covered[0];
            database.Store.Log.ClearSerializedObjectData(database.Store.Log.ReadOnlyAddress, database.Store.Log.TailAddress);
        }
        finally
        {
            storeWrapper.ResumeCheckpoints();
        }
    }
}
