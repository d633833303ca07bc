using System.ComponentModel.DataAnnotations;

namespace Engagement.Popularity.Alerts;

/// <summary><c>Engagement:Mail</c>: the SMTP server by which alerts go to editors. Without a host none are sent.</summary>
sealed class MailOptions
{
    /// <summary>The server's name. Empty (the default): no mail.</summary>
    public string Host { get; init; } = "";

    /// <summary>Its port. Default 587.</summary>
    [Range(1, 65_535)]
    public int Port { get; init; } = 587;

    /// <summary>Whether the connection must be encrypted. Default true; false only for a server in the same house.</summary>
    public bool Tls { get; init; } = true;

    /// <summary>A PEM file with the server's certificate or that of its authority, where it is none that this machine trusts. Empty (the default): the machine decides.</summary>
    public string CertificateFile { get; init; } = "";

    /// <summary>The user, where the server wants one.</summary>
    public string User { get; init; } = "";

    /// <summary>The password, where the server wants one.</summary>
    public string Password { get; init; } = "";

    /// <summary>Who it comes from, such as <c>engagement@example.org</c>.</summary>
    [StringLength(320)]
    public string From { get; init; } = "engagement@localhost";

    /// <summary>Who gets it. At most 50 addresses.</summary>
    [MaxLength(50, ErrorMessage = "may hold at most 50 addresses")]
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>From when nobody is disturbed, in the site's time zone, such as <c>22:00</c>. Equal to <see cref="QuietUntil"/> (the default): never.</summary>
    public TimeOnly QuietFrom { get; init; }

    /// <summary>Until when nobody is disturbed; then one mail says what was missed.</summary>
    public TimeOnly QuietUntil { get; init; }

    /// <summary>Whether nobody is to be disturbed at a time of day.</summary>
    public bool IsQuiet(TimeOnly time) => QuietFrom != QuietUntil && time.IsBetween(QuietFrom, QuietUntil);
}
