using System.Globalization;

namespace Engagement.Intake.Commands;

/// <summary>Tells a person how an import goes: what was wrong line by line, and how far it is.</summary>
sealed class ImportReport(long before)
{
    readonly Dictionary<string, int> statuses = new(StringComparer.Ordinal);
    long seen = before;

    public int Wrong { get; private set; }

    public long Events { get; set; }

    public async Task Say(string place, string problem)
    {
        Wrong++;
        await Console.Error.WriteLineAsync($"{(Console.IsErrorRedirected ? "" : "\r\u001b[K")}{place}: {problem.TrimEnd('.')}.");
    }

    public void Count(string status) => statuses[status] = statuses.GetValueOrDefault(status) + 1;

    public void Saw(int count) => seen += count;

    /// <param name="share">How much of the source was read, from 0 to 1, where that is known.</param>
    public async Task Progress(double? share)
    {
        if (!Console.IsErrorRedirected)
        {
            await Console.Error.WriteAsync($"\r\u001b[K  {(share is { } part ? Bar(part) : "")}{Number(seen)} read, {Summary()}");
        }
    }

    /// <summary><c>[##########----------]  50% </c></summary>
    public static string Bar(double share)
    {
        const int width = 20;
        var full = (int)Math.Round(Math.Clamp(share, 0, 1) * width);
        return $"[{new string('#', full)}{new string('-', width - full)}] {Math.Clamp(share, 0, 1) * 100,3:0}% ";
    }

    public async Task End()
    {
        if (!Console.IsErrorRedirected)
        {
            await Console.Error.WriteLineAsync();
        }

        await Console.Out.WriteLineAsync($"{Number(seen)} read, {Summary()}{(Events > 0 ? $", {Number(Events)} historic events counted" : "")}.");
    }

    string Summary() => string.Join(", ", new[] { "created", "updated", "unchanged" }.Select(status => $"{Number(statuses.GetValueOrDefault(status))} {status}").Append($"{Number(Wrong)} wrong"));

    static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
