using System.Text;
using Engagement.Counter.Counting;
using Engagement.Platform;
using Engagement.Platform.Store;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Engagement.Counter.Widget;

/// <summary>
/// Keeps the files of every version of the widget that this site has ever served, some 300 KB each: a page that names a version with its
/// fingerprint goes on working after the program was updated.
/// </summary>
sealed class KeepReleases(Ledger ledger, WidgetFiles files, TimeProvider time, ILogger<KeepReleases> log) : Sweep(TimeSpan.FromHours(1), time, log)
{
    /// <summary>Versions that are looked up; a site has few, and what a stranger makes up must not fill memory.</summary>
    const int Remembered = 200;

    readonly Articles.Recent<WidgetFile> earlier = new(Remembered, TimeSpan.FromDays(1), time);

    /// <summary>A file of a version, this one or an earlier one; null where this site never served it.</summary>
    public async ValueTask<WidgetFile?> Find(string version, string name)
    {
        if (version == files.Version)
            return files.Find(name);
        if (version.Length != files.Version.Length || version.AsSpan().IndexOfAnyExcept("0123456789abcdef") >= 0 || name.Length > 40)
            return null;
        if (earlier.Find(version + name) is { } known)
            return known;
        if ((byte[]?)await ledger.Db.HashGetAsync(Keys.Widget(version), name) is not { } content)
            return null;

        var file = new WidgetFile(name, Encoding.UTF8.GetString(content));
        earlier.Keep(version + name, file);
        return file;
    }

    /// <inheritdoc/>
    protected override async Task<bool> Look(CancellationToken cancellation)
    {
        if (!await ledger.Db.KeyExistsAsync(Keys.Widget(files.Version)))
        {
            await ledger.Db.HashSetAsync(Keys.Widget(files.Version), [.. files.All.Select(file => new HashEntry(file.Name, file.Content))]);
            await ledger.Flush();
        }

        return false;
    }
}
