using System.Security.Cryptography;
using System.Text;
using Engagement.Platform.Http;

namespace Engagement.Counter.Widget;

/// <summary>A file of the widget, compressed once, because every reader asks for it.</summary>
sealed class WidgetFile(string name, string text)
{
    readonly Lazy<byte[]> brotli = new(() => BrotliAnswer.Press(Encoding.UTF8.GetBytes(text)));

    public string Name { get; } = name;

    public byte[] Content { get; } = Encoding.UTF8.GetBytes(text);

    /// <summary>The content in Brotli's smallest form.</summary>
    public byte[] Brotli => brotli.Value;

    /// <summary>What <c>integrity</c> in a page must say: <c>sha384-…</c>.</summary>
    public string Integrity { get; } = "sha384-" + Convert.ToBase64String(SHA384.HashData(Encoding.UTF8.GetBytes(text)));

    public string Tag => $"\"{Integrity[7..23]}\"";

    public string ContentType => Name.EndsWith(".css", StringComparison.Ordinal) ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
}
