using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Engagement.Tests;

/// <summary>Runs a theory once on each ledger: <c>[Theory, BothLedgers] public async Task …(LedgerKind ledger)</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BothLedgersAttribute : DataAttribute
{
    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([new TheoryDataRow(LedgerKind.Garnet), new TheoryDataRow(LedgerKind.Redis)]);

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;
}
