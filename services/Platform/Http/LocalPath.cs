namespace Engagement.Platform.Http;

/// <summary>
/// A path within this program, where an address from outside says where to go next. <c>//host</c> and <c>/\host</c> are other sites to a browser, and a control
/// character is cut out by it before it looks.
/// </summary>
public static class LocalPath
{
    const int MostCharacters = 2_000;
    static readonly Uri Here = new("http://here.invalid");

    /// <summary>Whether it is one, with or without a query.</summary>
    public static bool Is(string? path) => Clean(path) is not null;

    /// <summary>The path where it is one, percent-encoded as a header must be, else <c>/</c>.</summary>
    public static string Of(string? path) => Clean(path) ?? "/";

    static string? Clean(string? path) =>
        IsRooted(path) && path!.Length <= MostCharacters && !path.Any(char.IsControl) && Uri.TryCreate(Here, path, out var whole)
            && whole.PathAndQuery + whole.Fragment is var clean && IsRooted(clean) ? clean : null;

    static bool IsRooted(string? path) => path is ['/', ..] and not ['/', '/' or '\\', ..];
}
