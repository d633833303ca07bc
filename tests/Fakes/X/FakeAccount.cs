namespace Engagement.Fakes.X;

/// <summary>Somebody who has an account.</summary>
/// <param name="Id">X's id of it.</param>
/// <param name="Name">As readers see it.</param>
/// <param name="Username">The handle without @.</param>
public sealed record FakeAccount(string Id, string Name, string Username);
