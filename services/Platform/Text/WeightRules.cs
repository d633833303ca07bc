namespace Engagement.Platform.Text;

/// <summary>How a network weighs a text. The defaults are X's of today (its configuration of version 3).</summary>
public sealed record WeightRules
{
    /// <summary>X's rules of today.</summary>
    public static WeightRules X { get; } = new();

    /// <summary>The most that a text may weigh. 280; accounts that pay may have 4,000 or 25,000.</summary>
    public int MaxLength { get; init; } = 280;

    /// <summary>What every link weighs, however long it is. 23, because X replaces it by a short one.</summary>
    public int UrlLength { get; init; } = 23;

    /// <summary>True where an emoji weighs 2, however many code points it is made of; false counts those, as X did before 2018.</summary>
    public bool EmojiAsOne { get; init; } = true;
}
