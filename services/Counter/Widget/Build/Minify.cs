using NUglify;
using NUglify.JavaScript;

namespace Engagement.Counter.Widget.Build;

/// <summary>Writes each script and style sheet of a folder, minified, into another.</summary>
static class Minify
{
    public static List<string> Folder(string source, string target)
    {
        Directory.CreateDirectory(target);
        var faults = new List<string>();
        foreach (var file in Directory.EnumerateFiles(source).Order(StringComparer.Ordinal))
        {
            var text = File.ReadAllText(file);
            var small = file.EndsWith(".css", StringComparison.Ordinal) ? Uglify.Css(text) : Uglify.Js(text, file, Script());
            faults.AddRange(small.Errors.Where(error => error.Severity < 2).Select(error => $"{file}({error.StartLine},{error.StartColumn}): error WIDGET02: {error.Message}"));
            File.WriteAllText(Path.Combine(target, Path.GetFileName(file)), small.Code ?? "");
        }

        return faults;
    }

    static CodeSettings Script() => new() { ScriptVersion = ScriptVersion.EcmaScript6, LocalRenaming = LocalRenaming.CrunchAll };
}
