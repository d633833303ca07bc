namespace Engagement.Platform.Settings;

/// <summary>The program cannot start, and a person can mend it: the message is one sentence that says what to change.</summary>
public sealed class StartProblem(string message) : Exception(message);
