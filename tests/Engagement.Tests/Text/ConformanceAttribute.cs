using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;
using YamlDotNet.RepresentationModel;

namespace Engagement.Tests.Text;

/// <summary>
/// Runs a theory over groups of X's conformance data, each case named by its description: <c>[Theory, Conformance("extract", "urls")]</c>.
/// The method takes the case. Without the data it is one skipped test that says so.
/// </summary>
/// <param name="file">The file, without its extension.</param>
/// <param name="groups">Its groups.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConformanceAttribute(string file, params string[] groups) : DataAttribute
{
    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        if (TestData.File("twitter-text", "conformance", $"{file}.yml") is not { } path)
        {
            return new([new TheoryDataRow(new ConformanceCase("", "", "", new YamlScalarNode())) { Skip = TestData.Absent }]);
        }

        var yaml = new YamlStream();
        using (var reader = File.OpenText(path))
        {
            yaml.Load(reader);
        }

        var tests = (YamlMappingNode)yaml.Documents[0].RootNode["tests"];
        return new([.. groups.SelectMany(group => ((YamlSequenceNode)tests[group]).Select((node, index) => Row(group, index, node)))]);
    }

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => false;

    static TheoryDataRow Row(string group, int index, YamlNode node)
    {
        var description = node["description"].ToString();
        return new TheoryDataRow(new ConformanceCase(group, description, ((YamlScalarNode)node["text"]).Value ?? "", node["expected"]))
        {
            TestDisplayName = $"{group} {index + 1}: {description}",
        };
    }
}

/// <summary>One case of the conformance data.</summary>
public sealed record ConformanceCase(string Group, string Description, string Text, YamlNode Expected)
{
    /// <summary>What is expected, as a list of texts.</summary>
    public IReadOnlyList<string> Values => [.. ((YamlSequenceNode)Expected).Select(node => node.ToString())];

    /// <summary>What is expected, as a list of texts and their positions.</summary>
    public IReadOnlyList<(string Value, int Start, int End)> Spans(params string[] names) => [.. ((YamlSequenceNode)Expected).Select(node =>
        (string.Concat(names.Select(name => node[name].ToString())), Number(node["indices"][0]), Number(node["indices"][1])))];

    /// <summary>One expected number.</summary>
    public int Number(string name) => Number(Expected[name]);

    /// <inheritdoc/>
    public override string ToString() => Description;

    static int Number(YamlNode node) => int.Parse(node.ToString(), System.Globalization.CultureInfo.InvariantCulture);
}
