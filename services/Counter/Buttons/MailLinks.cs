using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Engagement.Counter.Buttons;

/// <summary>
/// Signs the share links of a mail, so that what counts as coming from a mail was in one. The key ring lies in the ledger, makes a
/// new key every 90 days and still reads the old ones, so that no link dies early. A link leads on after it has expired; only its
/// counting ends.
/// </summary>
sealed class MailLinks(IDataProtectionProvider protection, ButtonsOptions options, TimeProvider time)
{
    readonly IDataProtector protector = protection.CreateProtector("Engagement.Counter.MailLinks.1");

    /// <summary>The signed link of a target.</summary>
    public string Sign(ButtonSheet sheet, ShareTarget target)
    {
        // Whole days: two renderings of one mail give links that differ in nothing that a reader or an archive would notice.
        var until = (time.GetUtcNow() + options.MailLinkLifetime).ToUnixTimeSeconds() / 86_400 + 1;
        return $"{sheet.Go(target, "mail")}&s={WebEncoders.Base64UrlEncode(protector.Protect(Content(sheet.Article.Id, target.Id, (int)until)))}";
    }

    /// <summary>Whether a signature was made here for this article and target, and has not expired.</summary>
    public bool IsGenuine(string? signature, string articleId, string targetId)
    {
        if (signature is not { Length: > 0 and <= 1_000 })
        {
            return false;
        }

        try
        {
            var content = protector.Unprotect(WebEncoders.Base64UrlDecode(signature));
            var until = BinaryPrimitives.ReadInt32BigEndian(content);
            return time.GetUtcNow().ToUnixTimeSeconds() / 86_400 < until
                && CryptographicOperations.FixedTimeEquals(content, Content(articleId, targetId, until));
        }
        catch (Exception forged) when (forged is CryptographicException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    static byte[] Content(string articleId, string targetId, int untilDay)
    {
        var content = new byte[4 + 12];
        BinaryPrimitives.WriteInt32BigEndian(content, untilDay);
        SHA256.HashData(Encoding.UTF8.GetBytes($"{articleId}\n{targetId}")).AsSpan(0, 12).CopyTo(content.AsSpan(4));
        return content;
    }
}
