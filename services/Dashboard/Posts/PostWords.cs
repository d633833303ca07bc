using System.Globalization;
using Engagement.Dashboard.Numbers;

namespace Engagement.Dashboard.Posts;

/// <summary>The states of a post in an editor's words, and how each looks.</summary>
static class PostWords
{
    /// <summary>The states in the order in which they ask for attention.</summary>
    public static readonly IReadOnlyList<string> Order =
    [
        "AwaitingApproval", "Unconfirmed", "Planned", "Waiting", "Sending", "Reconciling",
        "Posted", "DryRun", "Rejected", "OutOfBudget", "Missed", "Cancelled", "Deleted",
    ];

    public static string Of(string state) => state switch
    {
        "AwaitingApproval" => "to approve",
        "Planned" => "planned",
        "Waiting" => "waiting",
        "Sending" => "sending",
        "Reconciling" => "being looked up",
        "Posted" => "posted",
        "DryRun" => "dry run",
        "Rejected" => "rejected",
        "OutOfBudget" => "out of budget",
        "Missed" => "too late",
        "Cancelled" => "cancelled",
        "Unconfirmed" => "needs you",
        "Deleted" => "deleted",
        _ => state,
    };

    public static string Look(string state) => state switch
    {
        "Posted" => "ok",
        "DryRun" or "Cancelled" or "Deleted" => "dry",
        "Rejected" or "OutOfBudget" or "Unconfirmed" or "Missed" => "bad",
        _ => "wait",
    };

    public static string Dollars(decimal? amount) => amount?.ToString("$0.00#", CultureInfo.InvariantCulture) ?? Figures.NoData;

    /// <summary>Whether an editor can still change what will be sent.</summary>
    public static bool IsOpen(string state) => state is "AwaitingApproval" or "Planned" or "Waiting" or "Rejected" or "OutOfBudget" or "Missed" or "Cancelled";

    /// <summary>What an editor can do with a post in a state, as the API calls it.</summary>
    public static IReadOnlyList<string> Actions(string state) => state switch
    {
        "AwaitingApproval" => ["approve", "cancel"],
        "Planned" => ["cancel"],
        "Waiting" => ["retry", "cancel"],
        "Rejected" or "OutOfBudget" or "Missed" or "Cancelled" or "DryRun" => ["retry"],
        "Unconfirmed" => ["confirm", "retry"],
        "Reconciling" => ["confirm"],
        _ => [],
    };

    /// <summary>The figures of a post that its network told, in a fixed order, those it does not know left out.</summary>
    public static IEnumerable<(string Name, long Value)> Metrics(Api.ListedPost post) => new[] { "impressions", "likes", "reposts", "quotes", "replies", "bookmarks" }
        .Where(post.Metrics.ContainsKey).Select(name => (name, post.Metrics[name]));

    public static string Network(string network) => network switch { "x" => "X", "bluesky" => "Bluesky", "mastodon" => "Mastodon", _ => network };

    /// <summary>The words of a post without its address, and that address without its query: what people read.</summary>
    public static (string Words, string? Address) Cut(string text)
    {
        var at = text.LastIndexOf("https://", StringComparison.Ordinal) is >= 0 and var secure ? secure : text.LastIndexOf("http://", StringComparison.Ordinal);
        return at < 0 || text[at..].Any(char.IsWhiteSpace) ? (text, null) : (text[..at].TrimEnd(), text[(text.IndexOf("//", at, StringComparison.Ordinal) + 2)..].Split('?')[0]);
    }
}
