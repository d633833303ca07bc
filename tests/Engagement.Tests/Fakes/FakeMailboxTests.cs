using System.Net.Mail;
using System.Net.Mime;
using Engagement.Fakes.Site;
using Xunit;

namespace Engagement.Tests.Fakes;

public sealed class FakeMailboxTests
{
    [Fact]
    public async Task A_mail_is_taken_with_its_envelope_and_its_dots()
    {
        await using var mailbox = FakeMailbox.Start();

        await Send(mailbox, "Taking off: Treaty enters into force", "41 an hour\r\n.\r\n.. and more");

        var mail = Assert.Single(mailbox.Mails);
        Assert.Equal("engagement@example.org", mail.From);
        Assert.Equal(["desk@example.org", "night@example.org"], mail.To);
        Assert.Contains("Subject: Taking off: Treaty enters into force", mail.Content, StringComparison.Ordinal);
        Assert.Contains("41 an hour\r\n.\r\n.. and more", mail.Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_mail_is_not_kept_and_the_next_one_is()
    {
        await using var mailbox = FakeMailbox.Start();
        mailbox.Refuse("451 try later");

        await Assert.ThrowsAsync<SmtpException>(() => Send(mailbox, "first", "a"));
        await Send(mailbox, "second", "b");

        Assert.Contains("second", Assert.Single(mailbox.Mails).Content, StringComparison.Ordinal);
    }

    static async Task Send(FakeMailbox mailbox, string subject, string body)
    {
        using var client = new SmtpClient("127.0.0.1", mailbox.Port);
        using var mail = new MailMessage("engagement@example.org", "desk@example.org,night@example.org", subject, body)
        {
            BodyTransferEncoding = TransferEncoding.SevenBit,
        };
        await client.SendMailAsync(mail, TestContext.Current.CancellationToken);
    }
}
