using System.Text;

namespace Engagement.Fakes.X;

/// <summary>What every call passes: it is written down, a scripted fault may strike, the caller is identified, the rate is counted.</summary>
sealed class Gate(FakeXOptions options, RequestLog log, FaultScript faults, Identity identity, RateLimits limits, Billing billing, Refusal refusal)
{
    const int LoggedBytes = 16 * 1024;

    /// <summary>Answers a call: <paramref name="deed"/> runs only for a caller who may, and is given the body.</summary>
    public async Task Pass(HttpContext http, Call call, Func<HttpContext, byte[], Reply> deed)
    {
        var body = await Read(http.Request, http.RequestAborted);
        var received = log.Add(new ReceivedRequest(call, http.Request.Method, http.Request.Path + http.Request.QueryString,
            body.Length <= LoggedBytes ? Encoding.UTF8.GetString(body) : "", options.Time.GetUtcNow()));
        var fault = faults.Take(call, body);
        received.Note = fault?.Name;

        var reply = fault is { Commits: false } ? null : Judge(http, call, body, received, deed);
        if (fault?.Wait is { } wait)
        {
            await wait(options.Time, http.RequestAborted);
        }

        reply = fault?.Spoil?.Invoke(refusal, reply) ?? reply;
        if (fault is { Cuts: true })
        {
            await Cut(http, fault.HalfFirst ? reply : null);
            return;
        }

        received.Status = reply!.Status;
        await reply.ExecuteAsync(http);
    }

    Reply Judge(HttpContext http, Call call, byte[] body, ReceivedRequest received, Func<HttpContext, byte[], Reply> deed)
    {
        if (call is Call.ExchangeToken or Call.RevokeToken)
            return deed(http, body);

        if (identity.Problem(http.Request, call, body) is var (refused, why))
        {
            received.Note = why;
            return refused;
        }

        var standing = limits.Count(call);
        return standing.MarkOn(standing.Allowed ? billing.Problem(0) ?? deed(http, body) : refusal.TooManyRequests())
            .With("x-access-level", options.ReadOnlyApp ? "read" : "read-write");
    }

    static async Task Cut(HttpContext http, Reply? half)
    {
        if (half is not null)
        {
            http.Response.StatusCode = half.Status;
            http.Response.ContentType = half.ContentType;
            http.Response.ContentLength = half.Body.Length;
            await http.Response.Body.WriteAsync(half.Body.AsMemory(0, half.Body.Length / 2), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }

        http.Abort();
    }

    static async Task<byte[]> Read(HttpRequest request, CancellationToken stop)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, stop);
        request.Body = new MemoryStream(body.ToArray());
        if (request.HasFormContentType)
        {
            await ReadForm(request, stop);
        }

        return body.ToArray();
    }

    /// <summary>Reads the form ahead, so that a deed finds it; a broken one is as none.</summary>
    static async Task ReadForm(HttpRequest request, CancellationToken stop)
    {
        try
        {
            await request.ReadFormAsync(stop);
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException)
        {
            request.Form = FormCollection.Empty;
        }
    }
}
