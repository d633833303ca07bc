namespace Engagement.Dashboard.Numbers;

/// <summary>How share targets and channels are called on pages; the id itself where we have no better name.</summary>
static class TargetNames
{
    static readonly IReadOnlyDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["x"] = "X", ["facebook"] = "Facebook", ["linkedin"] = "LinkedIn", ["reddit"] = "Reddit", ["whatsapp"] = "WhatsApp", ["telegram"] = "Telegram",
        ["bluesky"] = "Bluesky", ["mastodon"] = "Mastodon", ["threads"] = "Threads", ["hackernews"] = "Hacker News", ["pinterest"] = "Pinterest",
        ["email"] = "E-mail", ["mail"] = "E-mail", ["sms"] = "SMS", ["rss"] = "RSS", ["vk"] = "VK", ["line"] = "LINE", ["tumblr"] = "Tumblr",
    };

    public static string Of(string target) => Names.GetValueOrDefault(target)
        ?? (target.Length > 0 ? char.ToUpperInvariant(target[0]) + target[1..] : target);
}
