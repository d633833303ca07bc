using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Engagement.Contracts;
using Engagement.Platform;
using Engagement.Platform.Http;
using Engagement.Platform.Settings;
using Engagement.Platform.Store;
using Engagement.Popularity.Articles;
using Engagement.Popularity.Changes;
using Engagement.Popularity.Ranking;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace Engagement.Popularity.Alerts;

/// <summary>
/// Mails alerts to editors. What is to be mailed waits in the ledger, so quiet hours and a mail server that is away only delay it: then one mail says it all.
/// </summary>
/// <remarks>{pop}:alerts:mail   list   alerts to be mailed, oldest first; at most a hundred</remarks>
sealed class MailAlerts(Ledger ledger, Office office, MailOptions mail, SiteOptions site, TimeProvider time, ILogger<MailAlerts> log)
    : Sweep(TimeSpan.FromSeconds(20), time, log)
{
    const int Most = 100;
    static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>Keeps an alert to be mailed.</summary>
    public async Task Keep(string alert)
    {
        if (mail.Host.Length > 0)
        {
            await ledger.Db.ListRightPushAsync(PopularityKeys.Alerts("mail"), alert);
            await ledger.Db.ListTrimAsync(PopularityKeys.Alerts("mail"), -Most, -1);
            Ring();
        }
    }

    /// <inheritdoc/>
    protected override async Task<bool> Look(CancellationToken cancellation)
    {
        var here = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(Time.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(site.TimeZone)).DateTime);
        if (mail.Host.Length == 0 || mail.To.Count == 0 || mail.IsQuiet(here) || !await office.IsMine("mail"))
        {
            return false;
        }

        var waiting = (await ledger.Db.ListRangeAsync(PopularityKeys.Alerts("mail"), 0, -1)).Select(alert => (string)alert!).ToList();
        if (waiting.Count > 0)
        {
            await Send(await Write([.. waiting.Select(alert => JsonSerializer.Deserialize<ArticleTakingOff>(alert, Json.Options)!)]), cancellation);
            await ledger.Db.ListTrimAsync(PopularityKeys.Alerts("mail"), waiting.Count, -1);
            await ledger.Flush();
        }

        return false;
    }

    async Task<MimeMessage> Write(IReadOnlyList<ArticleTakingOff> alerts)
    {
        var copies = await ledger.Db.StringGetAsync([.. alerts.Select(alert => PopularityKeys.Article(alert.ArticleId))]);
        var lines = alerts.Zip(copies).Select(pair => Line(pair.First, pair.Second.IsNull ? null : JsonSerializer.Deserialize<ArticleCopy>((string)pair.Second!, Json.Options))).ToList();
        var message = new MimeMessage { Subject = lines.Count == 1 ? lines[0].Split('\n')[0] : $"{site.Name}: {lines.Count} alerts", Body = new TextPart("plain") { Text = string.Join("\n\n", lines) + "\n" } };
        message.From.Add(MailboxAddress.Parse(mail.From));
        message.To.AddRange(mail.To.Select(address => MailboxAddress.Parse(address)));
        return message;
    }

    static string Line(ArticleTakingOff alert, ArticleCopy? article) => string.Create(CultureInfo.InvariantCulture,
        $"{What(alert)}: {article?.Title ?? alert.ArticleId}\n{alert.RatePerMinute:0.#} shares and bookmarks a minute, {alert.ThresholdPerMinute:0.#} are unusual for its section; noticed {alert.At:u}\n{article?.Url}");

    static string What(ArticleTakingOff alert) => alert.State switch
    {
        "spike" => "Taking off",
        "multiple" => $"{alert.Multiple} times the unusual",
        "sustained" => "Still going strong",
        _ => "Back and rising",
    };

    async Task Send(MimeMessage message, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Deadline, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        using var smtp = new SmtpClient();
        using var trusted = mail.CertificateFile.Length > 0 ? X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(mail.CertificateFile, either.Token)) : null;
        if (trusted is not null)
        {
            smtp.ServerCertificateValidationCallback = (_, certificate, _, errors) => errors == SslPolicyErrors.None || (certificate is not null && IsOf(trusted, certificate, errors));
        }

        await smtp.ConnectAsync(mail.Host, mail.Port, Encryption(), either.Token);
        if (mail.User.Length > 0)
        {
            await smtp.AuthenticateAsync(mail.User, mail.Password, either.Token);
        }

        await smtp.SendAsync(message, either.Token);
        await smtp.DisconnectAsync(quit: true, either.Token);
    }

    /// <summary>Encrypted from the first byte on port 465, from STARTTLS on elsewhere: a server that offers neither gets no mail and no password.</summary>
    SecureSocketOptions Encryption() => !mail.Tls ? SecureSocketOptions.None : mail.Port == 465 ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;

    /// <summary>The certificate itself, or one that it signed; a wrong name stays wrong.</summary>
    static bool IsOf(X509Certificate2 trusted, X509Certificate certificate, SslPolicyErrors errors)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.Add(trusted);
        using var shown = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && chain.Build(shown);
    }
}
