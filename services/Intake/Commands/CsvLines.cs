using System.Text;

namespace Engagement.Intake.Commands;

/// <summary>Reads CSV as RFC 4180 has it: quoted fields may hold separators, quotes and line ends. The first line tells the separator.</summary>
sealed class CsvLines(TextReader text)
{
    char separator;

    /// <summary>The line on which the last row began, from 1.</summary>
    public int Line { get; private set; }

    int lines;

    /// <summary>The next row; null at the end. Empty lines are passed over.</summary>
    public IReadOnlyList<string>? Read()
    {
        while (text.ReadLine() is { } line)
        {
            Line = ++lines;
            separator = separator == default ? Separator(line) : separator;
            if (line.Length > 0)
            {
                return Row(line);
            }
        }

        return null;
    }

    List<string> Row(string line)
    {
        List<string> fields = [];
        var field = new StringBuilder();
        var quoted = false;
        for (var at = 0; ; at++)
        {
            if (at == line.Length)
            {
                if (!quoted || text.ReadLine() is not { } next)
                {
                    fields.Add(field.ToString());
                    return fields;
                }

                lines++;
                field.Append('\n');
                (line, at) = (next, -1);
            }
            else if (line[at] == '"' && quoted && at + 1 < line.Length && line[at + 1] == '"')
            {
                field.Append('"');
                at++;
            }
            else if (line[at] == '"' && (quoted || field.Length == 0))
            {
                quoted = !quoted;
            }
            else if (line[at] == separator && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(line[at]);
            }
        }
    }

    static char Separator(string header) => new[] { ',', ';', '\t', '|' }.MaxBy(candidate => header.Count(letter => letter == candidate));
}
