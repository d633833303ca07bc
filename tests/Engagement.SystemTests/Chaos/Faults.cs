using System.Diagnostics;
using Engagement.Tests;

namespace Engagement.SystemTests.Chaos;

/// <summary>
/// Does harm, one thing after another, as a seed says: the same seed is the same list of faults in the same order with the same lengths.
/// What the machine makes of them differs from run to run; what must be true afterwards does not.
/// </summary>
sealed class Faults(int seed, Installation site, SmallDisk redis, RabbitServer rabbit, Wire toRedis, Wire toRabbit, Clock clock)
{
    readonly Random random = new(seed);
    readonly Stopwatch watch = Stopwatch.StartNew();
    readonly List<string> done = [];

    /// <summary>What was done, with the second in which it began.</summary>
    public IReadOnlyList<string> Done => done;

    /// <summary>Goes on for a while and leaves everything as it was.</summary>
    public async Task Run(TimeSpan length, CancellationToken cancellation)
    {
        // All of them once in some order, then the same again in another, so that also a short run meets each.
        (string Name, Func<TimeSpan, CancellationToken, Task> Do)[] kinds =
        [
            ("kill -9 of a process", KillOne), ("kill -9 of Redis", KillRedis), ("kill -9 of RabbitMQ", KillRabbit),
            ("a process stands still", PauseOne), ("Redis stands still", PauseRedis), ("RabbitMQ stands still", PauseRabbit),
            ("connections to Redis torn", (_, _) => Cut(toRedis)), ("connections to RabbitMQ torn", (_, _) => Cut(toRabbit)),
            ("Redis out of reach", (span, stop) => TakeDown(toRedis, span, stop)), ("RabbitMQ out of reach", (span, stop) => TakeDown(toRabbit, span, stop)),
            ("a slow way to Redis", (span, stop) => SlowDown(toRedis, span, stop)), ("a slow way to RabbitMQ", (span, stop) => SlowDown(toRabbit, span, stop)),
            ("the disk of Redis full", FillDisk), ("the clock set wrong", SetWrong),
        ];
        while (watch.Elapsed < length)
        {
            random.Shuffle(kinds);
            foreach (var kind in kinds.TakeWhile(_ => watch.Elapsed < length))
            {
                var span = TimeSpan.FromMilliseconds(random.Next(300, 3_000));
                done.Add($"{watch.Elapsed.TotalSeconds:0} s: {kind.Name} ({span.TotalSeconds:0.0} s)");
                await kind.Do(span, cancellation);
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 1_500)), cancellation);
            }
        }
    }

    async Task KillOne(TimeSpan away, CancellationToken cancellation)
    {
        var one = Any();
        await one.Kill();
        await Task.Delay(away, cancellation);
        site.Revive(one);
    }

    async Task KillRedis(TimeSpan away, CancellationToken cancellation)
    {
        await redis.Redis.Kill();
        await Task.Delay(away, cancellation);
        await redis.Revive();
    }

    async Task KillRabbit(TimeSpan away, CancellationToken cancellation)
    {
        await rabbit.Kill();
        await Task.Delay(away, cancellation);
        await rabbit.Revive();
    }

    async Task PauseOne(TimeSpan still, CancellationToken cancellation)
    {
        var one = Any();
        one.Pause();
        await Task.Delay(still, cancellation);
        one.Resume();
    }

    async Task PauseRedis(TimeSpan still, CancellationToken cancellation)
    {
        redis.Redis.Pause();
        await Task.Delay(still, cancellation);
        redis.Redis.Resume();
    }

    async Task PauseRabbit(TimeSpan still, CancellationToken cancellation)
    {
        int[] all = [rabbit.Id, .. Signals.Below(rabbit.Id)];
        Signals.Send("STOP", all);
        await Task.Delay(still, cancellation);
        Signals.Send("CONT", all);
    }

    static Task Cut(Wire wire)
    {
        wire.Cut();
        return Task.CompletedTask;
    }

    static async Task TakeDown(Wire wire, TimeSpan away, CancellationToken cancellation)
    {
        wire.IsDown = true;
        await Task.Delay(away, cancellation);
        wire.IsDown = false;
    }

    static async Task SlowDown(Wire wire, TimeSpan slow, CancellationToken cancellation)
    {
        wire.Latency = TimeSpan.FromMilliseconds(slow.TotalMilliseconds / 10);
        await Task.Delay(slow, cancellation);
        wire.Latency = TimeSpan.Zero;
    }

    async Task FillDisk(TimeSpan full, CancellationToken cancellation)
    {
        redis.Fill();
        await Task.Delay(full, cancellation);
        redis.Empty();
        await redis.Revive(onlyIfGone: true);
    }

    /// <summary>By up to a minute, either way: what was to be done then is done within the time that a run settles in.</summary>
    async Task SetWrong(TimeSpan wrong, CancellationToken cancellation)
    {
        var ahead = TimeSpan.FromSeconds(random.Next(-60, 61));
        if (Clock.CanBeSet)
        {
            clock.Set(ahead);
            await Task.Delay(Clock.Notice + wrong, cancellation);
            clock.Set(TimeSpan.Zero);
        }
    }

    Instance Any() => site.Instances.ElementAt(random.Next(site.Instances.Count));
}
