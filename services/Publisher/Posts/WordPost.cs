using Engagement.Publisher.Text;

namespace Engagement.Publisher.Posts;

/// <summary>Words a post and says what it will cost. What an editor wrote, or what may stand already, keeps its words.</summary>
sealed class WordPost(PostRenderer renderer, PriceOptions prices, TimeProvider time)
{
    public Post Word(Post post)
    {
        if (post.Text is not null && (post.Edited || post.MayStand))
        {
            return post;
        }

        var worded = renderer.Render(post.Article, post.Id, post.Occasion);
        return Priced(post with { Text = worded.Text, WeightedLength = worded.WeightedLength }, worded.HasLink);
    }

    /// <summary>With today's price of a post.</summary>
    public Post Priced(Post post, bool hasLink) => post with { Cost = prices.At(time.GetUtcNow()).OfPost(hasLink) };
}
