namespace Engagement.Contracts;

/// <summary>An article as every service knows it. On any wire it is this record in camel case.</summary>
public sealed record Article
{
    /// <summary>The site's own id, or a short stable hash of the canonical URL. 1 to 128 characters of <c>A-Z a-z 0-9 . _ ~ -</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Grows with every accepted change; a copy with a lower revision is old news. 1 and up.</summary>
    public required long Revision { get; init; }

    /// <summary>The canonical URL: absolute, http or https, on one of the site's hosts. At most 2,048 characters.</summary>
    public required string Url { get; init; }

    /// <summary>Other URLs under which readers may find it (old slugs, AMP, mobile). At most 50.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Plain text, no markup. 1 to 500 characters.</summary>
    public required string Title { get; init; }

    /// <summary>Plain text. At most 2,000 characters.</summary>
    public string? Summary { get; init; }

    /// <summary>Keywords in the site's own spelling. At most 30, each at most 100 characters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The section that it appears in. At most 100 characters.</summary>
    public string? Section { get; init; }

    /// <summary>The name of whoever wrote it. At most 200 characters.</summary>
    public string? Author { get; init; }

    /// <summary>The picture that networks show beside it.</summary>
    public ArticleImage? Image { get; init; }

    /// <summary>BCP 47, such as <c>en</c> or <c>pt-BR</c>.</summary>
    public string? Language { get; init; }

    /// <summary>When the site published it; may lie ahead.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>True where it must not be posted to any network. Readers may still share it.</summary>
    public bool NoSocial { get; init; }

    /// <summary>Breaking news: overtakes others in the queue and may use the reserve of the budget.</summary>
    public bool Breaking { get; init; }

    /// <summary>Not to be posted before this time.</summary>
    public DateTimeOffset? EmbargoUntil { get; init; }

    /// <summary>The post's text in an editor's own words, instead of the template. At most 1,000 characters.</summary>
    public string? PostText { get; init; }

    /// <summary>Further values that a template may name as <c>{meta:key}</c>. At most 20, each at most 500 characters.</summary>
    public IReadOnlyDictionary<string, string> Meta { get; init; } = new Dictionary<string, string>();

    /// <summary>True where it was old when we learned of it (a feed's first fetch, an import): it fills the catalogue and is not news.</summary>
    public bool Backfill { get; init; }
}

/// <summary>A picture of an article.</summary>
/// <param name="Url">Absolute, http or https. At most 2,048 characters.</param>
/// <param name="Alt">What it shows, for those who cannot see it. At most 1,000 characters, which is X's limit.</param>
public sealed record ArticleImage(string Url, string? Alt);
