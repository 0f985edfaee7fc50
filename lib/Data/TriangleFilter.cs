using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MetaAnomalyLib.Data;

/// <summary>Scales a plane of bytes to a square: bilinearly where it grows, averaging with a triangle as wide as the step where it shrinks (Pillow's BILINEAR).</summary>
internal static class TriangleFilter
{
    private static readonly int Lanes = Vector256<float>.Count;

    /// <summary>Scales a plane.</summary>
    /// <param name="plane">[height * width], line by line.</param>
    /// <param name="width">Pixels of a line.</param>
    /// <param name="height">Lines.</param>
    /// <param name="side">Pixels of a side of the result.</param>
    /// <param name="result">[side * side].</param>
    public static void Scale(ReadOnlySpan<byte> plane, int width, int height, int side, Span<byte> result)
    {
        if (width == side && height == side)
        {
            plane[..result.Length].CopyTo(result);
            return;
        }
        var (columns, lines) = (Taps(width, side), Taps(height, side));
        // One line of the image, and beyond its end zeros for the last vector; all lines, narrowed; one line of the result.
        var line = ArrayPool<float>.Shared.Rent(width + 2 * Lanes + columns.Length);
        var narrow = ArrayPool<float>.Shared.Rent(height * side);
        var sum = ArrayPool<float>.Shared.Rent(side);
        try
        {
            line.AsSpan(width).Clear();
            for (var y = 0; y < height; y++)
            {
                Widen(plane.Slice(y * width, width), line);
                var into = narrow.AsSpan(y * side, side);
                if (width == side) line.AsSpan(0, side).CopyTo(into);
                else for (var x = 0; x < side; x++) into[x] = MathF.Floor(Dot(columns.Weights.AsSpan(x * columns.Length, columns.Length), line.AsSpan(columns.Starts[x])) + 0.5f);
            }
            for (var y = 0; y < side; y++)
            {
                if (height == side)
                {
                    narrow.AsSpan(y * side, side).CopyTo(sum);
                }
                else
                {
                    sum.AsSpan(0, side).Clear();
                    for (var tap = 0; tap < lines.Counts[y]; tap++)
                        Add(narrow.AsSpan((lines.Starts[y] + tap) * side, side), lines.Weights[y * lines.Length + tap], sum.AsSpan(0, side));
                }
                for (var x = 0; x < side; x++) result[y * side + x] = (byte)Math.Clamp(sum[x] + 0.5f, 0, 255);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(line);
            ArrayPool<float>.Shared.Return(narrow);
            ArrayPool<float>.Shared.Return(sum);
        }
    }

    private static void Widen(ReadOnlySpan<byte> bytes, Span<float> into)
    {
        var i = 0;
        ref var from = ref MemoryMarshal.GetReference(bytes);
        ref var to = ref MemoryMarshal.GetReference(into[..bytes.Length]);
        for (; i <= bytes.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref from, (nuint)i));
            Eight(low, ref to, i);
            Eight(high, ref to, i + 8);
        }
        for (; i < bytes.Length; i++) into[i] = bytes[i];

        static void Eight(Vector128<ushort> eight, ref float to, int at)
        {
            var (low, high) = Vector128.Widen(eight);
            Vector128.ConvertToSingle(low.AsInt32()).StoreUnsafe(ref to, (nuint)at);
            Vector128.ConvertToSingle(high.AsInt32()).StoreUnsafe(ref to, (nuint)at + 4);
        }
    }

    // Weights come in whole vectors; the values go on at least as far.
    private static float Dot(ReadOnlySpan<float> weights, ReadOnlySpan<float> values)
    {
        ref var w = ref MemoryMarshal.GetReference(weights);
        ref var v = ref MemoryMarshal.GetReference(values[..weights.Length]);
        var sum = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)weights.Length; i += (nuint)Vector256<float>.Count)
            sum += Vector256.LoadUnsafe(ref w, i) * Vector256.LoadUnsafe(ref v, i);
        return Vector256.Sum(sum);
    }

    private static void Add(ReadOnlySpan<float> values, float weight, Span<float> sum)
    {
        var i = 0;
        ref var v = ref MemoryMarshal.GetReference(values);
        ref var s = ref MemoryMarshal.GetReference(sum[..values.Length]);
        for (; i <= values.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            (Vector256.LoadUnsafe(ref s, (nuint)i) + Vector256.LoadUnsafe(ref v, (nuint)i) * weight).StoreUnsafe(ref s, (nuint)i);
        for (; i < values.Length; i++) sum[i] += weight * values[i];
    }

    /// <summary>Of each place of the result: the first place that it is made of, how many, and their weights, filled up with zeros to whole vectors.</summary>
    private static (int[] Starts, int[] Counts, float[] Weights, int Length) Taps(int from, int to)
    {
        var scale = (double)from / to;
        var reach = Math.Max(1, scale);
        var length = ((int)Math.Ceiling(2 * reach) + 1 + Lanes - 1) / Lanes * Lanes;
        var (starts, counts, weights) = (new int[to], new int[to], new float[to * length]);
        for (var place = 0; place < to; place++)
        {
            var centre = (place + 0.5) * scale;
            var (start, stop) = (Math.Max(0, (int)(centre - reach + 0.5)), Math.Min(from, (int)(centre + reach + 0.5)));
            double sum = 0;
            for (var i = start; i < stop; i++) sum += Weight(i);
            for (var i = start; i < stop; i++) weights[place * length + i - start] = (float)(Weight(i) / sum);
            (starts[place], counts[place]) = (start, stop - start);

            double Weight(int i) => Math.Max(0, 1 - Math.Abs((i - centre + 0.5) / reach));
        }
        return (starts, counts, weights, length);
    }
}
