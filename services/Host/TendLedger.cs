using Engagement.Platform;
using Engagement.Platform.Store;

namespace Engagement.Host;

/// <summary>
/// Does for the embedded ledger what it must not do by itself: each second what nobody waited for reaches the disk, and now and then a
/// checkpoint shortens its log. Both go through <see cref="Ledger"/> or past the log, never into the middle of a script.
/// </summary>
sealed class TendLedger(EmbeddedLedger embedded, Ledger ledger, EmbeddedLedgerOptions options, TimeProvider time, ILogger<TendLedger> log)
    : Sweep(TimeSpan.FromSeconds(1), time, log)
{
    DateTimeOffset last = time.GetUtcNow();

    /// <inheritdoc/>
    protected override async Task<bool> Look(CancellationToken cancellation)
    {
        await ledger.Flush();
        if (Time.GetUtcNow() - last >= options.CheckpointInterval)
        {
            last = Time.GetUtcNow();
            await embedded.Checkpoint();
        }

        return false;
    }

    /// <inheritdoc/>
    protected override Task Leave() => ledger.IsConnected ? ledger.Flush() : Task.CompletedTask;
}
