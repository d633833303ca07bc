using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Platform.Http;

/// <summary>Something that a service tells of its work on <c>GET /api/system</c>.</summary>
/// <param name="Name">What, such as <c>posts-late</c>; stays the same from version to version.</param>
/// <param name="Value">How much.</param>
/// <param name="Unit">count, seconds or bytes.</param>
/// <param name="Problem">One sentence: what is wrong with it; null where nothing is.</param>
/// <param name="Advice">One sentence: what to do about it.</param>
public sealed record SystemFigure(string Name, double Value, string Unit, string? Problem = null, string? Advice = null);

/// <summary>Whoever tells such figures.</summary>
/// <param name="Service">The service, or <c>process</c>.</param>
/// <param name="Read">Reads them; may fail where the ledger is away.</param>
sealed record SystemSource(string Service, Func<IServiceProvider, Task<IReadOnlyList<SystemFigure>>> Read);

/// <summary>Lets services tell what they are at.</summary>
public static class SystemFigures
{
    /// <summary>Adds figures of a service to <c>GET /api/system</c> of its process. They are read when somebody asks, so they must be cheap.</summary>
    public static void AddSystemFigures(this WebApplicationBuilder builder, string service, Func<IServiceProvider, Task<IReadOnlyList<SystemFigure>>> read) =>
        builder.Services.AddSingleton(new SystemSource(service, read));
}
