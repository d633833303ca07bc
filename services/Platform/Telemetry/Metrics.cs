using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Engagement.Platform.Telemetry;

/// <summary>
/// What this process did since it started, as the meter <c>Engagement</c> with units, and as the text that Prometheus reads. A service makes
/// its instruments from <see cref="Meter"/>; labels come from small fixed sets, never from what somebody sent.
/// </summary>
public sealed class Metrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "Engagement";

    static readonly double[] Seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
    static readonly double[] Sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

    readonly ConcurrentDictionary<(Instrument Instrument, string Labels), Series> all = [];
    readonly ConcurrentQueue<Instrument> instruments = [];
    readonly MeterListener listener = new();

    /// <summary>A sum, or how many measurements were at most as large as each of some bounds.</summary>
    sealed class Series(double[] bounds)
    {
        readonly long[] within = new long[bounds.Length];
        double sum;
        long count;

        public void Add(double value)
        {
            lock (within)
            {
                sum += value;
                count++;
                for (var i = 0; i < bounds.Length; i++)
                {
                    within[i] += value <= bounds[i] ? 1 : 0;
                }
            }
        }

        public void Write(StringBuilder text, string name, string labels)
        {
            lock (within)
            {
                if (bounds.Length == 0)
                {
                    Line(text, $"{name}_total", labels, sum);
                    return;
                }

                for (var i = 0; i < bounds.Length; i++)
                {
                    Line(text, $"{name}_bucket", $"{labels}le=\"{bounds[i].ToString(CultureInfo.InvariantCulture)}\"", within[i]);
                }

                Line(text, $"{name}_bucket", $"{labels}le=\"+Inf\"", count);
                Line(text, $"{name}_sum", labels, sum);
                Line(text, $"{name}_count", labels, count);
            }
        }
    }

    /// <summary>Begins to collect.</summary>
    public Metrics()
    {
        Meter = new Meter(Name);
        listener.InstrumentPublished = (instrument, on) =>
        {
            if (ReferenceEquals(instrument.Meter, Meter))
            {
                instruments.Enqueue(instrument);
                on.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Of(instrument, tags).Add(value));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Of(instrument, tags).Add(value));
        listener.Start();
    }

    /// <summary>Where services make their counters and histograms. Units are <c>s</c> or in braces, as OpenTelemetry writes them.</summary>
    public Meter Meter { get; }

    /// <summary>
    /// A counter with one label whose values are there from the start, as zero: Prometheus sees no increase in what appears with its first one,
    /// and the first of what goes wrong is what matters.
    /// </summary>
    public Counter<long> Counter(string name, string unit, string description, string label, params IEnumerable<string> values)
    {
        var counter = Meter.CreateCounter<long>(name, unit, description);
        foreach (var value in values)
        {
            counter.Add(0, new KeyValuePair<string, object?>(label, value));
        }

        return counter;
    }

    /// <summary>Writes one value as Prometheus reads it.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="name">With its unit, such as <c>engagement_posts_late_seconds</c>.</param>
    /// <param name="labels">Such as <c>service="publisher",</c>; may be empty.</param>
    /// <param name="value">The value.</param>
    public static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels.Length > 0 ? $"{{{labels.TrimEnd(',')}}}" : "").Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');

    /// <summary>Writes all of them.</summary>
    public void Write(StringBuilder text)
    {
        // What was not measured yet is named all the same: whoever writes a rule sees what there is.
        foreach (var instrument in instruments.OrderBy(one => one.Name, StringComparer.Ordinal))
        {
            var name = instrument.Name.Replace('.', '_') + (instrument.Unit == "s" ? "_seconds" : "");
            var isSum = instrument is Counter<long>;
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name}{(isSum ? "_total" : "")} {instrument.Description}\n# TYPE {name}{(isSum ? "_total counter" : " histogram")}\n");
            foreach (var ((_, labels), series) in all.Where(one => one.Key.Instrument == instrument).OrderBy(one => one.Key.Labels, StringComparer.Ordinal))
            {
                series.Write(text, name, labels);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        listener.Dispose();
        Meter.Dispose();
    }

    Series Of(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = "";
        foreach (var tag in tags)
        {
            labels += $"{tag.Key}=\"{tag.Value}\",";
        }

        return all.GetOrAdd((instrument, labels), key => new(key.Instrument is Counter<long> ? [] : key.Instrument.Unit == "s" ? Seconds : Sizes));
    }
}
