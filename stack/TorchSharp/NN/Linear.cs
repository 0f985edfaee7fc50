using TorchSharp.Interop;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>y = x Wᵀ + b; weight [out, in], bias [out], both uniform in ±1/√in at first.</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
        {
            (out_features, in_features) = (weight.size(0), weight.size(1));
            this.weight = weight;
            if (bias is not null) this.bias = bias;
        }

        internal Linear(long inputSize, long outputSize, bool hasBias, Device? device, ScalarType? dtype) : base(nameof(Linear))
        {
            (in_features, out_features) = (inputSize, outputSize);
            weight = Initial.Empty([outputSize, inputSize], device, dtype);
            nn.init.kaiming_uniform_(weight, a: Math.Sqrt(5));
            if (hasBias) bias = Initial.BiasFor(weight, outputSize, device, dtype);
        }

        public long in_features { get; set; }
        public long out_features { get; set; }

        [field: ComponentName(Name = nameof(weight))]
        public Parameter weight { get; set => field = Registered(nameof(weight), field, value)!; }

        [field: ComponentName(Name = nameof(bias))]
        public Parameter? bias { get; set => field = Registered(nameof(bias), field, value); }

        public override Tensor forward(Tensor input) => Ops.linear.Call(input, weight, bias);
    }

    /// <summary>First values as PyTorch's layers take them, in the same order of draws.</summary>
    internal static class Initial
    {
        public static Parameter Empty(long[] shape, Device? device, ScalarType? dtype) =>
            new(Ops.empty_memory_format.Call(shape, dtype, default, device));

        public static Parameter Full(long[] shape, double value, Device? device, ScalarType? dtype) =>
            new(nn.init.constant_(Ops.empty_memory_format.Call(shape, dtype, default, device), value));

        public static Parameter BiasFor(Tensor weight, long count, Device? device, ScalarType? dtype)
        {
            var bias = Empty([count], device, dtype);
            var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
            var bound = fanIn > 0 ? 1 / Math.Sqrt(fanIn) : 0;
            nn.init.uniform_(bias, -bound, bound);
            return bias;
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Linear Linear(long inputSize, long outputSize, bool hasBias = true, Device? device = null,
                ScalarType? dtype = null) =>
                new(inputSize, outputSize, hasBias, device, dtype);

            public static Linear Linear(Parameter weight, Parameter? bias = null) => new(weight, bias);

            public static partial class functional
            {
                public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => Ops.linear.Call(input, weights, bias);
            }
        }
    }
}
