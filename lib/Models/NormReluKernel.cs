using System.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Models;

/// <summary>The loops of <see cref="NormRelu"/> over contiguous tensors on the CPU: rows outside, channels inside, sums of all channels side by side. With x̂ = (x − mean) · factor and h the
/// incoming gradient where ReLU lets it through, and N the rows that the statistics are from.</summary>
internal static unsafe class NormReluKernel<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private static int Lanes => Vector<T>.Count;

    public static bool Fits(Tensor x) => x.device_type == DeviceType.CPU && x.shape[2] % Lanes == 0 && x.dtype == (typeof(T) == typeof(float) ? float32 : float64);

    public static void Forward(Tensor x, Tensor scale, Tensor shift, Tensor y, Tensor mean, Tensor factor, long known, double eps)
    {
        var (rows, channels) = (x.shape[1], (int)x.shape[2]);
        T* px = P(x), pScale = P(scale), pShift = P(shift), py = P(y), pMean = P(mean), pFactor = P(factor);
        var work = stackalloc T[2 * channels];
        for (long task = 0; task < x.shape[0]; task++, px += rows * channels, py += rows * channels, pScale += channels, pShift += channels, pMean += channels, pFactor += channels)
        {
            // Sums of differences to the first row lose fewer digits than sums of values.
            T* sum = work, squares = work + channels;
            new Span<T>(work, 2 * channels).Clear();
            for (var row = px; row < px + known * channels; row += channels)
                for (var c = 0; c < channels; c += Lanes)
                {
                    var d = V(row + c) - V(px + c);
                    Put(sum + c, V(sum + c) + d);
                    Put(squares + c, V(squares + c) + d * d);
                }
            for (var c = 0; c < channels; c++)
            {
                var offset = sum[c] / T.CreateTruncating(known);
                var variance = T.Max(T.Zero, squares[c] / T.CreateTruncating(known) - offset * offset);
                pMean[c] = px[c] + offset;
                pFactor[c] = T.One / T.Sqrt(variance + T.CreateTruncating(eps));
            }
            Line(pScale, pShift, pMean, pFactor, channels, work, work + channels);
            T* to = py;
            for (var row = px; row < px + rows * channels; row += channels, to += channels)
                for (var c = 0; c < channels; c += Lanes) Put(to + c, Vector.Max(Vector<T>.Zero, V(work + c) * V(row + c) + V(work + channels + c)));
        }
        GC.KeepAlive((x, scale, shift, y, mean, factor));
    }

    /// <param name="t">x, scale, shift, mean, factor, incoming gradient.</param>
    /// <param name="dx">Is written, as are the next two.</param>
    /// <param name="dScale">Σ h x̂</param>
    /// <param name="dShift">Σ h</param>
    /// <param name="known">As in <see cref="NormRelu.Of"/>.</param>
    public static void Backward(Tensor[] t, Tensor dx, Tensor dScale, Tensor dShift, long known)
    {
        var (rows, channels) = (t[0].shape[1], (int)t[0].shape[2]);
        T* px = P(t[0]), pScale = P(t[1]), pShift = P(t[2]), pMean = P(t[3]), pFactor = P(t[4]), pg = P(t[5]), pdx = P(dx), pdScale = P(dScale), pdShift = P(dShift);
        var work = stackalloc T[4 * channels];
        T* slope = work, offset = work + channels, p = work + 2 * channels, q = work + 3 * channels;
        for (long task = 0; task < t[0].shape[0]; task++)
        {
            Line(pScale, pShift, pMean, pFactor, channels, slope, offset);
            new Span<T>(pdScale, channels).Clear();
            new Span<T>(pdShift, channels).Clear();
            for (long i = 0; i < rows * channels; i += channels)
                for (var c = 0; c < channels; c += Lanes)
                {
                    var (x, h) = (V(px + i + c), V(pg + i + c));
                    h = Through(V(slope + c) * x + V(offset + c), h);
                    Put(pdShift + c, V(pdShift + c) + h);
                    Put(pdScale + c, V(pdScale + c) + h * (x - V(pMean + c)));
                }
            var n = T.CreateTruncating(known);
            for (var c = 0; c < channels; c++)
            {
                pdScale[c] *= pFactor[c];
                // dx = slope · (h − Σh/N − x̂ Σhx̂/N) is a straight line in x, beside slope · h.
                p[c] = -slope[c] * pdScale[c] / n * pFactor[c];
                q[c] = -slope[c] * pdShift[c] / n - p[c] * pMean[c];
            }
            for (long row = 0, i = 0; row < rows; row++, i += channels)
                for (var c = 0; c < channels; c += Lanes)
                {
                    var x = V(px + i + c);
                    var d = V(slope + c) * Through(V(slope + c) * x + V(offset + c), V(pg + i + c));
                    Put(pdx + i + c, row < known ? d + V(p + c) * x + V(q + c) : d);
                }
            px += rows * channels;
            pg += rows * channels;
            pdx += rows * channels;
            pScale += channels;
            pShift += channels;
            pMean += channels;
            pFactor += channels;
            pdScale += channels;
            pdShift += channels;
        }
        GC.KeepAlive((t, dx, dScale, dShift));
    }

    /// <summary>
    /// The derivative of Σ a dx + b dScale + c dShift, which is N (scale · factor · (P − A H − Q K) + b K + c H) with the means A = Σa/N and Q = Σ a x̂/N over the known rows, P = Σ a h/N,
    /// H = Σ h/N, K = Σ h x̂/N over all.
    /// </summary>
    /// <param name="t">x, scale, shift, mean, factor, incoming gradient.</param>
    /// <param name="cotangents">a, b, c.</param>
    /// <param name="dx">Is written, as are the next two.</param>
    /// <param name="dScale">To the scale.</param>
    /// <param name="dGradient">To the incoming gradient.</param>
    /// <param name="known">As in <see cref="NormRelu.Of"/>.</param>
    public static void Twice(Tensor[] t, Tensor[] cotangents, Tensor dx, Tensor dScale, Tensor dGradient, long known)
    {
        var (rows, channels) = (t[0].shape[1], (int)t[0].shape[2]);
        T* px = P(t[0]), pScale = P(t[1]), pShift = P(t[2]), pMean = P(t[3]), pFactor = P(t[4]), pg = P(t[5]);
        T* pa = P(cotangents[0]), pb = P(cotangents[1]), pc = P(cotangents[2]), pdx = P(dx), pdScale = P(dScale), pdg = P(dGradient);
        var work = stackalloc T[10 * channels];
        T* slope = work, offset = slope + channels, A = offset + channels, Q = A + channels, Pm = Q + channels, H = Pm + channels, K = H + channels;
        T* x0 = K + channels, x1 = x0 + channels, hx = x1 + channels;   // of the derivative to x: a straight line in x̂ on known rows, and what h is multiplied by
        for (long task = 0; task < t[0].shape[0]; task++)
        {
            Line(pScale, pShift, pMean, pFactor, channels, slope, offset);
            new Span<T>(A, 5 * channels).Clear();
            for (long row = 0, i = 0; row < rows; row++, i += channels)
                for (var c = 0; c < channels; c += Lanes)
                {
                    var (x, a) = (V(px + i + c), V(pa + i + c));
                    var h = Through(V(slope + c) * x + V(offset + c), V(pg + i + c));
                    var normal = (x - V(pMean + c)) * V(pFactor + c);
                    if (row < known)
                    {
                        Put(A + c, V(A + c) + a);
                        Put(Q + c, V(Q + c) + a * normal);
                    }
                    Put(Pm + c, V(Pm + c) + a * h);
                    Put(H + c, V(H + c) + h);
                    Put(K + c, V(K + c) + h * normal);
                }
            var n = T.CreateTruncating(known);
            for (var c = 0; c < channels; c++)
            {
                A[c] /= n;
                Q[c] /= n;
                Pm[c] /= n;
                H[c] /= n;
                K[c] /= n;
                var e = Pm[c] - A[c] * H[c] - Q[c] * K[c];
                pdScale[c] = pFactor[c] * n * e;
                // To x̂: −slope (K a on known rows + Q h) + b h; its means over N, alone and times x̂; and factor depends on x too.
                var two = slope[c] + slope[c];
                var mean = -slope[c] * (A[c] * K[c] + H[c] * Q[c]) + pb[c] * H[c];
                var weighted = -two * Q[c] * K[c] + pb[c] * K[c];
                x0[c] = -pFactor[c] * mean;
                x1[c] = -pFactor[c] * weighted - pFactor[c] * slope[c] * e;
                hx[c] = pFactor[c] * (pb[c] - slope[c] * Q[c]);
            }
            for (long row = 0, i = 0; row < rows; row++, i += channels)
                for (var c = 0; c < channels; c += Lanes)
                {
                    var (x, a) = (V(px + i + c), V(pa + i + c));
                    var y = V(slope + c) * x + V(offset + c);
                    var h = Through(y, V(pg + i + c));
                    var normal = (x - V(pMean + c)) * V(pFactor + c);
                    Put(pdg + i + c, Through(y, V(slope + c) * (a - V(A + c) - V(Q + c) * normal) + V(pb + c) * normal + V(pc + c)));
                    var d = V(hx + c) * h;
                    Put(pdx + i + c, row < known ? d + V(x0 + c) + V(x1 + c) * normal - V(pFactor + c) * V(slope + c) * V(K + c) * a : d);
                }
            px += rows * channels;
            pg += rows * channels;
            pa += rows * channels;
            pdx += rows * channels;
            pdg += rows * channels;
            pScale += channels;
            pShift += channels;
            pMean += channels;
            pFactor += channels;
            pb += channels;
            pc += channels;
            pdScale += channels;
        }
        GC.KeepAlive((t, cotangents, dx, dScale, dGradient));
    }

    // scale · (x − mean) · factor + shift as slope · x + offset.
    private static void Line(T* scale, T* shift, T* mean, T* factor, int channels, T* slope, T* offset)
    {
        for (var c = 0; c < channels; c++)
        {
            slope[c] = scale[c] * factor[c];
            offset[c] = shift[c] - mean[c] * slope[c];
        }
    }

    private static Vector<T> Through(Vector<T> y, Vector<T> gradient) => Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<T>.Zero), gradient, Vector<T>.Zero);

    private static Vector<T> V(T* at) => *(Vector<T>*)at;

    private static void Put(T* at, Vector<T> value) => *(Vector<T>*)at = value;

    private static T* P(Tensor tensor)
    {
        fixed (byte* first = tensor.bytes) return (T*)first;   // libtorch's memory: it does not move
    }
}
