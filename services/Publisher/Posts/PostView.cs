namespace Engagement.Publisher.Posts;

/// <summary>A post as the API shows it.</summary>
/// <param name="Id">Our id of it.</param>
/// <param name="ArticleId">The article.</param>
/// <param name="Title">The article's title as posted.</param>
/// <param name="ArticleUrl">The article's address.</param>
/// <param name="Section">The article's section.</param>
/// <param name="Network"><c>x</c>.</param>
/// <param name="Account">The name of the account in the settings.</param>
/// <param name="Occasion"><c>new</c>, or why it is posted once more.</param>
/// <param name="State">Planned, AwaitingApproval, Waiting, Sending, Reconciling, Posted, DryRun, Rejected, OutOfBudget, Missed, Cancelled,
/// Unconfirmed or Deleted.</param>
/// <param name="Breaking">Breaking news overtakes other posts.</param>
/// <param name="Text">As sent or to be sent; none before it is worded.</param>
/// <param name="WeightedLength">By X's count; at most 280 unless set otherwise.</param>
/// <param name="Cost">US dollars, estimated.</param>
/// <param name="CreatedAt">When it was planned.</param>
/// <param name="DueAt">When it is next looked at; for a planned or waiting post, when it is sent.</param>
/// <param name="ScheduledAt">The time that an editor gave it; none where it goes at its turn.</param>
/// <param name="PostedAt">When the network accepted it.</param>
/// <param name="SentAt">The same; for a dry run when it would have been.</param>
/// <param name="NetworkPostId">The network's id.</param>
/// <param name="Url">Where a person finds it.</param>
/// <param name="Reason">One sentence: why it stands where it stands.</param>
/// <param name="Advice">One sentence: what an editor can do.</param>
/// <param name="Attempts">Requests to the network, oldest first.</param>
/// <param name="History">Its last 50 moves, oldest first.</param>
/// <param name="Metrics">likes, reposts, replies, quotes, bookmarks, impressions, as last read.</param>
/// <param name="MeasuredAt">When that was; none before the first reading.</param>
sealed record PostView(
    string Id, string ArticleId, string Title, string ArticleUrl, string? Section, string Network, string Account, string Occasion,
    PostState State, bool Breaking, string? Text, int? WeightedLength, decimal? Cost, DateTimeOffset CreatedAt, DateTimeOffset? DueAt,
    DateTimeOffset? ScheduledAt, DateTimeOffset? PostedAt, DateTimeOffset? SentAt, string? NetworkPostId, string? Url, string? Reason, string? Advice, IReadOnlyList<Attempt> Attempts,
    IReadOnlyList<Move> History, IReadOnlyDictionary<string, long> Metrics, DateTimeOffset? MeasuredAt)
{
    public static PostView Of(Post post) => new(
        post.Id, post.Article.Id, post.Article.Title, post.Article.Url, post.Article.Section, post.Network, post.Account, post.Occasion,
        post.State, post.Article.Breaking, post.Text, post.WeightedLength, post.Cost, post.CreatedAt, post.DueAt, post.ScheduledAt, post.PostedAt, post.SentAt,
        post.NetworkPostId, post.Url, post.Reason, post.Advice, post.Attempts, post.History, post.Metrics, post.MeasuredAt);
}
