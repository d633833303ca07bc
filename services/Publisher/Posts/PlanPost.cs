using Engagement.Contracts;
using Engagement.Platform.Telemetry;
using Engagement.Publisher.Queue;
using Engagement.Publisher.X;

namespace Engagement.Publisher.Posts;

/// <summary>Plans the post of an article, once, and follows what the site does to the article until it is sent.</summary>
sealed class PlanPost(PostStore posts, Articles articles, WordPost words, XOptions x, QueueOptions queue, PostDueArticles sender, Traces traces, TimeProvider time)
{
    /// <summary>Why an article is posted the first time.</summary>
    public const string New = "new";

    /// <summary>An article appeared, or is announced again.</summary>
    public async Task Appeared(Article announced)
    {
        // What was old when we learned of it is catalogue, and news only to us.
        if (announced.Backfill || await articles.Remember(announced) is not { NoSocial: false } article)
        {
            return;
        }

        var first = First(article);
        await traces.Leave($"post:{first.Id}");
        var inserted = await posts.Insert(first);
        // Other news of the article may have passed us between the two lines above, and found no post to act on.
        if (await articles.Find(article.Id) is { } newest)
        {
            if (inserted is null || newest.Revision != article.Revision)
            {
                await Follow(newest);
            }
        }
        else
        {
            await Withdraw(article.Id);
        }

        sender.Ring();
    }

    /// <summary>An article changed: an unsent post follows, a sent one stays as it is and is never a reason for another.</summary>
    public async Task Changed(Article announced)
    {
        if (!announced.Backfill && await articles.Remember(announced) is { } article)
        {
            await Follow(article);
            sender.Ring();
        }
    }

    /// <summary>An article was taken back: what was not sent stays unsent.</summary>
    public async Task Withdrawn(string articleId, long revision)
    {
        await articles.Forget(articleId, revision);
        await Withdraw(articleId);
        sender.Ring();
    }

    async Task Withdraw(string articleId)
    {
        foreach (var post in await posts.Of(articleId))
        {
            await posts.Change(post.Id, current => PostMoves.Withdraw(current, queue.DeleteWithdrawn, time.GetUtcNow()));
        }
    }

    async Task Follow(Article article)
    {
        foreach (var post in await posts.Of(article.Id))
        {
            await posts.Change(post.Id, current => PostMoves.Follow(current, article, words.Word, time.GetUtcNow()));
        }
    }

    Post First(Article article)
    {
        var now = time.GetUtcNow();
        var created = queue.BackdateDryRuns && x.IsDry && article.PublishedAt < now ? article.PublishedAt.Value : now;
        var (state, note) = queue.NeedsApproval(article.Section) ? (PostState.AwaitingApproval, "An editor must approve it.")
            : article.EmbargoUntil > now ? (PostState.Planned, "Under embargo.")
            : (PostState.Planned, (string?)null);
        return words.Word(new Post
        {
            Id = PostKeys.Id(article.Id, "x", x.Account, New),
            Article = article,
            Account = x.Account,
            Occasion = New,
            State = state,
            CreatedAt = created,
            DueAt = state == PostState.AwaitingApproval ? null : article.EmbargoUntil > now ? article.EmbargoUntil : now,
        }).To(state, created, note, state == PostState.AwaitingApproval ? "Approve, edit or cancel it." : null);
    }
}
