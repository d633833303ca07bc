using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace Engagement.SystemTests;

/// <summary>Runs a theory once as one process and once split.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BothModesAttribute : DataAttribute
{
    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([new TheoryDataRow(Mode.OneProcess), new TheoryDataRow(Mode.Split)]);

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;
}
