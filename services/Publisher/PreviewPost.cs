using Engagement.Contracts;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Text;
using Engagement.Publisher.Posts;
using Engagement.Publisher.Text;
using Engagement.Publisher.X;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Publisher;

/// <summary>What is to be previewed: a text as it stands, or an article as its post would be worded. One of both.</summary>
/// <param name="Network"><c>x</c>, which is also the default.</param>
/// <param name="Text">At most 30,000 characters.</param>
/// <param name="Article">Only <c>url</c> and <c>title</c> are required.</param>
sealed record PreviewRequest(string? Network, string? Text, PreviewedArticle? Article);

/// <summary>What a network makes of a text.</summary>
/// <param name="Network"><c>x</c>.</param>
/// <param name="Text">As it would be sent.</param>
/// <param name="WeightedLength">As the network counts; see <see cref="MaxLength"/>.</param>
/// <param name="MaxLength">The most that it may weigh.</param>
/// <param name="Valid">Whether the network accepts it.</param>
/// <param name="Urls">What becomes a link, meant or not.</param>
/// <param name="Hashtags">Without their sign.</param>
/// <param name="Mentions">Accounts that would be notified, without their sign.</param>
/// <param name="Cashtags">Stock symbols, without their sign.</param>
/// <param name="Cost">US dollars that the network charges for it, all in all.</param>
/// <param name="Costs">What that is made of.</param>
/// <param name="Card">What a reader sees below the words.</param>
/// <param name="Warnings">One sentence each: what is so, and what to do about it.</param>
sealed record PostPreview(
    string Network, string Text, int WeightedLength, int MaxLength, bool Valid, IReadOnlyList<string> Urls, IReadOnlyList<string> Hashtags,
    IReadOnlyList<string> Mentions, IReadOnlyList<string> Cashtags, decimal Cost, IReadOnlyList<CostLine> Costs, PostCard Card, IReadOnlyList<string> Warnings);

/// <param name="What"><c>post</c>, <c>postWithLink</c> or <c>altText</c>.</param>
/// <param name="Cost">US dollars.</param>
sealed record CostLine(string What, decimal Cost);

/// <summary>Shows a post before it is made, with its price. Sends nothing and keeps nothing.</summary>
sealed class PreviewPost(
    PostRenderer renderer, PostWarnings warnings, TextOptions options, XOptions account, PriceOptions prices, TimeProvider time)
{
    const int LongestText = 30_000;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/posts/preview", (PreviewRequest request, PreviewPost preview, RecentWords recent) => preview.Answer(request, recent))
        .WithSummary("Show what a network would make of a text or an article, and what it costs; sends nothing")
        .RequireScope("posts");

    /// <summary>The post of an article, to the letter where the article has the id that it will be published under.</summary>
    public PostPreview Of(Article article) => Of(renderer.Render(article, IdOf(article)).Text, article, warnings.Of(article));

    async Task<Results<Ok<PostPreview>, ProblemHttpResult>> Answer(PreviewRequest request, RecentWords recent) => request switch
    {
        { Network: not (null or "x") } => Refused("unknown-network",
            $"There is no network \"{Short(request.Network)}\".", "Write \"x\", or leave network out."),
        { Text: null, Article: null } or { Text: not null, Article: not null } => Refused("text-or-article",
            "A preview is of a text or of an article.",
            "Give either \"text\" or \"article\", not both and not neither."),
        { Text.Length: > LongestText } => Refused("text-too-long",
            "The text is too long to look at.", $"Send at most {LongestText} characters."),
        { Text: { } text } => TypedResults.Ok(await OfText(text, recent)),
        { Article: { } article } => article.Problem() is { } problem
            ? Refused("invalid-article", "The article cannot be worded.", problem)
            : TypedResults.Ok(await Warned(Of(article.ToArticle()), IdOf(article.ToArticle()), recent)),
    };

    async Task<PostPreview> OfText(string text, RecentWords recent)
    {
        var own = await recent.Own(text);
        return await Warned(Of(text, own?.Article, []), own?.Id, recent);
    }

    static async Task<PostPreview> Warned(PostPreview preview, string? ownId, RecentWords recent) =>
        await recent.Warning(preview.Text, ownId) is { } warning ? preview with { Warnings = [.. preview.Warnings, warning] } : preview;

    string IdOf(Article article) => PostKeys.Id(article.Id, "x", account.Account, PlanPost.New);

    PostPreview Of(string text, Article? article, IReadOnlyList<string> more)
    {
        var measured = PostText.Measure(text, new WeightRules { MaxLength = options.MaxLength });
        var now = prices.At(time.GetUtcNow());
        var urls = measured.Of(TextEntityKind.Url);
        var card = article is null ? PostCard.Of(urls.LastOrDefault()) : PostCard.Of(article, account.Images, urls.LastOrDefault());
        var costs = new List<CostLine> { new(urls.Count > 0 ? "postWithLink" : "post", now.OfPost(urls.Count > 0)) };
        if (card is { Kind: "picture", Image.Alt.Length: > 0 })
        {
            costs.Add(new("altText", now.AltText));
        }

        return new PostPreview("x", measured.Text, measured.WeightedLength, measured.MaxLength, measured.Valid, urls,
            measured.Of(TextEntityKind.Hashtag), measured.Of(TextEntityKind.Mention), measured.Of(TextEntityKind.Cashtag),
            costs.Sum(line => line.Cost), costs, card, [.. warnings.Of(measured, now), .. more, .. Picture(card)]);
    }

    static string[] Picture(PostCard card) => card switch
    {
        { Kind: "picture", Image.Alt: null or "" } =>
            ["The picture has no alternative text; give the article's image an \"alt\", so that those who cannot see it know what it shows."],
        { Kind: "picture", Image.Alt.Length: > 1000 } => ["The picture's alternative text is cut after 1,000 characters, as X demands; shorten it."],
        _ => [],
    };

    static ProblemHttpResult Refused(string slug, string title, string detail) => Problems.BadRequest(slug, title, detail);

    static string Short(string text) => TextCut.ToGraphemes(PostText.CleanLine(text), 40);
}
