using System.Text.RegularExpressions;

namespace Engagement.Publisher.X;

/// <summary>Where a person finds a post, and which post an address that a person pastes is.</summary>
static partial class PostAddress
{
    /// <summary>Leads to a post without its author's name, which may change.</summary>
    public static string Of(string postId) => $"https://x.com/i/status/{postId}";

    /// <summary>The id of the post at an address, or of a bare id; null where it is neither.</summary>
    public static string? IdOf(string address) => Address().Match(address.Trim()) is { Success: true } match ? match.Groups["id"].Value : null;

    [GeneratedRegex(@"^(https?://(www\.|mobile\.)?(x|twitter)\.com/(i/web|i|[A-Za-z0-9_]{1,20})/status(es)?/)?(?<id>[0-9]{1,19})([/?#].*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Address();
}
