using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Engagement.Contracts;
using Engagement.Platform.Settings;
using Engagement.Platform.Text;

namespace Engagement.Publisher.Text;

/// <summary>All templates of the options, read at the start, and which of them an article gets.</summary>
sealed class Wordings
{
    readonly IReadOnlyList<Template> variants;
    readonly Dictionary<string, Template> sections;
    readonly Dictionary<string, Template> occasions;

    /// <exception cref="StartProblem">A template cannot be read; the sentence names its setting.</exception>
    public Wordings(TextOptions options)
    {
        variants = options.Variants.Count == 0
            ? [Parse("Template", options.Template)]
            : [.. options.Variants.Select((template, index) => Parse($"Variants:{index}", template))];
        sections = Parse("Sections", options.Sections);
        occasions = Parse("Occasions", options.Occasions);
        Parse("Utm:Campaign", options.Utm.Campaign);
    }

    /// <summary>By occasion; else by section; else by turns.</summary>
    public Template Of(Article article, string occasion) =>
        occasions.TryGetValue(occasion, out var further) ? further
            : article.Section is { } section && sections.TryGetValue(section.Trim(), out var template) ? template
            : variants[(int)(Hash(article.Id) % (uint)variants.Count)];

    /// <summary>What an editor wrote for this article; null where a template words it. A further post has its occasion's wording.</summary>
    /// <remarks>Cleaned before its links are looked for: what is taken out later would join a link with the word behind it.</remarks>
    public Template? Own(Article article, string occasion) =>
        article.PostText is { } own && !string.IsNullOrWhiteSpace(own) && !occasions.ContainsKey(occasion) 
            ? Own(PostText.Clean(own)) : null;

    // An editor may use fields, but a brace that means nothing is no reason to lose a post.
    static Template Own(string text)
    {
        try
        {
            return Template.Parse(text);
        }
        catch (TemplateProblem)
        {
            return Template.Literal(text);
        }
    }

    static Dictionary<string, Template> Parse(string setting, IReadOnlyDictionary<string, string> templates) => templates.ToDictionary(
        template => template.Key, template => Parse($"{setting}:{template.Key}", template.Value), StringComparer.OrdinalIgnoreCase);

    static Template Parse(string setting, string source)
    {
        try
        {
            return Template.Parse(source);
        }
        catch (TemplateProblem problem)
        {
            throw new StartProblem($"{Settings.Variable($"Engagement:X:Text:{setting}")} cannot be read: {problem.Message}.");
        }
    }

    static uint Hash(string id) => BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
