using System.Text;

namespace Engagement.Platform.Text;

/// <summary>
/// A run of characters that may form a host, split at its dots. One run is looked at once, however many places in it a link might
/// start at, so that a long text without spaces costs no more than another.
/// </summary>
sealed class Hostname
{
    // DNS allows a label 63 characters in its ASCII form.
    const int LongestLabel = 63;

    readonly string text;
    readonly List<(int Start, int End, int DomainEnd)>? labels;

    Hostname(string text, int start, int end)
    {
        this.text = text;
        Start = start;
        End = end;
        if (!text.AsSpan(start, end - start).Contains('.'))
        {
            return;
        }

        labels = [];
        for (var label = start; label <= end;)
        {
            var dot = text.IndexOf('.', label, end - label);
            var stop = dot < 0 ? end : dot;
            labels.Add((label, stop, label > start && label < end ? TopLevelDomains.End(text, label) : 0));
            label = stop + 1;
        }
    }

    public int Start { get; }

    public int End { get; }

    /// <summary>The run that starts at an index and goes on as long as a host may.</summary>
    public static Hostname At(string text, int start)
    {
        var end = start;
        while (end < text.Length && (IsHostLetter(text[end]) || text[end] is '.' or '-' or '_'))
        {
            end++;
        }

        return new Hostname(text, start, end);
    }

    /// <summary>Where the longest valid host that starts at an index inside this run ends; 0 where there is none.</summary>
    public int HostEnd(int start)
    {
        var first = labels?.FindLastIndex(label => label.Start <= start) ?? -1;
        if (labels is null || first < 0 || start >= labels[first].End)
        {
            return 0;
        }

        var found = 0;
        for (var last = first; last + 1 < labels.Count; last++)
        {
            var from = last == first ? start : labels[last].Start;
            if (!IsLabel(from, labels[last].End))
            {
                break;
            }

            // Only names further left may hold an underscore.
            if (labels[last + 1].DomainEnd > 0 && text.IndexOf('_', from, labels[last].End - from) < 0)
            {
                found = labels[last + 1].DomainEnd;
            }
        }

        return found;
    }

    /// <summary>Whether a character may start a label of a host.</summary>
    public static bool IsHostLetter(char c) =>
        char.IsAsciiLetterOrDigit(c) || !(Letters.IsPunctuation(c) || Letters.IsSpace(c) || Letters.IsForbidden(c) || Letters.IsDirectional(c));

    /// <summary>Whether the name system could hold this host.</summary>
    public static bool IsEncodable(ReadOnlySpan<char> host)
    {
        foreach (var label in host.Split('.'))
        {
            var name = host[label];
            if ((name.StartsWith("xn--", StringComparison.OrdinalIgnoreCase) && !Ascii.IsValid(name))
                || Punycode.EncodedLength(name) > LongestLabel)
            {
                return false;
            }
        }

        return true;
    }

    bool IsLabel(int start, int end) => end > start && text[start] is not ('-' or '_') && text[end - 1] is not ('-' or '_');
}
