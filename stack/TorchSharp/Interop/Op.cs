using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

internal enum OpKind : int { Boxed, Unary, Binary, BinaryAlpha }

/// <summary>
/// One ATen operator, by schema name ("add.Tensor", "relu"), found in libtorch's dispatcher when it is first called.
/// Missing trailing arguments take the schema's defaults.
/// </summary>
internal sealed unsafe class Op(string name)
{
    private const int MostResults = 8;
    private const int StackScratch = 1024;

    private nint op;
    private OpKind kind;

    public string Name => name;

    public string Schema => Native.TakeString(Native.tsh_schema(Found()));

    /// <summary>An operator that returns one tensor.</summary>
    public Tensor Call(params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Expect(Invoke(args, &result, 1), 1);
        return new Tensor(in result);
    }

    // Generic, so that a number is never taken for a tensor (it converts to one).
    public Tensor Call<T>(T a) where T : Tensor
    {
        if (Found() is var found && kind != OpKind.Unary) return Call((Arg)a);
        NativeValue result;
        if (Native.tsh_unary(found, a.Handle, &result) < 0) Native.Throw(name);
        GC.KeepAlive(a);
        return new Tensor(in result);
    }

    public Tensor Call<T1, T2>(T1 a, T2 b) where T1 : Tensor where T2 : Tensor
    {
        ArgumentNullException.ThrowIfNull(b);
        var found = Found();
        NativeValue result;
        var status = kind switch
        {
            OpKind.Binary => Native.tsh_binary(found, a.Handle, b.Handle, &result),
            OpKind.BinaryAlpha => Native.tsh_binary_alpha(found, a.Handle, b.Handle, 1, 1, &result),
            _ => Invoke([a, b], &result, 1) - 1,
        };
        if (status < 0) Native.Throw(name);
        GC.KeepAlive(a);
        GC.KeepAlive(b);
        return new Tensor(in result);
    }

    /// <summary>An in-place operator: it returns its first argument itself, so that no second handle to it is made.</summary>
    public Tensor InPlace(params ReadOnlySpan<Arg> args)
    {
        Invoke(args, null, 0);
        return (Tensor)args[0].Reference!;
    }

    /// <summary>An operator whose results are not wanted, such as a foreach operator that changes its inputs.</summary>
    public void Do(params ReadOnlySpan<Arg> args) => Invoke(args, null, 0);

    public (Tensor, Tensor) Call2(params ReadOnlySpan<Arg> args)
    {
        var r = stackalloc NativeValue[2];
        Expect(Invoke(args, r, 2), 2);
        return (new Tensor(in r[0]), new Tensor(in r[1]));
    }

    public (Tensor, Tensor, Tensor) Call3(params ReadOnlySpan<Arg> args)
    {
        var r = stackalloc NativeValue[3];
        Expect(Invoke(args, r, 3), 3);
        return (new Tensor(in r[0]), new Tensor(in r[1]), new Tensor(in r[2]));
    }

    /// <summary>An operator that returns a list of tensors.</summary>
    public Tensor[] CallList(params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Expect(Invoke(args, &result, 1), 1);
        return (Tensor[])Result(in result)!;
    }

    public bool CallBool(params ReadOnlySpan<Arg> args) => (bool)CallAny(args)[0]!;
    public long CallLong(params ReadOnlySpan<Arg> args) => (long)CallAny(args)[0]!;
    public double CallDouble(params ReadOnlySpan<Arg> args) => Convert.ToDouble(CallAny(args)[0], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Any operator: its results as tensors, tensor arrays, longs, doubles, bools, strings or arrays of these.</summary>
    [SkipLocalsInit]
    public object?[] CallAny(params ReadOnlySpan<Arg> args)
    {
        var r = stackalloc NativeValue[MostResults];
        var n = Invoke(args, r, MostResults);
        var results = new object?[n];
        for (var i = 0; i < n; i++) results[i] = Result(in r[i]);
        return results;
    }

    [SkipLocalsInit]
    private int Invoke(ReadOnlySpan<Arg> args, NativeValue* outs, int capacity)
    {
        var values = stackalloc NativeValue[args.Length];
        var bytes = 0;
        foreach (ref readonly var arg in args) bytes += arg.ScratchBytes;
        var onStack = stackalloc byte[bytes <= StackScratch ? bytes : 0];
        var scratch = bytes <= StackScratch ? onStack : (byte*)NativeMemory.Alloc((nuint)bytes);
        var start = scratch;
        int results;
        try
        {
            for (var i = 0; i < args.Length; i++) args[i].Write(&values[i], ref scratch);
            results = Native.tsh_call(Found(), values, args.Length, outs, capacity);
        }
        finally
        {
            if (bytes > StackScratch) NativeMemory.Free(start);
        }
        foreach (ref readonly var arg in args) GC.KeepAlive(arg.Reference);
        if (results < 0) Native.Throw(name);
        return results;
    }

    private nint Found()
    {
        if (op == 0) Find();
        return op;
    }

    private void Find()
    {
        var full = name.Contains("::", StringComparison.Ordinal) ? name : "aten::" + name;
        var dot = full.IndexOf('.', StringComparison.Ordinal);
        var (bare, overload) = dot < 0 ? (full, "") : (full[..dot], full[(dot + 1)..]);
        if (Native.tsh_find_op(bare, overload, out var found, out kind) >= 0)
        {
            Volatile.Write(ref op, found);
            return;
        }
        var known = Native.TakeString(Native.tsh_schemas(bare)).TrimEnd();
        throw new MissingMethodException(known.Length == 0
            ? $"libtorch has no operator '{bare}'."
            : $"libtorch has no overload '{overload}' of '{bare}'; it has:\n{known}");
    }

    private void Expect(int got, int wanted)
    {
        if (got != wanted) throw new InvalidOperationException($"{name} returned {got} results, {wanted} expected. Schema: {Schema}");
    }

    private static object? Result(in NativeValue v)
    {
        object? result = v.Tag switch
        {
            Tag.None => null,
            Tag.Tensor => v.Pointer == null ? null : new Tensor(in v),
            Tag.Int => v.Integer,
            Tag.Double => v.Real,
            Tag.Bool => v.Integer != 0,
            Tag.Complex => new System.Numerics.Complex(v.Real, v.Imaginary),
            Tag.String => Marshal.PtrToStringUTF8((nint)v.Pointer, v.Count),
            Tag.Ints => new ReadOnlySpan<long>(v.Pointer, v.Count).ToArray(),
            Tag.Doubles => new ReadOnlySpan<double>(v.Pointer, v.Count).ToArray(),
            Tag.Tensors => Array.ConvertAll(new ReadOnlySpan<nint>(v.Pointer, v.Count).ToArray(), h => new Tensor(h)),
            _ => throw new InvalidOperationException($"unknown result tag {v.Tag}"),
        };
        if (v.Tag is Tag.String or Tag.Ints or Tag.Doubles or Tag.Tensors) Native.tsh_free_memory(v.Pointer);
        return result;
    }
}
