namespace Engagement.Platform.Text;

/// <summary>What X makes of a text.</summary>
public sealed record MeasuredText
{
    /// <summary>The text in the form that X stores and weighs (Unicode's NFC). All positions are in this text, in UTF-16 units.</summary>
    public required string Text { get; init; }

    /// <summary>Its length as X counts: 1 for most letters, 2 for wide ones and for every emoji, 23 for every link.</summary>
    public required int WeightedLength { get; init; }

    /// <summary>
    /// Its length as X's published library counts: the same but for emoji newer than 2018, which weigh more there. Never less than
    /// <see cref="WeightedLength"/>. Whoever cuts a text keeps this one under the limit, because then X refuses it by neither count.
    /// </summary>
    public required int GuardLength { get; init; }

    /// <summary>The most that it may weigh, by the rules that it was weighed with.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Whether X accepts it: neither empty nor longer than the limit, and without characters that X refuses.</summary>
    public required bool Valid { get; init; }

    /// <summary>How many UTF-16 units from the start are acceptable: all of <see cref="Text"/> where it is valid.</summary>
    public required int ValidUnits { get; init; }

    /// <summary>Links, hashtags, cashtags and mentions in the order of the text; none overlaps another.</summary>
    public required IReadOnlyList<TextEntity> Entities { get; init; }

    /// <summary>The values of one kind of entity.</summary>
    public IReadOnlyList<string> Of(TextEntityKind kind) =>
        [.. Entities.Where(entity => entity.Kind == kind).Select(entity => entity.Value)];
}
