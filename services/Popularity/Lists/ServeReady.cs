using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Engagement.Popularity.Lists;

/// <summary>
/// What was asked for in the same words since the lists last changed is answered before anything else looks at the request: no key is needed, nothing is bound or
/// checked again, and a front page that everybody opens costs little more than the bytes. Anything else takes the usual way.
/// </summary>
sealed class ServeReady(CurrentLists current) : IStartupFilter
{
    static readonly PathString Path = new("/api/popular");

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(Handle);
        next(app);
    };

    Task Handle(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        return HttpMethods.IsGet(request.Method) && request.Path == Path && current.Snapshot.Ready(request.QueryString.Value ?? "") is { } answer
            ? answer.ExecuteAsync(http)
            : next(http);
    }
}
