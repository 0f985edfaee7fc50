using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Models;

/// <summary>The loops of <see cref="NormPoolRelu"/>, a channel at a time. Tensors are float32, contiguous, on the CPU.</summary>
internal static unsafe class NormPoolReluKernel
{
    // Four windows at a time: pixels of two rows are parted into the left and the right ones of each window.
    private const int Lanes = 4;

    public static bool IsSupported => Sse41.IsSupported;

    public static void Forward(Tensor x, Tensor scale, Tensor shift, Tensor y, Tensor mean, Tensor variance, double eps, int threads)
    {
        var (images, channels, height, width) = (x.shape[0], x.shape[1], (int)x.shape[2], (int)x.shape[3]);
        nint px = Pointer(x), pScale = Pointer(scale), pShift = Pointer(shift), py = Pointer(y), pMean = Pointer(mean), pVariance = Pointer(variance);
        Each(channels, threads, c =>
        {
            var (area, pooled) = (height * width, height / 2 * (width / 2));
            var (m, v) = Moments((float*)px + c * area, images, channels * area, area);
            ((float*)pMean)[c] = (float)m;
            ((float*)pVariance)[c] = (float)v;
            var a = (float)(((float*)pScale)[c] / Math.Sqrt(v + eps));
            var b = (float)(((float*)pShift)[c] - m * a);
            for (long image = 0; image < images; image++)
                Pool((float*)px + (image * channels + c) * area, (float*)py + (image * channels + c) * pooled, height, width, a, b);
        });
        GC.KeepAlive((x, scale, shift, y, mean, variance));
    }

    public static void Backward(
        Tensor x, Tensor scale, Tensor shift, Tensor mean, Tensor variance, Tensor gradient, Tensor dx, Tensor dScale, Tensor dShift, double eps, int threads)
    {
        var (images, channels, height, width) = (x.shape[0], x.shape[1], (int)x.shape[2], (int)x.shape[3]);
        nint px = Pointer(x), pScale = Pointer(scale), pShift = Pointer(shift), pMean = Pointer(mean), pVariance = Pointer(variance), pg = Pointer(gradient),
            pdx = Pointer(dx), pdScale = Pointer(dScale), pdShift = Pointer(dShift);
        Each(channels, threads, c =>
        {
            var (area, pooled) = (height * width, height / 2 * (width / 2));
            double m = ((float*)pMean)[c], deviation = Math.Sqrt(((float*)pVariance)[c] + eps);
            var a = (float)(((float*)pScale)[c] / deviation);
            var b = (float)(((float*)pShift)[c] - m * a);
            var (sum, weighted) = (0.0, 0.0);   // of the gradients that pass, alone and times x
            for (long image = 0; image < images; image++)
            {
                var (s, w) = PassedSums((float*)px + (image * channels + c) * area, (float*)pg + (image * channels + c) * pooled, height, width, a, b);
                sum += s;
                weighted += w;
            }
            var normalised = (weighted - m * sum) / deviation;   // gradients times normalised x
            ((float*)pdShift)[c] = (float)sum;
            ((float*)pdScale)[c] = (float)normalised;
            // Of every pixel the same straight line in x, from mean and variance; and a · gradient at the pixels that came through.
            var count = (double)images * area;
            var p = -a * normalised / (count * deviation);
            var q = -a * sum / count - m * p;
            for (long image = 0; image < images; image++)
            {
                var plane = (image * channels + c) * area;
                Spread((float*)px + plane, (float*)pg + (image * channels + c) * pooled, (float*)pdx + plane, height, width, a, b, (float)p, (float)q);
            }
        });
        GC.KeepAlive((x, scale, shift, mean, variance, gradient, (dx, dScale, dShift)));
    }

    private static (double Mean, double Variance) Moments(float* x, long images, long stride, int area)
    {
        double sum = 0, squares = 0;
        var origin = x[0];   // differences to a value of the channel lose fewer digits than squares of the values
        for (long image = 0; image < images; image++, x += stride)
        {
            var (s, q, shift) = (Vector<float>.Zero, Vector<float>.Zero, new Vector<float>(origin));
            var i = 0;
            for (; i <= area - Vector<float>.Count; i += Vector<float>.Count)
            {
                var d = *(Vector<float>*)(x + i) - shift;
                s += d;
                q += d * d;
            }
            sum += Vector.Sum(s);
            squares += Vector.Sum(q);
            for (; i < area; i++)
            {
                var d = x[i] - origin;
                sum += d;
                squares += d * d;
            }
        }
        var mean = sum / (images * area);
        return (origin + mean, Math.Max(0, squares / (images * area) - mean * mean));
    }

    private static void Pool(float* x, float* y, int height, int width, float a, float b)
    {
        var (va, vb, wide) = (Vector128.Create(a), Vector128.Create(b), Wide(width));
        for (var row = 0; row < height / 2; row++, x += 2 * width, y += width / 2)
        {
            for (var next = 0; next < wide; next += Lanes)
            {
                var column = Math.Min(next, wide - Lanes);   // the last four may overlap those before
                var w = new Windows(x + 2 * column, width);
                Vector128.Store(Vector128.Max(Vector128<float>.Zero, va * w.Best(a) + vb), y + column);
            }
            for (var column = wide; column < width / 2; column++) y[column] = MathF.Max(0, a * Best(x + 2 * column, width, a).Value + b);
        }
    }

