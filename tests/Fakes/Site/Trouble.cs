namespace Engagement.Fakes.Site;

/// <summary>What a receiver may do instead of taking a delivery.</summary>
public static class Trouble
{
    /// <summary>Answers a status and nothing else: 500, 503, 410 …</summary>
    public static Func<HttpContext, Task> Status(int status) => http =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    /// <summary>Answers a status and when to come again.</summary>
    public static Func<HttpContext, Task> RetryAfter(int status, int seconds) => http =>
    {
        http.Response.StatusCode = status;
        http.Response.Headers.RetryAfter = $"{seconds}";
        return Task.CompletedTask;
    };

    /// <summary>Leads elsewhere, such as to an address inside the house.</summary>
    public static Func<HttpContext, Task> RedirectTo(Uri elsewhere) => http =>
    {
        http.Response.StatusCode = 307;
        http.Response.Headers.Location = elsewhere.ToString();
        return Task.CompletedTask;
    };

    /// <summary>Answers only when the task has ended.</summary>
    public static Func<HttpContext, Task> Hold(Task until) => http => until.WaitAsync(http.RequestAborted);

    /// <summary>Ends the connection without an answer.</summary>
    public static Func<HttpContext, Task> Drop() => http =>
    {
        http.Abort();
        return Task.CompletedTask;
    };
}
