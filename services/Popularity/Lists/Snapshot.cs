using System.Collections.Concurrent;

namespace Engagement.Popularity.Lists;

/// <summary>
/// The site's lists as of one moment, in memory, with every answer that was asked for ready as bytes. Serving it touches neither the ledger nor the
/// number of articles. Whoever holds a reference keeps a consistent whole while the next one takes its place.
/// </summary>
sealed class Snapshot(long version, DateTimeOffset at, IReadOnlyDictionary<ListName, IReadOnlyList<PopularArticle>> lists)
{
    readonly ConcurrentDictionary<(ListName List, int Limit, string Form), Answer> answers = new();

    /// <summary>Grows with every change.</summary>
    public long Version => version;

    /// <summary>When it was read.</summary>
    public DateTimeOffset At => at;

    /// <summary>All lists of the whole site.</summary>
    public IReadOnlyDictionary<ListName, IReadOnlyList<PopularArticle>> Lists => lists;

    /// <summary>An answer, made at its first request. There are no more than lists × limits × forms of them.</summary>
    public Answer Answer(ListName list, int limit, string form, Func<IReadOnlyList<PopularArticle>, Answer> make) =>
        answers.GetOrAdd((list, limit, form), key => make(lists.GetValueOrDefault(key.List, []).Take(key.Limit).ToList()));
}

/// <summary>The current <see cref="Snapshot"/>.</summary>
sealed class CurrentLists
{
    volatile Snapshot snapshot = new(-1, DateTimeOffset.UnixEpoch, new Dictionary<ListName, IReadOnlyList<PopularArticle>>());

    /// <summary>The newest lists.</summary>
    public Snapshot Snapshot
    {
        get => snapshot;
        set => snapshot = value;
    }
}
