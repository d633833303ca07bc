using System.Security.Cryptography;

namespace Engagement.Popularity.Webhooks;

/// <summary>Somebody who wants to be called.</summary>
/// <param name="Id">Ours.</param>
/// <param name="Url">Where to.</param>
/// <param name="Secret">With which we sign: <c>whsec_</c> and 24 or more bytes in base64. Shown once, when it is made.</param>
/// <param name="Events">Which types; empty: all.</param>
/// <param name="CreatedAt">Since when.</param>
/// <param name="PausedBecause">Why nothing is sent; null while it is active.</param>
sealed record Subscription(string Id, string Url, string Secret, IReadOnlyList<string> Events, DateTimeOffset CreatedAt, string? PausedBecause)
{
    /// <summary>What can be subscribed to.</summary>
    public static readonly IReadOnlyList<string> Types = ["popularity.changed", "article.taking-off"];

    public static Subscription New(string url, string? secret, IReadOnlyList<string> events, DateTimeOffset now) => new(
        Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), url, secret ?? StandardWebhooks.NewSecret(), events, now, null);

    public bool Wants(string type) => PausedBecause is null && (Events.Count == 0 || Events.Contains(type));
}

/// <summary>One call to one subscription, with all its attempts.</summary>
sealed record Delivery(string Id, string Subscription, string Order, string Type, string Body, DateTimeOffset CreatedAt, string State, IReadOnlyList<Attempt> Attempts);

/// <summary>One attempt.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Status">What the receiver answered; null where no answer came.</param>
/// <param name="Problem">Why it failed, in a sentence; null where it did not.</param>
sealed record Attempt(DateTimeOffset At, int? Status, string? Problem);
