namespace Engagement.Fakes.X;

/// <summary>
/// A stand-in for the API of X that is as strict as X: it believes only signed requests, refuses what X refuses in X's own words,
/// and fails on demand. On 127.0.0.1 only. A page at its root shows the timeline as a person would see it.
/// </summary>
public sealed class FakeX : IAsyncDisposable
{
    readonly WebApplication app;

    FakeX(WebApplication app) => this.app = app;

    /// <summary>Where it stands: what <c>Engagement:X:ApiUrl</c> must be.</summary>
    public Uri Address => app.Address();

    /// <summary>How it behaves.</summary>
    public FakeXOptions Options => app.Services.GetRequiredService<FakeXOptions>();

    /// <summary>The settings that make Engagement post here, by their path.</summary>
    public IReadOnlyList<(string Path, string Value)> Settings =>
    [
        ("Engagement:X:ApiUrl", Address.ToString().TrimEnd('/')),
        ("Engagement:X:ConsumerKey", Options.ConsumerKey),
        ("Engagement:X:ConsumerSecret", Options.ConsumerSecret),
        ("Engagement:X:AccessToken", Options.AccessToken),
        ("Engagement:X:AccessTokenSecret", Options.AccessTokenSecret),
    ];

    /// <summary>The settings that make Engagement connect to this account by OAuth 2.0 in place of the four credentials.</summary>
    public IReadOnlyList<(string Path, string Value)> OAuth2Settings =>
    [
        ("Engagement:X:ApiUrl", Address.ToString().TrimEnd('/')),
        ("Engagement:X:AuthorizeUrl", new Uri(Address, "/i/oauth2/authorize").ToString()),
        ("Engagement:X:ClientId", Options.ClientId),
        ("Engagement:X:ClientSecret", Options.ClientSecret ?? ""),
        ("Engagement:X:RedirectUrl", Options.RedirectUris[0]),
    ];

    /// <summary>What stands on the account, oldest first, whether or not the timeline call shows it yet.</summary>
    public IReadOnlyList<FakePost> Timeline => Of(Options.Own);

    /// <summary>What stands on another account.</summary>
    public IReadOnlyList<FakePost> Of(FakeAccount account) => [.. app.Services.GetRequiredService<Posts>().All.Where(post => post.By == account)];

    /// <summary>Posts as a person does, past this API.</summary>
    public void PostByHand(string text) => app.Services.GetRequiredService<Posts>().Add(Options.Own, text, []);

    /// <summary>What arrived, in order; the last 50,000.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => app.Services.GetRequiredService<RequestLog>().All;

    /// <summary>The images uploaded, whether or not a post uses them.</summary>
    public IReadOnlyList<FakeMedia> Media => app.Services.GetRequiredService<MediaStore>().All;

    /// <summary>What was billed, in order.</summary>
    public IReadOnlyList<Charge> Bill => app.Services.GetRequiredService<Billing>().Charges;

    /// <summary>Starts one.</summary>
    public static async Task<FakeX> Start(FakeXOptions? options = null)
    {
        options ??= new FakeXOptions();
        var app = LocalServer.Build(options.Port, services => services.AddSingleton(options).AddSingleton<Posts>().AddSingleton<RequestLog>().AddSingleton<FaultScript>()
            .AddSingleton<SignatureCheck>().AddSingleton<RateLimits>().AddSingleton<Refusal>().AddSingleton<PostJson>().AddSingleton<Gate>()
            .AddSingleton<Identity>().AddSingleton<Tokens>().AddSingleton<Billing>()
            .AddSingleton<CreatePost>().AddSingleton<DeletePost>().AddSingleton<ReadTimeline>().AddSingleton<LookUpPosts>().AddSingleton<WhoAmI>()
            .AddSingleton<ExchangeToken>().AddSingleton<MediaStore>().AddSingleton<UploadMedia>().AddSingleton<DescribeMedia>()
            .AddSingleton<TimelinePage>());
        CreatePost.Map(app);
        DeletePost.Map(app);
        LookUpPosts.Map(app);
        ReadTimeline.Map(app);
        WhoAmI.Map(app);
        UploadMedia.Map(app);
        DescribeMedia.Map(app);
        ExchangeToken.Map(app);
        Authorize.Map(app);
        TimelinePage.Map(app);
        app.MapFallback("/1.1/{**path}", (HttpContext http, Gate gate, Refusal refusal) => gate.Pass(http, Call.Retired, (_, _) => refusal.Retired()));
        app.MapFallback((Refusal refusal) => refusal.NotFound());
        await app.StartAsync();
        return new FakeX(app);
    }

    /// <summary>Makes the next such call go wrong; several are used up in order.</summary>
    public void Next(Fault fault, Call call = Call.CreatePost) => app.Services.GetRequiredService<FaultScript>().Next(call, fault);

    /// <summary>Makes every such call go wrong until <see cref="Heal"/>; every call at all where none is named.</summary>
    public void Until(Fault fault, params Call[] calls)
    {
        foreach (var call in calls.Length == 0 ? Enum.GetValues<Call>() : calls)
        {
            app.Services.GetRequiredService<FaultScript>().Until(call, fault);
        }
    }

    /// <summary>
    /// Makes a share of all posts (0 to 1) meet one of the faults until <see cref="Heal"/>. The same seed strikes the same attempts at the
    /// same texts, in whichever order they arrive.
    /// </summary>
    public void Chaos(int seed, double share, params Fault[] faults) => app.Services.GetRequiredService<FaultScript>().Chaos(seed, share, faults);

    /// <summary>Nothing goes wrong any more.</summary>
    public void Heal() => app.Services.GetRequiredService<FaultScript>().Heal();

    /// <summary>Pays in more credits.</summary>
    public void TopUp(decimal dollars) => app.Services.GetRequiredService<Billing>().TopUp(dollars);

    /// <summary>OAuth 2.0 tokens as if somebody had just allowed the app all it needs; the access token lives two hours.</summary>
    public (string Access, string Refresh) IssueTokens(string scope = "tweet.read tweet.write users.read media.write offline.access")
    {
        var pair = app.Services.GetRequiredService<Tokens>().Issue(scope);
        return (pair.Access, pair.Refresh ?? "");
    }

    /// <summary>Returns when Ctrl+C or a signal ends the program.</summary>
    public Task UntilStopped() => app.WaitForShutdownAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();
}
