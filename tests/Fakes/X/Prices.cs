namespace Engagement.Fakes.X;

/// <summary>What a call costs, in US dollars; the defaults are those of 20 April 2026.</summary>
public sealed record Prices
{
    /// <summary>A post with a link in it.</summary>
    public decimal PostWithLink { get; init; } = 0.200m;

    /// <summary>A post without.</summary>
    public decimal Post { get; init; } = 0.015m;

    /// <summary>Taking a post down.</summary>
    public decimal Delete { get; init; } = 0.010m;

    /// <summary>An alternative text.</summary>
    public decimal AltText { get; init; } = 0.005m;

    /// <summary>A post read by its id, once a day (UTC).</summary>
    public decimal Read { get; init; } = 0.005m;

    /// <summary>A post read on the account's own timeline.</summary>
    public decimal OwnedRead { get; init; } = 0.001m;

    /// <summary>A look at a user.</summary>
    public decimal UserRead { get; init; } = 0.010m;
}

/// <summary>One line of the bill.</summary>
/// <param name="What">Which call, and of what.</param>
/// <param name="Price">US dollars.</param>
/// <param name="At">When.</param>
public sealed record Charge(string What, decimal Price, DateTimeOffset At);
