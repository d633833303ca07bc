using Engagement.Platform.Commands;
using Engagement.Platform.Settings;
using Microsoft.Extensions.Configuration;

namespace Engagement.Intake.Commands;

/// <summary>
/// <c>engagement import</c>: old articles and their counts enter the catalogue without being posted. What was sent is noted beside the
/// source, so an import that was stopped goes on where it was; sending anything twice changes nothing anyway.
/// </summary>
static class Import
{
    /// <summary>Articles a call. Those without a title make the server read their pages, so fewer of them.</summary>
    const int ChunkSize = 500;
    const int BareChunkSize = 20;

    public static Command Command { get; } = new("import",
        "import SOURCE [--to URL] [--key KEY]   old articles (NDJSON, CSV, sitemap, feed; file or URL, also gzipped) enter the catalogue, unposted", Run);

    static async Task<int> Run(string[] args, IConfiguration configuration, CancellationToken cancellation)
    {
        var arguments = new Arguments(args, "--to", "--key");
        if (arguments.Words is not [var source])
        {
            throw new StartProblem("Say what to import: engagement import SOURCE, a file or URL of NDJSON, CSV, a sitemap or a feed.");
        }

        using var server = RunningServer.From(arguments, configuration);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(100) };
        var mark = new ImportMark(source);
        var report = new ImportReport(mark.Done);
        var send = new SendChunk(server, report);
        List<ImportRecord> chunk = [];
        var skip = mark.Done;
        var reading = new ReadSource(http);
        await foreach (var record in reading.Read(source, cancellation))
        {
            if (skip-- > 0)
            {
                continue;
            }

            chunk.Add(record);
            if (chunk.Count >= (record.Article?["title"] is null ? BareChunkSize : ChunkSize))
            {
                await Send();
            }
        }

        await Send();
        await send.Finish(cancellation);
        mark.Remove();
        await report.End();
        return report.Wrong > 0 ? 1 : 0;

        async Task Send()
        {
            await send.Send(chunk, cancellation);
            mark.Add(chunk.Count);
            await report.Progress(reading.Share);
            chunk.Clear();
        }
    }
}

/// <summary>How far an import came, in a file beside its source.</summary>
sealed class ImportMark
{
    readonly string path;

    public ImportMark(string source)
    {
        var isFile = File.Exists(source);
        path = isFile ? source + ".import-progress" : $"engagement-{Articles.KnownArticles.HashId(source)}.import-progress";
        Done = File.Exists(path) && long.TryParse(File.ReadAllText(path), out var done) ? done : 0;
    }

    public long Done { get; private set; }

    public void Add(int count)
    {
        Done += count;
        File.WriteAllText(path, Done.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    public void Remove() => File.Delete(path);
}
