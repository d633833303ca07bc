namespace Engagement.Publisher.Posts;

/// <summary>Where a post stands. A post only ever moves by <see cref="PostStore.Replace"/>, which refuses a move from an older version.</summary>
enum PostState
{
    /// <summary>Will be sent at its time.</summary>
    Planned,

    /// <summary>An editor must approve it first.</summary>
    AwaitingApproval,

    /// <summary>Could not go yet: a limit, a pause, a slot in the queue, or X not reachable.</summary>
    Waiting,

    /// <summary>A request may be on its way. Whoever finds it so after a restart knows nothing about the outcome.</summary>
    Sending,

    /// <summary>Sent, outcome unknown: being looked up on the account's own timeline.</summary>
    Reconciling,

    /// <summary>It stands on the network.</summary>
    Posted,

    /// <summary>Made and shown, but not sent: there are no credentials.</summary>
    DryRun,

    /// <summary>The network refused it for good.</summary>
    Rejected,

    /// <summary>Sending it would go beyond the month's budget.</summary>
    OutOfBudget,

    /// <summary>It was stale news before it could be sent.</summary>
    Missed,

    /// <summary>An editor or the site took it back before it was sent.</summary>
    Cancelled,

    /// <summary>Nobody can tell whether it stands on the network: an editor must look.</summary>
    Unconfirmed,

    /// <summary>It stood on the network and was deleted there, because its article was withdrawn.</summary>
    Deleted,
}
