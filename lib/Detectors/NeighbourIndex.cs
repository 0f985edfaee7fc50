using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>
/// Exact nearest neighbours in Euclidean distance among rows that are prepared once. Single precision matrix products choose
/// (<c>‖a − b‖² = ‖a‖² + ‖b‖² − 2 a·b</c>), with a margin that covers their rounding; the distances of the chosen are computed in double precision from
/// differences, so that duplicates are at distance 0 and no neighbour is missed. Of equal distances the smaller index comes first.
/// </summary>
internal sealed class NeighbourIndex : IDisposable
{
    // Products of one block of queries: 4 MB, whatever the number of rows; more would leave the processor's cache.
    private const long BlockValues = 1_000_000;

    // The square of a distance from the centre, in radii of the rows, beyond which single precision says little and may overflow.
    private const double FarthestScreened = 1e12;
    // Fewer products than this are looked through before a second thread has started.
    private const long FewValues = 200_000;

    private const double Rounding = 1.0 / (1 << 23);

    private readonly Tensor rows, center, screen;
    private readonly double radius, relativeError;
    private readonly int count, width;

    /// <param name="rows">float64 [rows, features]; a copy is kept.</param>
    public NeighbourIndex(Tensor rows)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        (count, width) = ((int)rows.shape[0], (int)rows.shape[1]);
        var mean = rows.mean([0L], keepdim: true);   // smaller norms, fewer digits lost in the difference
        var centered = rows - mean;
        var largest = Math.Sqrt(centered.square().sum(1).max().item<double>());
        radius = largest > 0 ? largest : 1;
        centered = centered / radius;
        relativeError = (width + 8) * Rounding;
        this.rows = rows.cpu().contiguous().clone().DetachFromDisposeScope();
        center = mean.DetachFromDisposeScope();
        // One product gives ‖b‖² − 2 a·b: [a, 1] times [−2 b, ‖b‖²].
        screen = cat([centered * -2, centered.square().sum(1, keepdim: true)], 1).to(float32).t().contiguous().DetachFromDisposeScope();
    }

    /// <summary>The k nearest rows of each query, nearest first.</summary>
    /// <param name="queries">float64 [queries, features].</param>
    /// <param name="k">At least 1; at most the rows (one fewer with <paramref name="sameRows"/>).</param>
    /// <param name="sameRows">Whether the queries are the rows, each of which is then no neighbour of itself.</param>
    /// <returns>Distances, float64, and row indices, int64, both [queries, k].</returns>
    public (Tensor Distances, Tensor Indices) Find(Tensor queries, int k, bool sameRows = false)
    {
        var asked = (int)queries.shape[0];
        var (distances, indices) = (new double[asked * k], new long[asked * k]);
        using (NewDisposeScope())
        {
            var scaled = (queries - center) / radius;
            queries = queries.cpu().contiguous();
            var norms = scaled.square().sum(1).data<double>().ToArray();
            var left = cat([scaled, ones(asked, 1, dtype: float64)], 1).to(float32);
            var block = (int)Math.Clamp(BlockValues / count, 1, asked);
            for (var start = 0; start < asked; start += block)
            {
                using var inner = NewDisposeScope();
                var part = Math.Min(block, asked - start);
                var first = start;
                var values = left.narrow(0, start, part).mm(screen).cpu();
                if (part * (long)count >= FewValues) Parallel.For(0, part, One);
                else for (var query = 0; query < part; query++) One(query);

                void One(int query)
                {
                    var own = first + query;
                    var screened = MemoryMarshal.Cast<byte, float>(values.bytes).Slice(query * count, count);
                    var point = MemoryMarshal.Cast<byte, double>(queries.bytes).Slice(own * width, width);
                    var self = sameRows ? own : -1;
                    if (self >= 0) screened[self] = float.PositiveInfinity;
                    var found = new Nearest(distances.AsSpan(own * k, k), indices.AsSpan(own * k, k));
                    if (norms[own] < FarthestScreened) Choose(screened, point, norms[own], ref found);
                    else Measure(point, self, ref found);
                    found.TakeRoots();
                }
            }
        }
        return (tensor(distances).view(asked, k), tensor(indices).view(asked, k));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        rows.Dispose();
        center.Dispose();
        screen.Dispose();
    }

    /// <summary>A few more than k by the screen, measured; then whatever else the screen cannot exclude.</summary>
    private void Choose(Span<float> screened, ReadOnlySpan<double> point, double norm, ref Nearest found)
    {
        var k = found.Count;
        var few = Math.Min(count, k + k / 4 + 8);
        Span<float> values = few <= 256 ? stackalloc float[few] : new float[few];
        Span<int> chosen = few <= 256 ? stackalloc int[few] : new int[few];
        Smallest(screened, values, chosen);
        for (var i = 0; i < few; i++)
            if (!float.IsPositiveInfinity(values[i])) found.Offer(Square(point, chosen[i]), chosen[i]);
        // No neighbour is farther than the k-th of those measured; so its norm, and with it the error of its product, is bounded too.
        var (own, reach) = (Math.Sqrt(norm), Math.Sqrt(found.Largest) / radius);
        var error = relativeError * (2 * own * (own + reach) + (own + reach) * (own + reach));
        var limit = MathF.BitIncrement((float)(reach * reach - norm + error));
        if (few == count || values[^1] > limit) return;
        found.Clear();
        for (var row = 0; row < screened.Length; row++)
        {
            var rest = screened[row..];
            if (rest.Length >= Vector<float>.Count && Vector.GreaterThanAll(new Vector<float>(rest), new Vector<float>(limit)))
                row += Vector<float>.Count - 1;
            else if (rest[0] <= limit && !float.IsPositiveInfinity(rest[0])) found.Offer(Square(point, row), row);
        }
    }

    private void Measure(ReadOnlySpan<double> point, int self, ref Nearest found)
    {
        for (var row = 0; row < count; row++)
            if (row != self) found.Offer(Square(point, row), row);
    }

    private double Square(ReadOnlySpan<double> point, int row)
    {
        var other = MemoryMarshal.Cast<byte, double>(rows.bytes).Slice(row * width, width);
        var sums = Vector<double>.Zero;
        var whole = width - width % Vector<double>.Count;
        for (var i = 0; i < whole; i += Vector<double>.Count)
        {
            var difference = new Vector<double>(point[i..]) - new Vector<double>(other[i..]);
            sums += difference * difference;
        }
        var sum = Vector.Sum(sums);
        for (var i = whole; i < width; i++) sum += (point[i] - other[i]) * (point[i] - other[i]);
        return sum;
    }

    // libtorch's topk copies every value; few values get below the last of the smallest so far, so comparing is nearly all there is to do.
    private static void Smallest(ReadOnlySpan<float> values, Span<float> smallest, Span<int> found)
    {
        smallest.Fill(float.PositiveInfinity);
        var lanes = Vector<float>.Count;
        var start = 0;
        for (; start + 4 * lanes <= values.Length; start += 4 * lanes)
        {
            var low = Vector.Min(
                Vector.Min(new Vector<float>(values[start..]), new Vector<float>(values[(start + lanes)..])),
                Vector.Min(new Vector<float>(values[(start + 2 * lanes)..]), new Vector<float>(values[(start + 3 * lanes)..])));
            if (!Vector.LessThanAny(low, new Vector<float>(smallest[^1]))) continue;
            for (var i = start; i < start + 4 * lanes; i++) Insert(values[i], i, smallest, found);
        }
        for (; start < values.Length; start++) Insert(values[start], start, smallest, found);
    }

    private static void Insert(float value, int index, Span<float> smallest, Span<int> found)
    {
        if (!(value < smallest[^1])) return;
        var place = smallest.Length - 1;
        for (; place > 0 && value < smallest[place - 1]; place--)
            (smallest[place], found[place]) = (smallest[place - 1], found[place - 1]);
        (smallest[place], found[place]) = (value, index);
    }

    /// <summary>The nearest so far, by squared distance, then by index.</summary>
    private ref struct Nearest
    {
        private readonly Span<double> squares;
        private readonly Span<long> indices;

        public Nearest(Span<double> squares, Span<long> indices)
        {
            this.squares = squares;
            this.indices = indices;
            Clear();
        }

        public readonly int Count => squares.Length;

        public readonly double Largest => squares[^1];

        public readonly void Clear()
        {
            squares.Fill(double.PositiveInfinity);
            indices.Fill(long.MaxValue);
        }

        public readonly void Offer(double square, long index)
        {
            var place = squares.Length - 1;
            if (!Before(square, index, place)) return;
            for (; place > 0 && Before(square, index, place - 1); place--)
                (squares[place], indices[place]) = (squares[place - 1], indices[place - 1]);
            (squares[place], indices[place]) = (square, index);
        }

        public readonly void TakeRoots()
        {
            foreach (ref var square in squares) square = Math.Sqrt(square);
        }

        private readonly bool Before(double square, long index, int place) =>
            square < squares[place] || (square == squares[place] && index < indices[place]);
    }
}
