using System.Text;
using System.Text.RegularExpressions;

namespace Engagement.Intake.Feeds.Reading;

/// <summary>Reads RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, CDF and JSON Feed, told apart by what they hold and not by what they are called.</summary>
static partial class ReadFeed
{
    /// <summary>Reads a document.</summary>
    /// <param name="body">Its bytes, decompressed.</param>
    /// <param name="address">Where it was, against which relative links are resolved.</param>
    /// <param name="charset">As the Content-Type header says, which outranks the document; null where it says nothing.</param>
    /// <exception cref="FeedProblem">It is no feed, or broken beyond mending.</exception>
    public static FeedDocument From(byte[] body, Uri address, string? charset = null)
    {
        var text = Decode(body, charset);
        if (text.AsSpan().TrimStart("\uFEFF \t\r\n").StartsWith("{"))
        {
            return JsonFeed.Read(text, address);
        }

        var root = SafeXml.Parse(text).Root!;
        return root.Name.LocalName.ToLowerInvariant() switch
        {
            "rss" or "rdf" => RssFeed.Read(root, address),
            "feed" => AtomFeed.Read(root, address),
            "channel" => CdfFeed.Read(root, address),
            "html" => throw new FeedProblem("It is a web page and no feed; look for its link rel=\"alternate\"."),
            var name => throw new FeedProblem($"It is no feed that is known here: its root is <{name}>."),
        };
    }

    /// <summary>
    /// Byte order mark, then header, then XML declaration, then UTF-8; and where that does not fit the bytes, Windows-1252, which is
    /// what mislabelled feeds are written in.
    /// </summary>
    static string Decode(byte[] body, string? charset)
    {
        var declared = charset ?? EncodingDeclaration().Match(Encoding.Latin1.GetString(body.AsSpan(0, Math.Min(body.Length, 200)))).Groups[1].Value;
        var encoding = body switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Strict("utf-8"),
            [0xFF, 0xFE, ..] => Strict("utf-16"),
            [0xFE, 0xFF, ..] => Strict("utf-16BE"),
            _ => Strict(declared) ?? Strict("utf-8"),
        };
        try
        {
            return encoding!.GetString(body);
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(body);
        }
    }

    static Encoding? Strict(string name)
    {
        try
        {
            return name.Length == 0 ? null
                : CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)
                    ?? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    [GeneratedRegex("""<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")]
    private static partial Regex EncodingDeclaration();
}
