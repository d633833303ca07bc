using Engagement.Popularity.Lists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Engagement.Popularity.Element;

/// <summary>Serves the element that shows a list on any page, as one small file.</summary>
static class ElementFile
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var file = Load();
        routes.MapGet("/popular.js", (HttpResponse response) =>
        {
            response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
            return file;
        }).WithSummary("The <engagement-popular> element").Produces<string>(200, "text/javascript");
    }

    static Answer Load()
    {
        using var resource = typeof(ElementFile).Assembly.GetManifestResourceStream("popular.js")!;
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return new(bytes.ToArray(), "text/javascript; charset=utf-8");
    }
}
