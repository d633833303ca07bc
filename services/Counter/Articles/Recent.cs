using System.Collections.Concurrent;

namespace Engagement.Counter.Articles;

/// <summary>
/// What was looked up lately. Bounded: when it is full it is emptied, which costs a few look-ups and needs no bookkeeping on the hot path.
/// </summary>
sealed class Recent<T>(int limit, TimeSpan lasts, TimeProvider time) where T : class
{
    int kept;
    readonly ConcurrentDictionary<string, (T Value, long Since)> entries = new(StringComparer.Ordinal);

    public T? Find(string key) =>
        entries.TryGetValue(key, out var entry) && time.GetElapsedTime(entry.Since) < lasts ? entry.Value : null;

    /// <summary>Whatever is left of it, however old: for when nothing newer can be had.</summary>
    public T? FindOld(string key) => entries.TryGetValue(key, out var entry) ? entry.Value : null;

    public void Keep(string key, T value)
    {
        // Counted here, because the dictionary's own count takes all its locks.
        if (Interlocked.Increment(ref kept) >= limit)
        {
            entries.Clear();
            kept = 0;
        }

        entries[key] = (value, time.GetTimestamp());
    }

    public void Forget(string key) => entries.TryRemove(key, out _);
}
