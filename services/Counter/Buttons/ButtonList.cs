namespace Engagement.Counter.Buttons;

/// <summary>The list as data, for the widget to fill its own with when a reader opens it.</summary>
/// <param name="Article">The article's id.</param>
/// <param name="Buttons">In the site's order.</param>
sealed record ButtonList(string Article, IReadOnlyList<ButtonList.Row> Buttons)
{
    /// <summary>One button.</summary>
    /// <param name="To">The target's id.</param>
    /// <param name="Name">What is seen.</param>
    /// <param name="Label">What it is called in full.</param>
    /// <param name="Href">Its link; absent for what the device does itself.</param>
    /// <param name="Icon">The strokes of its sign.</param>
    /// <param name="Mobile">True where only phones have it.</param>
    public sealed record Row(string To, string Name, string Label, string? Href, string Icon, bool Mobile);

    public static ButtonList Of(ButtonSheet sheet) => new(sheet.Article.Id, [.. sheet.Listed.Select(button => new Row(
        button.Target.Id, button.Target.Kind == TargetKind.Follow ? button.Label : sheet.Words.NameOf(button.Target), button.Label,
        button.Href, button.Target.Icon, button.Target.MobileOnly))]);
}
