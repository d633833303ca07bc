namespace Engagement.Platform;

/// <summary>One line that a service wants a person to read at the start, such as "X runs dry". Register as many as needed.</summary>
/// <param name="Label">At most 11 characters.</param>
/// <param name="Text">One sentence: what is so, and which setting changes it.</param>
public sealed record StartNote(string Label, string Text);
