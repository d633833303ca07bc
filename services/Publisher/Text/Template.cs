using System.Text;
using Engagement.Platform.Text;

namespace Engagement.Publisher.Text;

/// <summary>A template cannot be read: the message is a sentence that says where and what to write instead.</summary>
sealed class TemplateProblem(string message) : Exception(message);

/// <summary>A piece of a template.</summary>
abstract record TemplateNode;

/// <summary>Words that stand as they are.</summary>
sealed record Words(string Text) : TemplateNode;

/// <summary>A value of the article: <c>{name:argument|filter:argument}</c>.</summary>
sealed record Field(string Name, string? Argument, IReadOnlyList<(string Name, string? Argument)> Filters) : TemplateNode;

/// <summary><c>{if name=value}…{else}…{end}</c>; without a value it asks whether there is anything.</summary>
sealed record Choice(
    bool Not, string Name, string? Value, IReadOnlyList<TemplateNode> Then, IReadOnlyList<TemplateNode> Else) : TemplateNode;

/// <summary>The wording of posts, read once at the start.</summary>
sealed record Template(IReadOnlyList<TemplateNode> Nodes)
{
    /// <summary>Reads a template.</summary>
    /// <exception cref="TemplateProblem">It cannot be read.</exception>
    public static Template Parse(string source)
    {
        var reader = new TemplateReader(PostText.Clean(source.Replace("\\n", "\n", StringComparison.Ordinal)));
        return new Template(reader.Read());
    }

    /// <summary>A text whose braces mean nothing.</summary>
    public static Template Literal(string text) => new([new Words(text)]);

    /// <summary>Whether a field is named anywhere in it.</summary>
    public bool Names(string field) => Names(Nodes, field);

    static bool Names(IEnumerable<TemplateNode> nodes, string field) => nodes.Any(node => node switch
    {
        Field found => found.Name == field,
        Choice choice => Names(choice.Then, field) || Names(choice.Else, field),
        _ => false,
    });
}

/// <summary>Reads a template from left to right.</summary>
sealed class TemplateReader(string source)
{
    // Deeper nesting is a mistake, and recursion needs a bound.
    const int Deepest = 5;

    int position;

    public IReadOnlyList<TemplateNode> Read()
    {
        var nodes = Block(0, out var end);
        return end is null ? nodes : throw new TemplateProblem($"{{{end}}} closes no {{if …}}");
    }

    List<TemplateNode> Block(int depth, out string? end)
    {
        var nodes = new List<TemplateNode>();
        var words = new StringBuilder();
        end = null;
        while (position < source.Length && end is null)
        {
            var c = source[position++];
            if (c is '{' or '}' && position < source.Length && source[position] == c)
            {
                words.Append(c);
                position++;
            }
            else if (c == '}')
            {
                throw new TemplateProblem("a } stands without its {; write }} for a brace");
            }
            else if (c == '{')
            {
                Flush(nodes, words);
                end = Braces() is var inner && inner is "else" or "end" ? inner : null;
                nodes.AddRange(end is null ? [Node(inner, depth)] : Array.Empty<TemplateNode>());
            }
            else
            {
                words.Append(c);
            }
        }

        Flush(nodes, words);
        return nodes;
    }

    string Braces()
    {
        var end = source.IndexOf('}', position);
        if (end < 0)
        {
            var rest = source[position..Math.Min(source.Length, position + 20)];
            throw new TemplateProblem($"the {{ before \"{rest}\" is not closed; write {{{{ for a brace");
        }

        var inner = source[position..end].Trim();
        position = end + 1;
        return inner;
    }

    TemplateNode Node(string inner, int depth) =>
        inner.StartsWith("if ", StringComparison.Ordinal) ? ReadChoice(inner[3..].Trim(), depth) : ReadField(inner);

    Choice ReadChoice(string condition, int depth)
    {
        if (depth == Deepest)
        {
            throw new TemplateProblem($"{{if …}} is nested deeper than {Deepest} times");
        }

        var isNot = condition.StartsWith("not ", StringComparison.Ordinal);
        var (name, value) = Split(isNot ? condition[4..].Trim() : condition, '=');
        TemplateFields.CheckCondition(name);
        var then = Block(depth + 1, out var end);
        var otherwise = end == "else" ? Block(depth + 1, out end) : [];
        return end == "end" ? new Choice(isNot, name, value, then, otherwise)
            : throw new TemplateProblem($"{{if {condition}}} is not closed by {{end}}");
    }

    static Field ReadField(string inner)
    {
        var parts = inner.Split('|');
        var (name, argument) = Split(parts[0], ':');
        var field = new Field(name, argument, [.. parts[1..].Select(filter => Split(filter, ':'))]);
        TemplateFields.Check(field);
        return field;
    }

    static (string Name, string? Value) Split(string text, char at)
    {
        var index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text.Trim(), null) : (text[..index].Trim(), text[(index + 1)..].Trim());
    }

    static void Flush(List<TemplateNode> nodes, StringBuilder words)
    {
        if (words.Length > 0)
        {
            nodes.Add(new Words(words.ToString()));
            words.Clear();
        }
    }
}
