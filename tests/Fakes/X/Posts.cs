using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Engagement.Platform.Text;

namespace Engagement.Fakes.X;

/// <summary>The posts of all accounts. Nothing is added twice within the window, even by two requests at once.</summary>
sealed class Posts(FakeXOptions options)
{
    /// <summary>X's ids count milliseconds from here (4 November 2010), shifted by 22 bits.</summary>
    const long Epoch = 1288834974657;

    readonly Lock gate = new();
    readonly List<FakePost> posts = [];
    readonly Dictionary<string, DateTimeOffset> said = [];
    int sequence;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<FakePost> All
    {
        get
        {
            lock (gate)
            {
                return [.. posts];
            }
        }
    }

    /// <summary>The new post, or null where the account said the same not long ago.</summary>
    public FakePost? Add(FakeAccount by, string text, IReadOnlyList<string> mediaIds)
    {
        var sent = text.Normalize().Trim();
        var essence = by.Id + string.Join(' ', sent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        lock (gate)
        {
            var now = options.Time.GetUtcNow();
            if (said.TryGetValue(essence, out var last) && now - last < options.DuplicateWindow)
                return null;

            said[essence] = now;
            var id = (((now.ToUnixTimeMilliseconds() - Epoch) << 22) + ++sequence).ToString(CultureInfo.InvariantCulture);
            var (shown, links) = Shorten(sent, id);
            var post = new FakePost(id, shown, sent, links, now, mediaIds, by);
            posts.Add(post);
            return post;
        }
    }

    public FakePost? Remove(FakeAccount by, string id)
    {
        lock (gate)
        {
            var post = posts.Find(post => post.Id == id && post.By == by);
            if (post is not null)
            {
                posts.Remove(post);
            }

            return post;
        }
    }

    static (string Shown, IReadOnlyList<FakeLink> Links) Shorten(string text, string id)
    {
        var shown = new StringBuilder();
        var links = new List<FakeLink>();
        var at = 0;
        foreach (var found in PostText.EntitiesOf(text).Where(entity => entity.Kind == TextEntityKind.Url))
        {
            shown.Append(text, at, found.Start - at);
            var link = found.Value;
            var address = link.Contains("://", StringComparison.Ordinal) ? link : "http://" + link;
            links.Add(new FakeLink($"https://t.co/{Code($"{id}/{links.Count}")}", address, shown.ToString().EnumerateRunes().Count()));
            shown.Append(links[^1].Short);
            at = found.End;
        }

        return (shown.Append(text, at, text.Length - at).ToString(), links);
    }

    static string Code(string seed) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(seed))).Replace("+", "", StringComparison.Ordinal)
            .Replace("/", "", StringComparison.Ordinal)[..10];
}
