using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.Platform.Settings;

namespace Engagement.Intake.Commands;

/// <summary>Reads what is to be imported, told apart by what it holds: NDJSON, a JSON array, CSV, a sitemap or its index, or a feed; each also gzipped.</summary>
sealed class ReadSource(HttpClient http)
{
    Stream? measured;

    /// <summary>How much of the source was read, from 0 to 1; null where nobody can tell.</summary>
    public double? Share => measured is { CanSeek: true, Length: > 0 } stream ? (double)stream.Position / stream.Length : null;

    /// <summary>Reads a file or URL.</summary>
    /// <exception cref="StartProblem">It is not there, or nothing that is known here.</exception>
    public async IAsyncEnumerable<ImportRecord> Read(string source, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = await Open(source, cancellation);
        using var text = new StreamReader(stream);
        var start = await Peek(text, cancellation);
        var records = start switch
        {
            '<' => ReadXml.Read(this, source, await text.ReadToEndAsync(cancellation), cancellation),
            '[' => Each(Parse<JsonArray>(await text.ReadToEndAsync(cancellation), source)),
            '{' => Lines(text, cancellation),
            _ => Csv(text),
        };
        await foreach (var record in records.WithCancellation(cancellation))
        {
            yield return record;
        }
    }

    /// <summary>Opens a file or URL, and unpacks it where its first bytes are gzip's, whatever it is called.</summary>
    public async Task<Stream> Open(string source, CancellationToken cancellation)
    {
        try
        {
            Stream stream = Uri.TryCreate(source, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? new MemoryStream(await http.GetByteArrayAsync(uri, cancellation))
                : new FileStream(uri is { IsFile: true } ? uri.LocalPath : source, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            measured ??= stream;
            var isPacked = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
            stream.Position = 0;
            return isPacked ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or HttpRequestException)
        {
            throw new StartProblem($"{source} cannot be read: {unreadable.Message}");
        }
    }

    static async Task<char> Peek(StreamReader text, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        while (await Task.FromResult(text.Peek()) is var next and >= 0)
        {
            if (!char.IsWhiteSpace((char)next))
            {
                return (char)next;
            }

            text.Read();
        }

        throw new StartProblem("There is nothing in it.");
    }

    static async IAsyncEnumerable<ImportRecord> Lines(StreamReader text, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var number = 0;
        while (await text.ReadLineAsync(cancellation) is { } line)
        {
            number++;
            if (line.Length > 0)
            {
                yield return Record($"line {number}", line);
            }
        }
    }

    static ImportRecord Record(string place, string line)
    {
        try
        {
            return JsonNode.Parse(line) is JsonObject article ? ImportRecord.Of(place, article) : new(place, null, Problem: "it is no JSON object");
        }
        catch (JsonException malformed)
        {
            return new(place, null, Problem: $"it is not JSON (byte {malformed.BytePositionInLine})");
        }
    }

    static async IAsyncEnumerable<ImportRecord> Each(JsonArray articles)
    {
        for (var index = 0; index < articles.Count; index++)
        {
            yield return articles[index] is JsonObject article
                ? ImportRecord.Of($"entry {index}", article.DeepClone().AsObject())
                : new($"entry {index}", null, Problem: "it is no JSON object");
        }

        await Task.CompletedTask;
    }

    static async IAsyncEnumerable<ImportRecord> Csv(StreamReader text)
    {
        var csv = new CsvLines(text);
        if (csv.Read() is not { } header || !header.Any(name => CsvRow.Plain(name) == "url"))
        {
            throw new StartProblem("It is neither JSON nor XML, and no CSV whose first line names the columns, one of them url.");
        }

        while (csv.Read() is { } row)
        {
            yield return CsvRow.Read($"line {csv.Line}", header, row);
        }

        await Task.CompletedTask;
    }

    static T Parse<T>(string text, string source) where T : JsonNode
    {
        try
        {
            return JsonNode.Parse(text) as T ?? throw new StartProblem($"{source} is no array of articles.");
        }
        catch (JsonException malformed)
        {
            throw new StartProblem($"{source} is not JSON (line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine}).");
        }
    }
}
