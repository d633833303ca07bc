namespace Engagement.Dashboard.Api;

/// <summary>What the API said: a value, or what is wrong and what to do, in words that can stand on a page.</summary>
/// <param name="Value">Null where there is a problem.</param>
/// <param name="Problem">Null where there is a value.</param>
public sealed record Answer<T>(T? Value, ApiProblem? Problem) where T : class;

/// <summary>Why a call did not succeed.</summary>
/// <param name="Status">The HTTP status; 0 where no answer came.</param>
/// <param name="Title">What is wrong.</param>
/// <param name="Detail">What to do.</param>
public sealed record ApiProblem(int Status, string Title, string Detail)
{
    /// <summary>True where the service is away, as opposed to having refused.</summary>
    public bool IsAway => Status is 0 or >= 500;
}
