using System.Globalization;
using System.Security;

namespace Engagement.SystemTests;

/// <summary>An RSS 2.0 file that a site rewrites whenever it publishes.</summary>
sealed class FeedFile
{
    /// <summary>Where it lies.</summary>
    public string Path { get; } = System.IO.Path.Combine(Directory.CreateTempSubdirectory("engagement-feed-").FullName, "feed.xml");

    /// <summary>Replaces it at once, so that no reader sees half a feed.</summary>
    public void Write(params string[] ids)
    {
        var now = TimeProvider.System.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        var items = ids.Select(id => $"""
            <item>
              <title>{SecurityElement.Escape($"The {id} article: “quoted”, ampersands & all")}</title>
              <link>https://example.org/2026/{id}.html</link>
              <guid isPermaLink="false">{id}</guid>
              <category>Nuclear Issues</category>
              <pubDate>{now}</pubDate>
            </item>
            """);
        var draft = Path + ".new";
        File.WriteAllText(draft, $"""
            <?xml version="1.0" encoding="utf-8"?>
            <rss version="2.0"><channel><title>Example News</title><link>https://example.org/</link><description>News</description>
            {string.Concat(items)}
            </channel></rss>
            """);
        File.Move(draft, Path, overwrite: true);
    }
}
