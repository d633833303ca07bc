namespace Engagement.Fakes.X;

/// <summary>A request as it arrived, and what became of it.</summary>
/// <param name="Call">Which call.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Body">The body, where it is text.</param>
/// <param name="At">When, by this X's clock.</param>
public sealed record ReceivedRequest(Call Call, string Method, string Target, string Body, DateTimeOffset At)
{
    /// <summary>The status that was answered; 0 while it is under way, and where the connection was cut before any answer.</summary>
    public int Status { get; internal set; }

    /// <summary>Why it was refused, or which fault struck, where X itself would not say.</summary>
    public string? Note { get; internal set; }
}
