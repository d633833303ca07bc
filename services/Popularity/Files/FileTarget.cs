using System.ComponentModel.DataAnnotations;

namespace Engagement.Popularity.Files;

/// <summary><c>Engagement:Popularity:Files:0</c> and on: a list kept as a file, for a static site that includes it.</summary>
sealed class FileTarget
{
    /// <summary>Which list, as in the API's query: <c>list=shared&amp;window=24h&amp;limit=5</c>.</summary>
    [StringLength(500)]
    public string Query { get; init; } = "";

    /// <summary>
    /// Where to: a path, or an http(s) address that takes PUT. One that ends in <c>.html</c> gets an HTML fragment, any other JSON.
    /// </summary>
    [Required, StringLength(2_048)]
    public string To { get; init; } = "";

    /// <summary>The value of the Authorization header for PUT, such as <c>Bearer …</c>. Empty: none.</summary>
    public string Authorization { get; init; } = "";
}

/// <summary><c>Engagement:Popularity</c>, the files of it.</summary>
sealed class FileTargets
{
    /// <summary>The files. At most 20.</summary>
    [MaxLength(20, ErrorMessage = "may hold at most 20 files")]
    public IReadOnlyList<FileTarget> Files { get; init; } = [];
}
