using System.Diagnostics;
using OpenTelemetry;

namespace Engagement.Platform.Telemetry;

/// <summary>
/// Takes from each span who somebody is and what they typed, before it leaves: addresses, user agents, paths and queries. The route says
/// which call it was, and the host which server was called.
/// </summary>
sealed class Discretion : BaseProcessor<Activity>
{
    static readonly string[] Private =
    [
        "client.address", "client.port", "network.peer.address", "network.peer.port", "user_agent.original", "url.path", "url.query", "url.full",
        "http.url", "http.target", "http.user_agent", "http.client_ip", "net.peer.ip",
    ];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in Private)
        {
            if (data.GetTagItem(tag) is not null)
            {
                data.SetTag(tag, null);
            }
        }
    }
}
