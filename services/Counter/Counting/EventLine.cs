namespace Engagement.Counter.Counting;

/// <summary>Everything about an event but its article.</summary>
/// <param name="Id">16 bytes of the hash of its id.</param>
/// <param name="Field">Under what it is counted; see <see cref="Keys"/>.</param>
/// <param name="Deed">What to do with it.</param>
/// <param name="Somebody">The keyed hash of the visitor or the device; empty where there is none.</param>
/// <param name="At">When the reader did it.</param>
sealed record EventLine(byte[] Id, string Field, Deed Deed, byte[] Somebody, DateTimeOffset At)
{
    const string Share = "share";

    /// <summary>The line of an article. The same somebody is another member at every article, so that members of two cannot be compared.</summary>
    public ReaderEvent For(string article)
    {
        var deed = Field.AsSpan(0, Field.IndexOf('@', StringComparison.Ordinal));
        var isShare = Deed == Deed.Count && deed.StartsWith($"{Share}:", StringComparison.Ordinal);
        return new(Id, article, Field, Deed, KeyedHashes.Of(Somebody, article, deed), At, isShare ? KeyedHashes.Of(Somebody, article, Share) : []);
    }
}
