using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace Engagement.Tests.Intake;

/// <summary>The examples of docs/intake.md, run as they stand there by the interpreters that they are for.</summary>
public sealed partial class AmqpExamplesTests(AmqpTests.OwnBroker broker) : IClassFixture<AmqpTests.OwnBroker>
{
    const string Autoload = "/usr/share/php/PhpAmqpLib/autoload.php";

    static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_php_example_publishes_an_article()
    {
        Assert.SkipUnless(File.Exists(Autoload), "php-amqplib is not installed");
        var address = new Uri(broker.Rabbit.Uri);
        await Publishes("php", Example("php").Replace("vendor/autoload.php", Autoload, StringComparison.Ordinal)
            .Replace("'localhost', 5672", $"'127.0.0.1', {address.Port}", StringComparison.Ordinal), "php");
    }

    [Fact]
    public async Task The_python_example_publishes_an_article()
    {
        Assert.SkipUnless(await Run("/usr/bin/python3", "-c", "import pika") == "", "python3-pika is not installed");
        await Publishes("/usr/bin/python3", Example("python").Replace("amqp://guest:guest@localhost:5672/", broker.Rabbit.Uri, StringComparison.Ordinal), "py");
    }

    async Task Publishes(string interpreter, string example, string extension)
    {
        Assert.InRange(example.Trim().Split('\n').Length, 8, 11);
        var heard = new Heard();
        await using var site = await TestSite.StartWith(heard.ListenIn, LedgerKind.Redis, null, ("Engagement:Bus", broker.Rabbit.Uri));
        // A queue may stand a moment before it is bound, and what is published then reaches nobody.
        await Eventually.True(async () => (await site.Reader.GetAsync("/health/ready", Cancelled)).IsSuccessStatusCode, "the intake listens", withinSeconds: 60);
        var file = Path.Combine(Path.GetTempPath(), $"engagement-example-{Guid.NewGuid():N}.{extension}");
        await File.WriteAllTextAsync(file, example, Cancelled);

        Assert.Equal("", await Run(interpreter, file));

        File.Delete(file);
        await heard.Until("published 2026-214 1");
        Assert.Equal(("Treaty enters into force", "Nuclear Issues"), (heard.Articles.First().Title, heard.Articles.First().Tags[0]));
        Assert.NotNull(heard.Articles.First().PublishedAt);
    }

    static string Example(string language)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Engagement.sln")))
        {
            folder = folder.Parent!;
        }

        var text = File.ReadAllText(Path.Combine(folder.FullName, "docs", "intake.md"));
        return CodeBlock().Matches(text).Single(block => block.Groups[1].Value == language).Groups[2].Value;
    }

    /// <summary>What it printed; empty where it went well and silently.</summary>
    static async Task<string> Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var output = await process.StandardOutput.ReadToEndAsync(Cancelled) + await process.StandardError.ReadToEndAsync(Cancelled);
            await process.WaitForExitAsync(Cancelled);
            return process.ExitCode == 0 ? output : $"{output}\nexit code {process.ExitCode}";
        }
        catch (System.ComponentModel.Win32Exception absent)
        {
            return absent.Message;
        }
    }

    [GeneratedRegex("```(\\w+)\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
