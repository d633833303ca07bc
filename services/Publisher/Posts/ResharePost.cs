using Engagement.Publisher.Budget;
using Engagement.Publisher.Queue;

namespace Engagement.Publisher.Posts;

/// <summary>Plans an article's second post, once: when it takes off after its first has stood for a while.</summary>
sealed class ResharePost(PostStore posts, Articles articles, WordPost words, ReshareOptions options, QueueOptions queue, MonthlyBudget budget,
    PostDueArticles sender, TimeProvider time)
{
    /// <summary>The occasion, under which the settings may word it.</summary>
    public const string TakingOff = "takingOff";

    public async Task TakesOff(string articleId)
    {
        var now = time.GetUtcNow();
        if (!options.Enabled || (await posts.Of(articleId)).FirstOrDefault(post => post.Occasion == PlanPost.New) is not
            { State: PostState.Posted, IsWithdrawn: false, PostedAt: { } postedAt } first || now - postedAt < options.MinimumAge)
        {
            return;
        }

        var post = words.Word(Again(first with { Article = await articles.Find(articleId) ?? first.Article }, now));
        if (post.Article.NoSocial || await posts.Find(post.Id) is not null || !await budget.TakeReshare(post.Cost ?? 0, options.MonthlyBudget))
        {
            return;
        }

        await posts.Insert(post);
        sender.Ring();
    }

    Post Again(Post first, DateTimeOffset now)
    {
        var state = queue.NeedsApproval(first.Article.Section) ? PostState.AwaitingApproval : PostState.Planned;
        return new Post
        {
            Id = PostKeys.Id(first.Article.Id, first.Network, first.Account, TakingOff),
            Article = first.Article,
            Account = first.Account,
            Occasion = TakingOff,
            State = state,
            CreatedAt = now,
            // It is about what readers do now, not about when the article appeared: it does not go stale by the article's age.
            ScheduledAt = now,
            DueAt = state == PostState.AwaitingApproval ? null : now,
        }.To(state, now, "Readers share it far more than usual.");
    }
}
