using System.Text;

namespace Engagement.Fakes.X;

/// <summary>What every call passes: it is written down, a scripted fault may strike, the caller is identified, the rate is counted.</summary>
sealed class Gate(FakeXOptions options, RequestLog log, FaultScript faults, SignatureCheck signatures, RateLimits limits, Refusal refusal)
{
    /// <summary>Answers a call: <paramref name="deed"/> runs only for a caller who may, and is given the body.</summary>
    public async Task Pass(HttpContext http, Call call, Func<HttpContext, byte[], Reply> deed)
    {
        var body = await Read(http.Request, http.RequestAborted);
        var received = log.Add(new ReceivedRequest(call, http.Request.Method, http.Request.Path + http.Request.QueryString,
            Encoding.UTF8.GetString(body), options.Time.GetUtcNow()));
        var fault = faults.Take(call);
        received.Note = fault?.Name;

        var reply = fault is { Commits: false } ? null : Judge(http, call, body, received, deed);
        if (fault is { Wait.Ticks: > 0 })
        {
            await Task.Delay(fault.Wait, options.Time, http.RequestAborted);
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
        var authorization = http.Request.Headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return refusal.UnsupportedAuthentication();

        var doubt = authorization.StartsWith("OAuth ", StringComparison.OrdinalIgnoreCase)
            ? signatures.Problem(http.Request, authorization, body)
            : "there is no OAuth header";
        if (doubt is not null)
        {
            received.Note = doubt;
            return refusal.Unauthorized();
        }

        var rate = limits.Count(call);
        return rate.MarkOn(rate.Allowed ? deed(http, body) : refusal.TooManyRequests());
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
        return body.ToArray();
    }
}
