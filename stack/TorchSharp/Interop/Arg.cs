using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Interop;

/// <summary>An operator's argument. It holds the managed object, so that nothing is collected before the call is over.</summary>
internal readonly struct Arg
{
    private readonly Tag tag;
    private readonly int count;
    private readonly long bits;
    private readonly double imaginary;
    internal readonly object? Reference;

    private Arg(Tag tag, long bits = 0, int count = 0, object? reference = null, double imaginary = 0)
    {
        this.tag = tag;
        this.bits = bits;
        this.count = count;
        this.imaginary = imaginary;
        Reference = reference;
    }

    /// <summary>The schema's default.</summary>
    public static Arg Default => new(Tag.Default);

    public static implicit operator Arg(Tensor? t) => t is null ? default : new(Tag.Tensor, t.Handle, 0, t);
    public static implicit operator Arg(bool v) => new(Tag.Bool, v ? 1 : 0);
    public static implicit operator Arg(int v) => new(Tag.Int, v);
    public static implicit operator Arg(long v) => new(Tag.Int, v);
    public static implicit operator Arg(double v) => new(Tag.Double, BitConverter.DoubleToInt64Bits(v));
    public static implicit operator Arg(bool? v) => v is { } x ? x : default(Arg);
    public static implicit operator Arg(long? v) => v is { } x ? x : default(Arg);
    public static implicit operator Arg(double? v) => v is { } x ? x : default(Arg);
    public static implicit operator Arg(Scalar? v) => v is { } x ? x : default(Arg);
    public static implicit operator Arg(ScalarType? v) => v is { } x ? x : default(Arg);
    public static implicit operator Arg(ScalarType v) => new(Tag.Int, (long)v);
    public static implicit operator Arg(string? v) => v is null ? default : new(Tag.String, reference: v);
    public static implicit operator Arg(long[]? v) => v is null ? default : new(Tag.Ints, 0, v.Length, v);
    public static implicit operator Arg(double[]? v) => v is null ? default : new(Tag.Doubles, 0, v.Length, v);
    public static implicit operator Arg(bool[]? v) => v is null ? default : new(Tag.Bools, 0, v.Length, v);
    public static implicit operator Arg(Tensor?[]? v) => v is null ? default : new(Tag.Tensors, 0, v.Length, v);
    public static implicit operator Arg(List<Tensor>? v) => v?.ToArray();
    public static implicit operator Arg(Device? v) => v is null ? default : new(Tag.Device, (long)v.type, v.index);
    public static implicit operator Arg(Generator? v) => v is null ? default : new(Tag.Generator, v.Handle, 0, v);

    public static implicit operator Arg(Scalar v) => v.Kind switch
    {
        ScalarKind.Real => (double)v.Real,
        ScalarKind.Boolean => v.Integer != 0,
        ScalarKind.Complex => new(Tag.Complex, BitConverter.DoubleToInt64Bits(v.Real), imaginary: v.Imaginary),
        _ => v.Integer,
    };

    /// <summary>Bytes of scratch that <see cref="Write"/> needs.</summary>
    internal int ScratchBytes => tag switch
    {
        Tag.Ints or Tag.Doubles or Tag.Tensors => 8 * count,
        Tag.Bools => (count + 7) & ~7,
        Tag.String => (System.Text.Encoding.UTF8.GetMaxByteCount(((string)Reference!).Length) + 7) & ~7,
        _ => 0,
    };

    /// <summary>Writes the native form; lists are copied into scratch, which moves on.</summary>
    internal unsafe void Write(NativeValue* to, ref byte* scratch)
    {
        to->Tag = tag;
        to->Count = count;
        to->Integer = bits;
        to->Imaginary = imaginary;
        if (count == 0 && tag != Tag.String) return;
        switch (tag)
        {
            case Tag.Ints: ((long[])Reference!).CopyTo(new Span<long>(scratch, count)); break;
            case Tag.Doubles: ((double[])Reference!).CopyTo(new Span<double>(scratch, count)); break;
            case Tag.Bools: ((bool[])Reference!).CopyTo(new Span<bool>(scratch, count)); break;
            case Tag.Tensors:
                var tensors = (Tensor?[])Reference!;
                for (var i = 0; i < tensors.Length; i++) ((nint*)scratch)[i] = tensors[i]?.Handle ?? 0;
                break;
            case Tag.String:
                var text = (string)Reference!;
                to->Count = System.Text.Encoding.UTF8.GetBytes(text, new Span<byte>(scratch, ScratchBytes));
                break;
            default: return;
        }
        to->Pointer = scratch;
        scratch += ScratchBytes;
    }
}
