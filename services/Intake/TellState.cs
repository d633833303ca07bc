using Engagement.Intake.Amqp;
using Engagement.Platform.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Intake;

/// <summary>What Intake tells on <c>GET /api/system</c>: messages that could not be taken.</summary>
static class TellState
{
    public static async Task<IReadOnlyList<SystemFigure>> Read(IServiceProvider services)
    {
        var aside = await services.GetRequiredService<AsideStore>().Count();
        return
        [
            new("messages-aside", aside, "count", aside > 0 ? "Messages on engagement.articles could not be taken." : null,
                aside > 0 ? "GET /api/intake/aside says why of each; mend the sender, then replay or remove them." : null),
        ];
    }
}
