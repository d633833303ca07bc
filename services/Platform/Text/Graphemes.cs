using System.Globalization;

namespace Engagement.Platform.Text;

/// <summary>What a reader takes for one character: a letter with its accents, a family of four, a flag.</summary>
public static class Graphemes
{
    /// <summary>How many a text has.</summary>
    public static int Count(string text)
    {
        var count = 0;
        for (var i = 0; i < text.Length; count++)
        {
            i += StringInfo.GetNextTextElementLength(text, i);
        }

        return count;
    }

    /// <summary>Where each of them ends, in UTF-16 units.</summary>
    public static List<int> Ends(string text)
    {
        var ends = new List<int>(text.Length);
        for (var i = 0; i < text.Length;)
        {
            i += StringInfo.GetNextTextElementLength(text, i);
            ends.Add(i);
        }

        return ends;
    }
}
