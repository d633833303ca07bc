using Engagement.Intake.Catalogue;
using Engagement.Platform.Text;

namespace Engagement.Intake.Articles;

/// <summary>What an editor may want to mend before readers see the article on a network.</summary>
static class QualityWarnings
{
    /// <summary>X counts a link as 23 and we put a blank before it.</summary>
    const int TitleRoom = 280 - 24;

    public static IEnumerable<string> Of(StoredArticle stored, DateTimeOffset now)
    {
        var article = stored.Article;
        if (article.Image is null)
        {
            yield return "no-image";
        }
        else if (string.IsNullOrEmpty(article.Image.Alt))
        {
            yield return "no-alt-text";
        }

        if (PostText.Measure(article.Title).WeightedLength > TitleRoom)
        {
            yield return "title-too-long";
        }

        if (stored.SameTitleAs is not null)
        {
            yield return "duplicate-title";
        }

        if (article.PublishedAt > now)
        {
            yield return "future-date";
        }
    }
}
