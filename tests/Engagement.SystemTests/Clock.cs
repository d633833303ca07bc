using System.Globalization;

namespace Engagement.SystemTests;

/// <summary>
/// The clock on the wall as our processes see it, which can be set while they run; by libfaketime, a package of Debian. What counts time
/// that passes is left alone, as it is where somebody sets the clock of a machine. Redis and RabbitMQ keep the right time.
/// </summary>
sealed class Clock : TimeProvider, IDisposable
{
    static readonly string? Library = Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib").Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        : null;

    readonly string folder = Directory.CreateTempSubdirectory("engagement-clock-").FullName;
    TimeSpan ahead;

    /// <summary>One that is right.</summary>
    public Clock() => Set(TimeSpan.Zero);

    /// <summary>Whether clocks can be set here.</summary>
    public static bool CanBeSet => Library is not null;

    /// <summary>How long processes may go by the clock as it was before it was set.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromSeconds(1);

    /// <summary>What a test says that cannot run without.</summary>
    public const string IsMissing = "libfaketime is not installed, so no clock can be set.";

    /// <summary>The environment of a process that goes by this clock.</summary>
    public IEnumerable<(string Variable, string Value)> Environment =>
    [
        ("LD_PRELOAD", Library!), ("FAKETIME_TIMESTAMP_FILE", Offset), ("FAKETIME_CACHE_DURATION", $"{Notice.TotalSeconds:0}"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        // Otherwise it moves what waits for a time to pass, too.
        ("FAKETIME_FORCE_MONOTONIC_FIX", "0"),
    ];

    string Offset => Path.Combine(folder, "clock");

    /// <summary>Sets the clock so far ahead of the right time, or behind; processes notice within <see cref="Notice"/>.</summary>
    public void Set(TimeSpan ahead)
    {
        this.ahead = ahead;
        File.WriteAllText($"{Offset}.new", string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalSeconds:+0;-0;+0}\n"));
        File.Move($"{Offset}.new", Offset, overwrite: true);
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);
}
