using Engagement.Platform.Text;

namespace Engagement.Publisher.Text;

/// <summary>
/// Keeps a headline from being more than words. <c>Booking.com fined</c> would be a link of its own at the price of one, <c>@name</c>
/// notifies a stranger, which X's rules forbid, and a second <c>$SYMBOL</c> makes X refuse the post.
/// </summary>
static class Headline
{
    // Invisible, without width, and no place to break a line; X weighs it 1.
    const char Guard = '\u200c';

    /// <summary>The words with a guard inside each link without scheme, each mention and each cashtag but the first.</summary>
    /// <param name="words">A title, summary or name.</param>
    /// <param name="cashtags">How many cashtags the post may still have; counted down.</param>
    public static string Defuse(string words, ref int cashtags)
    {
        var safe = words;
        foreach (var entity in PostText.EntitiesOf(words).Reverse())
        {
            safe = entity.Kind switch
            {
                TextEntityKind.Url when IsAccidental(entity.Value) => safe[..entity.Start] + Guarded(entity.Value) + safe[entity.End..],
                TextEntityKind.Mention => safe.Insert(entity.Start + 1, $"{Guard}"),
                _ => safe,
            };
        }

        foreach (var cashtag in PostText.EntitiesOf(safe).Where(entity => entity.Kind == TextEntityKind.Cashtag).Skip(cashtags).Reverse())
        {
            safe = safe.Insert(cashtag.Start + 1, $"{Guard}");
        }

        cashtags -= PostText.EntitiesOf(safe).Count(entity => entity.Kind == TextEntityKind.Cashtag);
        return safe;
    }

    /// <summary>Whether nobody meant a link: it has no scheme.</summary>
    public static bool IsAccidental(string url) => !url.Contains("://", StringComparison.Ordinal);

    static string Guarded(string url) => url.Replace(".", $"{Guard}.", StringComparison.Ordinal);
}
