using Engagement.Platform.Settings;
using RabbitMQ.Client;

namespace Engagement.Platform.Bus;

/// <summary>A connection to RabbitMQ beside the bus's own, for what the bus does not show.</summary>
static class BusConnection
{
    public static ConnectionFactory Factory(EngagementOptions options, TimeSpan patience, string name)
    {
        var address = new UriBuilder(options.Bus);
        address.Scheme = address.Scheme == "rabbitmq" ? "amqp" : address.Scheme;
        var factory = new ConnectionFactory
        {
            Uri = address.Uri,
            AutomaticRecoveryEnabled = false,
            ClientProvidedName = name,
            ContinuationTimeout = patience,
            HandshakeContinuationTimeout = patience,
            RequestedConnectionTimeout = patience,
        };
        if (options.BusPassword.Length > 0)
        {
            factory.Password = options.BusPassword;
        }

        return factory;
    }
}
