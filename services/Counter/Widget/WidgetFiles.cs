using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Engagement.Counter.Buttons;

namespace Engagement.Counter.Widget;

/// <summary>
/// The widget's files, as the build minified them, in every language. The version is a hash of all of them, so that an address with
/// a version never changes what it holds.
/// </summary>
sealed class WidgetFiles
{
    readonly FrozenDictionary<string, WidgetFile> files;

    public WidgetFiles(Languages languages)
    {
        const string Start = "widget.";
        var assembly = typeof(WidgetFiles).Assembly;
        var all = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Start, StringComparison.Ordinal))
            .ToDictionary(name => name[Start.Length..], name => Read(assembly.GetManifestResourceStream(name)!));
        foreach (var name in new[] { "share", "bookmarks" })
        {
            var script = all[$"{name}.js"];
            foreach (var words in languages.All)
            {
                all[$"{name}.{words.Code}.js"] = Speak(script, words);
            }

            all[$"{name}.js"] = all[$"{name}.en.js"];
        }

        files = all.ToFrozenDictionary(file => file.Key, file => new WidgetFile(file.Key, file.Value));
        Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            string.Join('\n', files.Values.OrderBy(file => file.Name, StringComparer.Ordinal).Select(file => file.Integrity)))))[..12];
    }

    /// <summary>Twelve hexadecimal digits that stand for the content of all files.</summary>
    public string Version { get; }

    /// <summary>All files, by name.</summary>
    public IEnumerable<WidgetFile> All => files.Values.OrderBy(file => file.Name, StringComparer.Ordinal);

    public WidgetFile? Find(string name) => files.GetValueOrDefault(name);

    // The texts stand inside quotes of any kind and inside markup, so what could end either is escaped.
    static string Speak(string script, Words words)
    {
        var shareOn = words.ShareOn.Split("{0}");
        return new (string Name, string Text)[]
        {
            ("code", words.Code), ("dir", words.Dir), ("before", shareOn[0]), ("after", shareOn[1]), ("newWindow", words.NewWindow),
            ("group", words.Group), ("bookmark", words.Bookmark), ("copy", words.Copy), ("copied", words.Copied), ("email", words.Email),
            ("nothingSaved", words.NothingSaved), ("remove", words.Remove), ("export", words.Export), ("import", words.Import),
            ("move", words.Move), ("moveHint", words.MoveHint), ("qr", words.Qr),
        }.Aggregate(script, (text, word) => text.Replace($"@{word.Name}@", Escape(word.Text), StringComparison.Ordinal));
    }

    static string Escape(string text) => string.Concat(text.Select(c => c is '\\' or '"' or '\'' or '`' or '$' ? "\\" + c
        : c is '<' or '&' or '\n' ? throw new InvalidOperationException($"The text \"{text}\" cannot stand in markup.") : c.ToString()));

    static string Read(Stream resource)
    {
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
