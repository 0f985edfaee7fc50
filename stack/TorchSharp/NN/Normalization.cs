using TorchSharp.Interop;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>What batch and instance normalisation share: scale and shift, and running statistics.</summary>
    public abstract class NormBase : nn.Module<Tensor, Tensor>
    {
        protected NormBase(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device,
            ScalarType? dtype, string name) : base(name)
        {
            this.num_features = num_features;
            this.eps = eps;
            this.momentum = momentum;
            this.affine = affine;
            this.track_running_stats = track_running_stats;
            if (affine)
            {
                weight = Initial.Full([num_features], 1, device, dtype);
                bias = Initial.Full([num_features], 0, device, dtype);
            }
            if (!track_running_stats) return;
            running_mean = nn.init.zeros_(Ops.empty_memory_format.Call(new[] { num_features }, dtype, default, device));
            running_var = nn.init.ones_(Ops.empty_memory_format.Call(new[] { num_features }, dtype, default, device));
            num_batches_tracked = nn.init.zeros_(Ops.empty_memory_format.Call(Array.Empty<long>(), ScalarType.Int64, default, device));
        }

        public long num_features { get; private set; }
        public double eps { get; set; }
        public double? momentum { get; set; }
        public bool affine { get; private set; }
        public bool track_running_stats { get; private set; }

        [field: ComponentName(Name = nameof(bias))]
        public Parameter? bias { get; set => field = Registered(nameof(bias), field, value); }

        [field: ComponentName(Name = nameof(weight))]
        public Parameter weight { get; set => field = Registered(nameof(weight), field, value)!; } = null!;

        [field: ComponentName(Name = nameof(running_mean))]
        public Tensor? running_mean { get; set => field = Registered(nameof(running_mean), field, value); }

        [field: ComponentName(Name = nameof(running_var))]
        public Tensor? running_var { get; set => field = Registered(nameof(running_var), field, value); }

        [field: ComponentName(Name = nameof(num_batches_tracked))]
        public Tensor? num_batches_tracked { get; set => field = Registered(nameof(num_batches_tracked), field, value); }

        protected abstract void ValidateInputDimensions(Tensor input);

        public void reset_running_stats()
        {
            if (running_mean is { } mean) nn.init.zeros_(mean);
            if (running_var is { } variance) nn.init.ones_(variance);
            if (num_batches_tracked is { } count) nn.init.zeros_(count);
        }

        public void reset_parameters()
        {
            reset_running_stats();
            if (!affine) return;
            nn.init.ones_(weight);
            nn.init.zeros_(bias!);
        }

        private protected static void RequireDimensions(Tensor input, int fewest, int most)
        {
            if (input.ndim < fewest || input.ndim > most)
                throw new ArgumentException(fewest == most ? $"expected {fewest}D input, but got {input.ndim}D input."
                    : $"expected {fewest}D or {most}D input, but got {input.ndim}D input.");
        }
    }

    /// <summary>Normalises each channel by the batch's mean and variance in training, by the running ones in evaluation.</summary>
    public abstract class BatchNorm : NormBase
    {
        protected BatchNorm(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device,
            ScalarType? dtype, string name)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, name)
        {
        }

        public override Tensor forward(Tensor input)
        {
            ValidateInputDimensions(input);
            var share = momentum ?? 0;
            if (training && num_batches_tracked is { } batches)
            {
                Ops.add__Scalar.Do(batches, 1);
                share = momentum ?? 1.0 / batches.item<long>();
            }
            var byBatch = training || (running_mean is null && running_var is null);
            var track = !training || track_running_stats;
            return nn.functional.batch_norm(input, track ? running_mean : null, track ? running_var : null, weight, bias, byBatch, share,
                eps);
        }
    }

    public sealed class BatchNorm1d : BatchNorm
    {
        internal BatchNorm1d(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device,
            ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm1d))
        {
        }

        protected override void ValidateInputDimensions(Tensor input) => RequireDimensions(input, 2, 3);
    }

    public sealed class BatchNorm2d : BatchNorm
    {
        internal BatchNorm2d(long num_features, double eps, double? momentum, bool affine, bool track_running_stats, Device? device,
            ScalarType? dtype)
            : base(num_features, eps, momentum, affine, track_running_stats, device, dtype, nameof(BatchNorm2d))
        {
        }

        protected override void ValidateInputDimensions(Tensor input) => RequireDimensions(input, 4, 4);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static BatchNorm1d BatchNorm1d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true,
                bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static BatchNorm2d BatchNorm2d(long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true,
                bool track_running_stats = true, Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            public static partial class functional
            {
                public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null,
                    Tensor? bias = null,
                    bool training = false, double momentum = 0.1, double eps = 1e-5) =>
                    Ops.batch_norm.Call(input, weight, bias, running_mean, running_var, training, momentum, eps, false);
            }
        }
    }
}
