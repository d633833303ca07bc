namespace Engagement.Dashboard.Api;

/// <summary>How a feed fares, as Intake says it.</summary>
public sealed record FeedHealth
{
    public required string Url { get; init; }
    public required string Status { get; init; }
    public string? Problem { get; init; }
    public int Failures { get; init; }
    public DateTimeOffset? ReadAt { get; init; }
    public DateTimeOffset? NextAt { get; init; }

    public bool IsBroken => Status is "failing" or "gone";

    public string Look => Status switch { "ok" => "ok", "waiting" => "wait", _ => "bad" };

    public string InWords => Status switch { "ok" => "well", "waiting" => "not read yet", "gone" => "gone for good", _ => "failing" };
}

/// <summary>How one service answers.</summary>
/// <param name="Name">intake, publisher, counter, popularity.</param>
/// <param name="Took">How long its answer took; null where none came.</param>
/// <param name="Problem">What is wrong; null where nothing is.</param>
public sealed record ServiceHealth(string Name, TimeSpan? Took, ApiProblem? Problem);

/// <summary>What surrounds the news: feeds, and the health of the services.</summary>
sealed class SiteApi(ApiClient api, TimeProvider time)
{
    static readonly string[] Services = ["intake", "publisher", "counter", "popularity"];

    public Task<Answer<IReadOnlyList<FeedHealth>>> Feeds() => api.Get<IReadOnlyList<FeedHealth>>("intake", "/api/feeds");

    /// <summary>The buttons of an article, as HTML.</summary>
    public Task<Answer<string>> Buttons(string articleId) => api.Text("counter", $"/buttons/{Uri.EscapeDataString(articleId)}.html");

    public async Task<IReadOnlyList<ServiceHealth>> Health() => await Task.WhenAll(Services.Select(Look));

    async Task<ServiceHealth> Look(string service)
    {
        var begin = time.GetTimestamp();
        var answer = await api.Text(service, "/health/ready");
        return new(service, answer.Problem is null ? time.GetElapsedTime(begin) : null, answer.Problem);
    }
}
