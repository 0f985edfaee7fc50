using TorchSharp.Interop;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Normalises over the last dimensions, each sample by itself.</summary>
    public sealed class LayerNorm : nn.Module<Tensor, Tensor>
    {
        internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(LayerNorm))
        {
            (this.normalized_shape, this.eps, this.elementwise_affine) = (normalized_shape, eps, elementwise_affine);
            if (!elementwise_affine) return;
            weight = Initial.Full(normalized_shape, 1, device, dtype);
            if (bias) this.bias = Initial.Full(normalized_shape, 0, device, dtype);
        }

        public long[] normalized_shape { get; set; }
        public double eps { get; set; }
        public bool elementwise_affine { get; set; }

        [field: ComponentName(Name = nameof(weight))]
        public Parameter weight { get; set => field = Registered(nameof(weight), field, value)!; } = null!;

        [field: ComponentName(Name = nameof(bias))]
        public Parameter? bias { get; set => field = Registered(nameof(bias), field, value); }

        public void reset_parameters()
        {
            if (elementwise_affine) nn.init.ones_(weight);
            if (bias is not null) nn.init.zeros_(bias);
        }

        public override Tensor forward(Tensor input) => nn.functional.layer_norm(input, normalized_shape, weight, bias, eps);
    }

    /// <summary>Normalises groups of channels, each sample by itself.</summary>
    public sealed class GroupNorm : nn.Module<Tensor, Tensor>
    {
        internal GroupNorm(long num_groups, long num_channels, double eps, bool affine, Device? device, ScalarType? dtype)
            : base(nameof(GroupNorm))
        {
            (this.num_groups, this.eps, this.affine) = (num_groups, eps, affine);
            if (!affine) return;
            weight = Initial.Full([num_channels], 1, device, dtype);
            bias = Initial.Full([num_channels], 0, device, dtype);
        }

        public long num_groups { get; set; }
        public double eps { get; set; }
        public bool affine { get; set; }

        [field: ComponentName(Name = nameof(weight))]
        public Parameter weight { get; set => field = Registered(nameof(weight), field, value)!; } = null!;

        [field: ComponentName(Name = nameof(bias))]
        public Parameter? bias { get; set => field = Registered(nameof(bias), field, value); }

        public override Tensor forward(Tensor input)
        {
            if (input.ndim < 3) throw new ArgumentException($"Invalid number of dimensions for GroupNorm argument: {input.ndim}");
            return nn.functional.group_norm(input, num_groups, weight, bias, eps);
        }
    }

    /// <summary>Normalises each channel of each sample.</summary>
    public sealed class InstanceNorm2d : NormBase
    {
        internal InstanceNorm2d(long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device,
            ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(InstanceNorm2d))
        {
        }

        protected override void ValidateInputDimensions(Tensor input) => RequireDimensions(input, 3, 4);

        public override Tensor forward(Tensor input)
        {
            ValidateInputDimensions(input);
            var channels = input.size((int)input.ndim - 3);
            if (channels != num_features)
                throw new ArgumentException(
                    $"expected input's size at dim={input.ndim - 3} to match num_features ({num_features}), but got: {channels}.");
            if (input.ndim == 4) return Normalized(input);
            using var batch = Ops.unsqueeze.Call(input, 0);
            using var result = Normalized(batch);
            return Ops.squeeze_dim.Call(result, 0);
        }

        private Tensor Normalized(Tensor input) =>
            nn.functional.instance_norm(input, running_mean, running_var, weight, bias, training || !track_running_stats, momentum ?? 0.1,
                eps);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static LayerNorm LayerNorm(long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true,
                bool bias = true, Device? device = null, ScalarType? dtype = null) =>
                new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

            public static LayerNorm LayerNorm(long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true,
                Device? device = null, ScalarType? dtype = null) =>
                new([normalized_shape], eps, elementwise_affine, bias, device, dtype);

            public static GroupNorm GroupNorm(long num_groups, long num_channels, double eps = 1e-05, bool affine = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(num_groups, num_channels, eps, affine, device, dtype);

            public static InstanceNorm2d InstanceNorm2d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = false,
                bool track_running_stats = false, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static partial class functional
            {
                public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null,
                    double eps = 1e-5) =>
                    Ops.layer_norm.Call(input, normalized_shape, weight, bias, eps);

                public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null,
                    double eps = 1e-5) =>
                    Ops.group_norm.Call(input, num_groups, weight, bias, eps);

                public static Tensor instance_norm(Tensor input, Tensor? running_mean = null, Tensor? running_var = null,
                    Tensor? weight = null, Tensor? bias = null,
                    bool use_input_stats = true, double momentum = 0.1, double eps = 1e-5) =>
                    Ops.instance_norm.Call(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, false);

                /// <summary>Divides by the p-norm along a dimension, or by eps where that is larger.</summary>
                public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1L, double eps = 1e-12)
                {
                    using var scope = NewDisposeScope();
                    var size = Ops.norm_ScalarOpt_dim.Call(input, p, new[] { dim }, true);
                    return Ops.div_Tensor.Call(input, Ops.clamp_min.Call(size, eps)).MoveToOuterDisposeScope();
                }
            }
        }
    }
}
