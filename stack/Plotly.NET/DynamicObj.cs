using System.Diagnostics.CodeAnalysis;
using Microsoft.FSharp.Core;

namespace DynamicObj;

/// <summary>An object of plotly.js: names and values, in the order in which they were first set.</summary>
[SuppressMessage("Naming", "CA1724", Justification = "The official names of namespace and class.")]
public class DynamicObj
{
    internal OrderedDictionary<string, object?> Properties { get; private set; } = [];

    /// <summary>Sets any attribute of the plotly.js reference by its name.</summary>
    public void SetValue<T>(string name, T value) => Properties[name] = value;

    public FSharpOption<object>? TryGetValue(string name) =>
        Properties.TryGetValue(name, out var value) && value is not null ? FSharpOption<object>.Some(value) : null;

    public bool Remove(string name) => Properties.Remove(name);

    internal void Put<T>(string name, FSharpOption<T>? option)
    {
        if (option is not null)
            Properties[name] = option.Value;
    }

    /// <summary>Copies what <paramref name="other"/> has over what is here; objects in both are merged, not replaced.</summary>
    internal void Merge(DynamicObj other)
    {
        foreach (var (name, value) in other.Properties)
        {
            if (value is DynamicObj theirs && Properties.GetValueOrDefault(name) is DynamicObj ours)
            {
                var both = ours.MemberwiseCopy();
                both.Merge(theirs);
                Properties[name] = both;
            }
            else
            {
                Properties[name] = value;
            }
        }
    }

    /// <summary>An object of the same type with the same properties.</summary>
    internal DynamicObj MemberwiseCopy()
    {
        var copy = (DynamicObj)MemberwiseClone();
        copy.Properties = new(Properties);
        return copy;
    }
}
