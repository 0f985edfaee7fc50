using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);

        public Tensor add(Tensor target) => Ops.add_Tensor.Call(this, target);
        public Tensor add(Tensor target, Scalar alpha) => Ops.add_Tensor.Call(this, target, alpha);
        public Tensor mul(Tensor target) => Ops.mul_Tensor.Call(this, target);
        public Tensor sub(Tensor target) => Ops.sub_Tensor.Call(this, target);
        public Tensor matmul(Tensor target) => Ops.matmul.Call(this, target);
        public Tensor detach() => Ops.detach.Call(this);
        public Tensor alias() => Ops.alias.Call(this);
        public Tensor contiguous() => Ops.contiguous.Call(this);

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            var result = Ops.to_device.Call(this, device, type, non_blocking, copy);
            if (disposeAfter) Dispose();
            return result;
        }

        public bool is_floating_point() => dtype is ScalarType.Float16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;
        public bool is_complex() => dtype is ScalarType.ComplexFloat32 or ScalarType.ComplexFloat64;
    }

    public static Tensor tensor(float[] rawArray, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        FromData<float>(rawArray, [rawArray.Length], ScalarType.Float32, dtype, device, requires_grad);
}
