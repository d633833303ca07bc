using System.Text;
using System.Text.RegularExpressions;

namespace Engagement.Popularity.Ranking;

/// <summary>
/// What is ranked, by short names that go into the ledger a million times: <c>s</c> shares, <c>b</c> bookmarks, <c>v</c> views,
/// <c>s:x</c> shares to one target. Where distinct readers are ranked, <c>s</c> is the readers who shared and <c>n</c> the shares.
/// </summary>
static partial class Measures
{
    /// <summary>The measures that every article may have.</summary>
    public static readonly IReadOnlyList<string> Base = ["s", "b", "v"];

    /// <summary>The measure behind a list's name; null where the list is not a plain count.</summary>
    public static string? OfList(string list) => list switch { "shared" => "s", "bookmarked" => "b", "viewed" => "v", _ => null };

    /// <summary>The measure of shares to one target; null where no target can be called so.</summary>
    public static string? OfTarget(string target) => TargetName().IsMatch(target) ? $"s:{target}" : null;

    /// <summary>The measures of targets, as an article's figures list them.</summary>
    public static IEnumerable<string> OfTargets(string targets) =>
        targets.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(OfTarget).OfType<string>();

    /// <summary>How often an article was shared, whatever its lists are ranked by.</summary>
    public static string Shares(bool byReaders) => byReaders ? "n" : "s";

    /// <summary>Counter's counts of one bucket, as <c>s=3,b=1,s:x=3</c>.</summary>
    public static string Pack(IReadOnlyDictionary<string, long> counts, bool byReaders)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (key, count) in counts)
        {
            foreach (var measure in Of(key))
            {
                sums[measure] = sums.GetValueOrDefault(measure) + count;
            }
        }

        if (byReaders)
        {
            // Where a share was taken back that somebody had made first, what is left of theirs must not make less than nobody.
            var shares = sums.GetValueOrDefault("s");
            sums["n"] = shares;
            sums["s"] = Math.Clamp(shares - counts.GetValueOrDefault("again"), 0, Math.Max(0, shares));
        }

        var packed = new StringBuilder();
        foreach (var (measure, count) in sums.Where(sum => sum.Value != 0))
        {
            packed.Append(packed.Length > 0 ? "," : "").Append(measure).Append('=').Append(count);
        }

        return packed.ToString();
    }

    /// <summary>Whose counts change with one of Counter's.</summary>
    public static IEnumerable<string> ChangedBy(string key) => key == "again" ? ["s"] : Of(key);

    static IEnumerable<string> Of(string key)
    {
        var (kind, target) = key.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (key[..colon], key[(colon + 1)..]) : (key, "");
        return kind switch
        {
            "share" when OfTarget(target) is { } shareTo => ["s", shareTo],
            "share" => ["s"],
            "bookmark" => ["b"],
            "view" => ["v"],
            _ => [],
        };
    }

    [GeneratedRegex("^[a-z0-9_-]{1,40}$")]
    private static partial Regex TargetName();
}
