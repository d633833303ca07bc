using Engagement.Contracts;
using Engagement.Platform.Settings;
using Engagement.Platform.Text;

namespace Engagement.Publisher.Text;

/// <summary>The text of a post, ready to send.</summary>
/// <param name="Text">In NFC, at most as long as the account may write.</param>
/// <param name="WeightedLength">As X counts.</param>
/// <param name="HasLink">Whether X makes anything in it a link, which decides its price.</param>
sealed record RenderedPost(string Text, int WeightedLength, bool HasLink);

/// <summary>
/// Words the post of an article: <c>renderer.Render(article, post.Id)</c>. Call it once, when the post is sent, and keep the text: the
/// same arguments give the same bytes on any machine, in any culture, at any time, but other settings give other ones. The text never
/// weighs more than the limit, never splits a character that a reader sees, and holds the article's link whole, with the post's id in
/// <c>utm_content</c>. It never throws for any article.
/// </summary>
sealed class PostRenderer
{
    readonly TextOptions options;
    readonly SiteOptions site;
    readonly TimeZoneInfo zone;
    readonly Wordings wordings;
    readonly HashtagWords hashtags;
    readonly FitParts fit;

    /// <exception cref="StartProblem">A template of the options cannot be read, or the site's time zone is none.</exception>
    public PostRenderer(TextOptions options, SiteOptions site)
    {
        this.options = options;
        this.site = site;
        zone = TimeZoneInfo.TryFindSystemTimeZoneById(site.TimeZone, out var found) ? found
            : throw new StartProblem($"Engagement__Site__TimeZone must be an IANA time zone such as Europe/Berlin; it is \"{site.TimeZone}\".");
        wordings = new Wordings(options);
        hashtags = new HashtagWords(options);
        fit = new FitParts(options.MaxLength);
    }

    /// <summary>Words a post.</summary>
    /// <param name="article">The article as it is now.</param>
    /// <param name="postId">The post's id, which marks the link.</param>
    /// <param name="occasion">Why it is posted: <c>new</c>, or one that <c>Engagement:X:Text:Occasions</c> words differently.</param>
    public RenderedPost Render(Article article, string postId, string occasion = "new")
    {
        var link = Link(article, postId);
        var fill = new FillTemplate(article, link, [.. Hashtags(article)], site.Name, zone, options);
        var parts = wordings.Own(article, occasion) is { } own
            ? OwnWords.Parts(fill.Fill(own.Nodes, PartKind.Title), article.Url, link)
            : fill.Fill(wordings.Of(article, occasion).Nodes);
        var measured = PostText.Measure(fit.Fit(parts));
        return new RenderedPost(measured.Text, measured.WeightedLength, measured.Of(TextEntityKind.Url).Count > 0);
    }

    // A tag that the headline already has as a hashtag need not follow it.
    IEnumerable<string> Hashtags(Article article) => hashtags.Of(article.Tags).Except(
        PostText.Measure(article.Title).Of(TextEntityKind.Hashtag), StringComparer.OrdinalIgnoreCase);

    string Link(Article article, string postId)
    {
        var campaign = new FillTemplate(article, "", [], site.Name, zone, options).Fill(Template.Parse(options.Utm.Campaign).Nodes);
        return TrackedUrl.Build(article.Url,
        [
            ("utm_source", options.Utm.Source), ("utm_medium", options.Utm.Medium),
            ("utm_campaign", Slug(string.Concat(campaign.Select(part => part.Text)))), ("utm_content", options.Utm.Content ? postId : ""),
        ]);
    }

    static string Slug(string words)
    {
        var letters = words.Replace("\u200c", "", StringComparison.Ordinal).ToLowerInvariant()
            .Select(c => char.IsPunctuation(c) || char.IsSymbol(c) || char.IsControl(c) ? ' ' : c);
        return string.Join('-', string.Concat(letters).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
