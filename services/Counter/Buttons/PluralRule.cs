namespace Engagement.Counter.Buttons;

/// <summary>Which plural form a whole number takes: the Unicode (CLDR) rules for the languages that we have, as browsers apply them.</summary>
static class PluralRule
{
    public static string Of(string language, long n) => language switch
    {
        "ja" or "ko" or "zh" => "other",
        "fr" => n is 0 or 1 ? "one" : Millions(n),
        "es" or "it" => n == 1 ? "one" : Millions(n),
        "pt" => n is 0 or 1 ? "one" : Millions(n),
        "cs" or "sk" => n == 1 ? "one" : n is >= 2 and <= 4 ? "few" : "other",
        "pl" => n == 1 ? "one" : EndsInTwoToFour(n) ? "few" : "many",
        "ru" or "uk" => EndsInOne(n) ? "one" : EndsInTwoToFour(n) ? "few" : "many",
        "hr" or "sr" => EndsInOne(n) ? "one" : EndsInTwoToFour(n) ? "few" : "other",
        "sl" => (n % 100) switch { 1 => "one", 2 => "two", 3 or 4 => "few", _ => "other" },
        "ro" => n == 1 ? "one" : n == 0 || n % 100 is >= 1 and <= 19 ? "few" : "other",
        "ar" => Arabic(n),
        "he" => n == 1 ? "one" : n == 2 ? "two" : "other",
        _ => n == 1 ? "one" : "other",
    };

    static bool EndsInOne(long n) => n % 10 == 1 && n % 100 != 11;

    static bool EndsInTwoToFour(long n) => n % 10 is >= 2 and <= 4 && n % 100 is not (>= 12 and <= 14);

    static string Millions(long n) => n != 0 && n % 1_000_000 == 0 ? "many" : "other";

    static string Arabic(long n) => n switch
    {
        0 => "zero",
        1 => "one",
        2 => "two",
        _ => (n % 100) switch { >= 3 and <= 10 => "few", >= 11 => "many", _ => "other" },
    };
}
