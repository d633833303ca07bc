namespace Engagement.Counter.Corrections;

/// <summary>What a person changed about an article's counts.</summary>
/// <param name="At">When.</param>
/// <param name="By">Whose key it was.</param>
/// <param name="Kind">merge or subtract.</param>
/// <param name="What">The other article of a merge; <c>kind[:target]</c> of a subtraction.</param>
/// <param name="Count">How many counts moved.</param>
/// <param name="Reason">In the person's own words.</param>
sealed record Correction(DateTimeOffset At, string By, string Kind, string What, long Count, string Reason);
