using TorchSharp.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    public sealed class Identity : ParameterLessModule<Tensor, Tensor>
    {
        internal Identity() : base(nameof(Identity))
        {
        }

        public override Tensor forward(Tensor input) => input.alias();
    }

    public sealed class Flatten : ParameterLessModule<Tensor, Tensor>
    {
        internal Flatten(long start_dim, long end_dim) : base(nameof(Flatten)) => (this.start_dim, this.end_dim) = (start_dim, end_dim);

        public long start_dim { get; set; }
        public long end_dim { get; set; }

        public override Tensor forward(Tensor input) => Ops.flatten_using_ints.Call(input, start_dim, end_dim);
    }

    public sealed class Unflatten : ParameterLessModule<Tensor, Tensor>
    {
        internal Unflatten(long dim, long[] unflattened_size) : base(nameof(Unflatten)) =>
            (this.dim, this.unflattened_size) = (dim, unflattened_size);

        public long dim { get; set; }
        public long[] unflattened_size { get; set; }

        public override Tensor forward(Tensor input)
        {
            var shape = input.shape;
            var d = (int)(dim < 0 ? dim + shape.Length : dim);
            if (d < 0 || d >= shape.Length) throw new ArgumentException(
                $"Unflatten: dim is {dim}; the input has {shape.Length} dimensions.");
            return Ops.reshape.Call(input, (long[])[.. shape[..d], .. unflattened_size, .. shape[(d + 1)..]]);
        }
    }

    public sealed class Upsample : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[]? givenSize;
        private readonly double[]? givenScale;

        internal Upsample(long[]? size, double[]? scale_factor, UpsampleMode mode, bool? align_corners, bool? recompute_scale_factor)
            : base(nameof(Upsample)) =>
            (givenSize, givenScale, this.mode, this.align_corners, this.recompute_scale_factor) = (size, scale_factor, mode, align_corners,
                recompute_scale_factor);

        public bool? recompute_scale_factor { get; set; }
        public UpsampleMode mode { get; private set; }
        public bool? align_corners { get; private set; }
        public ReadOnlySpan<long> size => givenSize;
        public ReadOnlySpan<double> scale_factor => givenScale;

        public override Tensor forward(Tensor input) =>
            nn.functional.interpolate(input, givenSize, givenScale, (InterpolationMode)mode, align_corners,
                recompute_scale_factor ?? false);
    }

    /// <summary>Padding: the last dimension's two sizes first.</summary>
    public abstract class PadBase : ParameterLessModule<Tensor, Tensor>
    {
        private readonly PaddingModes mode;

        protected PadBase(string name, PaddingModes mode, double value, params long[] padding) : base(name) =>
            (this.mode, this.value, this.padding) = (mode, value, padding);

        public long[] padding { get; set; }
        public double value { get; set; }

        public override Tensor forward(Tensor input) => nn.functional.pad(input, padding, mode, value);
    }

    public sealed class ZeroPad2d : PadBase
    {
        internal ZeroPad2d(params long[] padding) : base(nameof(ZeroPad2d), PaddingModes.Zeros, 0, padding)
        {
        }
    }

    public sealed class ConstantPad2d : PadBase
    {
        internal ConstantPad2d(double value, params long[] padding) : base(nameof(ConstantPad2d), PaddingModes.Constant, value, padding)
        {
        }
    }

    public sealed class ReflectionPad2d : PadBase
    {
        internal ReflectionPad2d(params long[] padding) : base(nameof(ReflectionPad2d), PaddingModes.Reflect, 0, padding)
        {
        }
    }

    public sealed class ReplicationPad2d : PadBase
    {
        internal ReplicationPad2d(params long[] padding) : base(nameof(ReplicationPad2d), PaddingModes.Replicate, 0, padding)
        {
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public enum UpsampleMode { Nearest = 0, Linear = 1, Bilinear = 2, Bicubic = 3, Trilinear = 4 }

        public enum InterpolationMode { Nearest = 0, Linear = 1, Bilinear = 2, Bicubic = 3, Trilinear = 4, Area = 5, NearestExact = 6 }

        public static partial class nn
        {
            public static Identity Identity() => new();
            public static Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);
            public static Unflatten Unflatten(long dim, long[] unflattened_size) => new(dim, unflattened_size);

            public static Upsample Upsample(long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest,
                bool? align_corners = null, bool? recompute_scale_factor = null) =>
                    new(size, scale_factor, mode, align_corners, recompute_scale_factor);

            public static ZeroPad2d ZeroPad2d(long padding) => new(padding, padding, padding, padding);
            public static ZeroPad2d ZeroPad2d((long, long, long, long) padding) => new(Four(padding));
            public static ConstantPad2d ConstantPad2d(long padding, double value) => new(value, padding, padding, padding, padding);
            public static ConstantPad2d ConstantPad2d((long, long, long, long) padding, double value) => new(value, Four(padding));
            public static ReflectionPad2d ReflectionPad2d(long padding) => new(padding, padding, padding, padding);
            public static ReflectionPad2d ReflectionPad2d((long, long, long, long) padding) => new(Four(padding));
            public static ReplicationPad2d ReplicationPad2d(long padding) => new(padding, padding, padding, padding);
            public static ReplicationPad2d ReplicationPad2d((long, long, long, long) padding) => new(Four(padding));

            private static long[] Four((long, long, long, long) p) => [p.Item1, p.Item2, p.Item3, p.Item4];

            public static partial class functional
            {
                public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                    mode is PaddingModes.Constant or PaddingModes.Zeros
                        ? Ops.constant_pad_nd.Call(input, pad, mode == PaddingModes.Zeros ? 0 : value)
                        : Ops.pad.Call(input, pad, mode switch { PaddingModes.Reflect => "reflect", PaddingModes.Replicate => "replicate",
                            _ => "circular" });

                public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant,
                    double value = 0) =>
                    functional.pad(input, pad.ToArray(), mode, value);

                public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                    functional.pad(input, Pair(pad), mode, value);

                public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant,
                    double value = 0) =>
                    functional.pad(input, Four(pad), mode, value);

                /// <summary>The same padding on both sides of every dimension, also of batch and channels.</summary>
                public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
                {
                    var all = new long[2 * input.ndim];
                    Array.Fill(all, pad);
                    return functional.pad(input, all, mode, value);
                }

                /// <summary>Resizes the spatial dimensions to a size or by a factor.</summary>
                public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null,
                    InterpolationMode mode = InterpolationMode.Nearest,
                    bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
                {
                    var spatial = (int)x.ndim - 2;
                    if ((size is null) == (scale_factor is null)) throw new ArgumentException(
                        "interpolate: give size or scale_factor, and not both.");
                    if (mode is InterpolationMode.Nearest or InterpolationMode.NearestExact or InterpolationMode.Area
                        && align_corners is not null)
                        throw new ArgumentException(
                            $"interpolate: align_corners has no meaning with mode {mode}; leave it out.", nameof(align_corners));
                    size = PerDimension(size, spatial, nameof(size));
                    scale_factor = PerDimension(scale_factor, spatial, nameof(scale_factor));
                    if (scale_factor is not null && (recompute_scale_factor || mode == InterpolationMode.Area))
                    {
                        var shape = x.shape;
                        size = [.. scale_factor.Select((factor, d) => (long)Math.Floor(shape[d + 2] * factor))];
                        scale_factor = null;
                    }
                    var corners = align_corners ?? false;
                    return (mode, spatial) switch
                    {
                        (InterpolationMode.Nearest, 1) => Ops.upsample_nearest1d_vec.Call(x, size, scale_factor),
                        (InterpolationMode.Nearest, 2) => Ops.upsample_nearest2d_vec.Call(x, size, scale_factor),
                        (InterpolationMode.Nearest, 3) => Ops.upsample_nearest3d_vec.Call(x, size, scale_factor),
                        (InterpolationMode.NearestExact, 1) => Ops._upsample_nearest_exact1d_vec.Call(x, size, scale_factor),
                        (InterpolationMode.NearestExact, 2) => Ops._upsample_nearest_exact2d_vec.Call(x, size, scale_factor),
                        (InterpolationMode.Area, 1) => Ops.adaptive_avg_pool1d.Call(x, size),
                        (InterpolationMode.Area, 2) => Ops.adaptive_avg_pool2d.Call(x, size),
                        (InterpolationMode.Linear, 1) => Ops.upsample_linear1d_vec.Call(x, size, corners, scale_factor),
                        (InterpolationMode.Bilinear, 2) when antialias =>
                            Ops._upsample_bilinear2d_aa_vec.Call(x, size, corners, scale_factor),
                        (InterpolationMode.Bilinear, 2) => Ops.upsample_bilinear2d_vec.Call(x, size, corners, scale_factor),
                        (InterpolationMode.Bicubic, 2) when antialias =>
                            Ops._upsample_bicubic2d_aa_vec.Call(x, size, corners, scale_factor),
                        (InterpolationMode.Bicubic, 2) => Ops.upsample_bicubic2d_vec.Call(x, size, corners, scale_factor),
                        (InterpolationMode.Trilinear, 3) => Ops.upsample_trilinear3d_vec.Call(x, size, corners, scale_factor),
                        _ => throw new ArgumentException(
                            $"interpolate: mode {mode} does not work on an input of {x.ndim} dimensions.", nameof(mode)),
                    };
                }

                public static Tensor upsample(Tensor input, long[]? size = null, double[]? scale_factor = null,
                    UpsampleMode mode = UpsampleMode.Nearest, bool align_corners = false) =>
                    interpolate(input, size, scale_factor, (InterpolationMode)mode, mode == UpsampleMode.Nearest ? null : align_corners);

                private static T[]? PerDimension<T>(T[]? given, int spatial, string argument)
                {
                    if (given is null || given.Length == spatial) return given;
                    if (given.Length != 1) throw new ArgumentException(
                        $"interpolate: {argument} has {given.Length} elements; the input has {spatial} spatial dimensions.", argument);
                    var all = new T[spatial];
                    Array.Fill(all, given[0]);
                    return all;
                }
            }
        }
    }
}
