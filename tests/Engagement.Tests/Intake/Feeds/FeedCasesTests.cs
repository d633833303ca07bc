using System.Text.Json;
using Engagement.Intake.Feeds.Reading;
using Xunit;

namespace Engagement.Tests.Intake.Feeds;

/// <summary>Real-world documents, broken ones among them, read as the feedparser suite says that they must.</summary>
public sealed class FeedCasesTests
{
    public static TheoryData<string, int, string, string> Cases()
    {
        var cases = new TheoryData<string, int, string, string>();
        if (TestData.Folder is not { } folder)
        {
            return cases;
        }

        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "feeds", "cases.json")));
        foreach (var document in json.RootElement.EnumerateArray())
        {
            foreach (var expected in document.GetProperty("expect").EnumerateArray())
            {
                cases.Add(document.GetProperty("file").GetString()!, expected.GetProperty("entry").GetInt32(),
                    expected.GetProperty("field").GetString()!, expected.GetProperty("value").GetString()!);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_document_reads_right(string file, int entry, string field, string expected)
    {
        var path = Path.Combine(TestData.Folder!, "feeds", file);
        var document = new Uri($"http://127.0.0.1:8097/tests/{file}");
        var header = File.ReadLines(path).Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("Header:", StringComparison.Ordinal));
        var address = header is null ? document : new Uri(header.Split("Content-Location:")[1].Trim());

        var item = ReadFeed.From(File.ReadAllBytes(path), address).Items[entry];

        Assert.Equal(expected, field switch
        {
            "title" => item.Title,
            "link" => item.Link,
            "id" or "guid" => item.Id,
            "author" => item.Author,
            "published" => item.Published,
            "updated" => item.Updated,
            _ => throw new InvalidOperationException(field),
        });
    }

    [Fact]
    public void All_cases_are_there()
    {
        Assert.SkipWhen(TestData.Folder is null, "Test data is absent: set ENGAGEMENT_TEST_DATA.");
        Assert.True(Cases().Count >= 58, $"only {Cases().Count} cases");
    }
}
