namespace Engagement.Platform.Urls;

/// <summary>An address as it may stand in a log.</summary>
public static class PlainAddress
{
    /// <summary>Without user, password, query and fragment, where feeds and file stores carry tokens. What is no address of the web is left as it is.</summary>
    public static string Of(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && !url.IsFile ? url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : address;
}
