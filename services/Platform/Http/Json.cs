using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Engagement.Platform.Http;

/// <summary>How JSON looks on every wire of ours, and in the ledger: camel case, enums by name, nulls left out.</summary>
public static class Json
{
    /// <summary>Shared by HTTP, the ledger and tests.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>
    /// Whether somebody's JSON is to blame. A text in it that is no Unicode (a byte that is no UTF-8, half a surrogate pair) is found only
    /// when it is read, and not as a <see cref="JsonException"/>.
    /// </summary>
    public static bool IsMalformed(Exception thrown) => thrown is JsonException
        || thrown is InvalidOperationException && thrown.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true
            && thrown.Message.Contains("JSON text", StringComparison.Ordinal);

    /// <summary>Gives options of any framework the same look.</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        // Bodies are never put into HTML unescaped, and escaped + & and umlauts are unreadable in logs and tests.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.MaxDepth = 32;
        if (!options.Converters.OfType<JsonStringEnumConverter>().Any())
        {
            options.Converters.Add(new JsonStringEnumConverter());
        }

        return options;
    }
}
