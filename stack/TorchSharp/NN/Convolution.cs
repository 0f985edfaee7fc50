using TorchSharp.Interop;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp
{
    public enum PaddingModes { Zeros = 0, Reflect = 1, Replicate = 2, Circular = 3, Constant = 4 }

    public enum Padding { Valid = 0, Same = 1 }
}

namespace TorchSharp.Modules
{
    /// <summary>What the convolutions share: weight [out, in/groups, kernel…] ([in, out/groups, kernel…] transposed) and bias
    /// [out].</summary>
    public abstract class Convolution : nn.Module<Tensor, Tensor>
    {
        // What functional.pad needs where the padding is not zeros: the last dimension first, each size twice.
        private protected long[] padsForInput = [];

        private protected Convolution(string name, ConvolutionShape shape, bool transposed, bool bias, PaddingModes padding_mode,
            Device? device, ScalarType? dtype) : base(name)
        {
            if (transposed && padding_mode != PaddingModes.Zeros)
                throw new ArgumentException("Only PaddingModes.Zeros is supported for ConvTransposeND", nameof(padding_mode));
            (in_channels, out_channels, groups) = (shape.In, shape.Out, shape.Groups);
            (kernel_size, stride, dilation, output_padding) = (shape.Kernel, shape.Stride, shape.Dilation, shape.OutputPadding);
            (this.transposed, this.padding_mode) = (transposed, padding_mode);
            if (shape.PaddingType is { } type) SetPadding(type);
            else SetPadding(shape.Padding ?? new long[kernel_size.Length]);
            if (groups <= 0 || in_channels % groups != 0 || out_channels % groups != 0)
                throw new ArgumentException(
                    $"groups is {groups}; it must divide in_channels ({in_channels}) and out_channels ({out_channels}).", nameof(groups));
            weight = Initial.Empty(transposed ? [in_channels, out_channels / groups, .. kernel_size]
                : [out_channels, in_channels / groups, .. kernel_size], device, dtype);
            nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            if (bias) this.bias = Initial.BiasFor(weight, out_channels, device, dtype);
        }

        public long in_channels { get; }
        public long out_channels { get; }
        public bool transposed { get; }
        public Padding? padding_type { get; private set; }
        public long[]? padding { get; private set; }
        public PaddingModes padding_mode { get; set; }
        public long groups { get; set; }
        public long[] kernel_size { get; set; }
        public long[] stride { get; set; }
        public long[] dilation { get; set; }
        public long[] output_padding { get; set; }

        [field: ComponentName(Name = nameof(weight))]
        public Parameter weight { get; set => field = Registered(nameof(weight), field, value)!; }

        [field: ComponentName(Name = nameof(bias))]
        public Parameter? bias { get; set => field = Registered(nameof(bias), field, value); }

        public void reset_parameters()
        {
            nn.init.kaiming_uniform_(weight, Math.Sqrt(5));
            if (bias is null) return;
            var (fanIn, _) = nn.init.CalculateFanInAndFanOut(weight);
            var bound = 1 / Math.Sqrt(fanIn);
            nn.init.uniform_(bias, -bound, bound);
        }

        public void SetPadding(long[] padding)
        {
            (padding_type, this.padding) = (null, padding);
            padsForInput = [.. padding.Reverse().SelectMany(p => new[] { p, p })];
        }

        public void SetPadding(Padding padding)
        {
            if (transposed) throw new ArgumentException("Cannot set padding type on ConvTransposeND");
            if (padding == Padding.Same && stride.Any(s => s != 1)) throw new ArgumentException(
                "padding='same' is not supported for strided convolutions");
            (padding_type, this.padding) = (padding, null);
            padsForInput = new long[2 * kernel_size.Length];
            for (var i = 0; padding == Padding.Same && i < kernel_size.Length; i++)
            {
                var total = dilation[i] * (kernel_size[i] - 1);
                var place = 2 * (kernel_size.Length - 1 - i);
                (padsForInput[place], padsForInput[place + 1]) = (total / 2, total - total / 2);
            }
        }

