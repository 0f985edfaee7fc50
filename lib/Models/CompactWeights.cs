using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Models;

/// <summary>How weights are kept in a file.</summary>
public enum WeightPrecision
{
    /// <summary>As they are, 32 bits.</summary>
    Single,

    /// <summary>16 bits (IEEE half precision): half of the file.</summary>
    Half,

    /// <summary>8 bits and a scale for each output channel: a quarter of the file.</summary>
    Int8,
}

/// <summary>
/// Weights in fewer bits. Only the <em>file</em> shrinks: <see cref="Unpack"/> gives 32-bit weights again, and the network computes with those, as fast as before. (libtorch's 8-bit arithmetic has no
/// counterpart in TorchSharp, and 16-bit convolutions are slower than 32-bit ones on most CPUs.) Kernels and matrices are packed; biases and the numbers of batch normalisation, few and touchy, stay as they are.
/// </summary>
public static class CompactWeights
{
    private const string ScaleOf = ".scale";
    private const double LargestHalf = 65504;

    /// <summary>Weights as they are kept; those of 8 bits with a second tensor, <c>NAME.scale</c>, <c>[outputs]</c>. The tensors given are left alone.</summary>
    /// <param name="weights">By name, such as a state dict.</param>
    /// <param name="precision">How to keep them.</param>
    /// <exception cref="ArgumentException">A weight is NaN, infinite or, for 16 bits, beyond 65,504.</exception>
    public static Dictionary<string, Tensor> Pack(IReadOnlyDictionary<string, Tensor> weights, WeightPrecision precision)
    {
        ArgumentNullException.ThrowIfNull(weights);
        Options.Require(Enum.IsDefined(precision), nameof(precision), precision, "one of " + string.Join(", ", Enum.GetNames<WeightPrecision>()));
        using var noGrad = no_grad();
        var packed = new Dictionary<string, Tensor>();
        foreach (var (name, weight) in weights)
        {
            if (precision == WeightPrecision.Single || weight.ndim < 2 || weight.dtype != ScalarType.Float32)
            {
                packed[name] = weight.detach().clone();
                continue;
            }
            var largest = weight.abs().max().item<float>();
            if (!float.IsFinite(largest) || (precision == WeightPrecision.Half && largest > LargestHalf))
                throw new ArgumentException(FormattableString.Invariant($"'{name}' holds {largest}; {precision} weights must be finite and at most {LargestHalf}."), nameof(weights));
            if (precision == WeightPrecision.Half)
                packed[name] = weight.detach().to(ScalarType.Float16);
            else
                (packed[name], packed[name + ScaleOf]) = Quantize(weight, 8, perChannel: true);
        }
        return packed;
    }

    /// <summary>32-bit weights again.</summary>
    /// <param name="packed">What <see cref="Pack"/> gave.</param>
    public static Dictionary<string, Tensor> Unpack(IReadOnlyDictionary<string, Tensor> packed)
    {
        ArgumentNullException.ThrowIfNull(packed);
        using var noGrad = no_grad();
        var weights = new Dictionary<string, Tensor>();
        foreach (var (name, tensor) in packed)
        {
            if (IsScale(packed, name)) continue;
            using var scope = NewDisposeScope();
            weights[name] = (packed.TryGetValue(name + ScaleOf, out var scale) ? tensor.to(float32) * scale.view([-1, .. Enumerable.Repeat(1L, (int)tensor.ndim - 1)])
                : tensor.dtype == ScalarType.Float16 ? tensor.to(float32) : tensor.detach().clone()).MoveToOuterDisposeScope();
        }
        return weights;
    }

    /// <summary>What is left of weights that are rounded to some bits: symmetric around 0, in steps of the largest weight divided by 2^(bits − 1) − 1 (Nagel et al., "A white paper on neural network
    /// quantization", 2021, section 2.2).</summary>
    /// <param name="weight"><c>[outputs, …]</c>.</param>
    /// <param name="bits">From 2 to 8.</param>
    /// <param name="perChannel">Whether each output has steps of its own; else one step serves all, and the channel with the largest weight spoils it for the others.</param>
    public static Tensor Rounded(Tensor weight, int bits, bool perChannel = true)
    {
        ArgumentNullException.ThrowIfNull(weight);
        Options.Require(bits is >= 2 and <= 8, nameof(bits), bits, "from 2 to 8");
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var (values, scale) = Quantize(weight, bits, perChannel);
        return (values.to(float32) * scale.view([-1, .. Enumerable.Repeat(1L, (int)weight.ndim - 1)])).MoveToOuterDisposeScope();
    }

    private static (Tensor Values, Tensor Scale) Quantize(Tensor weight, int bits, bool perChannel)
    {
        using var scope = NewDisposeScope();
        var (flat, most) = (weight.detach().flatten(1), (1 << (bits - 1)) - 1);
        var step = (perChannel ? flat.abs().amax([1L]) : flat.abs().max().expand(flat.shape[0]).contiguous()) / most;
        // A channel of zeros has the step 0; any other one gives zeros, too.
        var values = (flat / where(step == 0, ones_like(step), step).unsqueeze(1)).round().clamp(-most, most).to(ScalarType.Int8).view(weight.shape);
        return (values.MoveToOuterDisposeScope(), step.MoveToOuterDisposeScope());
    }

    private static bool IsScale(IReadOnlyDictionary<string, Tensor> packed, string name) =>
        name.EndsWith(ScaleOf, StringComparison.Ordinal) && packed.TryGetValue(name[..^ScaleOf.Length], out var values) && values.dtype == ScalarType.Int8;
}
