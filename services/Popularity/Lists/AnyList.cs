using System.Collections.Concurrent;

namespace Engagement.Popularity.Lists;

/// <summary>
/// Answers for every list: those of the whole site from the snapshot; those of a tag, section, author or target are read when asked for and kept until the
/// lists change. At most a thousand are kept; asking for more of them starts anew, which costs time and no memory.
/// </summary>
sealed class AnyList(CurrentLists current, ListReader reader, FairList fair)
{
    const int MaxKept = 1_000;

    sealed record Kept(long Version, Lazy<Task<IReadOnlyList<PopularArticle>>> Articles);

    readonly ConcurrentDictionary<ListName, Kept> kept = new();

    /// <summary>The answer for a list, made by <paramref name="make"/> where none is ready.</summary>
    public async ValueTask<Answer> Answer(ListName list, int limit, string form, Func<IReadOnlyList<PopularArticle>, Answer> make)
    {
        var snapshot = current.Snapshot;
        return list.Facet is null
            ? snapshot.Answer(list, limit, form, make)
            : make([.. (await Read(list, snapshot.Version)).Take(limit)]);
    }

    /// <summary>The articles of any list, up to <see cref="ListName.Depth"/>.</summary>
    public async ValueTask<IReadOnlyList<PopularArticle>> Read(ListName list)
    {
        var snapshot = current.Snapshot;
        return list.Facet is null ? snapshot.Lists.GetValueOrDefault(list, []) : await Read(list, snapshot.Version);
    }

    Task<IReadOnlyList<PopularArticle>> Read(ListName list, long version)
    {
        if (kept.Count > MaxKept)
        {
            kept.Clear();
        }

        var entry = kept.AddOrUpdate(list, _ => Fresh(list, version), (_, old) => old.Version >= version && !old.Articles.Value.IsFaulted ? old : Fresh(list, version));
        return entry.Articles.Value;
    }

    Kept Fresh(ListName list, long version) => new(version, new(async () =>
        list.Facet == ListName.Fair ? await fair.Read(list) : (await reader.Read([list]))[list]));
}
