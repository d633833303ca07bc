using System.Collections.Frozen;
using System.Text.Json;
using Engagement.Contracts;
using Engagement.Platform.Http;
using Engagement.Platform.Settings;

namespace Engagement.Counter.Buttons;

/// <summary>
/// The targets that live, from <c>targets.json</c>, and those that this site shows. A dead or unknown one in the configuration stops
/// the start by name, because a button that leads nowhere is worse than none.
/// </summary>
sealed class ShareTargets
{
    readonly FrozenDictionary<string, ShareTarget> live;

    public ShareTargets(ButtonsOptions options)
    {
        var registry = Read();
        var follow = options.Follow.Select(pair => Follow(pair.Key, pair.Value, registry)).ToList();
        live = registry.Live.Concat(follow).ToFrozenDictionary(target => target.Id, StringComparer.Ordinal);
        Listed = Choose(options.Targets, nameof(options.Targets), registry);
        Direct = Choose(options.Direct, nameof(options.Direct), registry);
        FollowUs = follow;
    }

    /// <summary>What the list shows, in its order.</summary>
    public IReadOnlyList<ShareTarget> Listed { get; }

    /// <summary>What has a button beside the list, in its order.</summary>
    public IReadOnlyList<ShareTarget> Direct { get; }

    /// <summary>The site's own presences, each as target <c>follow-{name}</c>.</summary>
    public IReadOnlyList<ShareTarget> FollowUs { get; }

    /// <summary>A live target, listed or not; null where there is none of that id.</summary>
    public ShareTarget? Find(string id) => live.GetValueOrDefault(id);

    /// <summary>Where a reader goes to share an article: the network's own page, the text already fitted to its limits.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="article">What.</param>
    /// <param name="server">The server that the reader named; without it, a picker leads to our page that asks for it.</param>
    /// <returns>Null where the target has no page of its own (devices), or takes no article without a picture and this one has none.</returns>
    public static string? ShareUrl(ShareTarget target, Article article, string server = "") =>
        target.Url is null || target.NeedsImage && article.Image is null ? null
        : target.Kind == TargetKind.Picker && server.Length == 0 ? $"/buttons/{Uri.EscapeDataString(article.Id)}/{target.Id}"
        : ShareText.Fill(target, article, server);

    static List<ShareTarget> Choose(string ids, string setting, Registry registry) => [.. ids
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .Select(id => registry.Live.FirstOrDefault(target => target.Id.Equals(id, StringComparison.OrdinalIgnoreCase))
            ?? throw Refuse(id, setting, registry))];

    static StartProblem Refuse(string id, string setting, Registry registry)
    {
        var variable = Settings.Variable($"Engagement:Buttons:{setting}");
        return registry.Dead.FirstOrDefault(dead => dead.Answers(id)) is { } gone
            ? new($"{variable} names \"{id}\", but {gone.Name} {gone.Reason}: take it out.")
            : new($"{variable} names \"{id}\", which is no share target; the targets are {string.Join(", ", registry.Live.Select(target => target.Id))}.");
    }

    static ShareTarget Follow(string name, string url, Registry registry)
    {
        var id = name.ToLowerInvariant();
        var known = registry.Live.FirstOrDefault(target => target.Id == id);
        var general = registry.Live.First(target => target.Kind == TargetKind.Follow);
        var isName = id.Length is > 0 and <= 30 && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
        var isWeb = Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
        return isName && isWeb
            ? new("follow-" + id, known?.Name ?? name, TargetKind.Follow) { Url = uri!.AbsoluteUri, Icon = general.Icon }
            : throw new StartProblem($"Engagement__Buttons__Follow__{name} must be an absolute http or https URL, and the name letters and digits; it is \"{url}\".");
    }

    static Registry Read()
    {
        using var data = typeof(ShareTargets).Assembly.GetManifestResourceStream("targets.json")!;
        return JsonSerializer.Deserialize<Registry>(data, Json.Options)!;
    }

    sealed record Registry(IReadOnlyList<ShareTarget> Live, IReadOnlyList<DeadTarget> Dead);

    sealed record DeadTarget(string Id, string Name, string Reason, IReadOnlyList<string>? Also)
    {
        public bool Answers(string id) => new[] { Id }.Concat(Also ?? []).Contains(id, StringComparer.OrdinalIgnoreCase);
    }
}
