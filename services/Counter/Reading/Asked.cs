namespace Engagement.Counter.Reading;

/// <summary>What a query names, separated by commas.</summary>
static class Asked
{
    public static IEnumerable<string> Of(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Ids of articles, each once; what is longer than an id can be is none.</summary>
    public static List<string> Ids(string list) => [.. Of(list).Where(id => id.Length <= 128).Distinct()];
}
