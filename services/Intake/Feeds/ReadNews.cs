using Engagement.Intake.Articles;
using Engagement.Intake.Catalogue;
using Engagement.Intake.Feeds.Reading;

namespace Engagement.Intake.Feeds;

/// <summary>
/// Takes what is new or changed in a feed's document into the catalogue. The articles are accepted first and remembered as seen after,
/// so that a process that dies in between accepts them again, which changes nothing, instead of losing them.
/// </summary>
sealed class ReadNews(ReadItems read, FeedStates states, CatalogueStore catalogue, AcceptArticles accept, TimeProvider time)
{
    /// <summary>Identities are remembered for ten times the length of the feed and never fewer than this: an old item may come back.</summary>
    const int RememberAtLeast = 3_000;

    /// <summary>A site's clock may be ahead by as much without its articles being held back.</summary>
    static readonly TimeSpan ClockError = TimeSpan.FromMinutes(10);

    /// <summary>Returns the feed's new state.</summary>
    public async Task<FeedState> Take(FeedDocument document, FeedOptions feed, FeedState state, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var (candidates, skipped) = read.From(document);
        var seen = await states.Seen(feed.Url);
        var byUrl = await catalogue.Resolve([.. candidates.Select(candidate => candidate.Key)]);
        var known = Identify(candidates, byUrl, seen, now);

        var told = candidates.Zip(known, (candidate, id) => Tell(candidate, id, feed, state, now)).ToList();
        List<Accepted> accepted = [];
        List<string> refused = [];
        // One by one problem, not all or none: an item that another article's URL stands against must not hold up the others.
        var (taken, problems) = await accept.Accept(told, cancellation);
        accepted.AddRange(taken);
        refused.AddRange(problems.Select(problem => $"\"{told[problem.Index].Article.Title}\": {problem.Reason}"));

        var wrong = problems.Select(problem => problem.Index).ToHashSet();
        await Remember(feed.Url, candidates.Where((_, index) => !wrong.Contains(index)).Zip(accepted, (candidate, article) => (candidate.Marks, article.Id)), seen, now);
        var news = accepted.Count(article => article.Status == "created");
        return state with
        {
            Filled = true,
            Items = document.Items.Count,
            Skipped = [.. skipped.Concat(refused).Take(20)],
            NewsAt = news > 0 ? now : state.NewsAt,
        };
    }

    static IReadOnlyList<string?> Identify(
        IReadOnlyList<ReadItems.Candidate> candidates, IReadOnlyDictionary<string, string> byUrl, Dictionary<string, Sighting> seen, DateTimeOffset now)
    {
        // Two passes: a title counts as the same article only where that article is not in the document itself.
        var present = candidates.Select(candidate => FeedIdentity.Find(candidate.Marks with { Title = "" }, byUrl.GetValueOrDefault(candidate.Key), seen, new HashSet<string>(), now))
            .OfType<string>().ToHashSet(StringComparer.Ordinal);
        return [.. candidates.Select(candidate => FeedIdentity.Find(candidate.Marks, byUrl.GetValueOrDefault(candidate.Key), seen, present, now))];
    }

    static ToldArticle Tell(ReadItems.Candidate candidate, string? id, FeedOptions feed, FeedState state, DateTimeOffset now)
    {
        var published = candidate.Article.PublishedAt;
        return new(candidate.Article with
        {
            Id = id ?? "",
            // A future date means: wait. Once; a date that keeps changing is not followed.
            EmbargoUntil = published > now + ClockError ? published : null,
            Backfill = !state.Filled || published < now - feed.MaxAge,
        }, candidate.Key, [], ArticleSource.Feed, FeedStates.Hash(feed.Url));
    }

    async Task Remember(string url, IEnumerable<(FeedIdentity.Marks Marks, string Id)> items, Dictionary<string, Sighting> seen, DateTimeOffset now)
    {
        var at = now.ToUnixTimeSeconds();
        Dictionary<string, Sighting> news = new(StringComparer.Ordinal);
        var length = 0;
        foreach (var (marks, id) in items)
        {
            length++;
            foreach (var mark in marks.Stable.Where(mark => !seen.TryGetValue(mark, out var last) || at - last.At > 86_400))
            {
                news[mark] = new(id, at);
            }

            // When first seen, not when last: a title that stands for years must not swallow its namesakes.
            if (!seen.TryGetValue(marks.Title, out var title) || title.ArticleId != id)
            {
                news[marks.Title] = new(id, at);
            }
        }

        var room = Math.Max(RememberAtLeast, 30 * length);
        var forgotten = seen.Keys.Except(news.Keys).OrderBy(mark => seen[mark].At).Take(Math.Max(0, seen.Count + news.Count - room)).ToList();
        await states.Remember(url, news, forgotten);
    }
}
