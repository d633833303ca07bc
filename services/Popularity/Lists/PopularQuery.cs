using System.ComponentModel;
using Engagement.Platform.Http;
using Engagement.Popularity.Ranking;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Engagement.Popularity.Lists;

/// <summary>What every address of a list takes.</summary>
sealed class PopularQuery
{
    /// <summary>What it is ranked by. Default trending.</summary>
    [Description("trending, rising, shared, bookmarked or viewed. Default trending.")]
    public string? List { get; init; }

    /// <summary>Over which time. Default 24h.</summary>
    [Description("1h, 24h, 7d, 30d or all. Default 24h. For trending and rising it only says which counts are shown.")]
    public string? Window { get; init; }

    /// <summary>Only articles with this tag.</summary>
    [Description("Only articles with this tag. At most one of tag, section, author and target.")]
    public string? Tag { get; init; }

    /// <summary>Only articles of this section.</summary>
    [Description("Only articles of this section.")]
    public string? Section { get; init; }

    /// <summary>Only articles by this author.</summary>
    [Description("Only articles by this author.")]
    public string? Author { get; init; }

    /// <summary>Only shares to this target.</summary>
    [Description("Only shares to this target, such as x. With list=shared.")]
    public string? Target { get; init; }

    /// <summary>How many articles.</summary>
    [Description("1 to 100. Default 10.")]
    public string? Limit { get; init; }

    /// <summary>Whether sections take turns.</summary>
    [Description("true lets sections take turns: the first of each, then the second of each, so that a small section is not drowned.")]
    public string? Fair { get; init; }

    /// <summary>Whether sections take turns, read.</summary>
    public bool IsFair => Fair == "true";

    /// <summary>How many articles, read.</summary>
    public int Length => Limit is null ? 10 : int.Parse(Limit, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public ProblemHttpResult? Problem()
    {
        if (List is not null && !ListName.Names.Contains(List))
        {
            return Wrong("list", List, $"one of {string.Join(", ", ListName.Names)}");
        }

        if (Window is not null && !Ranking.Window.Names.Contains(Window))
        {
            return Wrong("window", Window, $"one of {string.Join(", ", Ranking.Window.Names)}");
        }

        if (Limit is not null && !(int.TryParse(Limit, System.Globalization.CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= ListName.Depth))
        {
            return Wrong("limit", Limit, $"a whole number from 1 to {ListName.Depth}");
        }

        if (Fair is not (null or "true" or "false"))
        {
            return Wrong("fair", Fair, "true or false");
        }

        if (new[] { Tag, Section, Author, Target }.OfType<string>().ToList() is var filters && filters.FirstOrDefault(filter => filter.Length > 200) is { } tooLong)
        {
            return Wrong("filter", tooLong[..20] + "…", "at most 200 characters long");
        }

        if (filters.Count > (IsFair ? 0 : 1))
        {
            return Problems.BadRequest("too-many-filters", "A list has one filter at most", "Give only one of tag, section, author and target, and none with fair=true.");
        }

        return Target is null || (List == "shared" && Measures.OfTarget(Target) is not null)
            ? null
            : Wrong("target", Target, "a share target such as x, together with list=shared");
    }

    /// <summary>The list that is asked for.</summary>
    public ListName Name() => new(List ?? "trending", Window ?? "24h",
        IsFair ? ListName.Fair : Facets.Of("tag", Tag) ?? Facets.Of("section", Section) ?? Facets.Of("author", Author) ?? Facets.Of("target", Target));

    static ProblemHttpResult Wrong(string parameter, string value, string right) =>
        Problems.BadRequest($"wrong-{parameter}", $"The {parameter} cannot be used", $"{parameter} must be {right}; it is \"{value}\".");
}
