namespace Engagement.Fakes.X;

/// <summary>An uploaded image. It expires unused after a day.</summary>
/// <param name="Id">X's id of it.</param>
/// <param name="Type">What its first bytes say it is, such as <c>image/png</c>.</param>
/// <param name="Bytes">The image.</param>
/// <param name="At">When the upload was complete.</param>
public sealed record FakeMedia(string Id, string Type, byte[] Bytes, DateTimeOffset At)
{
    internal const int LifeSeconds = 86_400;

    /// <summary>What a reader who cannot see it is told; null while nobody has said.</summary>
    public string? AltText { get; internal set; }

    internal string Key => $"3_{Id}";

    /// <summary>The type by the first bytes; null for what X does not take.</summary>
    internal static string? TypeOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };
}
