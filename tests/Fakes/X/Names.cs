namespace Engagement.Fakes.X;

/// <summary>What was renamed between the two generations.</summary>
static class Names
{
    public static string[] Fields(this Naming naming) => naming switch
    {
        Naming.Old => ["tweet.fields"],
        Naming.New => ["post.fields"],
        _ => ["tweet.fields", "post.fields"],
    };

    public static string EditHistory(this Naming naming) => naming == Naming.Old ? "edit_history_tweet_ids" : "edit_history_post_ids";

    public static string Reposts(this Naming naming) => naming == Naming.Old ? "retweet_count" : "repost_count";
}
