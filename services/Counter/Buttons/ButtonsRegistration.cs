using Engagement.Counter.Widget;
using Engagement.Platform.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Counter.Buttons;

/// <summary>The wiring of what readers click, on one page.</summary>
static class ButtonsRegistration
{
    public static void AddButtons(this WebApplicationBuilder builder)
    {
        var options = builder.AddSettings<ButtonsOptions>("Engagement:Buttons");
        builder.Services.AddSingleton(new ShareTargets(options));
        builder.Services.AddSingleton<Languages>();
        builder.Services.AddSingleton<SheetMaker>();
        builder.Services.AddSingleton<MailLinks>();
        builder.Services.AddSingleton<Pace>();
        builder.Services.AddSingleton<WidgetFiles>();
        builder.Services.AddSingleton<KeepReleases>();
        builder.Services.AddHostedService(services => services.GetRequiredService<KeepReleases>());
    }

    public static void MapButtons(this WebApplication app)
    {
        var pace = app.Services.GetRequiredService<Pace>();
        RenderButtons.Map(app, pace);
        ShowQrCode.Map(app, pace);
        PickMastodonServer.Map(app, pace);
        CountPing.Map(app);
        ServeWidget.Map(app);
        ShowBookmarks.Map(app, pace);
    }
}
