namespace Engagement.Intake.Feeds.Reading;

/// <summary>A feed, read.</summary>
/// <param name="Title">Its name, as it says.</param>
/// <param name="Items">In the order of the document.</param>
/// <param name="Hub">A WebSub hub that tells of news at once, where it names one.</param>
/// <param name="Self">The address under which the hub knows the feed.</param>
sealed record FeedDocument(string? Title, IReadOnlyList<FeedItem> Items, string? Hub = null, string? Self = null);

/// <summary>An entry of a feed, as it stands there: links are absolute, texts are decoded, nothing is judged yet.</summary>
sealed record FeedItem
{
    /// <summary>RSS guid, Atom or JSON Feed id, RDF about. Compared character by character.</summary>
    public string? Id { get; init; }

    public string? Link { get; init; }

    public string? Title { get; init; }

    /// <summary>True where the title holds markup; else a <c>&lt;</c> in it is meant.</summary>
    public bool TitleIsMarkup { get; init; }

    public string? AuthorName { get; init; }

    public string? AuthorEmail { get; init; }

    public string? Author => (AuthorName, AuthorEmail) switch
    {
        ({ } name, { } email) => $"{name} ({email})",
        _ => AuthorName ?? AuthorEmail,
    };

    public string? Published { get; init; }

    public string? Updated { get; init; }

    /// <summary>Summary or content, with its markup.</summary>
    public string? Summary { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public string? Image { get; init; }

    public string? ImageAlt { get; init; }

    public string? Language { get; init; }
}

/// <summary>The document cannot be read; the message is one sentence that says why.</summary>
sealed class FeedProblem(string message) : Exception(message);
