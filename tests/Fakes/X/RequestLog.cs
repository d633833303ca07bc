namespace Engagement.Fakes.X;

/// <summary>The last requests; older ones are forgotten, so that it can stand for days.</summary>
sealed class RequestLog
{
    const int Kept = 50_000;

    readonly Lock gate = new();
    readonly Queue<ReceivedRequest> requests = [];

    public IReadOnlyList<ReceivedRequest> All
    {
        get
        {
            lock (gate)
            {
                return [.. requests];
            }
        }
    }

    public ReceivedRequest Add(ReceivedRequest request)
    {
        lock (gate)
        {
            requests.Enqueue(request);
            if (requests.Count > Kept)
            {
                requests.Dequeue();
            }
        }

        return request;
    }
}
