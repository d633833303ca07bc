using Engagement.Platform.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Publisher.Text;

/// <summary>How posts are worded and what they cost.</summary>
static class WordingService
{
    /// <summary>Registers <see cref="PostRenderer"/>, <see cref="PriceOptions"/> and the preview.</summary>
    /// <exception cref="StartProblem">A template cannot be read, or a setting is outside its range.</exception>
    public static void AddWording(this WebApplicationBuilder builder)
    {
        var options = builder.AddSettings<TextOptions>("Engagement:X:Text");
        builder.AddSettings<PriceOptions>("Engagement:X:Prices");
        var site = Settings.Read<SiteOptions>(builder.Configuration, "Engagement:Site");
        builder.Services.AddSingleton(new PostRenderer(options, site));
        builder.Services.AddSingleton<PostWarnings>();
        builder.Services.AddSingleton<PreviewPost>();
    }
}
