using System.Diagnostics.Metrics;
using Engagement.Intake.Catalogue;
using Engagement.Platform.Telemetry;

namespace Engagement.Intake.Articles;

/// <summary>What became of one article of a call.</summary>
/// <param name="Id">Under which it is known.</param>
/// <param name="Url">Its canonical URL.</param>
/// <param name="Status">created, updated or unchanged.</param>
sealed record Accepted(string Id, string Url, string Status);

/// <summary>
/// The one way into the catalogue, whoever told. Returns when what was accepted is durable and owed to the other services, and rings
/// for it to be announced at once.
/// </summary>
sealed class AcceptArticles(CatalogueStore catalogue, AnnounceAccepted announce, Metrics metrics, Traces traces, TimeProvider time)
{
    readonly Counter<long> heard = metrics.Counter("engagement.articles", "{article}", "Articles heard of by what became of them", "status", "created", "updated", "unchanged", "refused");

    /// <summary>
    /// Articles a script: some two thousand commands, so that nobody else waits for the ledger longer than some milliseconds. Each waits three times for
    /// a Redis that flushes always: 100,000 articles took 62 s by a hundred and 42 s by these (four processes, RabbitMQ and Redis on 2 cores).
    /// </summary>
    const int ChunkSize = 250;

    /// <summary>As many instances may hear of the same article at once before somebody is sent away.</summary>
    const int Tries = 8;

    /// <summary>Accepts them in order. The verdict of one that cannot be accepted is a problem, and the others are accepted.</summary>
    public async Task<(IReadOnlyList<Accepted> Accepted, IReadOnlyList<ArticleProblem> Problems)> Accept(
        IReadOnlyList<ToldArticle> articles, CancellationToken cancellation)
    {
        List<Accepted> accepted = [];
        List<ArticleProblem> problems = [];
        for (var start = 0; start < articles.Count; start += ChunkSize)
        {
            var told = articles.Skip(start).Take(ChunkSize).ToList();
            var judged = await AcceptChunk(told, cancellation);
            accepted.AddRange(judged.OfType<Accepted>());
            await Task.WhenAll(judged.OfType<Accepted>().Select(article => traces.Leave($"article:{article.Id}")));
            problems.AddRange(judged.OfType<ArticleProblem>().Select(problem => problem with { Index = problem.Index + start }));
        }

        foreach (var (status, many) in accepted.CountBy(article => article.Status))
        {
            heard.Add(many, new KeyValuePair<string, object?>("status", status));
        }

        if (problems.Count > 0)
        {
            heard.Add(problems.Count, new KeyValuePair<string, object?>("status", "refused"));
        }

        announce.Ring();
        return (accepted, problems);
    }

    async Task<IReadOnlyList<object>> AcceptChunk(IReadOnlyList<ToldArticle> told, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            var judge = new Judgement(await Known(told), time.GetUtcNow());
            var verdicts = told.Select((article, index) => judge.Judge(article, index)).ToList();
            if (await catalogue.Write(judge.Changes()))
            {
                return verdicts;
            }
        }

        throw new TimeoutException("The articles were changed by others eight times while they were being written.");
    }

    async Task<KnownArticles> Known(IReadOnlyList<ToldArticle> told)
    {
        var names = await catalogue.Resolve([.. told.SelectMany(KnownArticles.NamesOf).Concat(told.Select(article => KnownArticles.TitleName(article.Article.Title))).Distinct()]);
        var ids = told.Select(article => article.Article.Id).Where(id => id.Length > 0)
            .Concat(told.Select(article => article.MergedInto).OfType<string>()).Concat(told.Select(article => KnownArticles.HashId(article.Key))).Concat(names.Values).Distinct();
        return new(names, await catalogue.Load([.. ids]));
    }

    /// <summary>A withdrawn article owes one message and gives nothing back.</summary>
    public async Task<StoredArticle?> Withdraw(string id, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            cancellation.ThrowIfCancellationRequested();
            var known = await catalogue.Find(id);
            if (known is null or { Withdrawn: true })
            {
                return known;
            }

            var revision = known.Article.Revision + 1;
            var after = known with { Article = known.Article with { Revision = revision }, Withdrawn = true, ChangedAt = time.GetUtcNow() };
            var owed = new Announcement(AnnouncementKind.Withdrawn, known.Article.Id, revision).ToString();
            if (await catalogue.Write([new(known, after, [owed], new Dictionary<string, string?>())]))
            {
                announce.Ring();
                return after;
            }
        }

        throw new TimeoutException("The article was changed by others eight times while it was being withdrawn.");
    }
}
