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
    public static bool IsOpen(string state) => state is "AwaitingApproval" or "Planned" or "Waiting" or "Rejected" or "OutOfBudget" or "Missed";

    /// <summary>What an editor can do with a post in a state, as the API calls it.</summary>
    public static IReadOnlyList<string> Actions(string state) => state switch
    {
        "AwaitingApproval" => ["approve", "cancel"],
        "Planned" or "Waiting" => ["cancel"],
        "Rejected" or "OutOfBudget" or "Missed" or "Cancelled" => ["retry"],
        "Unconfirmed" => ["confirm", "retry"],
        _ => [],
    };

    public static string Network(string network) => network switch { "x" => "X", "bluesky" => "Bluesky", "mastodon" => "Mastodon", _ => network };
}
