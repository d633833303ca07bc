using System.Net.Http.Json;
using Engagement.Fakes.X;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Engagement.Tests.Fakes;

public sealed class FakeXMediaTests
{
    static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    readonly FakeTimeProvider time = new(DateTimeOffset.Parse("2026-11-23T10:00:00Z"));

    [Fact]
    public async Task An_image_with_its_alternative_text_goes_out_with_a_post()
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);

        var id = await Upload(caller, Png);
        var described = await caller.Send(HttpMethod.Post, "/2/media/metadata",
            JsonContent.Create(new { id, metadata = new { alt_text = new { text = "A missile on parade" } } }));
        var posted = await Post(caller, id);
        var read = await caller.Get($"/2/tweets?ids={x.Timeline[0].Id}&tweet.fields=attachments");

        Assert.Equal((200, 201), (described.Status, posted.Status));
        Assert.Equal("A missile on parade", Assert.Single(x.Media).AltText);
        Assert.Equal([id], x.Timeline[0].MediaIds);
        Assert.Equal($"3_{id}", read.Json.GetProperty("data")[0].GetProperty("attachments").GetProperty("media_keys")[0].GetString());
    }

    [Fact]
    public async Task Base64_and_segments_old_and_new_make_the_same_image()
    {
        await using var x = await FakeX.Start();
        using var caller = new SignedCaller(x);

        await caller.Send(HttpMethod.Post, "/2/media/upload", JsonContent.Create(new { media = Convert.ToBase64String(Png), media_category = "tweet_image" }));
        var begun = await caller.Send(HttpMethod.Post, "/2/media/upload/initialize",
            JsonContent.Create(new { media_type = "image/png", total_bytes = Png.Length, media_category = "tweet_image" }));
        var id = begun.Json.GetProperty("data").GetProperty("id").GetString();
        await caller.Send(HttpMethod.Post, $"/2/media/upload/{id}/append", Part(Png[40..], ("segment_index", "1")));
        await caller.Send(HttpMethod.Post, $"/2/media/upload/{id}/append", Part(Png[..40], ("segment_index", "0")));
        await caller.Send(HttpMethod.Post, $"/2/media/upload/{id}/finalize");
        var older = (await caller.Send(HttpMethod.Post, $"/2/media/upload?command=INIT&media_type=image/png&total_bytes={Png.Length}&media_category=tweet_image"))
            .Json.GetProperty("data").GetProperty("id").GetString();
        await caller.Send(HttpMethod.Post, "/2/media/upload", Part(Png, ("command", "APPEND"), ("media_id", older!), ("segment_index", "0")));
        await caller.Send(HttpMethod.Post, $"/2/media/upload?command=FINALIZE&media_id={older}");

        Assert.Equal(3, x.Media.Count);
        Assert.All(x.Media, image => Assert.Equal(Png, image.Bytes));
    }

    [Theory]
    [InlineData(false, "succeeded", 201)]
    [InlineData(true, "failed", 400)]
    public async Task A_post_must_wait_until_its_image_is_processed(bool fails, string end, int status)
    {
        await using var x = await FakeX.Start(new FakeXOptions { Time = time, MediaProcessing = TimeSpan.FromSeconds(4), MediaFails = fails });
        using var caller = new SignedCaller(x);
        var id = await Upload(caller, Png);
        async Task<string?> State() => (await caller.Get($"/2/media/upload?command=STATUS&media_id={id}")).Json
            .GetProperty("data").GetProperty("processing_info").GetProperty("state").GetString();

        Assert.Equal("pending", await State());
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("in_progress", await State());
        Assert.Equal(400, (await Post(caller, id)).Status);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(end, await State());
        Assert.Equal(status, (await Post(caller, id)).Status);
    }

    [Fact]
    public async Task No_image_an_expired_one_and_too_large_a_one_are_refused()
    {
        await using var x = await FakeX.Start(new FakeXOptions { Time = time });
        using var caller = new SignedCaller(x);
        var id = await Upload(caller, Png);
        time.Advance(TimeSpan.FromHours(24));

        var text = await caller.Send(HttpMethod.Post, "/2/media/upload", Part("<svg/>"u8.ToArray(), ("media_category", "tweet_image")));
        var large = await caller.Send(HttpMethod.Post, "/2/media/upload", Part([.. Png, .. new byte[5 * 1024 * 1024]], ("media_category", "tweet_image")));
        var expired = await Post(caller, id);

        Assert.Equal((400, 400, 400), (text.Status, large.Status, expired.Status));
        Assert.Contains("media IDs are invalid", expired.Body, StringComparison.Ordinal);
    }

    static async Task<string> Upload(SignedCaller caller, byte[] image)
    {
        var answer = await caller.Send(HttpMethod.Post, "/2/media/upload", Part(image, ("media_category", "tweet_image")));
        Assert.Equal(200, answer.Status);
        return answer.Json.GetProperty("data").GetProperty("id").GetString()!;
    }

    static Task<Answer> Post(SignedCaller caller, string mediaId) => caller.Send(HttpMethod.Post, "/2/tweets",
        JsonContent.Create(new { text = "Treaty enters into force", media = new { media_ids = new[] { mediaId } } }));

    static MultipartFormDataContent Part(byte[] bytes, params (string Name, string Value)[] fields)
    {
        var content = new MultipartFormDataContent { { new ByteArrayContent(bytes), "media", "image" } };
        foreach (var (name, value) in fields)
        {
            content.Add(new StringContent(value), name);
        }

        return content;
    }
}
