using System.Globalization;
using System.Text.Json;
using Engagement.Platform.Http;

namespace Engagement.Counter.Buttons;

/// <summary>
/// All that the buttons and their pages say in one language: one file of <c>Widget/Languages</c>. The build stops where a file lacks
/// a text or a plural form, so there is no fallback to another language inside a sentence.
/// </summary>
sealed record Words(
    string Code, string Name, string Dir, string ShareOn, string NewWindow, string Group, string Bookmark, string Copy, string Copied,
    string Print, string Email, string Qr, string QrFailed, string Native, string Follow, string Saved,
    string NothingSaved, string Remove, string Export, string Import, string Move, string MoveHint, string Mastodon, string ContinueTo,
    string Remember, string BadServer, string Link, IReadOnlyDictionary<string, string> Shares)
{
    /// <summary>"12 shares", in the form that the number takes.</summary>
    public string CountShares(long count) => Format(Shares[PluralRule.Of(Code, count)], count.ToString("N0", CultureInfo.GetCultureInfo(Code)));

    /// <summary>What a target is called: devices and e-mail in this language, networks by their own name.</summary>
    public string NameOf(ShareTarget target) => target.Id switch
    {
        "copy" => Copy,
        "print" => Print,
        "email" => Email,
        "qr" => Qr,
        "native" => Native,
        _ => target.Name,
    };

    public static string Format(string text, string value) => text.Replace("{0}", value, StringComparison.Ordinal);

    internal static Words Read(string code)
    {
        using var file = typeof(Words).Assembly.GetManifestResourceStream($"words.{code}.json")!;
        return JsonSerializer.Deserialize<Words>(file, Json.Options)! with { Code = code };
    }
}
