using System.Diagnostics;
using Engagement.Platform.Store;
using StackExchange.Redis;

namespace Engagement.Platform.Telemetry;

/// <summary>
/// Carries a trace over what is no call: work that waits in the ledger until a sweep takes it, perhaps in another process. The bus and HTTP
/// carry theirs by themselves. Costs nothing while nobody collects traces.
/// </summary>
/// <remarks>tel:KEY   string   the W3C trace parent of what caused it; expires after an hour</remarks>
public sealed class Traces(Ledger ledger) : IDisposable
{
    /// <summary>The name of our activity source.</summary>
    public const string Name = "Engagement";

    static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    readonly ActivitySource source = new(Name);

    /// <summary>Whether anybody collects them: for paths on which even making the name of the work would be felt.</summary>
    public bool AreCollected => source.HasListeners();

    /// <summary>Notes what is under way here as the cause of work to come.</summary>
    /// <param name="work">The work, such as <c>post:ID</c>.</param>
    public async Task Leave(string work)
    {
        if (AreCollected && Activity.Current is { Recorded: true, Id: { } cause })
        {
            try
            {
                await ledger.Db.StringSetAsync(Key(work), cause, Kept);
            }
            catch (Exception away) when (away is RedisException or TimeoutException)
            {
                // A trace helps whoever looks for a fault; it is never a reason for one.
            }
        }
    }

    /// <summary>The cause of some work; null where none was noted or nobody collects traces.</summary>
    public async Task<string?> Cause(string work)
    {
        try
        {
            return AreCollected ? (string?)await ledger.Db.StringGetAsync(Key(work)) : null;
        }
        catch (Exception away) when (away is RedisException or TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Begins a step of the trace that a cause belongs to; null where there is none. Whoever calls disposes it.</summary>
    public Activity? Begin(string step, string? cause) =>
        ActivityContext.TryParse(cause, null, isRemote: true, out var parent) ? source.StartActivity(step, ActivityKind.Internal, parent) : null;

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    static RedisKey Key(string work) => $"tel:{work}";
}
