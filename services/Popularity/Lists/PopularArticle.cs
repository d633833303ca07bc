using System.Text.Json.Serialization;
using Engagement.Popularity.Articles;

namespace Engagement.Popularity.Lists;

/// <summary>One place of a list.</summary>
/// <param name="Id">The article's id.</param>
/// <param name="Url">Its canonical URL.</param>
/// <param name="Title">Its title, plain text.</param>
/// <param name="Score">What it is ranked by: a count, or for trending and rising the score that <paramref name="Why"/> explains.</param>
/// <param name="Counts">Its verified counts in the list's window.</param>
/// <param name="Rank">From 1.</param>
/// <param name="PreviousRank">Its rank an hour ago; null where it was not among the first hundred.</param>
/// <param name="Why">In words and numbers, why it stands here.</param>
/// <param name="Parts">What its score is the sum of.</param>
/// <param name="Copy">Everything known of it, for feeds and pages.</param>
sealed record PopularArticle(
    string Id, string Url, string Title, double Score, PopularCounts Counts, int Rank,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? PreviousRank, string Why, IReadOnlyList<ScorePart> Parts,
    [property: JsonIgnore] ArticleCopy Copy);

/// <summary>Verified counts over the list's window.</summary>
/// <param name="Shares">How often it was shared.</param>
/// <param name="Bookmarks">How often it was saved.</param>
/// <param name="Views">How often it was viewed, where the site counts that.</param>
/// <param name="Readers">How many readers shared it; absent where lists are not ranked by readers.</param>
sealed record PopularCounts(long Shares, long Bookmarks, long Views, long? Readers);

/// <summary>One part of a score.</summary>
/// <param name="Of">shares (or readers, where they are ranked), bookmarks, views, network.</param>
/// <param name="Amount">How many, after fading where the list fades.</param>
/// <param name="Weight">What each weighs.</param>
/// <param name="Adds">Their product.</param>
sealed record ScorePart(string Of, double Amount, double Weight, double Adds);
