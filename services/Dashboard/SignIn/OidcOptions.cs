using System.ComponentModel.DataAnnotations;

namespace Engagement.Dashboard.SignIn;

/// <summary><c>Engagement:Oidc</c>: single sign-on at an OpenID Connect provider, beside keys and passwords. Off without an authority.</summary>
public sealed class OidcOptions
{
    /// <summary>The provider's address, under which it has <c>/.well-known/openid-configuration</c>. https, or http on this machine. Empty (the default): off.</summary>
    [RegularExpression(@"https://.+|http://(127\.0\.0\.1|localhost|\[::1\])([:/].*)?", ErrorMessage = "must be an https address (http only on this machine)")]
    public string Authority { get; init; } = "";

    /// <summary>How the provider calls this program.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>The secret that belongs to it. As every secret it can be read from a file: <c>Engagement__Oidc__ClientSecret_FILE</c>.</summary>
    public string ClientSecret { get; init; } = "";

    /// <summary>What the button calls the provider. Default <c>single sign-on</c>.</summary>
    [StringLength(60)]
    public string Name { get; init; } = "single sign-on";

    /// <summary>The claim that says what somebody may do. Default <c>roles</c>; some providers say <c>groups</c>.</summary>
    [Required, StringLength(100)]
    public string RoleClaim { get; init; } = "roles";

    /// <summary>The value of that claim that makes an admin. Default <c>engagement-admin</c>.</summary>
    public string Admin { get; init; } = "engagement-admin";

    /// <summary>The value that makes an editor. Default <c>engagement-editor</c>.</summary>
    public string Editor { get; init; } = "engagement-editor";

    /// <summary>The value that makes a viewer. Default <c>engagement-viewer</c>. <c>*</c>: whoever the provider knows.</summary>
    public string Viewer { get; init; } = "engagement-viewer";

    /// <summary>Whether people can sign in there.</summary>
    public bool IsOn => Authority.Length > 0;

    /// <summary>The highest role that these values give; null where they give none.</summary>
    public string? RoleOf(IReadOnlyCollection<string> values) =>
        values.Contains(Admin) ? "admin" : values.Contains(Editor) ? "editor" : Viewer == "*" || values.Contains(Viewer) ? "viewer" : null;
}
