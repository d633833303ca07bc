using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Engagement.BrowserTests.Buttons;

/// <summary>A reader's window, and what went over its wires.</summary>
public sealed class Reader(IBrowserContext context, IPage page, string engagement) : IAsyncDisposable
{
    public IBrowserContext Context => context;

    public IPage Page => page;

    /// <summary>Addresses asked of Engagement, as METHOD path.</summary>
    public ConcurrentQueue<string> Own { get; } = [];

    /// <summary>Addresses asked of anybody else.</summary>
    public ConcurrentQueue<string> Others { get; } = [];

    /// <summary>Errors of scripts and breaches of the policy.</summary>
    public ConcurrentQueue<string> Faults { get; } = [];

    internal async Task Watch()
    {
        await context.RouteAsync(url => !url.Contains("://localhost", StringComparison.Ordinal) && !url.Contains("://127.0.0.1", StringComparison.Ordinal), route =>
        {
            Others.Enqueue(route.Request.Url);
            return route.FulfillAsync(new() { Status = 200, ContentType = "text/html", Body = "<title>elsewhere</title>" });
        });
        context.Request += (_, request) =>
        {
            if (new Uri(request.Url).Authority == engagement)
            {
                Own.Enqueue($"{request.Method} {new Uri(request.Url).PathAndQuery}");
            }
        };
        page.PageError += (_, error) => Faults.Enqueue(error);
        page.Console += (_, line) =>
        {
            if (line.Type == "error")
            {
                Faults.Enqueue(line.Text);
            }
        };
        await context.AddInitScriptAsync("""
            window.breaches = []; window.shifts = [];
            document.addEventListener('securitypolicyviolation', breach => window.breaches.push(breach.violatedDirective + ' ' + breach.blockedURI));
            new PerformanceObserver(list => list.getEntries().forEach(entry => window.shifts.push(entry.value))).observe({ type: 'layout-shift', buffered: true });
            """);
    }

    public Task<T> Ask<T>(string script) => page.EvaluateAsync<T>(script);

    /// <summary>The script has taken the buttons over.</summary>
    public Task Ready() => page.WaitForSelectorAsync("engagement-buttons[data-on]");

    /// <summary>Opens the list.</summary>
    public Task OpenList() => page.ClickAsync("engagement-buttons summary");

    public ValueTask DisposeAsync() => new(context.CloseAsync());
}
