using System.Globalization;

namespace Engagement.Publisher.Text;

/// <summary>What a template may name, and with which argument.</summary>
static class TemplateFields
{
    static readonly string[] Names = ["title", "summary", "url", "tags", "section", "author", "date", "site", "meta"];
    static readonly string[] Conditions = ["section", "tag", "author", "summary", "date", "image", "breaking", "language"];
    static readonly string[] Filters = ["truncate", "upper", "lower", "camel"];

    /// <summary>Refuses a field that no article could fill.</summary>
    /// <exception cref="TemplateProblem">The name, its argument or a filter is unknown.</exception>
    public static void Check(Field field)
    {
        if (!Names.Contains(field.Name))
        {
            throw new TemplateProblem($"{{{field.Name}}} is no field; there are {Listed(Names)}");
        }

        var wrong = (field.Name, field.Argument) switch
        {
            ("meta", null or "") => "{meta} needs the key of the value, such as {meta:desk}",
            ("date", { } format) when !IsDateFormat(format) => $"{{date:{format}}} is no date format; write {{date:d MMM yyyy}} or the like",
            ("title" or "summary" or "section" or "author" or "site", { } length) => Number(field.Name, length, 1),
            ("tags", { } count) => Number(field.Name, count, 0),
            ("url", { }) => "{url} takes nothing after a colon",
            _ => null,
        };
        foreach (var (name, argument) in field.Filters)
        {
            wrong ??= !Filters.Contains(name) ? $"|{name} is no filter; there are {Listed(Filters)}"
                : name == "truncate" ? Number("|truncate", argument ?? "", 1)
                : field.Name is "url" or "tags" ? $"{{{field.Name}}} takes no filter" : null;
        }

        if (wrong is not null)
        {
            throw new TemplateProblem(wrong);
        }
    }

    /// <summary>Refuses a condition on what no article has.</summary>
    /// <exception cref="TemplateProblem">The name is unknown.</exception>
    public static void CheckCondition(string name)
    {
        if (!Conditions.Contains(name) && !(name.StartsWith("meta:", StringComparison.Ordinal) && name.Length > 5))
        {
            throw new TemplateProblem($"{{if {name}}} asks for what no article has; it may ask for {Listed(Conditions)}, meta:key");
        }
    }

    static string? Number(string name, string number, int least) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= 1000
            ? null
            : $"after {name}: must come a number from {least} to 1000, not \"{number}\"";

    static bool IsDateFormat(string format)
    {
        try
        {
            return DateTimeOffset.UnixEpoch.ToString(format, CultureInfo.InvariantCulture).Length > 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    static string Listed(IEnumerable<string> names) => string.Join(", ", names);
}
