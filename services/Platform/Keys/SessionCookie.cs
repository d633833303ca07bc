namespace Engagement.Platform.Keys;

/// <summary>What two services must agree on about people who are signed in.</summary>
public static class SessionCookie
{
    /// <summary>The cookie of a signed-in person's browser. Whoever only looks whether it is there learns nothing about who it is.</summary>
    public const string Name = "engagement-session";
}
