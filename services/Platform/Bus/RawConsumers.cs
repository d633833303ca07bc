using System.Net.Mime;
using System.Text;
using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;
using Microsoft.AspNetCore.Builder;

namespace Engagement.Platform.Bus;

/// <summary>Listens to an exchange on which somebody else's program publishes plain messages.</summary>
public static class RawConsumers
{
    /// <summary>
    /// Gives a consumer of <see cref="RawMessage"/> a queue that is bound to a durable fanout exchange, which is declared. Only where there
    /// is a broker; in one process there is nobody who could publish. One message at a time, because whoever publishes two versions of a
    /// thing publishes the newer last.
    /// </summary>
    public static void AddRawConsumer<T>(this WebApplicationBuilder builder, string service, string exchange) where T : class, IConsumer<RawMessage>
    {
        if (string.IsNullOrEmpty(builder.Configuration["Engagement:Bus"]))
        {
            return;
        }

        builder.AddConsumer<T>(service, endpoint =>
        {
            endpoint.ConfigureConsumeTopology = false;
            endpoint.ConcurrentMessageLimit = 1;
            endpoint.AddDeserializer(new WholeBodyFactory(), isDefault: true);
            if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
            {
                rabbit.Bind(exchange, binding => binding.ExchangeType = "fanout");
            }
        });
    }

    sealed class WholeBodyFactory : ISerializerFactory
    {
        public ContentType ContentType => SystemTextJsonRawMessageSerializer.JsonContentType;

        public IMessageSerializer CreateSerializer() => new SystemTextJsonRawMessageSerializer(RawSerializerOptions.AnyMessageType);

        public IMessageDeserializer CreateDeserializer() => new WholeBody();
    }

    /// <summary>Takes any body for a <see cref="RawMessage"/>, so that a broken one reaches the consumer, who can say what is wrong with it.</summary>
    sealed class WholeBody : IMessageDeserializer
    {
        readonly SystemTextJsonRawMessageSerializer inner = new(RawSerializerOptions.AnyMessageType);

        public ContentType ContentType => SystemTextJsonRawMessageSerializer.JsonContentType;

        public ConsumeContext Deserialize(ReceiveContext receiveContext) =>
            new BodyConsumeContext(receiveContext, Deserialize(receiveContext.Body, receiveContext.TransportHeaders, receiveContext.InputAddress));

        public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null) =>
            inner.Deserialize(Wrap(Encoding.UTF8.GetString(body.GetBytes() ?? [])), headers, destinationAddress);

        public MessageBody GetMessageBody(string text) => Wrap(text);

        public void Probe(ProbeContext context) => context.CreateScope("whole-body");

        static StringMessageBody Wrap(string text) => new(JsonSerializer.Serialize(new { body = text }));
    }
}
