using System.Collections;
using TorchSharp.Interop;

namespace TorchSharp.Utils;

/// <summary>The elements of a tensor in row-major order, whatever its strides.</summary>
public sealed class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor tensor;

    internal TensorAccessor(torch.Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU)
            throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
        this.tensor = tensor;
    }

    public long Count => tensor.numel();

    public bool IsReadOnly => false;

    public unsafe T this[params long[] indices]
    {
        get
        {
            var value = *(Pointer() + Offset(indices));
            GC.KeepAlive(tensor);
            return value;
        }
        set
        {
            *(Pointer() + Offset(indices)) = value;
            GC.KeepAlive(tensor);
        }
    }

    /// <summary>All elements in one array. (Of a vector or scalar, as TorchSharp, and of any other tensor flattened.)</summary>
    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result.AsSpan());
        return result;
    }

    /// <summary>All elements in an array of the tensor's own dimensions.</summary>
    public Array ToNDArray()
    {
        if (tensor.ndim == 0) return ToArray();
        var result = Array.CreateInstance(typeof(T), tensor.shape);
        if (result.Length > 0)
            CopyTo(System.Runtime.InteropServices.MemoryMarshal.CreateSpan(
                ref System.Runtime.CompilerServices.Unsafe.As<byte,
                    T>(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(result)), result.Length));
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies the elements from <paramref name="tensorIndex"/> on; as many as there are, so the span must have room.</summary>
    public unsafe void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        if (!tensor.is_contiguous())
        {
            using var copy = tensor.contiguous();
            new TensorAccessor<T>(copy).CopyTo(array, arrayIndex, tensorIndex);
            return;
        }
        var target = array[arrayIndex..];
        var source = Pointer() + tensorIndex;
        var left = Count - tensorIndex;
        if (left > target.Length)
            throw new ArgumentException($"There is room for {target.Length} elements; {left} are to be copied.", nameof(array));
        new ReadOnlySpan<T>(source, (int)left).CopyTo(target);
        GC.KeepAlive(tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Overwrites elements from <paramref name="tensorIndex"/> on; the tensor must be contiguous.</summary>
    public unsafe void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        if (!tensor.is_contiguous()) throw new NotSupportedException("CopyFrom: the tensor is not contiguous; call contiguous() first.");
        array[arrayIndex..].CopyTo(new Span<T>(Pointer(), checked((int)Count))[(int)tensorIndex..]);
        GC.KeepAlive(tensor);
    }

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Nothing to release: the tensor keeps its own memory.</summary>
    public void Dispose()
    {
    }

    private unsafe T* Pointer()
    {
        Native.Check(Native.tsh_data(tensor.Handle, out var pointer));
        return (T*)pointer;
    }

    private long Offset(long[] indices)
    {
        var shape = tensor.shape;
        if (indices.Length == 1 && shape.Length != 1) return FlatOffset(indices[0], shape);
        if (indices.Length != shape.Length)
            throw new ArgumentException($"{indices.Length} indices were given for a tensor of {shape.Length} dimensions.", nameof(indices));
        var strides = tensor.stride();
        long offset = 0;
        for (var d = 0; d < shape.Length; d++)
        {
            if (indices[d] < 0 || indices[d] >= shape[d])
                throw new IndexOutOfRangeException($"Index {indices[d]} of dimension {d} is outside 0 .. {shape[d] - 1}.");
            offset += indices[d] * strides[d];
        }
        return offset;
    }

    private long FlatOffset(long index, long[] shape)
    {
        if (index < 0 || index >= Count) throw new IndexOutOfRangeException($"Index {index} is outside 0 .. {Count - 1}.");
        var strides = tensor.stride();
        long offset = 0;
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            offset += index % shape[d] * strides[d];
            index /= shape[d];
        }
        return offset;
    }
}
