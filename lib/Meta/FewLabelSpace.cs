using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Meta;

/// <summary>The scales that all tables share: places among reference rows.</summary>
internal static class FewLabelSpace
{
    /// <summary>The share of the reference rows below each value, equal ones counting half, kept off 0 and 1.</summary>
    /// <param name="sorted">The reference, each column ascending, float64 <c>[columns, reference rows]</c>.</param>
    /// <param name="values">float64 <c>[rows, columns]</c>.</param>
    /// <returns>float64 <c>[rows, columns]</c>.</returns>
    public static Tensor Places(Tensor sorted, Tensor values)
    {
        var columns = values.t().contiguous();
        var below = (searchsorted(sorted, columns) + searchsorted(sorted, columns, right: true)).to(float64) / 2;
        return ((below + 0.5) / (sorted.shape[1] + 1)).t().contiguous();
    }

    /// <summary>Log-odds of the places.</summary>
    public static Tensor Logits(Tensor sorted, Tensor values)
    {
        var places = Places(sorted, values);
        return (places / (1 - places)).log();
    }

    /// <summary>The value of a standard normal variable at the same place: every column becomes normal, whatever its distribution was.</summary>
    public static Tensor Normal(Tensor sorted, Tensor values) => Math.Sqrt(2) * (2 * Places(sorted, values) - 1).erfinv();

    public static Tensor Sorted(Tensor values) => values.t().contiguous().sort(1).Values;

    /// <summary>Beyond ±1 by the logarithm: a far value is far, but not everything.</summary>
    public static Tensor Damped(Tensor z) => z.sign() * minimum(z.abs(), 1 + z.abs().clamp_min(1).log());
}
