namespace Engagement.Contracts;

/// <summary>
/// Events that Counter could not write because the ledger was away, from Counter to itself: the durable queue keeps them until it is back.
/// Counting one twice changes nothing.
/// </summary>
/// <param name="Events">At most 512.</param>
public sealed record EventsDeferred(IReadOnlyList<DeferredEvent> Events);

/// <summary>One event, already judged. Nothing in it points at a reader.</summary>
/// <param name="IdHash">16 bytes of the hash of its id, hexadecimal.</param>
/// <param name="ArticleId">The article.</param>
/// <param name="Field"><c>kind[:target]@channel[!reason]</c>.</param>
/// <param name="Deed">Count, Bookmark, Unbookmark, TakeBack or Reject.</param>
/// <param name="MemberHash">16 bytes of a keyed hash of the visitor or device, hexadecimal; empty where there is none.</param>
/// <param name="At">When the reader did it.</param>
/// <param name="SharerHash">Alike for the visitor as one who shared the article, whatever the target; empty where there is none.</param>
public sealed record DeferredEvent(string IdHash, string ArticleId, string Field, string Deed, string MemberHash, DateTimeOffset At, string SharerHash = "");
