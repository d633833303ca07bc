using Engagement.Contracts;
using Engagement.Platform.Text;

namespace Engagement.Publisher;

/// <summary>An article as a caller sends it for a preview: not yet known to anybody, so most of it may be missing.</summary>
sealed record PreviewedArticle
{
    public string? Id { get; init; }
    public string? Url { get; init; }
    public string? Title { get; init; }
    public string? Summary { get; init; }
    public IReadOnlyList<string>? Tags { get; init; }
    public string? Section { get; init; }
    public string? Author { get; init; }
    public ArticleImage? Image { get; init; }
    public string? Language { get; init; }
    public DateTimeOffset? PublishedAt { get; init; }
    public bool NoSocial { get; init; }
    public bool Breaking { get; init; }
    public string? PostText { get; init; }
    public IReadOnlyDictionary<string, string>? Meta { get; init; }

    /// <summary>Why it cannot be worded, and what to change; null where it can.</summary>
    public string? Problem() => this switch
    {
        { Title: null or "" } => "Give it a \"title\" of 1 to 500 characters.",
        { Title.Length: > 500 } => "Its \"title\" may have at most 500 characters.",
        { Url: null or "" } => "Give it a \"url\", absolute, http or https.",
        { Url.Length: > 2048 } => "Its \"url\" may have at most 2,048 characters.",
        { Url: { } url } when !IsAddress(url) =>
            "Its \"url\" is no web address; write it absolute, with http or https and the site's public name.",
        { Summary.Length: > 2000 } => "Its \"summary\" may have at most 2,000 characters.",
        { PostText.Length: > 1000 } => "Its \"postText\" may have at most 1,000 characters.",
        { Tags.Count: > 30 } => "It may have at most 30 \"tags\".",
        { Meta.Count: > 20 } => "It may have at most 20 values in \"meta\".",
        _ when Texts().Any(text => text?.Length > 500) => "Its tags, section, author and values may have at most 500 characters each.",
        _ => null,
    };

    /// <summary>The article as the template sees it.</summary>
    public Article ToArticle() => new()
    {
        Id = Id ?? Url!,
        Revision = 1,
        Url = Url!,
        Title = Title!,
        Summary = Summary,
        Tags = [.. (Tags ?? []).OfType<string>()],
        Section = Section,
        Author = Author,
        Image = Image,
        Language = Language,
        PublishedAt = PublishedAt,
        NoSocial = NoSocial,
        Breaking = Breaking,
        PostText = PostText,
        Meta = Meta ?? new Dictionary<string, string>(),
    };

    IEnumerable<string?> Texts() => [.. Tags ?? [], .. Meta?.Values ?? [], Section, Author, Id];

    // A site on the editor's own machine has no public name yet; the warnings say what X makes of it.
    static bool IsAddress(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https")
        && (WebAddress.IsValid(uri.AbsoluteUri) || !uri.IdnHost.Contains('.', StringComparison.Ordinal));
}
