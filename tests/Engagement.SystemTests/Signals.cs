using System.Diagnostics;
using System.Globalization;

namespace Engagement.SystemTests;

/// <summary>Signals that .NET does not send.</summary>
static class Signals
{
    /// <summary>Sends one, such as TERM, to processes.</summary>
    public static void Send(string name, params IEnumerable<int> processes)
    {
        using var sent = Process.Start("kill", [$"-{name}", .. processes.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
        sent.WaitForExit();
    }

    /// <summary>The children of a process, and theirs.</summary>
    public static IEnumerable<int> Below(int process)
    {
        var file = $"/proc/{process}/task/{process}/children";
        var children = File.Exists(file) ? File.ReadAllText(file).Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        return children.Select(id => int.Parse(id, CultureInfo.InvariantCulture)).SelectMany(child => Below(child).Prepend(child));
    }
}
