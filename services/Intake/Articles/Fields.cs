using System.Globalization;
using System.Text.Json;

namespace Engagement.Intake.Articles;

/// <summary>
/// Reads the fields of one JSON object, in camel or snake case, and collects what is wrong with them. By hand, because a serializer
/// stops at the first wrong field and names .NET types to somebody who writes PHP.
/// </summary>
sealed class Fields(int index)
{
    readonly Dictionary<string, JsonElement> values = new(StringComparer.OrdinalIgnoreCase);

    public Fields(JsonElement json, int index) : this(index)
    {
        foreach (var property in json.EnumerateObject())
        {
            values[property.Name.Replace("_", "", StringComparison.Ordinal)] = property.Value;
        }
    }

    public List<ArticleProblem> Problems { get; private init; } = [];

    public string? Text(string name, int max, bool required = false)
    {
        if (Value(name) is not { } value)
        {
            return required ? Wrong<string>(name, "is missing; every article needs it") : null;
        }

        if (value.ValueKind is not JsonValueKind.String)
        {
            return Wrong<string>(name, "must be a text");
        }

        var text = Read(value) is { } raw ? PlainText.Clean(raw) : null;
        return text switch
        {
            null => Wrong<string>(name, "holds broken Unicode; send whole characters, encoded as UTF-8"),
            "" => required ? Wrong<string>(name, "must not be empty") : null,
            _ when text.Length > max => Wrong<string>(name, $"has {text.Length} characters; at most {max} are allowed"),
            _ => text,
        };
    }

    public IReadOnlyList<string> Texts(string name, int maxCount, int maxLength)
    {
        if (Value(name) is not { } value)
        {
            return [];
        }

        if (value.ValueKind is not JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind is not JsonValueKind.String))
        {
            return Wrong<string[]>(name, "must be an array of texts") ?? [];
        }

        var texts = value.EnumerateArray().Select(item => PlainText.Clean(Read(item) ?? "")).Where(text => text.Length > 0)
            .Distinct(StringComparer.Ordinal).ToArray();
        return texts.Length > maxCount ? Wrong<string[]>(name, $"has {texts.Length} entries; at most {maxCount} are allowed") ?? []
            : Array.Find(texts, text => text.Length > maxLength) is { } tooLong
                ? Wrong<string[]>(name, $"has an entry of {tooLong.Length} characters; at most {maxLength} are allowed") ?? []
            : texts;
    }

    public bool Flag(string name) => Value(name) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => Wrong<bool>(name, "must be true or false"),
    };

    public long? Number(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var number) && number >= 1 => number,
        _ => Wrong<long?>(name, "must be a whole number, 1 or greater"),
    };

    public DateTimeOffset? Time(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value when Read(value) is { } text && IsoTime(text) is { } time => time,
        _ => Wrong<DateTimeOffset?>(name, "must be a time such as 2026-11-23T10:00:00Z"),
    };

    public IReadOnlyDictionary<string, string> Pairs(string name, int maxCount, int maxLength)
    {
        if (Value(name) is not { } value)
        {
            return new Dictionary<string, string>();
        }

        if (value.ValueKind is not JsonValueKind.Object)
        {
            return Wrong<Dictionary<string, string>>(name, "must be an object of texts") ?? [];
        }

        var pairs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            var text = property.Value.ValueKind is JsonValueKind.String ? Read(property.Value) ?? "" : property.Value.GetRawText();
            pairs[property.Name] = PlainText.Clean(text);
        }

        return pairs.Count > maxCount || pairs.Any(pair => pair.Key.Length > 100 || pair.Value.Length > maxLength)
            ? Wrong<Dictionary<string, string>>(name, $"may have at most {maxCount} entries, each of at most {maxLength} characters") ?? []
            : pairs;
    }

    /// <summary>The fields of an object inside; a bare text stands for the one field that <paramref name="shorthand"/> names.</summary>
    public Fields? Inside(string name, string shorthand) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new Fields(value, index) { Problems = Problems },
        { ValueKind: JsonValueKind.String } value => new Fields(index) { Problems = Problems, values = { [shorthand] = value } },
        _ => Wrong<Fields>(name, "must be an object"),
    };

    public T? Wrong<T>(string name, string what, string slug = "bad-article")
    {
        Problems.Add(new(index, name, $"{name} {what}.", slug));
        return default;
    }

    /// <summary>Without an offset it is UTC: the time zone of whichever machine this runs on must not matter.</summary>
    public static DateTimeOffset? IsoTime(string text) =>
        text.Length is >= 10 and <= 40 && text[4] == '-' && text[7] == '-' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    JsonElement? Value(string name) =>
        values.TryGetValue(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    static string? Read(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape.
            return null;
        }
    }
}
