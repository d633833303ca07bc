using Engagement.Contracts;

namespace Engagement.Publisher;

/// <summary>What a reader sees below the words of a post.</summary>
/// <param name="Kind"><c>picture</c>: the article's picture is uploaded, and X shows it in place of a card. <c>card</c>: X makes a card of the
/// page that is linked. <c>none</c>: neither.</param>
/// <param name="Host">The host that a card names.</param>
/// <param name="Title">A card's title, as far as the article says; X takes it from the page (og:title or twitter:title).</param>
/// <param name="Image">The picture; for a card X takes it from the page (og:image or twitter:image).</param>
/// <param name="Note">One sentence on where it comes from.</param>
sealed record PostCard(string Kind, string? Host, string? Title, ArticleImage? Image, string Note)
{
    /// <summary>Of an article's post.</summary>
    public static PostCard Of(Article article, bool uploads, string? link) => (article.Image, link) switch
    {
        ({ } image, _) when uploads => new("picture", null, null, image, image.Alt is { Length: > 0 }
            ? "The article's picture is uploaded with its alternative text; X shows it in place of a card."
            : "The article's picture is uploaded; X shows it in place of a card."),
        (_, null) => None,
        (var image, _) => new("card", HostOf(link), article.Title, image, image is null
            ? "X makes the card of the page; without an og:image there it is small and has no picture."
            : "X makes the card of the page, by its og:title and og:image, which usually are these."),
    };

    /// <summary>Of a text of which nothing else is known.</summary>
    public static PostCard Of(string? link) => link is null ? None
        : new("card", HostOf(link), null, null, "X makes the card of the page, by its og:title and og:image.");

    static PostCard None { get; } = new("none", null, null, null, "There is no link, so there is no card.");

    static string? HostOf(string link) => Uri.TryCreate(link.Contains("://", StringComparison.Ordinal) ? link : $"http://{link}", UriKind.Absolute, out var url) ? url.Host : null;
}
