using Engagement.Contracts;
using Engagement.Counter.Reading;

namespace Engagement.Counter.Buttons;

/// <summary>Everything that the buttons of one article need, wherever they are rendered.</summary>
/// <param name="Article">What is shared.</param>
/// <param name="Words">In which language.</param>
/// <param name="Base">Where readers reach us, without a slash at the end.</param>
/// <param name="Targets">What is offered.</param>
/// <param name="Counts">What readers see beside the buttons; null where none are shown.</param>
/// <param name="MinimumCount">The smallest number that they see.</param>
sealed record ButtonSheet(Article Article, Words Words, string Base, ShareTargets Targets, Counts? Counts, int MinimumCount)
{
    /// <summary>The buttons of the list that this article can have.</summary>
    public IEnumerable<Button> Listed => Targets.Listed.SelectMany(Make);

    /// <summary>The buttons beside it.</summary>
    public IEnumerable<Button> Direct => Targets.Direct.SelectMany(Make);

    /// <summary>Those that are links on any device and in any mail program.</summary>
    public IEnumerable<Button> Links => Listed.Where(button =>
        button.Target is { Kind: TargetKind.Link or TargetKind.Picker } or { Id: "email" });

    /// <summary>A link of ours that counts and then leads on, for places where no script runs.</summary>
    public string Go(ShareTarget target, string channel) => $"{Base}/go/{Uri.EscapeDataString(Article.Id)}/{target.Id}?c={channel}";

    /// <summary>A page of ours about this article.</summary>
    public string Page(string name) => $"{Base}/buttons/{Uri.EscapeDataString(Article.Id)}/{name}";

    /// <summary>What readers see beside a target; null where it is too little to show.</summary>
    public long? Shown(long? count) => MinimumCount > 0 && count >= MinimumCount ? count : null;

    IEnumerable<Button> Make(ShareTarget target) => target switch
    {
        { Kind: TargetKind.Follow, Url: null } => Targets.FollowUs.SelectMany(Make),
        { Kind: TargetKind.Follow } => [new(target, Words.Format(Words.Follow, target.Name), target.Url)],
        { Kind: TargetKind.Picker } => [new(target, Words.Format(Words.ShareOn, target.Name), Page(target.Id))],
        { Id: "qr" } => [new(target, Words.Qr, Page("qr"))],
        { Kind: TargetKind.Device } => [new(target, Words.NameOf(target), null)],
        _ => ShareTargets.ShareUrl(target, Article) is { } url
            ? [new(target, target.Kind == TargetKind.App ? Words.NameOf(target) : Words.Format(Words.ShareOn, target.Name), url)]
            : [],
    };
}

/// <summary>One button.</summary>
/// <param name="Target">Where it leads.</param>
/// <param name="Label">What it is called in full.</param>
/// <param name="Href">Its link; null where only a script on the reader's device can do it.</param>
sealed record Button(ShareTarget Target, string Label, string? Href);
