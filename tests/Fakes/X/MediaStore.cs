using System.Globalization;
using System.Text.Json.Nodes;

namespace Engagement.Fakes.X;

/// <summary>Uploaded media, whole or still in segments, and how far their processing is.</summary>
sealed class MediaStore(FakeXOptions options)
{
    const long FirstId = 1880028106020515840;
    const int MaximumImage = 5 * 1024 * 1024;
    const int MaximumGif = 15 * 1024 * 1024;

    readonly Lock gate = new();
    readonly Dictionary<string, FakeMedia> media = [];
    readonly Dictionary<string, SortedDictionary<int, byte[]>> segments = [];
    long last = FirstId;

    public IReadOnlyList<FakeMedia> All
    {
        get
        {
            lock (gate)
            {
                return [.. media.Values];
            }
        }
    }

    DateTimeOffset Now => options.Time.GetUtcNow();

    public FakeMedia? Find(string id)
    {
        lock (gate)
        {
            return media.GetValueOrDefault(id) is { } found && (Now - found.At).TotalSeconds < FakeMedia.LifeSeconds ? found : null;
        }
    }

    /// <summary>Begins an upload in segments.</summary>
    public string Begin()
    {
        lock (gate)
        {
            var id = (++last).ToString(CultureInfo.InvariantCulture);
            segments[id] = [];
            return id;
        }
    }

    public bool Append(string id, int index, byte[] bytes)
    {
        lock (gate)
        {
            return index is >= 0 and <= 999 && segments.TryGetValue(id, out var parts) && parts.TryAdd(index, bytes);
        }
    }

    /// <summary>Puts the segments together; null where there are none, or what they make is no image that X takes.</summary>
    public FakeMedia? Complete(string id)
    {
        lock (gate)
        {
            return segments.Remove(id, out var parts) ? Keep(id, [.. parts.Values.SelectMany(part => part)]) : null;
        }
    }

    /// <summary>Takes an image in one piece; null where X does not take it.</summary>
    public FakeMedia? Add(byte[] bytes)
    {
        lock (gate)
        {
            return Keep((++last).ToString(CultureInfo.InvariantCulture), bytes);
        }
    }

    /// <summary>Whether a post may use it now.</summary>
    public bool IsReady(FakeMedia found) => State(found) == "succeeded";

    /// <summary>As the API shows it.</summary>
    public Reply Show(FakeMedia found)
    {
        var data = new JsonObject
        {
            ["id"] = found.Id,
            ["media_key"] = found.Key,
            ["size"] = found.Bytes.Length,
            ["expires_after_secs"] = FakeMedia.LifeSeconds - (int)(Now - found.At).TotalSeconds,
        };
        if (options.MediaProcessing > TimeSpan.Zero)
        {
            data["processing_info"] = State(found) is "succeeded" or "failed"
                ? new JsonObject { ["state"] = State(found) }
                : new JsonObject { ["state"] = State(found), ["check_after_secs"] = 1 };
        }

        return Reply.Json(200, new JsonObject { ["data"] = data });
    }

    string State(FakeMedia found)
    {
        var age = Now - found.At;
        return age < options.MediaProcessing / 2 ? "pending"
            : age < options.MediaProcessing ? "in_progress"
            : options.MediaFails ? "failed"
            : "succeeded";
    }

    FakeMedia? Keep(string id, byte[] bytes) =>
        FakeMedia.TypeOf(bytes) is { } type && bytes.Length <= (type == "image/gif" ? MaximumGif : MaximumImage)
            ? media[id] = new FakeMedia(id, type, bytes, Now)
            : null;
}
