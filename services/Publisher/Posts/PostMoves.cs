using Engagement.Contracts;

namespace Engagement.Publisher.Posts;

/// <summary>How a post follows its article. Each answers null where nothing changes.</summary>
static class PostMoves
{
    /// <summary>A newer revision of the article: an unsent post takes it over and is worded anew.</summary>
    public static Post? Follow(Post post, Article article, Func<Post, Post> word, DateTimeOffset now)
    {
        if (article.Revision <= post.Article.Revision || !post.IsUnsent)
        {
            return null;
        }

        var followed = word(post with { Article = article });
        if (article.NoSocial)
        {
            return Cancel(followed, now, "The article is no longer to be posted.", "Allow it on social networks again and retry the post.");
        }

        return article.EmbargoUntil == post.Article.EmbargoUntil || post.State == PostState.AwaitingApproval
            ? followed
            : followed with { DueAt = new[] { now, post.ScheduledAt ?? now, article.EmbargoUntil ?? now }.Max() };
    }

    /// <summary>The article was withdrawn: an unsent post is cancelled, a standing one deleted where that is wanted.</summary>
    public static Post? Withdraw(Post post, bool delete, DateTimeOffset now) => post switch
    {
        { IsWithdrawn: true } => null,
        { IsUnsent: true } => Cancel(post with { IsWithdrawn = true }, now, "Its article was withdrawn.", "Nothing is to be done."),
        { State: PostState.Posted } when delete => post with { IsWithdrawn = true, DueAt = now },
        _ => post with { IsWithdrawn = true },
    };

    /// <summary>Takes an unsent post out of the queue.</summary>
    public static Post Cancel(Post post, DateTimeOffset now, string reason, string advice) =>
        post.To(PostState.Cancelled, now, reason, advice) with { DueAt = null };
}
