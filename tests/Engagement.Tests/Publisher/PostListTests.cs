using System.Net.Http.Json;
using System.Text.Json;
using Engagement.Publisher.Posts;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Engagement.Tests.Publisher;

public sealed class PostListTests
{
    [Theory, BothLedgers]
    public async Task Pages_of_posts_over_many_years_are_the_whole_list_also_where_hundreds_have_one_time(LedgerKind ledger)
    {
        await using var newsroom = await Newsroom.Open(ledger);
        await newsroom.Appears(Newsroom.NewArticle());
        var first = (await newsroom.Reaches("Posted")).GetProperty("id").GetString()!;
        var store = newsroom.Site.Services.GetRequiredService<PostStore>();
        var post = (await store.Find(first))!;
        var random = new Random(5);
        var burst = post.CreatedAt.AddYears(-6);
        var older = Enumerable.Range(0, 700).Select(n => post with
        {
            Id = PostKeys.Id($"old-{n}", "x", "account", "archive"),
            CreatedAt = n < 450 ? burst : post.CreatedAt.AddSeconds(-Math.Pow(random.NextDouble(), 3) * 12 * 365 * 86_400),
            Article = post.Article with { Id = $"old-{n}" },
            DueAt = null,
            Version = 0,
        }).ToList();
        Assert.All(await Task.WhenAll(older.Select(store.Insert)), Assert.NotNull);

        List<string> seen = [];
        var next = "";
        do
        {
            var page = await newsroom.Site.Admin.GetFromJsonAsync<JsonElement>($"/api/posts?limit=150{next}", TestContext.Current.CancellationToken);
            seen.AddRange(page.GetProperty("posts").EnumerateArray().Select(one => one.GetProperty("id").GetString()!));
            next = page.TryGetProperty("next", out var cursor) ? $"&cursor={cursor.GetString()}" : "";
        }
        while (next.Length > 0);

        Assert.Equal(older.Append(post).OrderByDescending(one => one.CreatedAt.ToUnixTimeMilliseconds()).ThenByDescending(one => one.Id, StringComparer.Ordinal).Select(one => one.Id), seen);
    }
}
