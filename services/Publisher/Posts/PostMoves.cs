using Engagement.Contracts;

namespace Engagement.Publisher.Posts;

/// <summary>How a post follows its article. Each answers null where nothing changes.</summary>
static class PostMoves
{
    /// <summary>A newer revision of the article: an unsent post takes it over and is worded anew.</summary>
    public static Post? Follow(Post post, Article article, DateTimeOffset now)
    {
        if (article.Revision <= post.Article.Revision || !post.IsUnsent)
        {
            return null;
        }

        var followed = post with { Article = article, Text = post.Edited ? post.Text : null };
        if (article.NoSocial)
        {
            return Cancel(followed, now, "The article is no longer to be posted.", "Allow it on social networks again and retry the post.");
        }

        return article.EmbargoUntil == post.Article.EmbargoUntil
            ? followed
            : followed with { DueAt = article.EmbargoUntil > now ? article.EmbargoUntil : now };
    }

    /// <summary>The article was withdrawn.</summary>
    public static Post? Withdraw(Post post, DateTimeOffset now) => post switch
    {
        { IsWithdrawn: true } => null,
        { IsUnsent: true } => Cancel(post with { IsWithdrawn = true }, now, "Its article was withdrawn.", "Nothing is to be done."),
        _ => post with { IsWithdrawn = true },
    };

    /// <summary>Takes an unsent post out of the queue.</summary>
    public static Post Cancel(Post post, DateTimeOffset now, string reason, string advice) =>
        post.To(PostState.Cancelled, now, reason, advice) with { DueAt = null };
}
