using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Engagement.Intake.Feeds.Reading;

/// <summary>Looks into feed elements: names in any case, modules told apart by their namespace.</summary>
static partial class Xml
{
    public const string DublinCore = "http://purl.org/dc/elements/1.1/";
    public const string DublinTerms = "http://purl.org/dc/terms/";
    public const string Content = "http://purl.org/rss/1.0/modules/content/";
    public const string Media = "http://search.yahoo.com/mrss/";
    public const string Itunes = "http://www.itunes.com/dtds/podcast-1.0.dtd";
    public const string Atom = "http://www.w3.org/2005/Atom";
    public const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

    static readonly string[] Modules = [DublinCore, DublinTerms, Content, Media, Itunes, Atom, Rdf];

    /// <summary>Children of the format itself, whichever of its namespaces it stands in.</summary>
    public static IEnumerable<XElement> Own(this XElement parent, string name) => parent.Elements().Where(child =>
        child.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase)
        && (child.Name.Namespace == parent.Name.Namespace || !Modules.Contains(child.Name.NamespaceName)));

    /// <summary>Children of a module.</summary>
    public static IEnumerable<XElement> In(this XElement parent, string module, string name) =>
        parent.Elements().Where(child => child.Name.NamespaceName == module && child.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The first text that is not empty.</summary>
    public static string? Text(this IEnumerable<XElement> elements) =>
        elements.Select(element => element.Value.Trim()).FirstOrDefault(text => text.Length > 0);

    public static string? Get(this XElement element, string name) => element.Attributes()
        .FirstOrDefault(attribute => attribute.Name.LocalName.Equals(name, StringComparison.OrdinalIgnoreCase) && attribute.Name.NamespaceName.Length == 0)
        ?.Value.Trim();

    public static string? Language(this XElement element) =>
        element.AncestorsAndSelf().Select(each => each.Attribute(XNamespace.Xml + "lang")?.Value).FirstOrDefault(tag => !string.IsNullOrWhiteSpace(tag));

    /// <summary>The address that a relative link in this element starts from.</summary>
    public static Uri Base(this XElement element, Uri document) => element.AncestorsAndSelf().Reverse()
        .Select(each => each.Attribute(XNamespace.Xml + "base")?.Value)
        .Aggregate(document, (address, part) => part is not null && Uri.TryCreate(address, part, out var deeper) ? deeper : address);

    /// <summary>An absolute link, as it stands there; a relative one resolved. (A path alone counts as an absolute file on Unix.)</summary>
    public static string? Resolve(Uri address, string? link) => link switch
    {
        null or "" => null,
        _ when Scheme().IsMatch(link) => link,
        _ => Uri.TryCreate(address, link, out var absolute) ? absolute.AbsoluteUri : null,
    };

    /// <summary>Markup with its links made absolute.</summary>
    public static string ResolveMarkup(string markup, Uri address) =>
        Link().Replace(markup, found => $"{found.Groups[1].Value}\"{Resolve(address, found.Groups[2].Value) ?? found.Groups[2].Value}\"");

    /// <summary>What stands inside an element, as markup without namespaces.</summary>
    public static string Inner(this XElement element)
    {
        var markup = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            Write(node, markup);
        }

        return markup.ToString().Trim();
    }

    static void Write(XNode node, StringBuilder markup)
    {
        if (node is XText text)
        {
            markup.Append(Escape(text.Value));
        }
        else if (node is XElement element)
        {
            markup.Append('<').Append(element.Name.LocalName);
            foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
            {
                markup.Append(' ').Append(attribute.Name.LocalName).Append("=\"").Append(Escape(attribute.Value).Replace("\"", "&quot;", StringComparison.Ordinal)).Append('"');
            }

            markup.Append('>');
            foreach (var inner in element.Nodes())
            {
                Write(inner, markup);
            }

            markup.Append("</").Append(element.Name.LocalName).Append('>');
        }
    }

    static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex Scheme();

    [GeneratedRegex("""(\b(?:href|src)=)["']([^"'<>]+)["']""", RegexOptions.IgnoreCase)]
    private static partial Regex Link();
}
