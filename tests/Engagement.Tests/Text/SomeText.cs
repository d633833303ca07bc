using FsCheck;
using FsCheck.Fluent;

namespace Engagement.Tests.Text;

/// <summary>A text such as a feed may hold: words of many scripts, emoji, links, signs, and what breaks naive code.</summary>
public sealed record SomeText(string Text)
{
    static readonly string[] Pieces =
    [
        "Treaty", "enters", "into", "force", "—", "a", "Raketenabwehr", "«Разоружение»", "核軍縮", "の条約", "한국", "ศาลโลก", "हथियार", "معاهدة", "e\u0301te\u0301",
        "👨‍👩‍👧‍👦", "🇩🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "1️⃣", "🧑🏿‍🤝‍🧑🏻", "\U0001faff", "👍🏽", "ASP.NET", "Booking.com", "https://example.com/a_(b)?c=d", "http://localhost/x",
        "@someone", "#Tag", "$AAPL", "$MSFT", "#12", "…", "\ud83d", "\udc00", "\ufeff", "\uffff", "\u0000", "\n", "\t", "  ", "\u202e", "{title}", "{", "}",
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung", "foo.comm", ".", ",", "(", "\u0301", "\u200d", "t.co/abc", "C#", "&amp;",
    ];

    /// <summary>Up to 120 pieces, with and without spaces between them.</summary>
    public static Arbitrary<SomeText> Arbitrary() => Gen
        .ListOf(Gen.Zip(Gen.Elements(Pieces), Gen.Elements("", " ", " ", " ")).Select(piece => piece.Item1 + piece.Item2))
        .Resize(120)
        .Select(pieces => new SomeText(string.Concat(pieces)))
        .ToArbitrary();
}
