using Xunit.Sdk;
using Xunit.v3;

// Each test starts servers of its own, and two cores are soon busy.
[assembly: Parallelization(Mode = ParallelMode.None)]
