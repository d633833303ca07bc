using System.Globalization;
using System.Text.Json.Nodes;

namespace Engagement.Fakes.X;

/// <summary>How a post has fared by now. Its id and its age decide alone, so a test can compute it; figures only grow, fast at first.</summary>
public sealed record Metrics(long Impressions, long Likes, long Reposts, long Replies, long Quotes, long Bookmarks, long LinkClicks, long ProfileClicks)
{
    const double HoursToTwoThirds = 6;

    /// <summary>The figures of a post at a moment.</summary>
    public static Metrics Of(FakePost post, DateTimeOffset at)
    {
        var fate = ulong.Parse(post.Id, CultureInfo.InvariantCulture) * 0x9E3779B97F4A7C15;
        var reach = 500 + (fate >> 40) % 20_000;
        var grown = 1 - Math.Exp(-Math.Max(0, (at - post.At).TotalHours) / HoursToTwoThirds);
        var impressions = (long)(reach * grown);
        return new Metrics(impressions, impressions / 40, impressions / 110, impressions / 400, impressions / 900, impressions / 500,
            impressions / 60, impressions / 300);
    }

    internal JsonObject Public(Naming naming) => new()
    {
        [naming.Reposts()] = Reposts,
        ["reply_count"] = Replies,
        ["like_count"] = Likes,
        ["quote_count"] = Quotes,
        ["bookmark_count"] = Bookmarks,
        ["impression_count"] = Impressions,
    };

    internal JsonObject Private() => new()
    {
        ["impression_count"] = Impressions,
        ["url_link_clicks"] = LinkClicks,
        ["user_profile_clicks"] = ProfileClicks,
        ["engagements"] = Likes + Reposts + Replies + LinkClicks + ProfileClicks,
    };

    internal JsonObject Organic(Naming naming) => new()
    {
        ["impression_count"] = Impressions,
        ["like_count"] = Likes,
        ["reply_count"] = Replies,
        [naming.Reposts()] = Reposts,
        ["url_link_clicks"] = LinkClicks,
        ["user_profile_clicks"] = ProfileClicks,
    };
}
