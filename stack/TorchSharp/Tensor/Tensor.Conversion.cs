using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(Ops.to_dtype.Call(this, type, non_blocking, copy), disposeAfter);

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(Ops.to_device.Call(this, device, type, non_blocking, copy), disposeAfter);

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, device, copy, disposeAfter, non_blocking);

        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false,
            bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        public Tensor to(Tensor other, bool non_blocking = false) => to(other.dtype, other.device, non_blocking: non_blocking);

        public Tensor type(Func<Tensor, Tensor> typeFunc) => typeFunc(this);
        public Tensor type(ScalarType dtype) => to_type(dtype);
        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        public Tensor cpu() => to(CPU);
        public Tensor cuda(Device? device = null, bool non_blocking = false) => to(device ?? CUDA, non_blocking: non_blocking);

        public Tensor @bool() => to_type(ScalarType.Bool);
        public Tensor @byte() => to_type(ScalarType.Byte);
        public Tensor @char() => to_type(ScalarType.Int8);
        public Tensor @short() => to_type(ScalarType.Int16);
        public Tensor @int() => to_type(ScalarType.Int32);
        public Tensor @long() => to_type(ScalarType.Int64);
        public Tensor half() => to_type(ScalarType.Float16);
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);
        public Tensor @float() => to_type(ScalarType.Float32);
        public Tensor @double() => to_type(ScalarType.Float64);

        public bool is_integral() => torch.is_integral(dtype);
        public bool is_floating_point() => torch.is_floating_point(dtype);
        public bool is_complex() => torch.is_complex(dtype);
        public bool is_nonzero() => Ops.is_nonzero.CallBool(this);

        /// <summary>The value of a tensor of one element, whatever its type.</summary>
        public unsafe Scalar ToScalar()
        {
            if (NumberOfElements != 1)
                throw new ArgumentException($"Only a tensor of one element converts to a number; this one has {NumberOfElements} (shape [{string.Join(", ", shape)}]).");
            if (device_type != DeviceType.CPU)
            {
                using var here = cpu();
                return here.ToScalar();
            }
            Native.Check(Native.tsh_data(Handle, out var data));
            return Alive(ScalarAt((byte*)data, dtype, 0));
        }

        /// <summary>A number, or nested lists of numbers.</summary>
        public unsafe object tolist()
        {
            using var here = Readable();
            Native.Check(Native.tsh_data(here.Handle, out var data));
            var sizes = shape;
            var type = dtype;
            long next = 0;
            var result = Level(0);
            GC.KeepAlive(here);
            return result;

            object Level(int dim)
            {
                if (dim == sizes.Length) return ScalarAt((byte*)data, type, next++);
                var list = new System.Collections.ArrayList((int)sizes[dim]);
                for (long i = 0; i < sizes[dim]; i++) list.Add(Level(dim + 1));
                return list;
            }
        }

        internal static unsafe Scalar ScalarAt(byte* data, ScalarType type, long index) => type switch
        {
            ScalarType.Byte => data[index],
            ScalarType.Int8 => ((sbyte*)data)[index],
            ScalarType.Int16 => ((short*)data)[index],
            ScalarType.Int32 => ((int*)data)[index],
            ScalarType.Int64 => ((long*)data)[index],
            ScalarType.Float16 => ((Half*)data)[index],
            ScalarType.BFloat16 => BitConverter.Int32BitsToSingle(((ushort*)data)[index] << 16),
            ScalarType.Float32 => ((float*)data)[index],
            ScalarType.Float64 => ((double*)data)[index],
            ScalarType.Bool => ((bool*)data)[index],
            ScalarType.ComplexFloat32 => (((float*)data)[2 * index], ((float*)data)[(2 * index) + 1]),
            ScalarType.ComplexFloat64 => new System.Numerics.Complex(((double*)data)[2 * index], ((double*)data)[(2 * index) + 1]),
            _ => throw new NotSupportedException($"Elements of type {type} cannot be read."),
        };

        // On the CPU, in row-major order, out of the graph; a handle of its own.
        internal Tensor Readable()
        {
            using var leaf = detach();
            using var here = leaf.cpu();
            return here.contiguous();
        }

        private Tensor After(Tensor result, bool disposeThis)
        {
            if (disposeThis) Dispose();
            return result;
        }
    }
}
