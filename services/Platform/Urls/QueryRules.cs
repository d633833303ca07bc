namespace Engagement.Platform.Urls;

/// <summary>Query parameters: which of them make another article, and which only say where a reader came from.</summary>
sealed class QueryRules(UrlOptions options)
{
    /// <summary>Trackers by their beginning.</summary>
    static readonly string[] Beginnings = ["utm_", "mtm_", "pk_", "piwik_", "hsa_", "_hs", "fb_", "ga_"];

    /// <summary>Trackers by name, as advertisers, mailers and networks append them.</summary>
    static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "li_fat_id", "igshid", "igsh", "mc_cid", "mc_eid",
        "mkt_tok", "_ga", "_gl", "epik", "s_kwcid", "ef_id", "dm_i", "spm", "ref_src", "ref_url", "amp", "amp_js_v", "usqp", "_openstat", "vero_id",
        "sr_share", "share", "nb", "replytocom",
    };

    readonly HashSet<string> significant = new(options.SignificantParameters, StringComparer.OrdinalIgnoreCase);
    readonly HashSet<string> ignored = new([.. options.IgnoredParameters, options.AttributionParameter], StringComparer.OrdinalIgnoreCase);

    /// <summary>Those that matter, sorted; with the question mark, or empty.</summary>
    public string Normalise(string query) => Join(Significant(query).Select(PathRules.Escapes).Order(StringComparer.Ordinal));

    /// <summary>Those that matter, as they stand.</summary>
    public string Clean(string query) => Join(Significant(query));

    IEnumerable<string> Significant(string query) => query.TrimStart('?')
        .Split('&', StringSplitOptions.RemoveEmptyEntries).Where(Matters);

    bool Matters(string parameter)
    {
        var parts = parameter.Split('=', 2);
        var name = Uri.UnescapeDataString(parts[0]);
        if (significant.Count > 0)
        {
            return significant.Contains(name);
        }

        return name.Length > 0 && !ignored.Contains(name) && !Names.Contains(name)
            && !Beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
            && !(name.StartsWith("oly_", StringComparison.OrdinalIgnoreCase) && name.EndsWith("_id", StringComparison.OrdinalIgnoreCase))
            && !(name.Equals("outputType", StringComparison.OrdinalIgnoreCase) && parts is [_, "amp"]);
    }

    static string Join(IEnumerable<string> parameters) => string.Join('&', parameters) is { Length: > 0 } joined ? "?" + joined : "";
}
