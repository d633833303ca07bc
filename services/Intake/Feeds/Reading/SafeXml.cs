using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Engagement.Intake.Feeds.Reading;

/// <summary>
/// XML from strangers: no document type of its own, no entities, nothing fetched, no great depth. A document that is broken in a way
/// that loses nothing (a bare ampersand, an HTML entity, a control character, a cut last tag) is mended; any other is refused, because
/// half a feed looks like a feed whose articles are gone.
/// </summary>
static partial class SafeXml
{
    const int MaxDepth = 100;
    const int MaxCharacters = 20_000_000;

    public static XDocument Parse(string text)
    {
        // RSS 0.91 demands a DOCTYPE. One that only names a DTD is dropped unread; one that declares entities is refused below.
        var plain = NamedDoctype().Replace(text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n', '\0'), "$1", 1);
        try
        {
            return Read(plain);
        }
        catch (XmlException)
        {
            try
            {
                return Read(Mend(plain));
            }
            catch (XmlException broken)
            {
                throw new FeedProblem($"It is not well-formed XML: {broken.Message.TrimEnd('.')}.");
            }
        }
    }

    static XDocument Read(string text)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaxCharacters,
            MaxCharactersFromEntities = 0,
        };
        using (var depth = XmlReader.Create(new StringReader(text), settings))
        {
            while (depth.Read())
            {
                if (depth.Depth > MaxDepth)
                {
                    throw new FeedProblem($"Its elements are nested more than {MaxDepth} deep.");
                }
            }
        }

        using var reader = XmlReader.Create(new StringReader(text), settings);
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    static string Mend(string text)
    {
        var clean = NotAllowed().Replace(text, "");
        var parts = CData().Split(clean);
        for (var part = 0; part < parts.Length; part++)
        {
            if (!parts[part].StartsWith("<![CDATA[", StringComparison.Ordinal))
            {
                parts[part] = BareAmpersand().Replace(parts[part], MendAmpersand);
            }
        }

        return CutEndTag().Replace(string.Concat(parts), "$0>");
    }

    static string MendAmpersand(Match found)
    {
        var character = System.Net.WebUtility.HtmlDecode(found.Value);
        return character == found.Value ? "&amp;" + found.Value[1..] : character;
    }

    [GeneratedRegex(@"\A((?:\s|<\?.*?\?>|<!--.*?-->)*)<!DOCTYPE[^>\[]*>", RegexOptions.Singleline | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 2_000)]
    private static partial Regex NamedDoctype();

    [GeneratedRegex(@"[\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]")]
    private static partial Regex NotAllowed();

    [GeneratedRegex(@"(<!\[CDATA\[.*?\]\]>)", RegexOptions.Singleline, matchTimeoutMilliseconds: 2_000)]
    private static partial Regex CData();

    [GeneratedRegex(@"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)(?:[a-zA-Z][a-zA-Z0-9]{1,30};)?")]
    private static partial Regex BareAmpersand();

    [GeneratedRegex(@"</[A-Za-z:]+\s*\z")]
    private static partial Regex CutEndTag();
}
