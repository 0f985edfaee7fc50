using System.Numerics;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Models;

/// <summary>
/// What a 3 x 3 convolution sees at each of its places, with a border of zeros: a convolution is then one product. Channels come last, so that three neighbouring pixels are one piece of
/// memory. <see cref="Together"/> is the derivative and, being linear, has this as its own.
/// </summary>
internal sealed class Patches : autograd.SingleTensorFunction<Patches>
{
    private const string Places = "places";

    /// <inheritdoc/>
    public override string Name => nameof(Patches);

    /// <summary>Pixels a convolution with a border of one gives along a side.</summary>
    public static long Side(long side, int stride) => (side - 1) / stride + 1;

    /// <summary><c>[images, height, width, channels] → [images, places, 9 * channels]</c></summary>
    /// <param name="x">float32 or float64 on the CPU.</param>
    /// <param name="stride">Step of the convolution, at least 1.</param>
    public static Tensor Of(Tensor x, int stride) => apply(x.contiguous(), new Geometry(x.shape, stride));

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, geometry) = ((Tensor)vars[0], (Geometry)vars[1]);
        ctx.save_data(Places, geometry);
        var patches = empty([geometry.Images, geometry.Rows * geometry.Columns, 9 * geometry.Channels], dtype: x.dtype);
        if (x.dtype == float64) geometry.Take<double>(x, patches);
        else geometry.Take<float>(x, patches);
        return patches;
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
        [Together.apply(grad_output.contiguous(), (Geometry)ctx.get_data(Places)!), null!];

    /// <summary>Adds patches up to images.</summary>
    internal sealed class Together : autograd.SingleTensorFunction<Together>
    {
        /// <inheritdoc/>
        public override string Name => nameof(Together);

        /// <inheritdoc/>
        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (patches, geometry) = ((Tensor)vars[0], (Geometry)vars[1]);
            ctx.save_data(Places, geometry);
            var x = zeros([geometry.Images, geometry.Height, geometry.Width, geometry.Channels], dtype: patches.dtype);
            if (x.dtype == float64) geometry.Add<double>(patches, x);
            else geometry.Add<float>(patches, x);
            return x;
        }

        /// <inheritdoc/>
        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output) =>
            [Patches.apply(grad_output.contiguous(), (Geometry)ctx.get_data(Places)!), null!];
    }

    internal sealed record Geometry(long Images, int Height, int Width, int Channels, int Stride)
    {
        public Geometry(long[] shape, int stride) : this(shape[0], (int)shape[1], (int)shape[2], (int)shape[3], stride)
        {
        }

        public int Rows => (int)Side(Height, Stride);

        public int Columns => (int)Side(Width, Stride);

        public void Take<T>(Tensor x, Tensor patches) where T : unmanaged, INumber<T> => Each<T>(patches, x, (patch, pixels) =>
        {
            if (pixels.IsEmpty) patch.Clear();
            else pixels.CopyTo(patch);
        });

        public void Add<T>(Tensor patches, Tensor x) where T : unmanaged, INumber<T> => Each<T>(patches, x, (patch, pixels) =>
        {
            if (pixels.IsEmpty) return;
            var from = MemoryMarshal.Cast<T, Vector<T>>(patch);
            var to = MemoryMarshal.Cast<T, Vector<T>>(pixels);
            for (var i = 0; i < to.Length; i++) to[i] += from[i];
            for (var i = to.Length * Vector<T>.Count; i < pixels.Length; i++) pixels[i] += patch[i];
        });

        private delegate void Run<T>(Span<T> patch, Span<T> pixels);

        // Pieces of a patch with the pixels they stand for, none where it is the border.
        private unsafe void Each<T>(Tensor patches, Tensor x, Run<T> run) where T : unmanaged
        {
            fixed (byte* firstPatch = patches.bytes, firstPixel = x.bytes)
            {
                T* patch = (T*)firstPatch, image = (T*)firstPixel;
                for (long i = 0; i < Images; i++, image += (long)Height * Width * Channels)
                    for (var row = -1; row < Rows * Stride - 1; row += Stride)
                        for (var column = -1; column < Columns * Stride - 1; column += Stride)
                            for (var y = row; y < row + 3; y++, patch += 3 * Channels)
                            {
                                if (y < 0 || y >= Height)
                                {
                                    run(new(patch, 3 * Channels), default);
                                    continue;
                                }
                                var (left, right) = (column < 0 ? 1 : 0, column + 3 > Width ? 1 : 0);
                                if (left > 0) run(new(patch, Channels), default);
                                run(new(patch + left * Channels, (3 - left - right) * Channels), new(image + ((long)y * Width + column + left) * Channels, (3 - left - right) * Channels));
                                if (right > 0) run(new(patch + 2 * Channels, Channels), default);
                            }
            }
            GC.KeepAlive((patches, x));
        }
    }
}
