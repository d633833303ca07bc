using System.Globalization;
using System.Text;

namespace Engagement.Platform.Text;

/// <summary>The classes of characters that X's rules speak of.</summary>
static class Letters
{
    const string Punctuation = "!'#%&()*+,\\-./:;<=>?@[]^_{|}~$";

    // Digits and letters of no alphabet that people nevertheless write inside a hashtag: joiners, Hebrew and Tibetan marks, Kana marks.
    const string HashtagMarks = "_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003\u0f0b\u0f0c\u00b7";

    public static bool IsAsciiWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    public static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r') or '\u0085' or '\u00a0' or '\u1680' or '\u180e'
        or (>= '\u2000' and <= '\u200a') or '\u2028' or '\u2029' or '\u202f' or '\u205f' or '\u3000';

    /// <summary>Code points that X refuses in a post: the byte order mark and two that are no characters.</summary>
    public static bool IsForbidden(char c) => c is '\ufeff' or '\ufffe' or '\uffff';

    public static bool IsPunctuation(char c) => char.IsAscii(c) && Punctuation.Contains(c, StringComparison.Ordinal);

    /// <summary>Marks that turn the direction of writing: invisible, valid, and no part of a host.</summary>
    public static bool IsDirectional(char c) =>
        c is (>= '\u202a' and <= '\u202e') or '\u061c' or '\u200e' or '\u200f' or (>= '\u2066' and <= '\u2069');

    /// <summary>Latin letters with accents, as X allows them in paths and in hosts without a scheme.</summary>
    public static bool IsAccentedLatin(char c) => c >= '\u00c0' && c switch
    {
        '\u00d7' or '\u00f7' => false,
        <= '\u024f' => true,
        '\u0253' or '\u0254' or '\u0256' or '\u0257' or '\u0259' or '\u025b' or '\u0263' or '\u0268' or '\u026f' or '\u0272' or '\u0289'
            or '\u028b' or '\u02bb' => true,
        (>= '\u0300' and <= '\u036f') or (>= '\u1e00' and <= '\u1eff') => true,
        _ => false,
    };

    /// <summary>A letter or mark of any script: a hashtag needs at least one.</summary>
    public static bool IsHashtagLetter(Rune rune) => rune.IsAscii ? Rune.IsLetter(rune) : Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark
        or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Whatever may stand inside a hashtag.</summary>
    public static bool IsHashtagPart(Rune rune) => IsHashtagLetter(rune)
        || Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
        || (rune.IsBmp && HashtagMarks.Contains((char)rune.Value, StringComparison.Ordinal));
}
