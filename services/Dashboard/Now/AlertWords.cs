using Engagement.Dashboard.Api;
using Engagement.Dashboard.Words;

namespace Engagement.Dashboard.Now;

/// <summary>What an alert says, in a sentence without its subject.</summary>
static class AlertWords
{
    public static string Of(TakeOffAlert alert, Speech speech) => alert.State switch
    {
        "multiple" => speech["goes {0} times as fast as is unusual, {1} a minute", alert.Multiple, Rate(alert, speech)],
        "sustained" => speech["has been going strong for six hours, {0} a minute", Rate(alert, speech)],
        "back-rising" => speech["rises again, {0} a minute", Rate(alert, speech)],
        _ => speech["takes off, {0} a minute", Rate(alert, speech)],
    };

    static string Rate(TakeOffAlert alert, Speech speech) => alert.RatePerMinute.ToString("0.#", speech.Culture);
}
