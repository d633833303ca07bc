using System.Net;
using System.Text.RegularExpressions;
using Engagement.Platform;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engagement.Tests.Dashboard;

/// <summary>A person at a browser without JavaScript: keeps cookies, reads pages, fills in their forms.</summary>
sealed partial class Editor : IDisposable
{
    readonly HttpClient browser;

    public Editor(TestSite site) : this(site.Services.GetRequiredService<Peers>().Own())
    {
    }

    public Editor(Uri address)
    {
        browser = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies }) { BaseAddress = address };
        browser.DefaultRequestHeaders.Add("Accept-Language", "en");
    }

    /// <summary>What the browser says that it can decompress.</summary>
    public void Accept(string encoding) => browser.DefaultRequestHeaders.Add("Accept-Encoding", encoding);

    public CookieContainer Cookies { get; } = new();

    /// <summary>The page on the screen.</summary>
    public string Page { get; private set; } = "";

    /// <summary>The last answer.</summary>
    public HttpResponseMessage Answer { get; private set; } = null!;

    public static Task<Editor> SignedIn(TestSite site, string key = TestSite.Key) => SignIn(new(site), key);

    public static Task<Editor> SignedIn(Uri address, string key) => SignIn(new(address), key);

    static async Task<Editor> SignIn(Editor editor, string key)
    {
        await editor.Open("/");
        await editor.Submit("/sign-in", ("key", key));
        return editor;
    }

    public async Task<string> Open(string path)
    {
        Answer = await browser.GetAsync(path, TestContext.Current.CancellationToken);
        return Page = await Read();
    }

    /// <summary>Sends the form on the screen that leads to a path, with its hidden fields and these.</summary>
    public async Task<string> Submit(string action, params (string Name, string Value)[] fields)
    {
        var form = Forms().Matches(Page).FirstOrDefault(form => form.Groups["action"].Value == action)
            ?? throw new InvalidOperationException($"There is no form to {action} on the page:\n{Page}");
        var hidden = HiddenFields().Matches(form.Value)
            .Select(field => KeyValuePair.Create(field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value)))
            .Where(field => fields.All(given => given.Name != field.Key));
        Answer = await browser.PostAsync(action, new FormUrlEncodedContent(hidden.Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)))),
            TestContext.Current.CancellationToken);
        return Page = await Read();
    }

    /// <summary>Posts a form that is on no page, as another site would make the browser do.</summary>
    public Task<HttpResponseMessage> Forge(string path, params (string Name, string Value)[] fields) =>
        browser.PostAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
            TestContext.Current.CancellationToken);

    /// <summary>Downloads a file as it comes.</summary>
    public Task<Stream> Stream(string path) => browser.GetStreamAsync(path, TestContext.Current.CancellationToken);

    public void Dispose() => browser.Dispose();

    Task<string> Read() => Answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    [GeneratedRegex("""<form[^>]*action="(?<action>[^"]*)".*?</form>""", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)""")]
    private static partial Regex HiddenFields();
}
