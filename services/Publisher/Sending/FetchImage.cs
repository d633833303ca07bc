using Engagement.Contracts;
using Engagement.Platform.Fetch;
using Microsoft.Extensions.Logging;

namespace Engagement.Publisher.Sending;

/// <summary>
/// Fetches an article's picture for its post. The address came with the article, so it is fetched as outsiders' addresses are: never
/// inside the house. A picture that cannot be had is no reason to hold news up: the post goes out without it.
/// </summary>
sealed partial class FetchImage(IHttpClientFactory clients, TimeProvider time, ILogger<FetchImage> log)
{
    /// <summary>X's limit for a picture; it would take GIFs of 15 MB, which no reader on the road would thank us for.</summary>
    const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>News within seconds is the promise, pictures are not.</summary>
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>The picture and its type; null where there is none that X takes.</summary>
    public async Task<(byte[] Bytes, string Type)?> Fetch(ArticleImage image, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using var response = await clients.CreateClient(OutsideWorld.Client).GetAsync(image.Url, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!response.IsSuccessStatusCode)
            {
                Without(log, $"its server answered {(int)response.StatusCode}");
                return null;
            }

            // A server may lie about the length and never end: the buffer's bound holds all the same.
            await response.Content.LoadIntoBufferAsync(MaxBytes, either.Token);
            var bytes = await response.Content.ReadAsByteArrayAsync(either.Token);
            if (TypeOf(bytes) is { } type)
            {
                return (bytes, type);
            }

            Without(log, "it is no JPG, PNG, GIF or WEBP");
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            // Whatever it was — refused as an address inside the house, too large, too slow: news goes out.
            Without(log, failure.Message);
        }

        return null;
    }

    /// <summary>By the first bytes; what a server calls it proves nothing.</summary>
    static string? TypeOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? "image/png"
        : bytes.StartsWith("GIF8"u8) ? "image/gif"
        : bytes.Length > 12 && bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual("WEBP"u8) ? "image/webp"
        : null;

    [LoggerMessage(110, LogLevel.Warning, "A post goes out without its picture: {Reason}")]
    static partial void Without(ILogger log, string reason);
}
