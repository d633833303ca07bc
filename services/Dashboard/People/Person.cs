namespace Engagement.Dashboard.People;

/// <summary>Somebody who signs in with a name and a password, or whom an identity provider vouches for.</summary>
/// <param name="Id">Under which they are kept.</param>
/// <param name="Name">As they wrote it.</param>
/// <param name="Role">viewer, editor or admin.</param>
/// <param name="Since">When they were let in.</param>
/// <param name="HasSecondStep">Whether a code follows the password.</param>
/// <param name="IsExternal">Whether an identity provider vouches for them.</param>
public sealed record Person(string Id, string Name, string Role, DateTimeOffset Since, bool HasSecondStep, bool IsExternal);

/// <summary>Somebody whose password was right.</summary>
/// <param name="Person">Who.</param>
/// <param name="Key">With which they call the API.</param>
/// <param name="SecondStep">The secret of their codes; null where none are asked for.</param>
sealed record KnownPerson(Person Person, string Key, string? SecondStep);
