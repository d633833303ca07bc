using Engagement.Contracts;
using Engagement.Intake.Catalogue;

namespace Engagement.Intake.Articles;

/// <summary>An article as somebody told of it, checked but not yet compared with what is known.</summary>
/// <param name="Article">Its content; <c>Id</c> is empty and <c>Revision</c> 0 where the teller gave none.</param>
/// <param name="Key">Its normalised URL.</param>
/// <param name="AliasKeys">Its normalised aliases, in the order of <c>Article.Aliases</c>.</param>
/// <param name="Source">Who told.</param>
/// <param name="Origin">Which feed, where it was one.</param>
/// <param name="AcceptedAt">When another installation accepted it, which an import of its export says; null: now.</param>
/// <param name="MergedInto">The article that it is part of, which an import says too.</param>
sealed record ToldArticle(Article Article, string Key, IReadOnlyList<string> AliasKeys, ArticleSource Source, string? Origin = null, DateTimeOffset? AcceptedAt = null,
    string? MergedInto = null);

/// <summary>What is wrong with one article of a call.</summary>
/// <param name="Index">Its place in the array, from 0.</param>
/// <param name="Field">The field, as the caller spells it in camel case; empty where it is the article as a whole.</param>
/// <param name="Reason">One sentence: what is wrong and what to do.</param>
/// <param name="Slug">Name of the kind of problem.</param>
sealed record ArticleProblem(int Index, string Field, string Reason, string Slug = "bad-article");
