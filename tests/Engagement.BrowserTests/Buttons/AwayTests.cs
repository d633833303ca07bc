using System.Net;
using System.Net.Sockets;
using Engagement.Tests.Buttons;
using Microsoft.Playwright;
using Xunit;

namespace Engagement.BrowserTests.Buttons;

/// <summary>What needs a page of ours, the Mastodon picker and the QR code, while we are dead, hang, fail or are blocked.</summary>
public sealed class AwayTests(NewsPages news) : IClassFixture<NewsPages>
{
    const string Mastodon = ".ngm-l [data-to=mastodon]";

    [Theory]
    [InlineData("dead")]
    [InlineData("hanging")]
    [InlineData("failing")]
    [InlineData("blocked")]
    public async Task The_Mastodon_server_is_asked_for_on_the_page_and_the_link_for_the_QR_code_can_be_copied(string fault)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var server = fault switch { "dead" => "http://127.0.0.1:9/", "hanging" => $"http://{silent.LocalEndpoint}/", _ => $"{news.Engagement}/" };
        await using var reader = await Open("away-" + fault, server);
        if (fault is "failing" or "blocked")
        {
            await reader.Context.RouteAsync($"{news.Engagement}/**", route => fault == "blocked"
                ? route.AbortAsync("blockedbyclient")
                : route.FulfillAsync(new() { Status = 503, ContentType = "application/problem+json", Body = "{}", Headers = new Dictionary<string, string> { ["Access-Control-Allow-Origin"] = "*" } }));
        }

        await reader.OpenList();

        var asked = Answer(reader, [null]);
        await reader.Page.ClickAsync(".ngm-l [data-to=qr]");
        Assert.Equal(("The QR code could not be loaded. Copy the link instead:", $"{news.News}/away-{fault}"), Assert.Single(asked));

        asked = Answer(reader, "@reader@chaos.social");
        await reader.Page.ClickAsync(Mastodon);
        await reader.Page.WaitForURLAsync("https://chaos.social/share?text=**");
        Assert.Equal(("Your Mastodon server (mastodon.social)", ""), Assert.Single(asked));
        Assert.Equal($"?text=Treaty%20at%20last%20{Uri.EscapeDataString($"{news.News}/away-{fault}")}", new Uri(reader.Page.Url).Query);
    }

    [Fact]
    public async Task A_name_that_is_no_server_is_asked_for_again_and_whoever_gives_up_stays_on_the_page()
    {
        await using var reader = await Open("away-names", "http://127.0.0.1:9/");
        await reader.OpenList();

        var asked = Answer(reader, "127.0.0.1", "printer.local", "mastodon.social/evil", null);
        await reader.Page.ClickAsync(Mastodon);
        Assert.Equal(["", "127.0.0.1", "printer.local", "mastodon.social/evil"], asked.Select(question => question.Proposed));
        Assert.EndsWith("/away-names", reader.Page.Url, StringComparison.Ordinal);

        Answer(reader, "https://bücher.social/");
        await reader.Page.ClickAsync(Mastodon);
        await reader.Page.WaitForURLAsync("https://xn--bcher-kva.social/share?text=**");
    }

    [Fact]
    public async Task While_we_answer_nothing_is_asked_and_the_link_leads_to_our_page()
    {
        await using var reader = await Open("here", $"{news.Engagement}/");
        await reader.Page.RunAndWaitForResponseAsync(reader.OpenList, answer => answer.Url.Contains("/buttons/here", StringComparison.Ordinal));
        await reader.Ask<object>("new Promise(done => setTimeout(done))");

        var asked = Answer(reader, "mastodon.social");
        var ours = await reader.Context.RunAndWaitForPageAsync(() => reader.Page.ClickAsync(Mastodon));

        await ours.WaitForURLAsync($"{news.Engagement}/buttons/here/mastodon");
        Assert.Empty(asked);
    }

    [Fact]
    public async Task Where_the_style_never_comes_the_buttons_come_after_three_seconds()
    {
        await using var reader = await news.Open();
        await reader.Page.Clock.InstallAsync();
        await reader.Context.RouteAsync($"{news.Engagement}/share.css", _ => Task.CompletedTask);
        await reader.Page.GotoAsync(news.Put("no-style", $"<p>Text.</p><script src=\"{news.Engagement}/share.js\" async></script>"), new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await reader.Page.WaitForSelectorAsync("link[href$=\"share.css\"]", new() { State = WaitForSelectorState.Attached });

        Assert.Equal(0, await reader.Ask<int>("document.querySelectorAll('[data-to]').length"));
        await reader.Page.Clock.RunForAsync(3_000);

        Assert.True(await reader.Page.IsVisibleAsync(".ngm-r [data-to=x]"));
        Assert.Empty(reader.Faults);
    }

    [Fact]
    public async Task Where_the_script_never_comes_the_page_is_shown_at_once_and_its_links_lead_on()
    {
        var article = await news.Publish("no-script-comes");
        var buttons = await news.Site.Reader.GetStringAsync($"/buttons/{article.Id}", TestContext.Current.CancellationToken);
        await using var reader = await news.Open();
        await reader.Context.RouteAsync($"{news.Engagement}/share.js", _ => Task.CompletedTask);
        await reader.Page.GotoAsync(news.Put(article.Id, $"<p>Text.</p>{buttons}", SnippetTests.Snippet("html alone").Replace("https://reach.example.org", news.Engagement, StringComparison.Ordinal)),
            new() { WaitUntil = WaitUntilState.DOMContentLoaded });

        await reader.Ask<object>("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        await reader.OpenList();
        var elsewhere = await reader.Context.RunAndWaitForPageAsync(() => reader.Page.ClickAsync(".ngm-l [data-to=threads]"));
        await elsewhere.WaitForURLAsync("https://www.threads.com/intent/**");
    }

    /// <summary>A page whose script came, and which then has to do with a server in trouble.</summary>
    async Task<Reader> Open(string id, string server)
    {
        var article = await news.Publish(id, "Treaty at last");
        var buttons = await news.Site.Reader.GetStringAsync($"/buttons/{id}", TestContext.Current.CancellationToken);
        var reader = await news.Open(new() { BypassCSP = true });
        await reader.Page.GotoAsync(news.Put(article.Id, $"<p>Text.</p>{buttons}",
            $"<link rel=\"stylesheet\" href=\"{news.Engagement}/share.css\"><script src=\"{news.Engagement}/share.js\" data-server=\"{server}\" defer></script>"));
        await reader.Ready();
        return reader;
    }

    /// <summary>Answers what the page asks from now on, in this order; null gives up. Returns what was asked, and what was proposed.</summary>
    static List<(string Question, string Proposed)> Answer(Reader reader, params string?[] answers)
    {
        var asked = new List<(string, string)>();
        reader.Page.Dialog += Take;
        return asked;

        void Take(object? sender, IDialog dialog)
        {
            var answer = answers[asked.Count];
            asked.Add((dialog.Message, dialog.DefaultValue));
            if (asked.Count == answers.Length)
            {
                reader.Page.Dialog -= Take;
            }

            // What goes wrong here shows on the page, which waits for its answer.
            _ = answer is null ? dialog.DismissAsync() : dialog.AcceptAsync(answer);
        }
    }
}
