using Engagement.Platform.Settings;

namespace Engagement.Platform.Commands;

/// <summary>What stands after a command's name: words, and options with a value.</summary>
public sealed class Arguments
{
    readonly Dictionary<string, string> options = new(StringComparer.Ordinal);
    readonly List<string> words = [];

    /// <exception cref="StartProblem">An option is not known or has no value.</exception>
    public Arguments(string[] args, params string[] known)
    {
        for (var index = 0; index < args.Length; index++)
        {
            if (!args[index].StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(args[index]);
                continue;
            }

            var parts = args[index].Split('=', 2);
            if (!known.Contains(parts[0]))
            {
                throw new StartProblem($"There is no option {parts[0]}; there are {string.Join(", ", known)}.");
            }

            options[parts[0]] = parts.Length == 2 ? parts[1]
                : index + 1 < args.Length ? args[++index]
                : throw new StartProblem($"{parts[0]} needs a value.");
        }
    }

    public IReadOnlyList<string> Words => words;

    public string? Value(string option) => options.GetValueOrDefault(option);
}
