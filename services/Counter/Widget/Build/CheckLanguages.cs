using System.Text.Json;
using Engagement.Counter.Buttons;

namespace Engagement.Counter.Widget.Build;

/// <summary>
/// Every language says everything that English says, keeps its places for values, and has exactly the plural forms that its grammar
/// needs. A text that is missing stops the build, because a reader would see a gap.
/// </summary>
static class CheckLanguages
{
    static readonly long[] Numbers = [.. Enumerable.Range(0, 1_000).Select(n => (long)n), 1_000_000];

    public static IEnumerable<string> In(string folder)
    {
        var english = Read(Path.Combine(folder, "en.json"));
        return Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).SelectMany(file => Check(file, english));
    }

    static IEnumerable<string> Check(string file, Dictionary<string, JsonElement> english)
    {
        var texts = Read(file);
        var forms = Numbers.Select(n => PluralRule.Of(Path.GetFileNameWithoutExtension(file), n)).Append("other").ToHashSet();
        foreach (var (key, text) in english)
        {
            if (!texts.TryGetValue(key, out var own) || own.ValueKind != text.ValueKind)
                yield return Error(file, $"\"{key}\" is missing");
            else if (own.ValueKind == JsonValueKind.Object && !forms.SetEquals(own.EnumerateObject().Select(form => form.Name)))
                yield return Error(file, $"\"{key}\" needs exactly the plural forms {string.Join(", ", forms.Order())}");
            else if (own.ValueKind == JsonValueKind.String && (own.GetString() is "" or null || HasPlace(own) != HasPlace(text)))
                yield return Error(file, $"\"{key}\" is empty, or has {{0}} where English has none, or lacks it");
        }

        foreach (var key in texts.Keys.Except(english.Keys))
            yield return Error(file, $"\"{key}\" is in no other language");
    }

    static bool HasPlace(JsonElement text) => text.GetString()!.Contains("{0}", StringComparison.Ordinal);

    static string Error(string file, string what) => $"{file} : error WIDGET01: {what}";

    static Dictionary<string, JsonElement> Read(string file) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(File.ReadAllBytes(file))!;
}
