using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Engagement.Tests;
using Xunit;

namespace Engagement.SystemTests.Upgrade;

/// <summary>
/// Today's program, in one process, on the data directory of each release so far: a checkpoint, and a log of what came after it, cut off by
/// kill -9. With <c>ENGAGEMENT_WRITE_UPGRADE=1</c> it writes that of today's; one that was released is never changed.
/// </summary>
public sealed class DataDirectoryTests
{
    const string Ending = ".data.tar.gz";

    static readonly string Folder = Path.Combine(Repository.Folder, "tests/Engagement.SystemTests/Upgrade");

    static readonly bool IsWriting = Environment.GetEnvironmentVariable("ENGAGEMENT_WRITE_UPGRADE") == "1";

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static string Today => typeof(DataDirectoryTests).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static TheoryData<string> Releases =>
        [.. Directory.EnumerateFiles(Folder, $"*{Ending}").Select(file => Path.GetFileName(file)[..^Ending.Length]).Union(IsWriting ? [Today] : []).Order()];

    [Theory, MemberData(nameof(Releases))]
    public async Task Todays_program_goes_on_in_the_data_directory_of_a_release(string release)
    {
        var archive = Path.Combine(Folder, release + Ending);
        if (IsWriting && release == Today)
        {
            await Write(archive);
        }

        var data = Directory.CreateTempSubdirectory("engagement-upgrade-").FullName;
        await using (var packed = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress))
        {
            await TarFile.ExtractToDirectoryAsync(packed, data, overwriteFiles: false, Cancel);
        }

        await using (var site = await Installation.Start(Mode.OneProcess, ("Engagement:DataDirectory", data)))
        {
            var counts = await Counts(site);
            Assert.Equal(4, counts.GetProperty("treaty").GetProperty("shares").GetInt32());
            Assert.Equal(2, counts.GetProperty("treaty").GetProperty("bookmarks").GetInt32());
            Assert.Equal(1, counts.GetProperty("late").GetProperty("shares").GetInt32());
            Assert.Equal("Treaty enters into force", (await Get(site, "/api/articles/treaty")).GetProperty("title").GetString());
            Assert.Equal("AwaitingApproval", (await Get(site, "/api/posts?article=treaty")).GetProperty("posts")[0].GetProperty("state").GetString());
            Assert.Equal("https://example.com/hook", (await Get(site, "/api/webhooks")).GetProperty("items")[0].GetProperty("url").GetString());
            await Send(site, "share-of-today", "treaty", "share");
            await Eventually.True(async () => (await Get(site, "/api/popular?list=shared&window=all")).GetProperty("articles").EnumerateArray()
                .Select(article => $"{article.GetProperty("id").GetString()} {article.GetProperty("score").GetDouble()}").SequenceEqual(["treaty 5", "late 1"]), "the list goes on");
        }

        Directory.Delete(data, recursive: true);
    }

    static async Task Write(string archive)
    {
        await using var site = await Installation.Start(Mode.OneProcess, ("Engagement:Queue:Approval", "true"),
            ("Engagement:Counter:VisitorWindow", "00:00:00"), ("Engagement:Ledger:CheckpointInterval", "00:00:10"));
        var data = Path.Combine(site.Folder, "data");
        await site.Of("popularity").Admin.PostAsJsonAsync("/api/webhooks", new { url = "https://example.com/hook", events = new[] { "article.taking-off" } }, Cancel);
        await Publish(site, "treaty", "Treaty enters into force");
        foreach (var (id, kind) in new[] { ("share-1", "share"), ("share-2", "share"), ("share-3", "share"), ("mark-1", "bookmark"), ("mark-2", "bookmark") })
        {
            await Send(site, id, "treaty", kind);
        }

        await Eventually.True(async () => (await Get(site, "/api/popular?list=shared&window=all")).GetProperty("articles").GetArrayLength() == 1, "it is listed");
        await Eventually.True(async () => (await Get(site, "/api/posts?article=treaty")).GetProperty("posts").GetArrayLength() == 1, "its post waits for approval");
        var before = Checkpoints(data);
        await Eventually.True(() => Task.FromResult(!Checkpoints(data).SetEquals(before)), "there is another checkpoint", withinSeconds: 30);
        await Send(site, "share-4", "treaty", "share");
        await Publish(site, "late", "It came after the checkpoint");
        await Send(site, "share-5", "late", "share");
        await site.Kill();

        await using var packed = new GZipStream(File.Create(archive), CompressionLevel.SmallestSize);
        await TarFile.CreateFromDirectoryAsync(data, packed, includeBaseDirectory: false, Cancel);
    }

    static HashSet<string> Checkpoints(string data) =>
        [.. Directory.EnumerateFiles(Path.Combine(data, "checkpoints"), "info.dat*", SearchOption.AllDirectories)];

    static async Task Publish(Installation site, string id, string title)
    {
        using var accepted = await site.Of("intake").Admin.PostAsJsonAsync("/api/articles", new { id, url = $"https://example.org/{id}.html", title }, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        await Eventually.True(async () => (await Counts(site)).TryGetProperty(id, out _), "the article is known");
    }

    static async Task Send(Installation site, string id, string article, string kind)
    {
        using var answer = await site.Of("counter").Reader.PostAsJsonAsync("/e",
            new { id = $"{id}-0123456789", article, kind, target = kind == "share" ? "x" : null, device = $"device-of-{id}-0123456789" }, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }

    static async Task<JsonElement> Counts(Installation site) => (await Get(site, "/api/counts?ids=treaty,late")).GetProperty("counts");

    static Task<JsonElement> Get(Installation site, string path) => site.Of("counter").Admin.GetFromJsonAsync<JsonElement>(path, Cancel);
}
