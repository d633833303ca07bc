using Engagement.Platform.Keys;
using Engagement.Publisher.Sending;
using Engagement.Publisher.X;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Publisher;

/// <summary>The account that articles are posted from, and what is wrong with it.</summary>
/// <param name="Network"><c>x</c>.</param>
/// <param name="Name">Its name in the settings.</param>
/// <param name="Signing"><c>oauth1</c>, <c>oauth2</c> or <c>none</c>.</param>
/// <param name="State">Works, Unchecked (X has not been asked yet), Dry (no credentials), NotConnected, Paused (X refuses it), Limited (X allows
/// no post for now) or Silent (X has answered no post for long).</param>
/// <param name="UserId">X's id of it; none before X was asked.</param>
/// <param name="Username">Its handle, without @.</param>
/// <param name="DisplayName">As readers see it.</param>
/// <param name="Url">Its page.</param>
/// <param name="CheckedAt">When X last said who it is.</param>
/// <param name="Problem">One sentence: what is wrong; none where nothing is.</param>
/// <param name="Advice">One sentence: what can be done about it.</param>
/// <param name="Since">Since when it is wrong, where that is known.</param>
/// <param name="Until">When it is over, or looked at again, where that is known.</param>
/// <param name="CanConnect">True where <c>POST /api/x/connect</c> connects it.</param>
/// <param name="Scopes">What X allowed, with OAuth 2.0.</param>
/// <param name="TokenExpiresAt">When the present access token ends, with OAuth 2.0; it is renewed before by itself.</param>
sealed record AccountView(
    string Network, string Name, string Signing, string State, string? UserId, string? Username, string? DisplayName, string? Url,
    DateTimeOffset? CheckedAt, string? Problem, string? Advice, DateTimeOffset? Since, DateTimeOffset? Until, bool CanConnect,
    IReadOnlyList<string> Scopes, DateTimeOffset? TokenExpiresAt);

/// <summary>Says which account posts, how its calls are signed, and what is wrong with it.</summary>
static class ShowAccount
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/x/account", async (AccountCheck check, CancellationToken cancellation) =>
                TypedResults.Ok(await check.Look(cancellation)))
            .WithSummary("The account that posts, and what is wrong with it; asks X nothing").RequireScope("posts");
        routes.MapPost("/api/x/account/check", async (AccountCheck check, CancellationToken cancellation) =>
                TypedResults.Ok(await check.Ask(cancellation)))
            .WithSummary("Ask X who the account is and whether it accepts the credentials; costs a user read ($0.010)").RequireScope("posts");
    }
}

/// <summary>Looks at the account, as the ledger has it or as X has it.</summary>
sealed class AccountCheck(INetwork network, XAccount account, TokenStore tokens, PostDueArticles sender, XOptions options, TimeProvider time)
{
    const string Connect = "An administrator connects it: POST /api/x/connect, or on the dashboard.";

    /// <summary>Asks X. What X refuses pauses the account, what it accepts ends a pause.</summary>
    public async Task<AccountView> Ask(CancellationToken cancellation)
    {
        if (options.IsDry)
        {
            return await Look(cancellation);
        }

        var said = await network.Probe(cancellation);
        switch (said)
        {
            case Outcome.Posted when (await account.Standing()).Paused is not null:
                await account.Resume();
                sender.Ring();
                break;
            case Outcome.OutOfCredits or Outcome.Unauthorized or Outcome.Rejected { Kind: Refusal.Configuration }:
                await account.Pause(Settle.Reason(said), Settle.Advice(said));
                break;
            case Outcome.Unknown or Outcome.RateLimited:
                return await Look(cancellation) with { Problem = Settle.Reason(said), Advice = "Nothing can be said about it now; try again in a moment." };
        }

        return await Look(cancellation);
    }

    /// <summary>Looks into the ledger.</summary>
    public async Task<AccountView> Look(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var (user, standing, stored) = (await account.User(), await account.Standing(), options.IsOAuth2 ? await tokens.Read() : null);
        var view = new AccountView("x", options.Account, options.IsDry ? "none" : options.IsOAuth2 ? "oauth2" : "oauth1", "Works", user?.Id, user?.Username,
            user?.Name, user?.Username is { } handle ? $"https://x.com/{handle}" : null, user?.CheckedAt, null, null, null, null, options.IsOAuth2,
            stored?.Pair?.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [], stored?.Pair?.ExpiresAt);
        var now = time.GetUtcNow();
        return (stored, standing) switch
        {
            _ when options.IsDry => view with
            {
                State = "Dry",
                Problem = "There are no credentials for X, so posts are made and shown and none is sent.",
                Advice = "Set the four Engagement__X__ credentials, or Engagement__X__ClientId, and start again.",
            },
            ({ Broken: { } why }, _) => view with { State = "NotConnected", Problem = $"The connection to X has ended: {why}", Advice = Connect },
            ({ Pair: null }, _) => view with { State = "NotConnected", Problem = "The account is not connected to X yet.", Advice = Connect },
            (_, { Paused: { } why }) => view with
            {
                State = "Paused", Problem = why, Advice = standing.PausedAdvice, Since = standing.PausedAt, Until = standing.ProbeAt,
            },
            (_, { TroubleSince: { } since }) => view with
            {
                State = "Silent", Problem = AccountStanding.Lasting(since, standing.Trouble!), Advice = AccountStanding.LastingAdvice, Since = since,
            },
            (_, { LimitedUntil: { } until }) when until > now => view with
            {
                State = "Limited", Problem = "X allows no post for now.", Advice = "Nothing: posts go out when X allows it.", Until = until,
            },
            ({ InDoubt: true, Pair.ExpiresAt: var end }, _) when end <= now => view with
            {
                State = "NotConnected", Problem = "X did not answer when the tokens were to be exchanged, so the new ones may be lost.",
                Advice = $"It is tried again; if it lasts: {Connect}",
            },
            _ when user is null => view with { State = "Unchecked" },
            _ => view,
        };
    }
}
