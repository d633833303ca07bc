using StackExchange.Redis;

namespace Engagement.Platform;

/// <summary>Why something failed, in a sentence for the log.</summary>
static class Reason
{
    /// <summary>The message, without what a Redis client adds for those who write Redis clients: it differs each time.</summary>
    public static string Of(Exception failure) =>
        failure is RedisTimeoutException && failure.Message.IndexOf(" (", StringComparison.Ordinal) is > 0 and var end ? failure.Message[..end] : failure.Message;
}
