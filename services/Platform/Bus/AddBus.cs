using Engagement.Contracts;
using Engagement.Platform.Settings;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Engagement.Platform.Bus;

/// <summary>Joins the services to the bus: in memory for one process, RabbitMQ for many. No service knows which.</summary>
public static class BusRegistration
{
    sealed class Consumers
    {
        public List<(string Service, Type Consumer, Action<IReceiveEndpointConfigurator>? Configure)> All { get; } = [];
    }

    /// <summary>Lets a consumer have a queue of its own, <c>engagement.{service}.{consumer}</c>, shared by all instances of the service.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="service">The service that it belongs to.</param>
    /// <param name="configure">What is special about its queue; rarely needed.</param>
    public static void AddConsumer<T>(this WebApplicationBuilder builder, string service,
        Action<IReceiveEndpointConfigurator>? configure = null) where T : class, IConsumer =>
        builder.GetConsumers().All.Add((service, typeof(T), configure));

    /// <summary>Builds the bus from the consumers that the services added, so it comes after them.</summary>
    public static void AddBus(this WebApplicationBuilder builder)
    {
        var options = Settings.Settings.Read<EngagementOptions>(builder.Configuration, "Engagement");
        var consumers = builder.GetConsumers().All;
        builder.Services.AddSingleton(services => new Announcer(
            services.GetRequiredService<IBusControl>(), services.GetRequiredService<OpenQueues>(), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(new OpenQueues([.. consumers.Select(one => EntityNames.Queue(one.Service, one.Consumer))]));
        builder.Services.AddReceiveEndpointObserver(services => services.GetRequiredService<OpenQueues>());
        builder.Services.Configure<MassTransitHostOptions>(host =>
        {
            // The site must be served while RabbitMQ is away, so starting does not wait for it.
            host.WaitUntilStarted = options.Bus.Length == 0;
            host.StopTimeout = TimeSpan.FromSeconds(5);
        });
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddReceiveObserver<SetAside>();
            foreach (var (_, consumer, _) in consumers)
            {
                bus.AddConsumer(consumer);
            }

            if (options.Bus.Length == 0)
            {
                bus.UsingInMemory((context, memory) =>
                {
                    memory.MessageTopology.SetEntityNameFormatter(new EntityNames());
                    Connect(memory, context, consumers);
                });
            }
            else
            {
                bus.UsingRabbitMq((context, rabbit) =>
                {
                    rabbit.Host(Address(options.Bus), host =>
                    {
                        if (options.BusPassword.Length > 0)
                        {
                            host.Password(options.BusPassword);
                        }
                    });
                    rabbit.MessageTopology.SetEntityNameFormatter(new EntityNames());
                    Connect(rabbit, context, consumers);
                });
            }
        });
        builder.Services.StartBusFirst();
        if (options.Bus.Length > 0)
        {
            builder.Services.AddSingleton(new Hearing(consumers.Any(one => typeof(IConsumer<ArticlePublished>).IsAssignableFrom(one.Consumer))));
            builder.Services.AddHostedService<WatchBus>();
            builder.Services.AddHostedService<MendQueues>();
        }
    }

    /// <summary>
    /// What starts first stops last: when the program ends, the services finish what they are at before the bus goes, so that nothing
    /// is said into a closed bus.
    /// </summary>
    static void StartBusFirst(this IServiceCollection services)
    {
        var bus = services.Where(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly.GetName().Name?.StartsWith("MassTransit", StringComparison.Ordinal) == true).ToList();
        foreach (var service in bus)
        {
            services.Remove(service);
            services.Insert(0, service);
        }
    }

    static void Connect(IBusFactoryConfigurator bus, IBusRegistrationContext context,
        IEnumerable<(string Service, Type Consumer, Action<IReceiveEndpointConfigurator>? Configure)> consumers)
    {
        foreach (var (service, consumer, configure) in consumers)
        {
            bus.ReceiveEndpoint(EntityNames.Queue(service, consumer), endpoint =>
            {
                if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit)
                {
                    rabbit.SetQuorumQueue();
                }

                endpoint.UseMessageRetry(WhileLedgerIsAway);
                // What the message itself brings about is retried for seconds; after that it lies in _error.
                endpoint.UseMessageRetry(retry =>
                {
                    retry.Ignore<RedisException>();
                    retry.Ignore<TimeoutException>();
                    retry.Exponential(5, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200));
                });
                configure?.Invoke(endpoint);
                endpoint.ConfigureConsumer(context, consumer);
            });
        }
    }

    /// <summary>
    /// No message is to blame while the ledger is away, so it waits here for the ledger, for hours: set aside, an article would be known to
    /// some services only. The queue keeps what comes meanwhile.
    /// </summary>
    static void WhileLedgerIsAway(IRetryConfigurator retry)
    {
        retry.Handle<RedisException>();
        retry.Handle<TimeoutException>();
        retry.Interval(10_000, TimeSpan.FromSeconds(1));
    }

    static Uri Address(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var address) && address.Scheme is "amqp" or "amqps" or "rabbitmq"
            ? address
            : throw new StartProblem("Engagement__Bus must be an AMQP URI such as amqp://user:password@host:5672/.");

    static Consumers GetConsumers(this WebApplicationBuilder builder)
    {
        if (builder.Services.FirstOrDefault(service => service.ServiceType == typeof(Consumers))?.ImplementationInstance is Consumers known)
        {
            return known;
        }

        var consumers = new Consumers();
        builder.Services.AddSingleton(consumers);
        return consumers;
    }
}
