using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Engagement.SystemTests;

/// <summary>One service of a compose file, with its variables filled in.</summary>
sealed record ComposeService(string Name, string Image, IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment,
    IReadOnlyList<string> HealthCheck, IReadOnlyList<string> After, IReadOnlyList<(string From, string To)> Volumes, IReadOnlyList<string> Secrets);

/// <summary>Reads what a container engine would read of <c>docker-compose.yml</c>.</summary>
static partial class ComposeFile
{
    /// <summary>Its services, each after those that it waits for.</summary>
    public static IReadOnlyList<ComposeService> Read(string path, IReadOnlyDictionary<string, string> variables)
    {
        var yaml = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(
            new MergingParser(new Parser(new StringReader(File.ReadAllText(path)))));
        var services = Map(yaml["services"]).Where(service => !Map(service.Value).ContainsKey("profiles"))
            .Select(service => Service(service.Key, Map(service.Value), text => Fill(text, variables))).ToList();
        var ordered = new List<ComposeService>();
        while (ordered.Count < services.Count)
        {
            ordered.Add(services.First(service => !ordered.Contains(service) && service.After.All(name => ordered.Any(before => before.Name == name))));
        }

        return ordered;
    }

    static ComposeService Service(string name, Dictionary<string, object> of, Func<string, string> fill) => new(name,
        fill((string)of["image"]),
        [.. Texts(of, "command").Select(fill)],
        of.TryGetValue("environment", out var environment) ? Map(environment).ToDictionary(one => one.Key, one => fill((string)one.Value)) : [],
        of.TryGetValue("healthcheck", out var health) ? [.. Texts(Map(health), "test").Select(fill)] : [],
        of.TryGetValue("depends_on", out var after) ? [.. Map(after).Keys] : [],
        [.. Texts(of, "volumes").Select(volume => volume.Split(':')).Select(parts => (parts[0], parts[1]))],
        [.. Texts(of, "secrets")]);

    static Dictionary<string, object> Map(object node) =>
        ((IDictionary<object, object>)node).ToDictionary(entry => (string)entry.Key, entry => entry.Value);

    static IEnumerable<string> Texts(Dictionary<string, object> of, string name) =>
        of.TryGetValue(name, out var list) ? ((IEnumerable<object>)list).Cast<string>() : [];

    static string Fill(string text, IReadOnlyDictionary<string, string> variables) =>
        Variable().Replace(text, found => variables.GetValueOrDefault(found.Groups["name"].Value, found.Groups["default"].Value))
            .Replace("$$", "$", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<!\$)\$\{(?<name>\w+)(:-(?<default>[^}]*))?\}")]
    private static partial Regex Variable();
}
