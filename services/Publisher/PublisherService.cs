using Engagement.Platform.Commands;
using Microsoft.AspNetCore.Builder;

namespace Engagement.Publisher;

/// <summary>The wiring of the service, on one page.</summary>
public static class PublisherService
{
    /// <summary>What it adds to the command line.</summary>
    public static IReadOnlyList<Command> Commands { get; } = [];

    /// <summary>Registers its parts.</summary>
    public static void AddPublisher(this WebApplicationBuilder builder)
    {
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapPublisher(this WebApplication app)
    {
    }
}
