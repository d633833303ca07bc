using System.Globalization;
using Engagement.Dashboard.Api;
using Engagement.Dashboard.Numbers;

namespace Engagement.Dashboard.Health;

/// <summary>What processes tell, in an editor's words.</summary>
static class ProcessWords
{
    public static string Of(string name) => name switch
    {
        "ledger-answers" => "the ledger answers within",
        "ledger-memory" => "the ledger holds in memory",
        "ledger-writes" => "the ledger writes its log",
        "bus-queues" => "queues that are listened to",
        "bus-waiting" => "messages that wait in the queues",
        "bus-aside" => "messages that lie aside on RabbitMQ",
        "disk-free" => "room left on the disk",
        "disk-taken" => "the ledger takes on disk",
        "posts-waiting" => "posts that wait to be sent",
        "posts-late" => "the oldest of them is late by",
        "posts-unconfirmed" => "posts that nobody can tell of",
        "account-paused" => "the account sends nothing",
        "messages-aside" => "messages that could not be taken",
        "counts-arrived" => "counts last arrived before",
        "webhooks-waiting" => "calls that wait to be sent",
        "webhooks-paused" => "webhooks that are called no more",
        "events-counted" => "events counted since the start",
        "events-duplicate" => "events that came again and were not counted twice",
        "events-rejected" => "events that were refused as wrong",
        "events-dropped" => "events that were turned away because too many waited",
        "events-parked" => "events that wait for their article",
        "buckets-untold" => "minutes that lists have still to hear of",
        _ => name,
    };

    public static string Value(ProcessFigure figure, CultureInfo culture) => figure.Unit switch
    {
        "bytes" => Bytes((long)figure.Value, culture),
        "seconds" => Seconds(figure.Value, culture),
        _ => Figures.Exact((long)figure.Value, culture),
    };

    public static string Bytes(long bytes, CultureInfo culture) => bytes switch
    {
        >= 1L << 30 => (bytes / (double)(1L << 30)).ToString("0.0 GB", culture),
        >= 1L << 20 => (bytes / (double)(1L << 20)).ToString("0 MB", culture),
        _ => (bytes / 1024.0).ToString("0 KB", culture),
    };

    static string Seconds(double seconds, CultureInfo culture) => seconds switch
    {
        0 => "0 s",
        < 1 => (seconds * 1000).ToString(seconds < 0.01 ? "0.0 ms" : "0 ms", culture),
        < 120 => seconds.ToString("0 s", culture),
        _ => (seconds / 60).ToString("0 min", culture),
    };
}
