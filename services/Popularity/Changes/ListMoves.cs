using Engagement.Contracts;
using Engagement.Popularity.Lists;

namespace Engagement.Popularity.Changes;

/// <summary>What moved between two orders of a list.</summary>
static class ListMoves
{
    /// <summary>How deep a list is watched: what moves below is nobody's news.</summary>
    public const int Depth = 20;

    /// <summary>The lists whose moves are told. Trending and rising have one order for all windows, so they are told once.</summary>
    public static readonly IReadOnlyList<ListName> Watched =
        [.. ListName.OfSite.Where(list => list.List is not ("trending" or "rising") || list.Window == "24h")];

    /// <summary>Those that entered, left or moved.</summary>
    /// <param name="list">Which list.</param>
    /// <param name="before">The ids by rank as they were told last.</param>
    /// <param name="now">The list as it is.</param>
    public static IEnumerable<RankChange> Between(ListName list, IReadOnlyList<string> before, IReadOnlyList<PopularArticle> now)
    {
        var old = before.Select((id, index) => (id, Rank: index + 1)).ToDictionary(place => place.id, place => place.Rank);
        foreach (var article in now.Take(Depth))
        {
            int? previous = old.Remove(article.Id, out var rank) ? rank : null;
            if (previous != article.Rank)
            {
                yield return new(list.List, list.Window, article.Id, article.Rank, previous, article.Score);
            }
        }

        foreach (var (id, rank) in old)
        {
            yield return new(list.List, list.Window, id, null, rank, now.FirstOrDefault(article => article.Id == id)?.Score ?? 0);
        }
    }
}