    private static (double Sum, double Weighted) PassedSums(float* x, float* g, int height, int width, float a, float b)
    {
        var (sum, weighted) = (Vector128<float>.Zero, Vector128<float>.Zero);
        var (va, vb, wide) = (Vector128.Create(a), Vector128.Create(b), Wide(width));
        double s = 0, t = 0;
        for (var row = 0; row < height / 2; row++, x += 2 * width, g += width / 2)
        {
            for (var next = 0; next < wide; next += Lanes)
            {
                var column = Math.Min(next, wide - Lanes);
                var best = new Windows(x + 2 * column, width).Best(a);
                var once = Vector128.GreaterThanOrEqual(Vector128.Create(0, 1, 2, 3), Vector128.Create(next - column)).AsSingle();   // not those that were counted before
                var passed = Vector128.Load(g + column) & once & Vector128.GreaterThan(va * best + vb, Vector128<float>.Zero);
                sum += passed;
                weighted += passed * best;
            }
            for (var column = wide; column < width / 2; column++)
            {
                var best = Best(x + 2 * column, width, a).Value;
                if (a * best + b <= 0) continue;
                s += g[column];
                t += g[column] * best;
            }
        }
        return (s + Vector128.Sum(sum), t + Vector128.Sum(weighted));
    }

    private static void Spread(float* x, float* g, float* dx, int height, int width, float a, float b, float p, float q)
    {
        var (va, vb, vp, vq, wide) = (Vector128.Create(a), Vector128.Create(b), Vector128.Create(p), Vector128.Create(q), Wide(width));
        for (var row = 0; row < height / 2; row++, x += 2 * width, dx += 2 * width, g += width / 2)
        {
            for (var next = 0; next < wide; next += Lanes)
            {
                var column = Math.Min(next, wide - Lanes);
                var w = new Windows(x + 2 * column, width);
                var best = w.Best(a);
                var passed = va * (Vector128.Load(g + column) & Vector128.GreaterThan(va * best + vb, Vector128<float>.Zero));
                // The first pixel of a window that has its best value, as in the pooling operator.
                var at = Vector128.Equals(w.A, best);
                var taken = at;
                var da = vp * w.A + vq + (passed & at);
                at = Vector128.AndNot(Vector128.Equals(w.B, best), taken);
                taken |= at;
                var db = vp * w.B + vq + (passed & at);
                at = Vector128.AndNot(Vector128.Equals(w.C, best), taken);
                taken |= at;
                var dc = vp * w.C + vq + (passed & at);
                var dd = vp * w.D + vq + Vector128.AndNot(passed, taken);
                Windows.Store(dx + 2 * column, da, db);
                Windows.Store(dx + width + 2 * column, dc, dd);
            }
            for (var column = wide; column < width / 2; column++)
            {
                var (best, at) = Best(x + 2 * column, width, a);
                var passed = a * best + b > 0 ? a * g[column] : 0;
                float* from = x + 2 * column, to = dx + 2 * column;
                to[0] = p * from[0] + q;
                to[1] = p * from[1] + q;
                to[width] = p * from[width] + q;
                to[width + 1] = p * from[width + 1] + q;
                to[(at >> 1) * width + (at & 1)] += passed;
            }
            if (width % 2 == 1)
            {
                dx[width - 1] = p * x[width - 1] + q;
                dx[2 * width - 1] = p * x[2 * width - 1] + q;
            }
        }
        // A last row without a partner is in no window.
        if (height % 2 == 1) for (var column = 0; column < width; column++) dx[column] = p * x[column] + q;
    }

    // Windows of a row that are done four at a time: all of them, where there are four.
    private static int Wide(int width) => width / 2 >= Lanes ? width / 2 : 0;

    private static (float Value, int At) Best(float* window, int width, float a)
    {
        var sign = a >= 0 ? 1f : -1f;
        float first = sign * window[0], second = sign * window[1], third = sign * window[width], fourth = sign * window[width + 1];
        var best = MathF.Max(MathF.Max(first, second), MathF.Max(third, fourth));
        return (sign * best, first == best ? 0 : second == best ? 1 : third == best ? 2 : 3);
    }

    private static void Each(long channels, int threads, Action<long> channel)
    {
        if (threads > 1) Parallel.For(0, channels, new ParallelOptions { MaxDegreeOfParallelism = threads }, channel);
        else for (long c = 0; c < channels; c++) channel(c);
    }

    private static nint Pointer(Tensor tensor)
    {
        fixed (byte* first = tensor.bytes) return (nint)first;   // libtorch's memory: it does not move
    }

    /// <summary>Four neighbouring windows: upper left, upper right, lower left and lower right pixels.</summary>
    private readonly struct Windows
    {
        public readonly Vector128<float> A, B, C, D;

        public Windows(float* upper, int width)
        {
            Vector128<float> u0 = Vector128.Load(upper), u1 = Vector128.Load(upper + Lanes), l0 = Vector128.Load(upper + width), l1 = Vector128.Load(upper + width + Lanes);
            (A, B, C, D) = (Sse.Shuffle(u0, u1, 0x88), Sse.Shuffle(u0, u1, 0xDD), Sse.Shuffle(l0, l1, 0x88), Sse.Shuffle(l0, l1, 0xDD));
        }

        /// <summary>The pixel that is largest after multiplication by <paramref name="a"/>.</summary>
        public Vector128<float> Best(float a) => a >= 0
            ? Sse.Max(Sse.Max(A, B), Sse.Max(C, D))
            : Sse.Min(Sse.Min(A, B), Sse.Min(C, D));

        public static void Store(float* target, Vector128<float> left, Vector128<float> right)
        {
            Vector128.Store(Sse.UnpackLow(left, right), target);
            Vector128.Store(Sse.UnpackHigh(left, right), target + Lanes);
        }
    }
}
