namespace Engagement.Fakes.X;

/// <summary>Prepaid credits, the spending limit, and the caps on use. Failed requests are not billed.</summary>
sealed class Billing(FakeXOptions options, Refusal refusal)
{
    readonly Lock gate = new();
    readonly List<Charge> charges = [];
    readonly HashSet<(DateOnly Day, string Post)> readToday = [];
    readonly Dictionary<(int Year, int Month), decimal> spentIn = [];
    decimal left = options.Credits ?? decimal.MaxValue / 2;

    public IReadOnlyList<Charge> Charges
    {
        get
        {
            lock (gate)
            {
                return [.. charges];
            }
        }
    }

    DateTimeOffset Now => options.Time.GetUtcNow();

    /// <summary>Pays in more.</summary>
    public void TopUp(decimal dollars)
    {
        lock (gate)
        {
            left += dollars;
        }
    }

    /// <summary>Why this account may not spend that much now; null where it may. With nothing left, not even a free call is answered.</summary>
    public Reply? Problem(decimal price)
    {
        lock (gate)
        {
            if (left <= 0 || left < price)
                return refusal.CreditsDepleted();

            return price > 0 && spentIn.GetValueOrDefault((Now.Year, Now.Month)) + price > options.SpendCap
                ? refusal.NotPermitted("Monthly spend cap reached for this billing cycle")
                : null;
        }
    }

    /// <summary>Why no further post is taken today or this month; null where one is.</summary>
    public Reply? CapProblem(Posts account)
    {
        if (options.PostsPerDay is null && options.PostsPerMonth is null)
            return null;

        var posts = account.All;
        if (posts.Count(post => post.At.UtcDateTime.Date == Now.UtcDateTime.Date) >= options.PostsPerDay)
            return refusal.UsageCapped("Daily");

        return posts.Count(post => (post.At.Year, post.At.Month) == (Now.Year, Now.Month)) >= options.PostsPerMonth
            ? refusal.UsageCapped("Monthly")
            : null;
    }

    public void Charge(string what, decimal price)
    {
        lock (gate)
        {
            Add(what, price);
        }
    }

    /// <summary>Bills each post read by its id once a day.</summary>
    public void ChargeReads(IEnumerable<FakePost> posts)
    {
        lock (gate)
        {
            foreach (var post in posts.Where(post => readToday.Add((DateOnly.FromDateTime(Now.UtcDateTime), post.Id))))
            {
                Add($"read {post.Id}", options.Prices.Read);
            }
        }
    }

    void Add(string what, decimal price)
    {
        charges.Add(new Charge(what, price, Now));
        spentIn[(Now.Year, Now.Month)] = spentIn.GetValueOrDefault((Now.Year, Now.Month)) + price;
        left -= price;
    }
}
