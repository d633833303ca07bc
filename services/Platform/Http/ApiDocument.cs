using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Engagement.Platform.Http;

/// <summary><c>/openapi/v1.json</c>: every call with its scope, its limits and its parameters by their names in a query.</summary>
public static class ApiDocument
{
    /// <summary>Bytes of a body, where a call names no limit of its own.</summary>
    public const long UsualLimit = 1_000_000;

    internal static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(document =>
    {
        document.AddDocumentTransformer((whole, _, _) =>
        {
            whole.Info = new() { Title = "Engagement", Version = "v1", Description = "Keys go into the header: Authorization: Bearer KEY. Whatever is wrong is answered as application/problem+json, with what to do." };
            return Task.CompletedTask;
        });
        document.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            Describe(operation, metadata);
            // By service: the name of a class says nothing to who calls.
            if (metadata.OfType<MethodInfo>().FirstOrDefault()?.DeclaringType?.Namespace?.Split('.') is [_, var service, ..])
                operation.Tags = new HashSet<OpenApiTagReference> { new(service.ToLowerInvariant(), context.Document) };
            return Task.CompletedTask;
        });
    });

    /// <summary>Says what a call takes and answers that reads its request by itself, and would be missing from the document else.</summary>
    /// <param name="call">The call.</param>
    /// <param name="handle">What handles it.</param>
    /// <param name="status">Its answer where all is well.</param>
    /// <param name="body">Type of its JSON body; null where it has none.</param>
    /// <param name="query">Names of what it reads from the query.</param>
    public static TBuilder Documented<TBuilder>(this TBuilder call, Delegate handle, int status, Type? body = null, params string[] query)
        where TBuilder : IEndpointConventionBuilder
    {
        call.WithMetadata(handle.Method);
        if (body is not null)
            call.TakesJson(body);
        return call.AddOpenApiOperationTransformer((operation, context, _) =>
        {
            var path = RoutePatternFactory.Parse(context.Description.RelativePath!).Parameters.Select(parameter => parameter.Name);
            operation.Parameters = [.. path.Select(name => Parameter(name, ParameterLocation.Path)), .. query.Select(name => Parameter(name, ParameterLocation.Query))];
            operation.Responses = new() { [$"{status}"] = new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(status) } };
            return Task.CompletedTask;
        });
    }

    /// <summary>Says what JSON a call reads by itself. It is no rule: browsers send it as text/plain, which needs no preflight.</summary>
    public static TBuilder TakesJson<TBuilder>(this TBuilder call, Type body) where TBuilder : IEndpointConventionBuilder =>
        call.AddOpenApiOperationTransformer(async (operation, context, cancellation) => operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = new() { Schema = await context.GetOrCreateSchemaAsync(body, null, cancellation) } },
        });

    static OpenApiParameter Parameter(string name, ParameterLocation place) =>
        new() { Name = name, In = place, Required = place == ParameterLocation.Path, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    static void Describe(OpenApiOperation operation, IList<object> metadata)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name ?? "");

        List<string> notes = [];
        if (metadata.OfType<AuthorizeAttribute>().LastOrDefault()?.Policy is { } scope)
            notes.Add($"Needs a key with the scope {scope}.");
        var limit = metadata.OfType<IRequestSizeLimitMetadata>().LastOrDefault()?.MaxRequestBodySize ?? (operation.RequestBody is null ? null : UsualLimit);
        if (limit is not null)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"The body has at most {limit:N0} bytes."));
        }

        if (notes.Count > 0)
            operation.Description = string.Join(' ', [operation.Description, .. notes]).Trim();
    }
}
