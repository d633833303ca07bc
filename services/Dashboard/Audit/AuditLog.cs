using System.Text.Json;
using Engagement.Platform.Http;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.Http;

namespace Engagement.Dashboard.Audit;

/// <summary>One thing that a person did here.</summary>
/// <param name="At">When.</param>
/// <param name="Who">The name of the key or person.</param>
/// <param name="Did">What, such as <c>approved a post</c>.</param>
/// <param name="To">To what: an article's, post's or key's id.</param>
public sealed record Deed(DateTimeOffset At, string Who, string Did, string To);

/// <summary>Who did what here. Only what succeeded, and nothing of where they sat: no address, no browser.</summary>
/// <remarks>dsh:audit   list   the last 5,000 deeds as JSON, newest first</remarks>
sealed class AuditLog(Ledger ledger, TimeProvider time, IHttpContextAccessor accessor)
{
    const string Store = "dsh:audit";
    const int Kept = 5_000;

    public async Task Say(string did, string to, string? who = null)
    {
        var deed = new Deed(time.GetUtcNow(), who ?? accessor.HttpContext?.User.Identity?.Name ?? "", did, to);
        await ledger.Db.ListLeftPushAsync(Store, JsonSerializer.Serialize(deed, Json.Options));
        await ledger.Db.ListTrimAsync(Store, 0, Kept - 1);
        await ledger.Flush();
    }

    public async Task<IReadOnlyList<Deed>> Last(int count) =>
        [.. (await ledger.Db.ListRangeAsync(Store, 0, count - 1)).Select(deed => JsonSerializer.Deserialize<Deed>((string)deed!, Json.Options)!)];
}
