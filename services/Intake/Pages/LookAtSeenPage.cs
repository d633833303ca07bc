using System.Text.Json;
using System.Text.Json.Nodes;
using Engagement.Intake.Articles;
using Engagement.Intake.Catalogue;
using Engagement.Platform.Http;
using Engagement.Platform.Settings;
using Engagement.Platform.Store;
using Engagement.Platform.Urls;

namespace Engagement.Intake.Pages;

/// <summary>
/// A reader was on a page before the site told of it. The page is read, and where it is an article it is registered, so that the reader's
/// click counts. It is not posted: that waits for the feed or the site, or for <see cref="IntakeOptions.PostSeenArticles"/>.
/// </summary>
/// <remarks>int:{intake}:nothing:{h}   string   the URL (h is its hash) is no article; expires after an hour, or minutes where it only failed</remarks>
sealed class LookAtSeenPage(
    UrlRules urls, CatalogueStore catalogue, AnnounceAccepted announce, ReadPage pages, ReadArticles read, AcceptArticles accept, Ledger ledger, SiteOptions site, IntakeOptions options)
{
    static readonly TimeSpan NoArticle = TimeSpan.FromHours(1);
    static readonly TimeSpan NotReadable = TimeSpan.FromMinutes(2);

    public async Task Look(string url, CancellationToken cancellation)
    {
        if (urls.Normalise(url) is not { } key || urls.IsHome(key))
        {
            return;
        }

        if ((await catalogue.Resolve([key])).TryGetValue(key, out var known))
        {
            // Whoever asks did not hear of it.
            await announce.Again([known]);
            return;
        }

        var nothing = $"int:{{intake}}:nothing:{KnownArticles.HashId(key)}";
        if (await ledger.Db.KeyExistsAsync(nothing))
        {
            return;
        }

        var page = await pages.Read(Reachable(url), cancellation);
        if (page is { IsArticle: true, Fields: { } fields } && await Register(fields, key, cancellation))
        {
            return;
        }

        await ledger.Db.StringSetAsync(nothing, "1", page.IsFinal ? NoArticle : NotReadable);
    }

    /// <summary>What readers name is normalised to https; a site that says of itself that it has only http is read by http.</summary>
    string Reachable(string url) => site.Url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && url.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        ? string.Concat("http://", url.AsSpan("https://".Length))
        : url;

    async Task<bool> Register(JsonObject fields, string key, CancellationToken cancellation)
    {
        fields["backfill"] = !options.PostSeenArticles;
        fields["aliases"] = new JsonArray(key);
        var (articles, _) = read.From(JsonSerializer.SerializeToElement(fields, Json.Options));
        if (articles is not [{ } article] || urls.IsHome(article.Key))
        {
            return false;
        }

        var (accepted, _) = await accept.Accept([article with { Source = ArticleSource.Page }], cancellation);
        return accepted.Count == 1;
    }
}
