using System.Text.RegularExpressions;
using MassTransit;

namespace Engagement.Platform.Bus;

/// <summary>Explicit, stable names on the broker: renaming a class must not lose a queue. <c>engagement.article-published</c>.</summary>
sealed partial class EntityNames : IEntityNameFormatter
{
    public string FormatEntityName<T>() => $"engagement.{Kebab(typeof(T).Name)}";

    /// <summary>The queue of a consumer: <c>engagement.publisher.on-article-published</c>.</summary>
    public static string Queue(string service, Type consumer) => $"engagement.{service}.{Kebab(consumer.Name)}";

    static string Kebab(string name) => WordStart().Replace(name.Split('`')[0], "-").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])")]
    private static partial Regex WordStart();
}
