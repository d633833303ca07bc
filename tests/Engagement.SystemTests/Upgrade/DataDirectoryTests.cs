using System.Formats.Tar;
using System.IO.Compression;
using System.Reflection;
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

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static string Today => typeof(DataDirectoryTests).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static TheoryData<string> Releases =>
        [.. Directory.EnumerateFiles(Left.Folder, $"*{Ending}").Select(file => Path.GetFileName(file)[..^Ending.Length]).Union(Left.IsWriting ? [Today] : []).Order()];

    [Theory, MemberData(nameof(Releases))]
    public async Task Todays_program_goes_on_in_the_data_directory_of_a_release(string release)
    {
        var archive = Path.Combine(Left.Folder, release + Ending);
        if (Left.IsWriting && release == Today)
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
            var counts = await Left.Counts(site, "treaty,late");
            Assert.Equal(4, counts.GetProperty("treaty").GetProperty("shares").GetInt32());
            Assert.Equal(2, counts.GetProperty("treaty").GetProperty("bookmarks").GetInt32());
            Assert.Equal(1, counts.GetProperty("late").GetProperty("shares").GetInt32());
            Assert.Equal(["late", "treaty"], await Left.Listed(site));
            Assert.Equal("Treaty enters into force", (await Left.Get(site, "intake", "/api/articles/treaty")).GetProperty("title").GetString());
            Assert.Equal("AwaitingApproval", (await Left.Get(site, "publisher", "/api/posts?article=treaty")).GetProperty("posts")[0].GetProperty("state").GetString());
            Assert.Equal("https://example.com/hook", (await Left.Get(site, "popularity", "/api/webhooks")).GetProperty("items")[0].GetProperty("url").GetString());
            await Left.Send(site, "share-of-today", "treaty", "share");
            await Eventually.True(async () => (await Left.Get(site, "popularity", "/api/popular?list=shared&window=all")).GetProperty("articles").EnumerateArray()
                .Select(article => $"{article.GetProperty("id").GetString()} {article.GetProperty("score").GetDouble()}").SequenceEqual(["treaty 5", "late 1"]), "the list goes on");
        }

        Directory.Delete(data, recursive: true);
    }

    static async Task Write(string archive)
    {
        await using var site = await Installation.Start(Mode.OneProcess, ("Engagement:Queue:Approval", "true"),
            ("Engagement:Counter:VisitorWindow", "00:00:00"), ("Engagement:Ledger:CheckpointInterval", "00:00:10"));
        var data = Path.Combine(site.Folder, "data");
        await Left.Fill(site);
        var before = Checkpoints(data);
        await Eventually.True(() => Task.FromResult(!Checkpoints(data).SetEquals(before)), "there is another checkpoint", withinSeconds: 30);
        await Left.Send(site, "share-4", "treaty", "share");
        await Left.Publish(site, "late", "It came after the checkpoint");
        await Eventually.True(async () => (await Left.Counts(site, "late")).TryGetProperty("late", out _), "the article is known");
        await Left.Send(site, "share-5", "late", "share");
        await site.Kill();

        await using var packed = new GZipStream(File.Create(archive), CompressionLevel.SmallestSize);
        await TarFile.CreateFromDirectoryAsync(data, packed, includeBaseDirectory: false, Cancel);
    }

    static HashSet<string> Checkpoints(string data) =>
        [.. Directory.EnumerateFiles(Path.Combine(data, "checkpoints"), "info.dat*", SearchOption.AllDirectories)];
}
