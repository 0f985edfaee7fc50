using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>
/// Exact nearest neighbours in Euclidean distance among rows that are prepared once. Products in single precision choose
/// (<c>‖a − b‖² = ‖a‖² + ‖b‖² − 2 a·b</c>), with a margin that covers their rounding; the distances of the chosen are computed in double precision from
/// differences, so that duplicates are at distance 0 and no neighbour is missed. Of equal distances the smaller index comes first.
/// </summary>
internal sealed class NeighbourIndex : IDisposable
{
    // Rows of more features than this are screened by libtorch's product, which is faster for them than ours.
    private const int Narrow = 128;

    // Products of one block of wide queries: 4 MB, whatever the number of rows; more would leave the processor's cache.
    private const long BlockValues = 1_000_000;

    // Products that a thread makes of narrow queries before it looks through them: they stay in its second cache, unless the rows are many.
    private const int PartValues = 130_000, FewestQueries = 16, MostQueries = 64;

    // The square of a distance from the centre, in radii of the rows, beyond which single precision says little and may overflow.
    private const double FarthestScreened = 1e12;
    // Fewer products than this are looked through before a second thread has started.
    private const long FewValues = 200_000;

    private const double Rounding = 1.0 / (1 << 23);

    private readonly double[] rows;
    private readonly Tensor center;
    private readonly Tensor? product;
    private readonly NeighbourScreen? screen;
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
        this.rows = rows.cpu().contiguous().data<double>().ToArray();
        center = mean.DetachFromDisposeScope();
        if (width <= Narrow) screen = new(MemoryMarshal.Cast<byte, double>(centered.cpu().contiguous().bytes), width);
        // One product gives ‖b‖² − 2 a·b: [a, 1] times [−2 b, ‖b‖²].
        else product = cat([centered * -2, centered.square().sum(1, keepdim: true)], 1).to(float32).t().contiguous().DetachFromDisposeScope();
    }

    /// <summary>The k nearest rows of each query, nearest first.</summary>
    /// <param name="queries">float64 [queries, features].</param>
    /// <param name="k">At least 1; at most the rows (one fewer with <paramref name="sameRows"/>).</param>
    /// <param name="sameRows">Whether the queries are the rows, each of which is then no neighbour of itself.</param>
    /// <returns>Distances, float64, and row indices, int64, both [queries, k].</returns>
    public (Tensor Distances, Tensor Indices) Find(Tensor queries, int k, bool sameRows = false)
    {
        Search search;
        using (NewDisposeScope())
        {
            var scaled = (queries - center) / radius;
            search = new(queries.cpu().contiguous().data<double>().ToArray(), scaled.square().sum(1).data<double>().ToArray(), k, sameRows);
            if (screen is not null) FindNarrow(scaled.to(float32).cpu().contiguous().data<float>().ToArray(), search);
            else FindWide(cat([scaled, ones(search.Asked, 1, dtype: float64)], 1).to(float32), search);
        }
        return (tensor(search.Distances).view(search.Asked, k), tensor(search.Indices).view(search.Asked, k));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        center.Dispose();
        product?.Dispose();
    }

    private void FindNarrow(float[] queries, Search search)
    {
        // With few queries the parts are smaller, so that no thread is idle.
        var most = Math.Clamp(PartValues / screen!.Stride, FewestQueries, MostQueries);
        var part = Math.Clamp((search.Asked + 15) / 16, 1, most);
        part = (part + NeighbourScreen.Queries - 1) / NeighbourScreen.Queries * NeighbourScreen.Queries;
        var parts = (search.Asked + part - 1) / part;
        Each(parts, (long)search.Asked * count, () => (Queries: new float[part * width], Values: new float[part * screen.Stride]), (index, own) =>
        {
            var (first, asked) = (index * part, Math.Min(part, search.Asked - index * part));
            for (var query = 0; query < asked; query++)
                for (var feature = 0; feature < width; feature++)
                    own.Queries[NeighbourScreen.Place(query, feature, width)] = queries[(first + query) * width + feature];
            screen.Products(own.Queries, own.Values);
            for (var query = 0; query < asked; query++) Choose(search, first + query, own.Values.AsSpan(query * screen.Stride, count));
        });
    }

    private void FindWide(Tensor queries, Search search)
    {
        var block = (int)Math.Clamp(BlockValues / count, 1, search.Asked);
        for (var start = 0; start < search.Asked; start += block)
        {
            using var inner = NewDisposeScope();
            var (first, asked) = (start, Math.Min(block, search.Asked - start));
            var values = queries.narrow(0, start, asked).mm(product!).cpu();
            Each(asked, (long)asked * count, () => 0, (query, _) => Choose(search, first + query, MemoryMarshal.Cast<byte, float>(values.bytes).Slice(query * count, count)));
        }
    }

    /// <summary>A few more than k by the screen, measured; then whatever else the screen cannot exclude.</summary>
    private void Choose(Search search, int query, Span<float> screened)
    {
        var point = search.Points.AsSpan(query * width, width);
        var found = search.Found(query);
        var norm = search.Norms[query];
        if (search.SameRows) screened[query] = float.PositiveInfinity;
        if (norm < FarthestScreened)
        {
            // Rounding disturbs the order of near ones: a few more are measured than asked for.
            var first = Bound(screened, search.K + search.K / 8 + 2);
            Measure(screened, first, point, ref found);
            // No neighbour is farther than the k-th of those measured; so its norm, and with it the error of its product, is bounded too.
            var (own, reach) = (Math.Sqrt(norm), Math.Sqrt(found.Largest) / radius);
            var error = relativeError * (2 * own * (own + reach) + (own + reach) * (own + reach));
            var limit = MathF.BitIncrement((float)(reach * reach - norm + error));
            if (first <= limit)
            {
                found.Clear();
                Measure(screened, limit, point, ref found);
            }
        }
        else
        {
            for (var row = 0; row < count; row++)
                if (row != query || !search.SameRows) found.Offer(Square(point, row), row);
        }
        found.TakeRoots();
    }

    /// <summary>A value that at least this many do not exceed, and few more: the minima of groups are looked through instead of all values.</summary>
    private static float Bound(ReadOnlySpan<float> values, int many)
    {
        var lanes = Vector<float>.Count;
        var groups = (5 * many / 2 + lanes - 1) / lanes;
        var size = values.Length / lanes / groups;
        if (size < 2) return float.MaxValue;
        Span<float> minima = groups * lanes <= 1024 ? stackalloc float[groups * lanes] : new float[groups * lanes];
        for (var group = 0; group < groups; group++)
        {
            var part = values.Slice(group * size * lanes, size * lanes);
            var low = new Vector<float>(part);
            for (var i = lanes; i < part.Length; i += lanes) low = Vector.Min(low, new Vector<float>(part[i..]));
            low.CopyTo(minima[(group * lanes)..]);
        }
        return Ordered(minima, many - 1);
    }

    /// <summary>The value at this place of the order: Hoare's selection.</summary>
    private static float Ordered(Span<float> values, int place)
    {
        var (low, high) = (0, values.Length - 1);
        while (low < high)
        {
            var (pivot, i, j) = (values[(low + high) / 2], low, high);
            while (i <= j)
            {
                while (values[i] < pivot) i++;
                while (values[j] > pivot) j--;
                if (i > j) break;
                (values[i], values[j]) = (values[j], values[i]);
                i++;
                j--;
            }
            if (place <= j) high = j;
            else if (place >= i) low = i;
            else break;
        }
        return values[place];
    }

    /// <summary>Offers the rows whose screened value is no larger than the limit, which is finite.</summary>
    private void Measure(ReadOnlySpan<float> screened, float limit, ReadOnlySpan<double> point, ref Nearest found)
    {
        var (lanes, most) = (Vector<float>.Count, new Vector<float>(limit));
        for (var row = 0; row < screened.Length;)
        {
            var rest = screened[row..];
            if (rest.Length >= 4 * lanes)
            {
                var low = Vector.Min(
                    Vector.Min(new Vector<float>(rest), new Vector<float>(rest[lanes..])),
                    Vector.Min(new Vector<float>(rest[(2 * lanes)..]), new Vector<float>(rest[(3 * lanes)..])));
                if (Vector.GreaterThanAll(low, most))
                {
                    row += 4 * lanes;
                    continue;
                }
                rest = rest[..(4 * lanes)];
            }
            for (var i = 0; i < rest.Length; i++)
                if (rest[i] <= limit) found.Offer(Square(point, row + i), row + i);
            row += rest.Length;
        }
    }

    private double Square(ReadOnlySpan<double> point, int row)
    {
        var other = rows.AsSpan(row * width, width);
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

    private static void Each<T>(int items, long values, Func<T> own, Action<int, T> one)
    {
        if (values >= FewValues && items > 1)
        {
            Parallel.For(0, items, own, (item, _, mine) =>
            {
                one(item, mine);
                return mine;
            }, _ => { });
            return;
        }
        var only = own();
        for (var item = 0; item < items; item++) one(item, only);
    }

    /// <summary>What is asked, and the answers.</summary>
    private sealed class Search(double[] points, double[] norms, int k, bool sameRows)
    {
        public int K => k;

        public int Asked => norms.Length;

        public double[] Points => points;

        public double[] Norms => norms;

        public double[] Distances { get; } = new double[norms.Length * k];

        public long[] Indices { get; } = new long[norms.Length * k];

        public bool SameRows => sameRows;

        public Nearest Found(int query) => new(Distances.AsSpan(query * k, k), Indices.AsSpan(query * k, k));
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
