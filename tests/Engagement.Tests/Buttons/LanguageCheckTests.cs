using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace Engagement.Tests.Buttons;

/// <summary>The program that the Counter's build runs over the widget's languages.</summary>
public sealed class LanguageCheckTests
{
    [Theory]
    [InlineData("pl", "\"copied\": \"Skopiowano link\",", "", "\"copied\" is missing")]
    [InlineData("ru", "\"few\": \"{0} репоста\",", "", "\"shares\" needs exactly the plural forms few, many, one, other")]
    [InlineData("de", "Auf {0} teilen", "Teilen", "\"shareOn\" is empty, or has {0} where English has none, or lacks it")]
    [InlineData("fi", "\"copied\":", "\"kopioitu\": \"x\", \"copied\":", "\"kopioitu\" is in no other language")]
    public async Task A_text_that_is_missing_or_wrong_stops_the_build_by_name(string language, string text, string instead, string error)
    {
        var folder = Directory.CreateTempSubdirectory("engagement-languages-");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Widget(), "Languages")))
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        var broken = Path.Combine(folder.FullName, language + ".json");
        var content = await File.ReadAllTextAsync(broken, TestContext.Current.CancellationToken);
        Assert.Contains(text, content, StringComparison.Ordinal);
        await File.WriteAllTextAsync(broken, content.Replace(text, instead, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (code, said) = await Run(folder.FullName);

        Assert.Equal(1, code);
        Assert.Equal($"{broken} : error WIDGET01: {error}", said.Trim());
        folder.Delete(recursive: true);
    }

    static async Task<(int Code, string Said)> Run(string languages)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var program = Path.Combine(Widget(), "Build", "bin", configuration, "net10.0", "WidgetBuild.dll");
        var target = Directory.CreateTempSubdirectory("engagement-widget-");
        using var build = Process.Start(new ProcessStartInfo("dotnet", [program, languages, Path.Combine(Widget(), "Source"), target.FullName]) { RedirectStandardError = true })!;
        var said = await build.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await build.WaitForExitAsync(TestContext.Current.CancellationToken);
        target.Delete(recursive: true);
        return (build.ExitCode, said);
    }

    static string Widget([CallerFilePath] string test = "") =>
        Path.Combine(Path.GetDirectoryName(test)!, "..", "..", "..", "services", "Counter", "Widget");
}
