using System.Globalization;
using System.Net.Http.Headers;

namespace Engagement.Publisher.X;

/// <summary>
/// Rate limits as the headers say, in all three families. Documented figures contradict each other, so none is built in.
/// </summary>
static class XLimits
{
    static readonly string[] Families = ["x-rate-limit", "x-app-limit-24hour", "x-user-limit-24hour"];

    /// <summary>Until when no request is allowed: the latest reset of the families that have nothing left. Null where all have some.</summary>
    public static DateTimeOffset? ExhaustedUntil(HttpResponseHeaders headers) => Families
        .Where(family => Number(headers, $"{family}-remaining") <= 0)
        .Select(family => Number(headers, $"{family}-reset"))
        .Where(reset => reset is > 0 and < 253_402_300_800)
        .Select(reset => (DateTimeOffset?)DateTimeOffset.FromUnixTimeSeconds(reset!.Value))
        .Max();

    static long? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) && long.TryParse(values.First(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
