using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Reads and writes the elements; <typeparamref name="T"/> must be the .NET type of <see cref="dtype"/>.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            ValidateType(typeof(T));
            return new TensorAccessor<T>(this);
        }

        /// <summary>The value of a tensor of one element.</summary>
        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1) throw new ArgumentException($"Number of elements in the tensor must be 1, it is {NumberOfElements}.");
            ValidateType(typeof(T));
            unsafe
            {
                Native.Check(Native.tsh_data(Handle, out var pointer));
                return Alive(*(T*)pointer);
            }
        }

        /// <summary>The raw bytes of a contiguous tensor; the span is good as long as the tensor is.</summary>
        public Span<byte> bytes
        {
            get
            {
                var contiguous = Contiguous("bytes");
                return MemoryMarshal.AsBytes(contiguous);
            }
            set
            {
                var target = Contiguous("bytes");
                if (value.Length != target.Length)
                    throw new ArgumentException($"The tensor holds {target.Length} bytes, {value.Length} were given.", nameof(value));
                value.CopyTo(target);
            }
        }

        private unsafe Span<byte> Contiguous(string member)
        {
            if (!is_contiguous()) throw new NotSupportedException($"{member}: the tensor is not contiguous; call contiguous() first.");
            Native.Check(Native.tsh_data(Handle, out var pointer));
            return new Span<byte>((void*)pointer, checked((int)(NumberOfElements * ElementSize)));
        }

        internal void ValidateType(Type type)
        {
            if (TypeOf(dtype) != type)
                throw new ArgumentException($"{type.Name} is not compatible with {dtype}: its elements are read as {TypeOf(dtype).Name}.");
        }

        internal static Type TypeOf(ScalarType dtype) => dtype switch
        {
            ScalarType.Byte => typeof(byte),
            ScalarType.Int8 => typeof(sbyte),
            ScalarType.Int16 => typeof(short),
            ScalarType.Int32 => typeof(int),
            ScalarType.Int64 => typeof(long),
            ScalarType.Float16 => typeof(Half),
            ScalarType.Float32 => typeof(float),
            ScalarType.Float64 => typeof(double),
            ScalarType.Bool => typeof(bool),
            ScalarType.ComplexFloat32 => typeof((float, float)),
            ScalarType.ComplexFloat64 => typeof(System.Numerics.Complex),
            _ => throw new NotSupportedException($"Elements of type {dtype} have no .NET type here."),
        };
    }

    /// <summary>Copies row-major elements into a new tensor; the one place where .NET data enters libtorch.</summary>
    internal static unsafe Tensor FromData<T>(ReadOnlySpan<T> elements, ReadOnlySpan<long> shape, ScalarType elementType,
        ScalarType? dtype, Device? device, bool requires_grad) where T : unmanaged
    {
        long count = 1;
        foreach (var size in shape)
        {
            if (size < 0) throw new ArgumentOutOfRangeException(nameof(shape), size, "A dimension must not be negative.");
            count = checked(count * size);
        }
        if (count != elements.Length)
            throw new ArgumentException($"{elements.Length} elements do not fill the shape [{string.Join(", ", shape.ToArray())}], which has {count}.", nameof(shape));
        NativeValue value;
        fixed (T* data = elements)
        fixed (long* sizes = shape)
            Native.Check(Native.tsh_from_data(data, sizes, shape.Length, (int)elementType, &value));
        var tensor = new Tensor(in value);
        if ((dtype is { } type && type != elementType) || (device is not null && device.type != DeviceType.CPU))
        {
            using var old = tensor;
            tensor = old.to(dtype ?? elementType, device ?? CPU);
        }
        return requires_grad ? tensor.requires_grad_() : tensor;
    }

    /// <summary>The elements of a rectangular array, in row-major order, without copying.</summary>
    internal static ReadOnlySpan<T> ElementsOf<T>(Array array) where T : unmanaged => array.Length == 0
        ? default
        : MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
}
