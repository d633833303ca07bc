using Engagement.Contracts;

namespace Engagement.Publisher.Posts;

sealed class Wording
{
    public (string Text, int Weight) Render(Article article, string postId)
    {
        var url = $"{article.Url}{(article.Url.Contains('?') ? '&' : '?')}utm_source=x&utm_medium=social&utm_content={postId}";
        var title = article.Title.Length > 200 ? article.Title[..199] : article.Title;
        return ($"{title} {url}", title.Length + 24);
    }
}
