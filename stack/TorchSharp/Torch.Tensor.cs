using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static Tensor tensor(System.Numerics.Complex scalar, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        FromData<System.Numerics.Complex>([scalar], [], ScalarType.ComplexFloat64, dtype, device, requires_grad);
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
    public static Tensor tensor(IList<Half> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<Half>(Span(rawArray), dimensions, ScalarType.Float16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(Half[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<Half>(rawArray, [rawArray.Length], ScalarType.Float16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(Half[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<Half>(rawArray, dimensions, ScalarType.Float16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<Half> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<Half>(Span(rawArray), [rawArray.Count], ScalarType.Float16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<Half> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<Half>(Span(rawArray), [rows, columns], ScalarType.Float16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<Half> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<Half>(Span(rawArray), [dim0, dim1, dim2], ScalarType.Float16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<Half> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<Half>(Span(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Float16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(Half[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<Half>(ElementsOf<Half>(rawArray), Lengths(rawArray), ScalarType.Float16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(Half[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<Half>(ElementsOf<Half>(rawArray), Lengths(rawArray), ScalarType.Float16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(Half[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<Half>(ElementsOf<Half>(rawArray), Lengths(rawArray), ScalarType.Float16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(Memory<Half> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<Half>(rawArray.Span, dimensions, ScalarType.Float16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(bool scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromData<bool>([scalar], [], ScalarType.Bool, dtype, device, requires_grad);
    public static Tensor tensor(IList<bool> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<bool>(Span(rawArray), dimensions, ScalarType.Bool, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(bool[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<bool>(rawArray, [rawArray.Length], ScalarType.Bool, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(bool[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<bool>(rawArray, dimensions, ScalarType.Bool, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<bool> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<bool>(Span(rawArray), [rawArray.Count], ScalarType.Bool, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<bool> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<bool>(Span(rawArray), [rows, columns], ScalarType.Bool, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<bool> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<bool>(Span(rawArray), [dim0, dim1, dim2], ScalarType.Bool, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<bool> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<bool>(Span(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Bool, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(bool[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<bool>(ElementsOf<bool>(rawArray), Lengths(rawArray), ScalarType.Bool, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(bool[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<bool>(ElementsOf<bool>(rawArray), Lengths(rawArray), ScalarType.Bool, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(bool[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<bool>(ElementsOf<bool>(rawArray), Lengths(rawArray), ScalarType.Bool, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(byte scalar, Device? device = null, bool requires_grad = false) =>
        FromData<byte>([scalar], [], ScalarType.Byte, null, device, requires_grad);
    public static Tensor tensor(IList<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<byte>(Span(rawArray), dimensions, ScalarType.Byte, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(byte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<byte>(rawArray, [rawArray.Length], ScalarType.Byte, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(byte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<byte>(rawArray, dimensions, ScalarType.Byte, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<byte> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<byte>(Span(rawArray), [rawArray.Count], ScalarType.Byte, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<byte> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<byte>(Span(rawArray), [rows, columns], ScalarType.Byte, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<byte> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<byte>(Span(rawArray), [dim0, dim1, dim2], ScalarType.Byte, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<byte> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<byte>(Span(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Byte, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(byte[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<byte>(ElementsOf<byte>(rawArray), Lengths(rawArray), ScalarType.Byte, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(byte[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<byte>(ElementsOf<byte>(rawArray), Lengths(rawArray), ScalarType.Byte, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(byte[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<byte>(ElementsOf<byte>(rawArray), Lengths(rawArray), ScalarType.Byte, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(Memory<byte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<byte>(rawArray.Span, dimensions, ScalarType.Byte, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(double scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromData<double>([scalar], [], ScalarType.Float64, dtype, device, requires_grad);
    public static Tensor tensor(double real, double imaginary, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        FromData<System.Numerics.Complex>([new System.Numerics.Complex(real, imaginary)], [], ScalarType.ComplexFloat64, dtype, device,
            requires_grad);
    public static Tensor tensor(IList<double> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<double>(Span(rawArray), [rawArray.Count], ScalarType.Float64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(double[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<double>(rawArray, [rawArray.Length], ScalarType.Float64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(double[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<double>(rawArray, dimensions, ScalarType.Float64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<double> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<double>(Span(rawArray), [rows, columns], ScalarType.Float64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<double> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<double>(Span(rawArray), [dim0, dim1, dim2], ScalarType.Float64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<double> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<double>(Span(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Float64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(double[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<double>(ElementsOf<double>(rawArray), Lengths(rawArray), ScalarType.Float64, dtype, device, requires_grad).Leaf(false,
            names);
    public static Tensor tensor(double[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<double>(ElementsOf<double>(rawArray), Lengths(rawArray), ScalarType.Float64, dtype, device, requires_grad).Leaf(false,
            names);
    public static Tensor tensor(double[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<double>(ElementsOf<double>(rawArray), Lengths(rawArray), ScalarType.Float64, dtype, device, requires_grad).Leaf(false,
            names);
    public static Tensor tensor(Memory<double> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<double>(rawArray.Span, dimensions, ScalarType.Float64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(float scalar, Device? device = null, bool requires_grad = false) =>
        FromData<float>([scalar], [], ScalarType.Float32, null, device, requires_grad);
    public static Tensor tensor(float real, float imaginary, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromData<(float, float)>([(real, imaginary)], [], ScalarType.ComplexFloat32, dtype, device, requires_grad);
    public static Tensor tensor((float Real, float Imaginary) scalar, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false) =>
        FromData<(float, float)>([scalar], [], ScalarType.ComplexFloat32, dtype, device, requires_grad);
    public static Tensor tensor(IList<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<float>(Span(rawArray), dimensions, ScalarType.Float32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<float>(rawArray, [rawArray.Length], ScalarType.Float32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(float[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<float>(rawArray, dimensions, ScalarType.Float32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<float> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<float>(Span(rawArray), [rawArray.Count], ScalarType.Float32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<float> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<float>(Span(rawArray), [rows, columns], ScalarType.Float32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<float> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<float>(Span(rawArray), [dim0, dim1, dim2], ScalarType.Float32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<float> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<float>(Span(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Float32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(float[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<float>(ElementsOf<float>(rawArray), Lengths(rawArray), ScalarType.Float32, dtype, device, requires_grad).Leaf(false,
            names);
    public static Tensor tensor(float[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<float>(ElementsOf<float>(rawArray), Lengths(rawArray), ScalarType.Float32, dtype, device, requires_grad).Leaf(false,
            names);
    public static Tensor tensor(float[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<float>(ElementsOf<float>(rawArray), Lengths(rawArray), ScalarType.Float32, dtype, device, requires_grad).Leaf(false,
            names);
    public static Tensor tensor(Memory<float> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<float>(rawArray.Span, dimensions, ScalarType.Float32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(int scalar, Device? device = null, bool requires_grad = false) =>
        FromData<int>([scalar], [], ScalarType.Int32, null, device, requires_grad);
    public static Tensor tensor(IList<int> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<int>(Span(rawArray), dimensions, ScalarType.Int32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(int[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<int>(rawArray, [rawArray.Length], ScalarType.Int32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(int[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<int>(rawArray, dimensions, ScalarType.Int32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<int> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<int>(Span(rawArray), [rawArray.Count], ScalarType.Int32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<int> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<int>(Span(rawArray), [rows, columns], ScalarType.Int32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<int> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<int>(Span(rawArray), [dim0, dim1, dim2], ScalarType.Int32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(int[] rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<int>(rawArray, [dim0, dim1, dim2, dim3], ScalarType.Int32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(int[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<int>(ElementsOf<int>(rawArray), Lengths(rawArray), ScalarType.Int32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(int[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<int>(ElementsOf<int>(rawArray), Lengths(rawArray), ScalarType.Int32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(int[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<int>(ElementsOf<int>(rawArray), Lengths(rawArray), ScalarType.Int32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(Memory<int> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<int>(rawArray.Span, dimensions, ScalarType.Int32, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(long scalar, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        FromData<long>([scalar], [], ScalarType.Int64, dtype, device, requires_grad);
    public static Tensor tensor(IList<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<long>(Span(rawArray), dimensions, ScalarType.Int64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(long[] dataArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<long>(dataArray, [dataArray.Length], ScalarType.Int64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(long[] dataArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<long>(dataArray, dimensions, ScalarType.Int64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<long> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<long>(Span(rawArray), [rawArray.Count], ScalarType.Int64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<long> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<long>(Span(rawArray), [rows, columns], ScalarType.Int64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<long> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<long>(Span(rawArray), [dim0, dim1, dim2], ScalarType.Int64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<long> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<long>(Span(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Int64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(long[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<long>(ElementsOf<long>(rawArray), Lengths(rawArray), ScalarType.Int64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(long[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<long>(ElementsOf<long>(rawArray), Lengths(rawArray), ScalarType.Int64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(long[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<long>(ElementsOf<long>(rawArray), Lengths(rawArray), ScalarType.Int64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(Memory<long> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<long>(rawArray.Span, dimensions, ScalarType.Int64, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(sbyte scalar, Device? device = null, bool requires_grad = false) =>
        FromData<sbyte>([scalar], [], ScalarType.Int8, null, device, requires_grad);
    public static Tensor tensor(IList<sbyte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<sbyte>(Span(rawArray), dimensions, ScalarType.Int8, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(sbyte[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<sbyte>(rawArray, [rawArray.Length], ScalarType.Int8, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(sbyte[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<sbyte>(rawArray, dimensions, ScalarType.Int8, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<sbyte> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<sbyte>(Span(rawArray), [rawArray.Count], ScalarType.Int8, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<sbyte> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<sbyte>(Span(rawArray), [rows, columns], ScalarType.Int8, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<sbyte> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<sbyte>(Span(rawArray), [dim0, dim1, dim2], ScalarType.Int8, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<sbyte> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<sbyte>(Span(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Int8, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(sbyte[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<sbyte>(ElementsOf<sbyte>(rawArray), Lengths(rawArray), ScalarType.Int8, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(sbyte[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<sbyte>(ElementsOf<sbyte>(rawArray), Lengths(rawArray), ScalarType.Int8, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(sbyte[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<sbyte>(ElementsOf<sbyte>(rawArray), Lengths(rawArray), ScalarType.Int8, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(Memory<sbyte> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<sbyte>(rawArray.Span, dimensions, ScalarType.Int8, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(short scalar, Device? device = null, bool requires_grad = false) =>
        FromData<short>([scalar], [], ScalarType.Int16, null, device, requires_grad);
    public static Tensor tensor(IList<short> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<short>(Span(rawArray), dimensions, ScalarType.Int16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(short[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<short>(rawArray, [rawArray.Length], ScalarType.Int16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(short[] rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<short>(rawArray, dimensions, ScalarType.Int16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<short> rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<short>(Span(rawArray), [rawArray.Count], ScalarType.Int16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<short> rawArray, long rows, long columns, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<short>(Span(rawArray), [rows, columns], ScalarType.Int16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<short> rawArray, long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<short>(Span(rawArray), [dim0, dim1, dim2], ScalarType.Int16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(IList<short> rawArray, long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null,
        Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<short>(Span(rawArray), [dim0, dim1, dim2, dim3], ScalarType.Int16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(short[,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<short>(ElementsOf<short>(rawArray), Lengths(rawArray), ScalarType.Int16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(short[,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<short>(ElementsOf<short>(rawArray), Lengths(rawArray), ScalarType.Int16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(short[,,,] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false,
        string[]? names = null) =>
        FromData<short>(ElementsOf<short>(rawArray), Lengths(rawArray), ScalarType.Int16, dtype, device, requires_grad).Leaf(false, names);
    public static Tensor tensor(Memory<short> rawArray, ReadOnlySpan<long> dimensions, ScalarType? dtype = null, Device? device = null,
        bool requires_grad = false, string[]? names = null) =>
        FromData<short>(rawArray.Span, dimensions, ScalarType.Int16, dtype, device, requires_grad).Leaf(false, names);
}
