using Microsoft.Extensions.Configuration;

namespace Engagement.Platform.Commands;

/// <summary>
/// A word after <c>engagement</c> on the command line that does one thing and ends, instead of starting the server. Commands talk to
/// a running server over HTTP, because the embedded ledger belongs to one process.
/// </summary>
/// <param name="Name">The word: <c>healthcheck</c>, <c>import</c> …</param>
/// <param name="Usage">One line for <c>engagement help</c>: arguments and what it does.</param>
/// <param name="Run">Does it with the arguments after the word; returns the exit code. A <see cref="Settings.StartProblem"/> is printed as one line.</param>
public sealed record Command(string Name, string Usage, Func<string[], IConfiguration, CancellationToken, Task<int>> Run);