        private protected void RequireChannels(Tensor input)
        {
            var shape = input.shape;
            var spatial = kernel_size.Length;
            if ((shape.Length != spatial + 2 || shape[1] != in_channels) && (shape.Length != spatial + 1 || shape[0] != in_channels))
                throw new ArgumentException($"Expected {spatial + 1}D (unbatched) or {spatial + 2}D (batched) input with {in_channels} "
                    + $"channels to {GetName()}, but got [{string.Join(", ", shape)}].");
        }

        private protected Tensor Convolve(Tensor input, Op op, Op opByName)
        {
            RequireChannels(input);
            if (padding_mode != PaddingModes.Zeros)
            {
                using var padded = nn.functional.pad(input, padsForInput, padding_mode);
                return op.Call(padded, weight, bias, stride, new long[kernel_size.Length], dilation, groups);
            }
            return padding_type is { } type
                ? opByName.Call(input, weight, bias, stride, type == Padding.Same ? "same" : "valid", dilation, groups)
                : op.Call(input, weight, bias, stride, padding, dilation, groups);
        }
    }

    /// <summary>The sizes of a convolution, one number a spatial dimension.</summary>
    internal sealed record ConvolutionShape(long In, long Out, long[] Kernel, long[] Stride, long[]? Padding, Padding? PaddingType,
        long[] Dilation, long Groups, long[] OutputPadding);

    public sealed class Conv1d : Convolution
    {
        internal Conv1d(ConvolutionShape shape, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
            : base(nameof(Conv1d), shape, false, bias, padding_mode, device, dtype)
        {
        }

        public override Tensor forward(Tensor input) => Convolve(input, Ops.conv1d, Ops.conv1d_padding);
    }

    public sealed class Conv2d : Convolution
    {
        internal Conv2d(ConvolutionShape shape, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
            : base(nameof(Conv2d), shape, false, bias, padding_mode, device, dtype)
        {
        }

        public override Tensor forward(Tensor input) => Convolve(input, Ops.conv2d, Ops.conv2d_padding);
    }

    public sealed class ConvTranspose2d : Convolution
    {
        internal ConvTranspose2d(ConvolutionShape shape, bool bias, PaddingModes padding_mode, Device? device, ScalarType? dtype)
            : base(nameof(ConvTranspose2d), shape, true, bias, padding_mode, device, dtype)
        {
        }

        public override Tensor forward(Tensor input) => forward(input, null);

        /// <param name="output_size">The wanted height and width (or full shape), where the stride leaves a choice.</param>
        public Tensor forward(Tensor input, long[]? output_size)
        {
            RequireChannels(input);
            return nn.functional.conv_transpose2d(input, weight, bias, stride, padding, output_size is null ? output_padding
                : OutputPaddingFor(input, output_size), dilation, groups);
        }

        private long[] OutputPaddingFor(Tensor input, long[] wanted)
        {
            var shape = input.shape;
            var start = shape.Length - 2;
            if (wanted.Length == shape.Length) wanted = wanted[start..];
            if (wanted.Length != 2) throw new ArgumentException(
                $"ConvTranspose2d: output_size has {wanted.Length} elements; it must have 2 or {shape.Length}.", nameof(wanted));
            var extra = new long[2];
            for (var d = 0; d < 2; d++)
            {
                var least = (shape[start + d] - 1) * stride[d] - 2 * padding![d] + dilation[d] * (kernel_size[d] - 1) + 1;
                extra[d] = wanted[d] - least;
                if (extra[d] < 0 || extra[d] >= stride[d])
                    throw new ArgumentException(
                        $"Requested an output size of {wanted[d]}, but valid sizes range from {least} to {least + stride[d] - 1}");
            }
            return extra;
        }
    }
}
