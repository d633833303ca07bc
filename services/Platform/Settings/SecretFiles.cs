using Microsoft.Extensions.Configuration;

namespace Engagement.Platform.Settings;

/// <summary>
/// Reads a secret from a file where a setting's name ends in <c>_FILE</c>: <c>Engagement__AdminKey_FILE=/run/secrets/key</c>.
/// Containers hand out secrets as files, because an environment shows up in process lists and crash reports.
/// </summary>
public static class SecretFiles
{
    const string Suffix = "_FILE";

    /// <summary>Adds, for every setting that names a file, the setting itself.</summary>
    /// <exception cref="StartProblem">The file cannot be read.</exception>
    public static void AddSecretFiles(this ConfigurationManager configuration)
    {
        var secrets = configuration.AsEnumerable()
            .Where(setting => setting.Key.StartsWith("Engagement:", StringComparison.OrdinalIgnoreCase)
                && setting.Key.EndsWith(Suffix, StringComparison.Ordinal) && !string.IsNullOrEmpty(setting.Value))
            .ToDictionary(setting => setting.Key[..^Suffix.Length], setting => (string?)Read(setting.Key, setting.Value!));
        configuration.AddInMemoryCollection(secrets);
    }

    static string Read(string setting, string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new StartProblem($"{Settings.Variable(setting)} names {path}, which cannot be read: {unreadable.Message}");
        }
    }
}
