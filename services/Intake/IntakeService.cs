using Engagement.Intake.Articles;
using Engagement.Intake.Catalogue;
using Engagement.Platform.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Intake;

/// <summary>The wiring of the service, on one page.</summary>
public static class IntakeService
{
    /// <summary>What it adds to the command line.</summary>
    public static IReadOnlyList<Command> Commands { get; } = [];

    /// <summary>Registers its parts.</summary>
    public static void AddIntake(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CatalogueStore>();
        builder.Services.AddSingleton<AnnounceAccepted>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AnnounceAccepted>());
        builder.Services.AddSingleton<ReadArticles>();
        builder.Services.AddSingleton<AcceptArticles>();
        builder.Services.AddSingleton<ListArticles>();
    }

    /// <summary>Maps its endpoints.</summary>
    public static void MapIntake(this WebApplication app)
    {
        PostArticles.Map(app);
        ListArticles.Map(app);
        GetArticle.Map(app);
        WithdrawArticle.Map(app);
    }
}
