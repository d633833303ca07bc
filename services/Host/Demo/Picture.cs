using System.Globalization;

namespace Engagement.Host.Demo;

/// <summary>A drawing for each article, so that posts and pages have the picture that a paper's would have: rings, in a colour of its section.</summary>
static class Picture
{
    /// <summary>What it shows, for who does not see it.</summary>
    public static string Alt(DemoArticle article) => $"A drawing of rings for the section {article.Section}";

    /// <summary>The drawing, the same each time.</summary>
    public static string Of(DemoArticle article)
    {
        var random = new Random(article.Slug.Sum(letter => letter));
        var hue = article.Section.Sum(letter => letter * 7) % 360;
        var rings = Enumerable.Range(0, 7).Select(_ => string.Create(CultureInfo.InvariantCulture,
            $"""<circle cx="{random.Next(1200)}" cy="{random.Next(628)}" r="{random.Next(60, 420)}"/>"""));
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 628"><rect width="1200" height="628" fill="hsl({hue} 30% 26%)"/><g fill="none" stroke="hsl({hue} 45% 72%)" stroke-width="6" opacity=".7">{string.Concat(rings)}</g></svg>
            """);
    }
}
