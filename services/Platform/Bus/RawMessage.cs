namespace Engagement.Platform.Bus;

/// <summary>What a program that is not ours published: no envelope, no message id, perhaps not even JSON.</summary>
/// <param name="Body">The message's text, as it is.</param>
public sealed record RawMessage(string Body);
