using System.Globalization;
using Engagement.Platform.Text;

namespace Engagement.Publisher.Posts;

/// <summary>Whether the same words went out within a day, or are about to: X refuses them, and readers have seen them.</summary>
sealed class RecentWords(PostStore posts, TimeProvider time)
{
    /// <summary>More than X lets an account post in half an hour; a preview is to be quick.</summary>
    const int MaxPosts = 300;

    static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>The post that a text is of, by the mark in its link; null where it has none.</summary>
    public async Task<Post?> Own(string text)
    {
        var mark = text.IndexOf("utm_content=", StringComparison.Ordinal);
        var id = mark < 0 ? "" : string.Concat(text[(mark + "utm_content=".Length)..].TakeWhile(char.IsAsciiLetterOrDigit));
        return id.Length == 16 ? await posts.Find(id) : null;
    }

    /// <summary>A warning, or nothing.</summary>
    /// <param name="text">What is to be posted.</param>
    /// <param name="ownId">The post that it is of, which may say what it says.</param>
    public async Task<string?> Warning(string text, string? ownId)
    {
        var now = time.GetUtcNow();
        if (Words(text) is not { Length: > 0 } words)
        {
            return null;
        }

        var latest = await posts.List(PostKeys.All, now.ToUnixTimeMilliseconds(), 0, MaxPosts);
        var recent = await posts.Find([.. latest.Where(entry => entry.Created > (now - (2 * Day)).ToUnixTimeMilliseconds() && entry.Id != ownId).Select(entry => entry.Id)]);
        return recent.FirstOrDefault(post => Counts(post) && (post.PostedAt ?? now) > now - Day && post.Text is { } theirs && Words(theirs) == words) is { } same
            ? string.Create(CultureInfo.InvariantCulture, $"The post of \"{same.Article.Title}\" ({same.State}, {same.PostedAt ?? same.DueAt ?? same.CreatedAt:d MMMM, HH:mm} UTC) says the same; X refuses the same text twice in a day, so reword it.")
            : null;
    }

    static bool Counts(Post post) => post.State is PostState.Posted or PostState.Planned or PostState.AwaitingApproval or PostState.Waiting
        or PostState.Sending or PostState.Reconciling or PostState.Unconfirmed;

    /// <summary>Without the links, which differ by their marks, and without what nobody sees.</summary>
    static string Words(string text)
    {
        var measured = PostText.Measure(text);
        var words = measured.Entities.Reverse().Where(entity => entity.Kind == TextEntityKind.Url && entity.Value.Contains("://", StringComparison.Ordinal))
            .Aggregate(measured.Text, (rest, link) => rest.Remove(link.Start, link.End - link.Start));
        return string.Join(' ', words.Replace("\u200c", "", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
    }
}
