using Engagement.Platform.Http;
using Engagement.Platform.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Intake.Amqp;

/// <summary>What became of a message that was tried again.</summary>
/// <param name="Taken">True where it is in the catalogue now and no longer aside.</param>
/// <param name="Reason">Why it is still aside.</param>
sealed record Replayed(bool Taken, string? Reason);

/// <summary><c>/api/intake/aside</c>: messages that could not be taken, with their reason; to be tried again or thrown away.</summary>
static class AsideApi
{
    const int Shown = 100;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var aside = routes.MapGroup("/api/intake/aside").RequireScope("articles");
        aside.MapGet("/", List).WithSummary("Messages on engagement.articles that could not be taken, newest first, at most 100");
        aside.MapPost("/{id}/replay", Replay).WithSummary("Try such a message again");
        aside.MapDelete("/{id}", Remove).WithSummary("Throw such a message away");
    }

    static async Task<Ok<IReadOnlyList<AsideMessage>>> List(AsideStore store) => TypedResults.Ok(await store.List(Shown));

    static async Task<Results<Ok<Replayed>, ProblemHttpResult>> Replay(string id, AsideStore store, TakeMessage take, CancellationToken cancellation)
    {
        if (await store.Find(id) is not { } message)
        {
            return NotKnown();
        }

        var problem = await take.Take(message.Body, cancellation);
        if (problem is null)
        {
            await store.Remove(id);
        }

        return TypedResults.Ok(new Replayed(problem is null, problem));
    }

    static async Task<Results<NoContent, ProblemHttpResult>> Remove(string id, AsideStore store) =>
        await store.Remove(id) ? TypedResults.NoContent() : NotKnown();

    static ProblemHttpResult NotKnown() =>
        Problems.NotFound("unknown-message", "There is no such message", "It was taken or thrown away; GET /api/intake/aside lists those that there are.");
}
