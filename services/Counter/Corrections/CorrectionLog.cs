using System.Text.Json;
using Engagement.Counter.Counting;
using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Engagement.Platform.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Counter.Corrections;

/// <summary><c>GET /api/counts/corrections?id=</c> says who changed an article's counts, when and why. Newest last, the last 1,000.</summary>
sealed class CorrectionLog(Ledger ledger)
{
    sealed record Answer(string Id, IReadOnlyList<Correction> Corrections);

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/counts/corrections", (string id, CorrectionLog log) => log.Read(id))
        .WithSummary("Who changed an article's counts, and why")
        .RequireScope("read");

    /// <summary>Writes one down. Durable.</summary>
    public async Task Add(string article, Correction correction)
    {
        await ledger.Db.ListRightPushAsync(Keys.Corrections(article), JsonSerializer.Serialize(correction, Json.Options));
        await ledger.Db.ListTrimAsync(Keys.Corrections(article), -1_000, -1);
        await ledger.Flush();
    }

    async Task<Ok<Answer>> Read(string id) => TypedResults.Ok(new Answer(id, id.Length > 128 ? [] :
        [.. (await ledger.Db.ListRangeAsync(Keys.Corrections(id))).Select(entry => JsonSerializer.Deserialize<Correction>((string)entry!, Json.Options)!)]));
}
