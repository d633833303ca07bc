using Engagement.Platform.Commands;
using Microsoft.AspNetCore.Builder;

namespace Engagement.Dashboard;

/// <summary>The wiring of the service, on one page.</summary>
public static class DashboardService
{
    /// <summary>What it adds to the command line.</summary>
    public static IReadOnlyList<Command> Commands { get; } = [];

    /// <summary>Registers its parts.</summary>
    public static void AddDashboard(this WebApplicationBuilder builder)
    {
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapDashboard(this WebApplication app)
    {
    }
}
