using Engagement.Platform.Store;
using Engagement.Popularity.Ranking;

namespace Engagement.Popularity.Lists;

/// <summary>
/// The site's list with sections taking turns: the first of each section by score, then the second of each, and so on. One big section cannot
/// drown the others, and everybody can check it.
/// </summary>
sealed class FairList(Ledger ledger, ListReader reader)
{
    /// <summary>Reads it. Articles without a section are not in it.</summary>
    public async Task<IReadOnlyList<PopularArticle>> Read(ListName list)
    {
        var sections = await ledger.Db.SetMembersAsync(PopularityKeys.Sections);
        var lists = await reader.Read([.. sections.Select(section => list with { Facet = section })]);
        return
        [
            .. lists.Values.SelectMany(articles => articles)
                .OrderBy(article => article.Rank).ThenByDescending(article => article.Score).ThenBy(article => article.Id, StringComparer.Ordinal)
                .Take(ListName.Depth)
                .Select((article, index) => article with { Rank = index + 1, Why = $"{article.Why}; number {article.Rank} of its section" }),
        ];
    }
}
