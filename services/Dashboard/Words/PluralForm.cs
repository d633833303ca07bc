namespace Engagement.Dashboard.Words;

/// <summary>Which form of a word follows a number (Unicode CLDR's rules for whole numbers).</summary>
static class PluralForm
{
    /// <summary>0 for one, 1 for few (Russian) or many, 2 for many (Russian).</summary>
    public static int Of(string language, long number)
    {
        var n = Math.Abs(number);
        return language != "ru" ? (n == 1 ? 0 : 1)
            : n % 10 == 1 && n % 100 != 11 ? 0
            : n % 10 is >= 2 and <= 4 && n % 100 is < 12 or > 14 ? 1
            : 2;
    }
}
