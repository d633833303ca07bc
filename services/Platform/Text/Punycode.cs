namespace Engagement.Platform.Text;

/// <summary>
/// How long a host label becomes in its ASCII form (RFC 3492). Only the length: IdnMapping throws on what people write next to a link,
/// and its tables are stricter than X's.
/// </summary>
static class Punycode
{
    const int Base = 36;
    const int TMin = 1;
    const int TMax = 26;

    // Each code point takes at least one character, so a longer label need not be counted to the end.
    const int Enough = 256;

    /// <summary>The length of the label as <c>xn--…</c>, or as it is where it is ASCII.</summary>
    public static int EncodedLength(ReadOnlySpan<char> label)
    {
        var points = CodePoints(label);
        var length = points.Count(point => point < 128);
        if (length == points.Count || points.Count > Enough)
        {
            return points.Count;
        }

        var (handled, delta, bias, floor) = (length, 0L, 72, 128);
        length += 4 + (length > 0 ? 1 : 0);
        for (var isFirst = true; handled < points.Count;)
        {
            var next = points.Where(point => point >= floor).Min();
            delta += (long)(next - floor) * (handled + 1);
            floor = next;
            foreach (var point in points)
            {
                delta += point < floor ? 1 : 0;
                if (point == floor)
                {
                    length += Digits(delta, bias);
                    bias = Adapt(delta, handled + 1, isFirst);
                    (isFirst, delta) = (false, 0);
                    handled++;
                }
            }

            delta++;
            floor++;
        }

        return length;
    }

    static int Digits(long delta, int bias)
    {
        var count = 1;
        for (var k = Base; ; k += Base, count++)
        {
            var threshold = Math.Clamp(k - bias, TMin, TMax);
            if (delta < threshold)
            {
                return count;
            }

            delta = (delta - threshold) / (Base - threshold);
        }
    }

    static int Adapt(long delta, int handled, bool isFirst)
    {
        delta /= isFirst ? 700 : 2;
        delta += delta / handled;
        var k = 0;
        for (; delta > (Base - TMin) * TMax / 2; k += Base)
        {
            delta /= Base - TMin;
        }

        return k + (int)((Base - TMin + 1) * delta / (delta + 38));
    }

    static List<int> CodePoints(ReadOnlySpan<char> label)
    {
        var points = new List<int>(label.Length);
        for (var i = 0; i < label.Length; i++)
        {
            var isPair = i + 1 < label.Length && char.IsSurrogatePair(label[i], label[i + 1]);
            points.Add(isPair ? char.ConvertToUtf32(label[i], label[++i]) : label[i]);
        }

        return points;
    }
}
