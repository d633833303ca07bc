using Engagement.Publisher.X;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Engagement.Tests.Publisher;

/// <summary>Knows whether a request to X is under way. A clock that leaps meanwhile would be taken for the end of its deadline.</summary>
sealed class Traffic
{
    int underWay;

    public bool IsQuiet => Volatile.Read(ref underWay) == 0;

    public void Watch(WebApplicationBuilder builder) => builder.Services.AddHttpClient(XClient.Http).AddHttpMessageHandler(() => new Handler(this));

    sealed class Handler(Traffic traffic) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref traffic.underWay);
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref traffic.underWay);
            }
        }
    }
}
