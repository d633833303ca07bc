using Engagement.Platform.Store;
using Engagement.Popularity.Ranking;

namespace Engagement.Popularity.Changes;

/// <summary>Lets one instance of many do what must be done once. Another takes over when it has been silent for five seconds.</summary>
/// <remarks>{pop}:office:{task}   string   who does it; expires.</remarks>
sealed class Office(Ledger ledger)
{
    const int Milliseconds = 5_000;

    readonly string self = Guid.NewGuid().ToString("N");

    /// <summary>Whether this instance is to do a task now.</summary>
    public async Task<bool> IsMine(string task) => (int)await ledger.Run(Script, [PopularityKeys.Office(task)], [self, Milliseconds]) == 1;

    /// <summary>Leaves a task to whoever comes next, at once.</summary>
    public async Task Leave(string task)
    {
        if (ledger.IsConnected && await ledger.Db.StringGetAsync(PopularityKeys.Office(task)) == self)
        {
            await ledger.Db.KeyDeleteAsync(PopularityKeys.Office(task));
        }
    }

    const string Script = """
        local holder = redis.call('GET', KEYS[1])
        if holder and holder ~= ARGV[1] then return 0 end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return 1
        """;
}
