using System.Globalization;

namespace Engagement.Counter.Counting;

/// <summary>How finely time is kept: minutes for 48 hours, hours for 90 days, days for ever.</summary>
sealed class Scale(char letter, int seconds, int perContainer)
{
    public static readonly Scale Minute = new('m', 60, 60);
    public static readonly Scale Hour = new('h', 3_600, 24);
    public static readonly Scale Day = new('d', 86_400, 400);

    public char Letter { get; } = letter;

    public int Seconds { get; } = seconds;

    public int PerContainer { get; } = perContainer;

    /// <summary>How old an event may be and still stand in its minute.</summary>
    public static readonly TimeSpan MinutesLast = TimeSpan.FromHours(48);

    /// <summary>How old an event may be and still stand in its hour.</summary>
    public static readonly TimeSpan HoursLast = TimeSpan.FromDays(90);

    public static Scale Of(char letter) => letter switch
    {
        'm' => Minute,
        'h' => Hour,
        _ => Day,
    };
}

/// <summary>One minute, hour or day of an article.</summary>
/// <param name="Scale">Which of them.</param>
/// <param name="Number">How many of them have passed since 1970.</param>
readonly record struct Bucket(Scale Scale, long Number)
{
    /// <summary>Which hash holds it.</summary>
    public long Container => Number / Scale.PerContainer;

    /// <summary>What its fields in that hash begin with.</summary>
    public string Prefix => (Number % Scale.PerContainer).ToString(Scale == Scale.Day ? "000" : "00", CultureInfo.InvariantCulture) + "|";

    public DateTimeOffset Start => DateTimeOffset.FromUnixTimeSeconds(Number * Scale.Seconds);

    /// <summary>The one bucket in which an event stands.</summary>
    public static Bucket Of(DateTimeOffset at, DateTimeOffset now)
    {
        var age = now - at;
        var scale = age <= Scale.MinutesLast ? Scale.Minute : age <= Scale.HoursLast ? Scale.Hour : Scale.Day;
        return new(scale, at.ToUnixTimeSeconds() / scale.Seconds);
    }

    /// <summary>The name of the hash of an article that holds it.</summary>
    public string ContainerOf(string article) => string.Create(CultureInfo.InvariantCulture, $"{Scale.Letter}:{article}:{Container}");
}
