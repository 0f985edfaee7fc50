using Microsoft.FSharp.Core;

namespace Plotly.NET.CSharp;

/// <summary>An argument that was given or left out, for value and reference types alike.</summary>
public readonly record struct Optional<T>(T Value, bool IsSome)
{
    public static implicit operator Optional<T>(T Value) => new(Value, true);
}

internal static class OptionalExtensions
{
    public static FSharpOption<T>? ToOption<T>(this Optional<T> opt) => opt.IsSome ? new(opt.Value) : null;

    public static void Put<T>(this DynamicObj.DynamicObj obj, string name, Optional<T> opt) => obj.Put(name, opt.ToOption());

    /// <summary>Puts the one value for all points, or else the one for each.</summary>
    public static void PutSingleOrMulti<T>(this DynamicObj.DynamicObj obj, string name, Optional<T> single, Optional<IEnumerable<T>> multi)
    {
        obj.Put(name, multi);
        obj.Put(name, single);
    }
}
