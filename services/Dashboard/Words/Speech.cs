using System.Globalization;
using Engagement.Platform.Settings;
using Microsoft.AspNetCore.Http;

namespace Engagement.Dashboard.Words;

/// <summary>Speaks the language of whoever asks: what they chose, else what their browser wants, else the site's.</summary>
sealed class Speech
{
    /// <summary>Where the choice is kept: a cookie, because it belongs to the screen and not to the person.</summary>
    public const string Cookie = "engagement-language";

    readonly WordBooks books;

    public Speech(WordBooks books, SiteOptions site, IHttpContextAccessor accessor)
    {
        this.books = books;
        Language = Choose(accessor.HttpContext?.Request, site.Language);
        Culture = CultureInfo.GetCultureInfo(Language == "en" ? "en-GB" : Language);
    }

    /// <summary>en, de or ru.</summary>
    public string Language { get; }

    /// <summary>How numbers and dates are written in it.</summary>
    public CultureInfo Culture { get; }

    /// <summary>The text in this language, its <c>{0}</c> filled.</summary>
    public string this[string english, params object?[] values] => values.Length == 0
        ? books.Find(Language, english)
        : string.Format(Culture, books.Find(Language, english), values);

    /// <summary>What the API said, in this language.</summary>
    public string? Said(string? english) => english is null ? null : books.Said(Language, english);

    /// <summary>A text that depends on a number: forms by <c>|</c>, two in English and German, three in Russian.</summary>
    public string Count(long number, string english)
    {
        var forms = books.Find(Language, english).Split('|');
        return string.Format(Culture, forms[Math.Min(PluralForm.Of(Language, number), forms.Length - 1)], number);
    }

    static string Choose(HttpRequest? request, string site)
    {
        var wanted = new List<string?> { request?.Cookies[Cookie] };
        wanted.AddRange(request?.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1).Take(10).Select(language => language.Value.Value) ?? []);
        wanted.Add(site);
        return wanted.Select(tag => tag?.Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(tag => tag is not null && WordBooks.Languages.ContainsKey(tag)) ?? "en";
    }
}
