using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Engagement.Fakes.X;

/// <summary>An answer before it is sent, so that a fault can still spoil it.</summary>
sealed record Reply(int Status, byte[] Body, string? ContentType) : IResult
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Headers besides the content's own.</summary>
    public Dictionary<string, string> Headers { get; } = [];

    public static Reply Json(int status, JsonNode body) =>
        new(status, Encoding.UTF8.GetBytes(body.ToJsonString(Plain)), "application/json; charset=utf-8");

    public static Reply Text(int status, string body, string contentType = "text/plain; charset=utf-8") =>
        new(status, Encoding.UTF8.GetBytes(body), contentType);

    public static Reply Empty(int status) => new(status, [], null);

    public Reply With(string header, string value)
    {
        Headers[header] = value;
        return this;
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        await response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }
}
