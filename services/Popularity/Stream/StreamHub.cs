using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Engagement.Popularity.Lists;

namespace Engagement.Popularity.Stream;

/// <summary>
/// Gives every subscriber of a list the same bytes: a change is written as JSON once, however many listen. Each event is the whole list, so that nobody who missed one
/// needs another, and a reader who is too slow for four of them gets the newest.
/// </summary>
sealed class StreamHub
{
    const int Waiting = 4;

    readonly ConcurrentDictionary<(ListName List, int Limit), Group> groups = new();
    int count;

    /// <summary>How many listen.</summary>
    public int Count => count;

    /// <summary>All that listen to one list.</summary>
    sealed class Group
    {
        public ConcurrentDictionary<Channel<ReadOnlyMemory<byte>>, byte> Subscribers { get; } = new();
        public string? Order { get; set; }
    }

    /// <summary>Listens to a list until disposed.</summary>
    public Subscription Subscribe(ListName list, int limit)
    {
        var channel = Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        var group = groups.GetOrAdd((list, limit), _ => new());
        group.Subscribers[channel] = 0;
        Interlocked.Increment(ref count);
        return new(channel.Reader, () =>
        {
            if (group.Subscribers.TryRemove(channel, out _))
            {
                Interlocked.Decrement(ref count);
            }
        });
    }

    /// <summary>Sends each list that moved to those that listen to it.</summary>
    public void Publish(Snapshot snapshot)
    {
        foreach (var ((list, limit), group) in groups)
        {
            var order = Order(snapshot, list, limit);
            if (order != group.Order && !group.Subscribers.IsEmpty)
            {
                group.Order = order;
                Send(group, Frame(snapshot, list, limit));
            }
        }
    }

    /// <summary>Sends everybody an event beside the lists.</summary>
    public void Publish(string name, ReadOnlySpan<byte> json)
    {
        var frame = Frame(name, null, json);
        foreach (var group in groups.Values)
        {
            Send(group, frame);
        }
    }

    /// <summary>A comment to all that have nothing else waiting, so that no proxy takes a quiet line for a dead one.</summary>
    public void Beat()
    {
        foreach (var subscriber in groups.Values.SelectMany(group => group.Subscribers.Keys).Where(subscriber => subscriber.Reader.Count == 0))
        {
            subscriber.Writer.TryWrite(Heartbeat);
        }
    }

    /// <summary>The event that says a whole list, one for all: after a restart every open page comes back within seconds and gets it.</summary>
    public static ReadOnlyMemory<byte> Frame(Snapshot snapshot, ListName list, int limit) => snapshot.Answer(list, limit, "event", articles =>
        new Answer(Frame("popular", snapshot.Version, PopularBody.Answer(list, articles).Body.Span), "text/event-stream")).Body;

    static readonly ReadOnlyMemory<byte> Heartbeat = ":\n\n"u8.ToArray();

    static void Send(Group group, ReadOnlyMemory<byte> frame)
    {
        foreach (var subscriber in group.Subscribers.Keys)
        {
            subscriber.Writer.TryWrite(frame);
        }
    }

    /// <summary>Places and counts: a trending score fades with every look, which is no news.</summary>
    static string Order(Snapshot snapshot, ListName list, int limit) => string.Join(' ', snapshot.Lists.GetValueOrDefault(list, []).Take(limit)
        .Select(article => $"{article.Id} {article.Title.GetHashCode(StringComparison.Ordinal)} {article.Counts}"));

    static byte[] Frame(string name, long? id, ReadOnlySpan<byte> json) =>
        [.. Encoding.UTF8.GetBytes(id is { } number ? $"id: {number}\nevent: {name}\ndata: " : $"event: {name}\ndata: "), .. json, .. "\n\n"u8];
}

/// <summary>One listener's line.</summary>
sealed class Subscription(ChannelReader<ReadOnlyMemory<byte>> frames, Action end) : IDisposable
{
    /// <summary>What is to be sent, ready as bytes.</summary>
    public ChannelReader<ReadOnlyMemory<byte>> Frames => frames;

    /// <summary>Stops listening.</summary>
    public void Dispose() => end();
}
