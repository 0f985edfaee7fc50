using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MetaAnomalyLib.Detectors;

/// <summary>
/// <c>‖b‖² − 2 a·b</c> in single precision, of queries a with all rows b, on the calling thread alone: for narrow rows, where a product that is shared among libtorch's threads is over
/// before these and the ones that look through it have found a processor each. Rows lie in panels, feature by feature; four queries at a time walk along a panel.
/// </summary>
internal sealed class NeighbourScreen
{
    /// <summary>Queries that go together.</summary>
    public const int Queries = 4;

    // Panels of one block stay in the first cache of the processor while all queries pass.
    private const int BlockValues = 6000;
    private readonly float[] panels;
    private readonly int width, count, panelSize;

    /// <param name="rows">[rows, features], row by row, small in norm.</param>
    /// <param name="width">Features.</param>
    public NeighbourScreen(ReadOnlySpan<double> rows, int width)
    {
        this.width = width;
        panelSize = (width + 1) * PanelRows;
        var all = rows.Length / width;
        count = (all + PanelRows - 1) / PanelRows;
        panels = new float[count * panelSize];
        for (var row = 0; row < all; row++)
        {
            var at = row / PanelRows * panelSize + row % PanelRows;
            var norm = 0.0;
            for (var feature = 0; feature < width; feature++)
            {
                var value = rows[row * width + feature];
                norm += value * value;
                panels[at + (feature + 1) * PanelRows] = (float)(-2 * value);
            }
            panels[at] = (float)norm;
        }
    }

    /// <summary>Values of a query in what <see cref="Products"/> gives: one a row, and some that mean nothing.</summary>
    public int Stride => count * PanelRows;

    private static int Lanes => Vector<float>.Count;

    private static int PanelRows => 3 * Vector<float>.Count;

    /// <summary>Where a feature of a query lies in what <see cref="Products"/> takes.</summary>
    public static int Place(int query, int feature, int width) => (query / Queries * width + feature) * Queries + query % Queries;

    /// <summary>The value of each query with each row.</summary>
    /// <param name="queries">In groups of <see cref="Queries"/>: [groups, features, queries of the group].</param>
    /// <param name="values">[groups × queries of a group, <see cref="Stride"/>].</param>
    public void Products(ReadOnlySpan<float> queries, Span<float> values)
    {
        var (block, groups) = (Math.Max(1, BlockValues / panelSize), queries.Length / (width * Queries));
        for (var start = 0; start < count; start += block)
            for (var group = 0; group < groups; group++)
                Walk(queries.Slice(group * width * Queries, width * Queries), values.Slice(group * Queries * Stride, Queries * Stride), start, Math.Min(count, start + block));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Walk(ReadOnlySpan<float> queries, Span<float> values, int start, int end)
    {
        ref var query = ref MemoryMarshal.GetReference(queries);
        for (var panel = start; panel < end; panel++)
        {
            ref var row = ref panels[panel * panelSize];
            var (a0, a1, a2) = Load(ref row);
            var (b0, b1, b2) = (a0, a1, a2);
            var (c0, c1, c2) = (a0, a1, a2);
            var (d0, d1, d2) = (a0, a1, a2);
            for (var feature = 0; feature < width; feature++)
            {
                row = ref Unsafe.Add(ref row, PanelRows);
                var (r0, r1, r2) = Load(ref row);
                ref var four = ref Unsafe.Add(ref query, feature * Queries);
                var q = new Vector<float>(four);
                a0 = Vector.MultiplyAddEstimate(q, r0, a0);
                a1 = Vector.MultiplyAddEstimate(q, r1, a1);
                a2 = Vector.MultiplyAddEstimate(q, r2, a2);
                q = new Vector<float>(Unsafe.Add(ref four, 1));
                b0 = Vector.MultiplyAddEstimate(q, r0, b0);
                b1 = Vector.MultiplyAddEstimate(q, r1, b1);
                b2 = Vector.MultiplyAddEstimate(q, r2, b2);
                q = new Vector<float>(Unsafe.Add(ref four, 2));
                c0 = Vector.MultiplyAddEstimate(q, r0, c0);
                c1 = Vector.MultiplyAddEstimate(q, r1, c1);
                c2 = Vector.MultiplyAddEstimate(q, r2, c2);
                q = new Vector<float>(Unsafe.Add(ref four, 3));
                d0 = Vector.MultiplyAddEstimate(q, r0, d0);
                d1 = Vector.MultiplyAddEstimate(q, r1, d1);
                d2 = Vector.MultiplyAddEstimate(q, r2, d2);
            }
            Store(values, panel * PanelRows, a0, a1, a2);
            Store(values, Stride + panel * PanelRows, b0, b1, b2);
            Store(values, 2 * Stride + panel * PanelRows, c0, c1, c2);
            Store(values, 3 * Stride + panel * PanelRows, d0, d1, d2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<float>, Vector<float>, Vector<float>) Load(ref float values) =>
        (Vector.LoadUnsafe(ref values), Vector.LoadUnsafe(ref values, (nuint)Lanes), Vector.LoadUnsafe(ref values, 2 * (nuint)Lanes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Span<float> values, int at, Vector<float> first, Vector<float> second, Vector<float> third)
    {
        ref var place = ref MemoryMarshal.GetReference(values.Slice(at, PanelRows));
        first.StoreUnsafe(ref place);
        second.StoreUnsafe(ref place, (nuint)Lanes);
        third.StoreUnsafe(ref place, 2 * (nuint)Lanes);
    }
}
