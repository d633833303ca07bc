using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Engagement.Platform.Settings;

/// <summary>Reads options once, at the start, and stops with one sentence that names the setting where one is wrong.</summary>
public static class Settings
{
    /// <summary>Binds a section such as <c>Engagement:Counter</c>, validates it and registers it as <c>T</c> and <c>IOptions&lt;T&gt;</c>.</summary>
    /// <exception cref="StartProblem">A value cannot be read or is outside its range.</exception>
    public static T AddSettings<T>(this WebApplicationBuilder builder, string section) where T : class, new()
    {
        var options = Read<T>(builder.Configuration, section);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(Options.Create(options));
        return options;
    }

    /// <summary>Binds and validates a section.</summary>
    /// <exception cref="StartProblem">A value cannot be read or is outside its range.</exception>
    public static T Read<T>(IConfiguration configuration, string section) where T : class, new()
    {
        T options;
        try
        {
            options = configuration.GetSection(section).Get<T>() ?? new T();
        }
        catch (InvalidOperationException unreadable)
        {
            throw new StartProblem(Unreadable(configuration, section, unreadable));
        }

        foreach (var problem in Problems(options, section))
        {
            throw new StartProblem(problem);
        }

        return options;
    }

    /// <summary>The environment variable that sets a configuration path: <c>Engagement:X:Y</c> is <c>Engagement__X__Y</c>.</summary>
    public static string Variable(string path) => path.Replace(":", "__", StringComparison.Ordinal);

    static IEnumerable<string> Problems(object options, string path)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var value = property.GetValue(options);
            var here = $"{path}:{property.Name}";
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                if (!rule.IsValid(value))
                {
                    yield return $"{Variable(here)} {Demand(rule)}; it is \"{Show(value)}\".";
                }
            }

            foreach (var problem in Nested(value, here))
            {
                yield return problem;
            }
        }
    }

    static IEnumerable<string> Nested(object? value, string path) => value switch
    {
        null or string => [],
        IDictionary pairs => pairs.Keys.Cast<object>().SelectMany(key => Deeper(pairs[key], $"{path}:{key}")),
        IEnumerable items => items.Cast<object?>().SelectMany((item, index) => Deeper(item, $"{path}:{index}")),
        _ => Deeper(value, path),
    };

    static IEnumerable<string> Deeper(object? value, string path) =>
        value?.GetType().Namespace?.StartsWith("Engagement", StringComparison.Ordinal) == true && !value.GetType().IsEnum
            ? Problems(value, path)
            : [];

    static string Demand(ValidationAttribute rule) => rule switch
    {
        { ErrorMessage: { } own } => own,
        RangeAttribute range => $"must be between {range.Minimum} and {range.Maximum}",
        StringLengthAttribute { MinimumLength: > 0 } length => $"must have {length.MinimumLength} to {length.MaximumLength} characters",
        StringLengthAttribute length => $"may have at most {length.MaximumLength} characters",
        RequiredAttribute => "must not be empty",
        UrlAttribute => "must be an absolute http or https URL",
        _ => "is not valid",
    };

    static string Show(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    static string Unreadable(IConfiguration configuration, string section, InvalidOperationException unreadable)
    {
        var quoted = unreadable.Message.Split('\'');
        var path = quoted.FirstOrDefault(part => part.StartsWith(section, StringComparison.OrdinalIgnoreCase)) ?? section;
        var type = quoted.LastOrDefault(part => part.StartsWith("System.", StringComparison.Ordinal));
        var kind = type switch
        {
            "System.TimeSpan" => "a span of time such as 00:05:00",
            "System.Boolean" => "true or false",
            "System.Decimal" or "System.Double" => "a number",
            "System.Int32" or "System.Int64" => "a whole number",
            "System.DateTimeOffset" => "a time such as 2026-11-23T10:00:00Z",
            _ => "a value of the right kind",
        };
        return $"{Variable(path)} must be {kind}; it is \"{configuration[path]}\".";
    }
}
