using Engagement.Dashboard.Api;

namespace Engagement.Dashboard.Now;

/// <summary>One of the leaders: its place, its last 24 hours, where readers shared it to.</summary>
/// <param name="Article">Its place.</param>
/// <param name="Hours">Shares in each of the last 24 hours, oldest first; empty where nobody knows.</param>
/// <param name="Targets">Shares since ever by target.</param>
public sealed record Leader(RankedArticle Article, IReadOnlyList<double> Hours, IReadOnlyDictionary<string, long> Targets);
