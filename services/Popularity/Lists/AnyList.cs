using System.Collections.Concurrent;

namespace Engagement.Popularity.Lists;

/// <summary>
/// Answers for every list: those of the whole site from the snapshot; those of a tag, section, author or target are read when asked for and kept until the
/// lists change. At most a thousand are kept; asking for more of them starts anew, which costs time and no memory.
/// </summary>
sealed class AnyList(CurrentLists current, ListReader reader, FairList fair)
{
    const int MaxKept = 1_000;

    /// <summary>A site asks for a list in few forms; whoever asks for all lengths of all lists must not fill the memory.</summary>
    const int AnswersOfOne = 8;

    /// <param name="Version">Of the lists as they were when it was read.</param>
    /// <param name="Articles">Up to <see cref="ListName.Depth"/>.</param>
    /// <param name="Answers">Ready as bytes.</param>
    sealed record Kept(long Version, Lazy<Task<IReadOnlyList<PopularArticle>>> Articles, ConcurrentDictionary<(int Limit, string Form), Answer> Answers);

    readonly ConcurrentDictionary<ListName, Kept> kept = new();

    /// <summary>The answer for a list, made by <paramref name="make"/> where none is ready.</summary>
    public async ValueTask<Answer> Answer(ListName list, int limit, string form, Func<IReadOnlyList<PopularArticle>, Answer> make)
    {
        var snapshot = current.Snapshot;
        if (list.Facet is null)
        {
            return snapshot.Answer(list, limit, form, make);
        }

        var entry = Entry(list, snapshot.Version);
        var articles = await entry.Articles.Value;
        return entry.Answers.TryGetValue((limit, form), out var ready) || entry.Answers.Count >= AnswersOfOne
            ? ready ?? make([.. articles.Take(limit)])
            : entry.Answers.GetOrAdd((limit, form), key => make([.. articles.Take(key.Limit)]));
    }

    /// <summary>The articles of any list, up to <see cref="ListName.Depth"/>.</summary>
    public async ValueTask<IReadOnlyList<PopularArticle>> Read(ListName list)
    {
        var snapshot = current.Snapshot;
        return list.Facet is null ? snapshot.Lists.GetValueOrDefault(list, []) : await Entry(list, snapshot.Version).Articles.Value;
    }

    Kept Entry(ListName list, long version)
    {
        if (kept.Count > MaxKept)
        {
            kept.Clear();
        }

        return kept.AddOrUpdate(list, _ => Fresh(list, version), (_, old) => old.Version >= version && !old.Articles.Value.IsFaulted ? old : Fresh(list, version));
    }

    Kept Fresh(ListName list, long version) => new(version, new(async () =>
        list.Facet == ListName.Fair ? await fair.Read(list) : (await reader.Read([list]))[list]), new());
}
