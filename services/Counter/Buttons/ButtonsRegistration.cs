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
    }
}
