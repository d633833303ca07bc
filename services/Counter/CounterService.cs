using Engagement.Counter.Buttons;
using Engagement.Platform.Commands;
using Microsoft.AspNetCore.Builder;

namespace Engagement.Counter;

/// <summary>The wiring of the service, on one page.</summary>
public static class CounterService
{
    /// <summary>What it adds to the command line.</summary>
    public static IReadOnlyList<Command> Commands { get; } = [];

    /// <summary>Registers its parts.</summary>
    public static void AddCounter(this WebApplicationBuilder builder)
    {
        builder.AddButtons();
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapCounter(this WebApplication app)
    {
    }
}
