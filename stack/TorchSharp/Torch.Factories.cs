using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.zeros.Call(size, dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.zeros.Call(size.ToArray(), dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.zeros.Call((long[])[size], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.zeros.Call((long[])[rows, columns], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Ops.zeros.Call((long[])[dim0, dim1, dim2], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Ops.zeros.Call((long[])[dim0, dim1, dim2, dim3], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor zeros(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.zeros.Call((long[])[size], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor zeros(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.zeros.Call((long[])[rows, columns], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor zeros(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.zeros.Call((long[])[dim0, dim1, dim2], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor zeros(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Ops.zeros.Call((long[])[dim0, dim1, dim2, dim3], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor zeros_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        input.zeros_like(dtype, device, requires_grad).Leaf(requires_grad, names);
    public static Tensor ones(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.ones.Call(size, dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor ones(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.ones.Call(size.ToArray(), dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.ones.Call((long[])[size], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.ones.Call((long[])[rows, columns], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.ones.Call((long[])[dim0, dim1, dim2], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Ops.ones.Call((long[])[dim0, dim1, dim2, dim3], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor ones(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.ones.Call((long[])[size], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor ones(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.ones.Call((long[])[rows, columns], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor ones(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.ones.Call((long[])[dim0, dim1, dim2], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor ones(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Ops.ones.Call((long[])[dim0, dim1, dim2, dim3], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor ones_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        input.ones_like(dtype, device, requires_grad).Leaf(requires_grad, names);
    public static Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.empty_memory_format.Call(size, dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.empty_memory_format.Call(size.ToArray(), dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor empty(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.empty_memory_format.Call((long[])[size], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor empty(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.empty_memory_format.Call((long[])[rows, columns], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Ops.empty_memory_format.Call((long[])[dim0, dim1, dim2], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Ops.empty_memory_format.Call((long[])[dim0, dim1, dim2, dim3], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor empty(int size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.empty_memory_format.Call((long[])[size], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor empty(int rows, int columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.empty_memory_format.Call((long[])[rows, columns], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor empty(int dim0, int dim1, int dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.empty_memory_format.Call((long[])[dim0, dim1, dim2], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor empty(int dim0, int dim1, int dim2, int dim3, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Ops.empty_memory_format.Call((long[])[dim0, dim1, dim2, dim3], dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor empty_like(Tensor input, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        input.empty_like(dtype, device, requires_grad).Leaf(requires_grad, names);
    public static Tensor full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.full.Call(size, value, dtype ?? get_default_dtype(), Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Ops.full.Call(size.ToArray(), value, dtype ?? get_default_dtype(), Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor full(long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.full.Call((long[])[size], value, dtype ?? get_default_dtype(), Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor full(long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Ops.full.Call((long[])[rows, columns], value, dtype ?? get_default_dtype(), Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor full(long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Ops.full.Call((long[])[dim0, dim1, dim2], value, dtype ?? get_default_dtype(), Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor full(long dim0, long dim1, long dim2, long dim3, Scalar value, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Ops.full.Call((long[])[dim0, dim1, dim2, dim3], value, dtype ?? get_default_dtype(), Arg.Default, device).Leaf(requires_grad,
            names);
    public static Tensor full(int size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.full.Call((long[])[size], value, dtype ?? get_default_dtype(), Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor full(int rows, int columns, Scalar value, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Ops.full.Call((long[])[rows, columns], value, dtype ?? get_default_dtype(), Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor full(int dim0, int dim1, int dim2, Scalar value, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Ops.full.Call((long[])[dim0, dim1, dim2], value, dtype ?? get_default_dtype(), Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor full(int dim0, int dim1, int dim2, int dim3, Scalar value, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Ops.full.Call((long[])[dim0, dim1, dim2, dim3], value, dtype ?? get_default_dtype(), Arg.Default, device).Leaf(requires_grad,
            names);
    public static Tensor full_like(Tensor input, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        input.full_like(value, dtype, device).Leaf(requires_grad, names);

    public static Tensor empty_strided(long[] size, long[] strides, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        Ops.empty_strided.Call(size, strides, dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor eye(long rows, long columns = -1, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        Ops.eye_m.Call(rows, columns < 0 ? rows : columns, dtype, Arg.Default, device).Leaf(requires_grad, names);
    public static Tensor arange(Scalar start, Scalar stop, Scalar step, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Ops.arange_start_step.Call(start, stop, step, dtype, Arg.Default, device).Leaf(requires_grad);
    public static Tensor arange(Scalar start, Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Ops.arange_start.Call(start, stop, dtype, Arg.Default, device).Leaf(requires_grad);
    public static Tensor arange(Scalar stop, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Ops.arange.Call(stop, dtype, Arg.Default, device).Leaf(requires_grad);
    public static Tensor linspace(double start, double end, long steps, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Ops.linspace.Call(start, end, steps, dtype, Arg.Default, device).Leaf(requires_grad);
    public static Tensor logspace(double start, double end, long steps, double @base = 10, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        Ops.logspace.Call(start, end, steps, @base, dtype, Arg.Default, device).Leaf(requires_grad);

    /// <summary>What a factory returns is a leaf; names of dimensions are a feature that this stack leaves out, loudly.</summary>
    internal static Tensor Leaf(this Tensor tensor, bool requires_grad, string[]? names = null)
    {
        if (names is not null) throw new NotSupportedException("names: dimensions have no names on the system stack; leave the argument out.");
        return requires_grad ? tensor.requires_grad_() : tensor;
    }
}
