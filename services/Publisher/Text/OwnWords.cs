using Engagement.Platform.Text;

namespace Engagement.Publisher.Text;

/// <summary>What an editor wrote stands as it is, but for the link: it is marked, it is never cut, and it is not left out.</summary>
static class OwnWords
{
    /// <summary>Takes the links out of the words, so that only words are shortened, and adds the article's where there is none.</summary>
    public static List<Part> Parts(IReadOnlyList<Part> written, string url, string tracked)
    {
        var parts = written.SelectMany(part => part.Kind == PartKind.Title ? Split(part.Text, url, tracked) : [part]).ToList();
        return parts.Any(part => part.Kind == PartKind.Url) ? parts
            : [.. parts, new Part(PartKind.Fixed, " "), new Part(PartKind.Url, tracked)];
    }

    static IEnumerable<Part> Split(string words, string url, string tracked)
    {
        var from = 0;
        foreach (var link in PostText.EntitiesOf(words).Where(entity =>
            entity.Kind == TextEntityKind.Url && !Headline.IsAccidental(entity.Value)))
        {
            yield return new Part(PartKind.Title, words[from..link.Start]);
            yield return new Part(PartKind.Url, link.Value.TrimEnd('/') == url.TrimEnd('/') ? tracked : link.Value);
            from = link.End;
        }

        yield return new Part(PartKind.Title, words[from..]);
    }
}
