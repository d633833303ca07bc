using System.Globalization;
using Engagement.Contracts;
using Engagement.Platform.Text;

namespace Engagement.Publisher.Text;

/// <summary>What an editor should know of a text before it is sent: one sentence each, what is so and what to do about it.</summary>
sealed class PostWarnings(TextOptions options)
{
    readonly HashtagWords hashtags = new(options);

    /// <summary>Warnings about a text, whoever wrote it.</summary>
    public IReadOnlyList<string> Of(MeasuredText text, Prices prices) =>
    [
        .. Length(text), .. Links(text, prices),
        .. text.Of(TextEntityKind.Mention).Select(name =>
            $"@{name} would be notified; X forbids mentions that were not asked for. Remove the @ unless that person expects it."),
        .. text.Of(TextEntityKind.Cashtag).Count > 1
            ? [$"It has {text.Of(TextEntityKind.Cashtag).Count} cashtags and X refuses more than one; remove the $ of all but one."] : Array.Empty<string>(),
        .. text.Entities is [{ Kind: TextEntityKind.Mention, Start: 0 }, ..]
            ? ["It starts with a mention, so X takes it for a reply and hides it from most followers; start with another word."] : Array.Empty<string>(),
        .. IsShouting(text) ? ["It is all in capitals, which reads as shouting; write it as a sentence."] : Array.Empty<string>(),
    ];

    /// <summary>Warnings about what an article's post cannot show as the article has it.</summary>
    public IReadOnlyList<string> Of(Article article)
    {
        var headline = PostText.Measure(PostText.CleanLine(article.PostText ?? article.Title));
        return
        [
            .. article.Tags.Where(tag => hashtags.Of(tag) is null).Select(tag =>
                $"The tag \"{tag}\" makes no hashtag, because it has no letter; give it an alias in Engagement:X:Text:HashtagAliases."),
            .. options.Defuse && article.PostText is null ? Defused(headline) : [],
            .. article.NoSocial ? ["The article is marked noSocial, so nothing of it is posted."] : Array.Empty<string>(),
        ];
    }

    static IEnumerable<string> Defused(MeasuredText headline) => headline.Entities
        .Where(entity => entity.Kind == TextEntityKind.Mention || (entity.Kind == TextEntityKind.Url && Headline.IsAccidental(entity.Value)))
        .Select(entity => headline.Text[entity.Start..entity.End])
        .Concat(headline.Of(TextEntityKind.Cashtag).Skip(1).Select(symbol => $"${symbol}"))
        .Select(part => $"X would make \"{part}\" in the title a link; an invisible character keeps it from that. Reword the title to do without.");

    static IEnumerable<string> Length(MeasuredText text)
    {
        if (text.WeightedLength == 0)
        {
            yield return "It is empty; write something.";
        }
        else if (text.ValidUnits < text.Text.Length || !text.Valid)
        {
            yield return text.Text.AsSpan().ContainsAny('\ufeff', '\ufffe', '\uffff') || text.WeightedLength <= text.MaxLength
                ? "It has a character that X refuses, such as a byte order mark; type it anew instead of pasting it."
                : $"It weighs {text.WeightedLength} and X takes {text.MaxLength}; shorten it by {text.WeightedLength - text.MaxLength}.";
        }
        else if (text.GuardLength > text.MaxLength)
        {
            yield return $"X may count {text.GuardLength} instead of {text.WeightedLength}, because an emoji in it is newer than its rules; shorten it to be safe.";
        }
    }

    static IEnumerable<string> Links(MeasuredText text, Prices prices)
    {
        var links = text.Of(TextEntityKind.Url);
        foreach (var link in links.Where(Headline.IsAccidental))
        {
            var price = prices.PostWithLink.ToString("0.000", CultureInfo.InvariantCulture);
            yield return $"X takes \"{link}\" for a link, which makes the post cost ${price}; reword it if none is meant.";
        }

        if (links.Count > 1)
        {
            yield return $"It has {links.Count} links; X shows a card for only one.";
        }

        foreach (var word in text.Text.Split([' ', '\n']).Where(word => word.Contains("://", StringComparison.Ordinal)))
        {
            if (!links.Any(link => word.Contains(link, StringComparison.Ordinal)))
            {
                yield return $"X does not link \"{word}\" and counts it in full; use the public address of the page.";
            }
        }
    }

    static bool IsShouting(MeasuredText text)
    {
        var words = text.Entities.Aggregate(text.Text, (rest, entity) => rest.Replace(text.Text[entity.Start..entity.End], "", StringComparison.Ordinal));
        return words.Count(char.IsUpper) > 10 && !words.Any(char.IsLower);
    }
}
