using System.Globalization;
using Engagement.Popularity.Ranking;
using StackExchange.Redis;

namespace Engagement.Popularity.Lists;

/// <summary>What an article's figures say at one moment, read once for all lists that show it.</summary>
sealed class Figures
{
    /// <summary>The fields to ask the ledger for, in the order that <see cref="Of"/> takes.</summary>
    public static readonly RedisValue[] Fields =
        [.. Window.Names.SelectMany(window => Measures.Base.Append(Measures.Shares(byReaders: true)).Select(measure => (RedisValue)$"{window}|{measure}")), "t", "l"];

    readonly Dictionary<string, long> sums;

    Figures(Dictionary<string, long> sums, double[] decayed, double exponent, DateTimeOffset? lastEvent)
    {
        this.sums = sums;
        Decayed = decayed;
        Exponent = exponent;
        LastEvent = lastEvent;
    }

    /// <summary>Forward-decayed shares, bookmarks, views and network points, in units of 2 to the <see cref="Exponent"/>.</summary>
    public IReadOnlyList<double> Decayed { get; }

    /// <summary>See <see cref="Decayed"/>.</summary>
    public double Exponent { get; }

    /// <summary>The start of the last bucket that grew.</summary>
    public DateTimeOffset? LastEvent { get; }

    /// <summary>The sum of a measure over a window.</summary>
    public long Sum(string window, string measure) => Math.Max(0, sums.GetValueOrDefault($"{window}|{measure}"));

    /// <summary>Reads what the ledger gave for <see cref="Fields"/>.</summary>
    public static Figures Of(RedisValue[] values)
    {
        var sums = new Dictionary<string, long>();
        for (var i = 0; i < Fields.Length - 2; i++)
        {
            if (!values[i].IsNull)
            {
                sums[Fields[i]!] = (long)values[i];
            }
        }

        var trend = ((string?)values[^2])?.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray() ?? [0, 0, 0, 0, 0];
        return new(sums, trend[1..], trend[0], values[^1].IsNull ? null : DateTimeOffset.FromUnixTimeSeconds((long)values[^1]));
    }
}
