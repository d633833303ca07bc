using Engagement.Platform.Commands;
using Engagement.Platform.Settings;

namespace Engagement.Host;

/// <summary>Runs <c>engagement WORD …</c>; without a word the program serves.</summary>
static class CommandLine
{
    /// <summary>Runs the command that the first argument names; null where it names none and the program is to serve.</summary>
    public static Task<int>? Run(string[] args, IEnumerable<Command> commands) =>
        args is [{ Length: > 0 } word, ..] && word[0] != '-' || args is ["--help"] ? Execute(args, [.. commands]) : null;

    static async Task<int> Execute(string[] args, IReadOnlyList<Command> commands)
    {
        if (commands.FirstOrDefault(command => command.Name == args[0]) is not { } command)
        {
            var isHelp = args[0] is "help" or "--help";
            await (isHelp ? Console.Out : Console.Error).WriteLineAsync(Help(args[0], isHelp, commands));
            return isHelp ? 0 : 1;
        }

        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        try
        {
            var configuration = new ConfigurationManager();
            configuration.AddEnvironmentVariables();
            configuration.AddSecretFiles();
            return await command.Run(args[1..], configuration, stop.Token);
        }
        catch (StartProblem problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
    }

    static string Help(string word, bool isHelp, IReadOnlyList<Command> commands) => string.Join(Environment.NewLine,
    [
        isHelp ? "engagement: without a word it serves; with one it does one thing and ends." : $"engagement: there is no command \"{word}\".",
        "  engagement [--demo] [--urls http://127.0.0.1:5080] [--Engagement:X:Y=value]",
        .. commands.Select(command => $"  engagement {command.Usage}"),
    ]);
}
