using Engagement.BrowserTests;
using Engagement.Tests;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace Engagement.BrowserTests;

/// <summary>The system's Chromium, one for all tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    IPlaywright? playwright;

    /// <summary>The browser: every test opens a context of its own.</summary>
    public IBrowser Browser { get; private set; } = null!;

    /// <summary>Where screenshots go: <c>artifacts/screenshots/{area}</c> at the top of the repository.</summary>
    public static string Screenshots(string area) =>
        Directory.CreateDirectory(Path.Combine(Repository.Folder, "artifacts", "screenshots", area)).FullName;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-quic", "--disable-background-networking"],
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        playwright?.Dispose();
    }
}
