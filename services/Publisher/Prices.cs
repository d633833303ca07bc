using System.ComponentModel.DataAnnotations;

namespace Engagement.Publisher;

/// <summary><c>Engagement:X:Prices</c>: what X charges, so that a post's cost is known before it is made.</summary>
public sealed class PriceOptions
{
    /// <summary>
    /// A row for each day on which prices changed; a row counts from its day until that of the next. Rows are added to ours of
    /// 20 April 2026, and one of the same day replaces it. <c>Engagement__X__Prices__Table__0__From=2027-01-01</c>, then what changed.
    /// </summary>
    public IReadOnlyList<Prices> Table { get; init; } = [new()];

    /// <summary>The prices of a time. Before the first row, those of the first.</summary>
    public Prices At(DateTimeOffset now)
    {
        var rows = Table.OrderBy(row => row.From).ToList();
        return rows.FindLast(row => row.From <= now) ?? rows[0];
    }
}

/// <summary>Prices in US dollars a call. Each 0 to 100.</summary>
public sealed record Prices
{
    /// <summary>The day from which they hold, such as <c>2026-04-20</c>.</summary>
    public DateTimeOffset From { get; init; } = new(2026, 4, 20, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A post in which X finds a link, meant or not. Default 0.200.</summary>
    [Range(0d, 100d)]
    public decimal PostWithLink { get; init; } = 0.200m;

    /// <summary>A post without one. Default 0.015.</summary>
    [Range(0d, 100d)]
    public decimal Post { get; init; } = 0.015m;

    /// <summary>The description of a picture. Default 0.005.</summary>
    [Range(0d, 100d)]
    public decimal AltText { get; init; } = 0.005m;

    /// <summary>A post read on the account's own timeline. Default 0.001.</summary>
    [Range(0d, 100d)]
    public decimal OwnedRead { get; init; } = 0.001m;

    /// <summary>A post read by its id. Default 0.005.</summary>
    [Range(0d, 100d)]
    public decimal Read { get; init; } = 0.005m;

    /// <summary>A look at the account itself. Default 0.010.</summary>
    [Range(0d, 100d)]
    public decimal UserRead { get; init; } = 0.010m;

    /// <summary>Taking a post down. Default 0.010.</summary>
    [Range(0d, 100d)]
    public decimal Delete { get; init; } = 0.010m;

    /// <summary>What a post costs.</summary>
    public decimal OfPost(bool hasLink) => hasLink ? PostWithLink : Post;
}
