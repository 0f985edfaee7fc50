namespace TorchSharp;

public static partial class torch
{
    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<(float, float)>(Span(rawArray), dimensions, ScalarType.ComplexFloat32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor((float Real, float Imaginary)[] rawArray, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<(float, float)>(rawArray, [rawArray.Length], ScalarType.ComplexFloat32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor((float Real, float Imaginary)[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<(float, float)>(rawArray, dimensions, ScalarType.ComplexFloat32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<(float, float)>(Span(rawArray), [rawArray.Count], ScalarType.ComplexFloat32, dtype, device, requires_grad).Leaf(false,
            names);
    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, long rows, long columns, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<(float, float)>(Span(rawArray), [rows, columns], ScalarType.ComplexFloat32, dtype, device, requires_grad).Leaf(false,
            names);
    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<(float, float)>(Span(rawArray), [dim0, dim1, dim2], ScalarType.ComplexFloat32, dtype, device, requires_grad).Leaf(false,
            names);
    public static Tensor tensor(IList<(float Real, float Imaginary)> rawArray, long dim0, long dim1, long dim2, long dim3,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<(float, float)>(Span(rawArray), [dim0, dim1, dim2, dim3], ScalarType.ComplexFloat32, dtype, device,
            requires_grad).Leaf(false, names);
    public static Tensor tensor((float Real, float Imaginary)[,] rawArray, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<(float, float)>(ElementsOf<(float, float)>(rawArray), Lengths(rawArray), ScalarType.ComplexFloat32, dtype, device,
            requires_grad).Leaf(false, names);
    public static Tensor tensor((float Real, float Imaginary)[,,] rawArray, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<(float, float)>(ElementsOf<(float, float)>(rawArray), Lengths(rawArray), ScalarType.ComplexFloat32, dtype, device,
            requires_grad).Leaf(false, names);
    public static Tensor tensor((float Real, float Imaginary)[,,,] rawArray, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<(float, float)>(ElementsOf<(float, float)>(rawArray), Lengths(rawArray), ScalarType.ComplexFloat32, dtype, device,
            requires_grad).Leaf(false, names);
    public static Tensor tensor(float real, float imaginary, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromData<(float, float)>([(real, imaginary)], [], ScalarType.ComplexFloat32, dtype, device, requires_grad);
    public static Tensor tensor((float Real, float Imaginary) scalar, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        FromData<(float, float)>([scalar], [], ScalarType.ComplexFloat32, dtype, device, requires_grad);

    public static Tensor tensor(System.Numerics.Complex scalar, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        FromData<System.Numerics.Complex>([scalar], [], ScalarType.ComplexFloat64, dtype, device, requires_grad);
    public static Tensor tensor(IList<System.Numerics.Complex> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<System.Numerics.Complex>(Span(rawArray), dimensions, ScalarType.ComplexFloat64, dtype, device, requires_grad).Leaf(false,
            names);
    public static Tensor tensor(System.Numerics.Complex[] rawArray, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<System.Numerics.Complex>(rawArray, [rawArray.Length], ScalarType.ComplexFloat64, dtype, device, requires_grad).Leaf(false,
            names);
    public static Tensor tensor(System.Numerics.Complex[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<System.Numerics.Complex>(rawArray, dimensions, ScalarType.ComplexFloat64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<System.Numerics.Complex> rawArray, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<System.Numerics.Complex>(Span(rawArray), [rawArray.Count], ScalarType.ComplexFloat64, dtype, device,
            requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<System.Numerics.Complex> rawArray, long rows, long columns, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<System.Numerics.Complex>(Span(rawArray), [rows, columns], ScalarType.ComplexFloat64, dtype, device,
            requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<System.Numerics.Complex> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<System.Numerics.Complex>(Span(rawArray), [dim0, dim1, dim2], ScalarType.ComplexFloat64, dtype, device,
            requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<System.Numerics.Complex> rawArray, long dim0, long dim1, long dim2, long dim3,
        ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<System.Numerics.Complex>(Span(rawArray), [dim0, dim1, dim2, dim3], ScalarType.ComplexFloat64, dtype, device,
            requires_grad).Leaf(false, names);
    public static Tensor tensor(System.Numerics.Complex[,] rawArray, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<System.Numerics.Complex>(ElementsOf<System.Numerics.Complex>(rawArray), Lengths(rawArray), ScalarType.ComplexFloat64,
            dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(System.Numerics.Complex[,,] rawArray, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<System.Numerics.Complex>(ElementsOf<System.Numerics.Complex>(rawArray), Lengths(rawArray), ScalarType.ComplexFloat64,
            dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(System.Numerics.Complex[,,,] rawArray, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<System.Numerics.Complex>(ElementsOf<System.Numerics.Complex>(rawArray), Lengths(rawArray), ScalarType.ComplexFloat64,
            dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(Memory<System.Numerics.Complex> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<System.Numerics.Complex>(rawArray.Span, dimensions, ScalarType.ComplexFloat64, dtype, device, requires_grad).Leaf(false,
            names);
    public static Tensor tensor(double real, double imaginary, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        FromData<System.Numerics.Complex>([new System.Numerics.Complex(real, imaginary)], [], ScalarType.ComplexFloat64, dtype, device,
            requires_grad);
}
