using System.Collections.Concurrent;

namespace Engagement.Popularity.Lists;

/// <summary>
/// The site's lists as of one moment, in memory, with every answer that was asked for ready as bytes. Serving it touches neither the ledger nor the
/// number of articles. Whoever holds a reference keeps a consistent whole while the next one takes its place.
/// </summary>
sealed class Snapshot(long version, DateTimeOffset at, IReadOnlyDictionary<ListName, IReadOnlyList<PopularArticle>> lists)
{
    /// <summary>Some 10 MB; a site asks for a few lists in a few forms.</summary>
    const int MostKept = 500;
    const int LongestKept = 300;

    readonly ConcurrentDictionary<(ListName List, int Limit, string Form), Answer> answers = new();

    readonly ConcurrentDictionary<string, Answer> ready = new(StringComparer.Ordinal);

    /// <summary>Grows with every change.</summary>
    public long Version => version;

    /// <summary>When it was read.</summary>
    public DateTimeOffset At => at;

    /// <summary>All lists of the whole site.</summary>
    public IReadOnlyDictionary<ListName, IReadOnlyList<PopularArticle>> Lists => lists;

    /// <summary>The answer to a query in exactly these words; null where nobody asked so yet.</summary>
    public Answer? Ready(string query) => ready.GetValueOrDefault(query);

    /// <summary>Keeps an answer for whoever asks in the same words.</summary>
    public void Keep(string query, Answer answer)
    {
        if (ready.Count < MostKept && query.Length <= LongestKept)
        {
            ready[query] = answer;
        }
    }

    /// <summary>An answer, made at its first request and kept as bytes. There are lists × limits × forms of them, of which the first are kept.</summary>
    public Answer Answer(ListName list, int limit, string form, Func<IReadOnlyList<PopularArticle>, Answer> make)
    {
        if (answers.TryGetValue((list, limit, form), out var ready))
        {
            return ready;
        }

        var made = make(lists.GetValueOrDefault(list, []).Take(limit).ToList());
        return answers.Count < MostKept ? answers.GetOrAdd((list, limit, form), made) : made;
    }
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
