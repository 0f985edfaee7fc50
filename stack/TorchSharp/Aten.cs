using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>
/// The door to every ATen operator that has no member here, for researchers: by schema name, with the schema in each error.
/// Arguments are positional: tensors, numbers, bools, strings, arrays of these, null; missing trailing ones take the schema's defaults.
/// (Of the system stack only: the NuGet package has no such door.)
/// </summary>
/// <example><c>var y = Aten.Call("logcumsumexp", x, 0L);</c></example>
public static class Aten
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Op> Found = new();

    /// <summary>Calls an operator that returns one tensor.</summary>
    /// <param name="name">The schema name with its overload, such as "add.Tensor" or "logcumsumexp".</param>
    public static torch.Tensor Call(string name, params object?[] args) => CallAll(name, args) switch
    {
        [torch.Tensor only] => only,
        var results => throw new InvalidOperationException($"'{name}' returned {results.Length} results; use CallAll. Schema: {Schemas(name)}"),
    };

    /// <summary>Calls any operator: its results are tensors, tensor arrays, longs, doubles, bools, strings or arrays of these.</summary>
    public static object?[] CallAll(string name, params object?[] args)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var op = Found.GetOrAdd(name, n => new Op(n));
        try
        {
            return op.CallAny(Array.ConvertAll(args, ToArg));
        }
        catch (System.Runtime.InteropServices.ExternalException e) when (!e.Message.Contains("Schema:", StringComparison.Ordinal))
        {
            throw new System.Runtime.InteropServices.ExternalException($"{e.Message}\nSchema: {op.Schema}", e);
        }
    }

    /// <summary>The schemas of all overloads of an operator, a line each; of every operator when the name is empty.</summary>
    public static string Schemas(string name = "")
    {
        var bare = name.Split('.')[0];
        return Native.TakeString(Native.tsh_schemas(bare.Length == 0 || bare.Contains("::",
            StringComparison.Ordinal) ? bare : "aten::" + bare)).TrimEnd();
    }

    private static Arg ToArg(object? value) => value switch
    {
        null => default,
        torch.Tensor v => v,
        bool v => v,
        int v => v,
        long v => v,
        float v => (double)v,
        double v => v,
        string v => v,
        Scalar v => v,
        torch.ScalarType v => v,
        torch.Device v => v,
        torch.Generator v => v,
        int[] v => Array.ConvertAll(v, x => (long)x),
        long[] v => v,
        double[] v => v,
        float[] v => Array.ConvertAll(v, x => (double)x),
        bool[] v => v,
        torch.Tensor?[] v => v,
        IEnumerable<torch.Tensor> v => v.ToArray(),
        _ => throw new ArgumentException($"An argument of type {value.GetType().Name} cannot be passed to libtorch; pass tensors, numbers, bools, strings, or arrays of these."),
    };
}
