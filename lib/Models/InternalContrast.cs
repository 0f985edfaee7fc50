using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>
/// The two networks of internal contrastive learning (Shenkar and Wolf, ICLR 2022): one maps each window of neighbouring features, the other the rest of the row, so that a window is
/// nearer to its own rest than the row's other windows are. <c>[batch, inputs] → [batch]</c>, the mean contrastive loss of a row's windows. All windows go through in one product.
/// </summary>
public sealed class InternalContrast : Module<Tensor, Tensor>
{
    private const int FewestInputs = 3;
    private const double Slope = 0.2, Smallest = 1e-24;
    private readonly Module<Tensor, Tensor> windowNetwork, restNetwork;
    private readonly int inputs, padded, window;
    private readonly double temperature;
    private readonly Tensor windowAt, restAt;

    /// <param name="inputs">Features of a row, at least 1; rows of fewer than three are filled up with zeros.</param>
    /// <param name="window">Features of a window, at least 1 and fewer than the inputs; 0 takes the paper's: 2, from 41 inputs 10, from 161 inputs all but 150.</param>
    /// <param name="units">Dimensions in which windows and rests meet, at least 4.</param>
    /// <param name="temperature">What the similarities are divided by, above 0.</param>
    /// <param name="order">The features in the order in which windows take neighbours, each once; null takes them as they come. Kept as a buffer.</param>
    public InternalContrast(int inputs, int window, int units, double temperature, IReadOnlyList<long>? order = null) : base(nameof(InternalContrast))
    {
        this.inputs = inputs;
        this.temperature = temperature;
        padded = Math.Max(inputs, FewestInputs);
        this.window = Math.Min(padded - 1, window > 0 ? window : padded <= 40 ? 2 : padded <= 160 ? 10 : padded - 150);
        Windows = padded - this.window + 1;
        restNetwork = Sequential(
            ("linear0", Linear(padded - this.window, units)), ("tanh", Tanh()), ("norm0", BatchNorm1d(Windows)),
            ("linear1", Linear(units, 2 * units)), ("relu1", LeakyReLU(Slope)), ("norm1", BatchNorm1d(Windows)),
            ("linear2", Linear(2 * units, units)), ("relu2", LeakyReLU(Slope)));
        windowNetwork = Sequential(
            ("linear0", Linear(this.window, units / 4)), ("relu0", LeakyReLU(Slope)), ("norm0", BatchNorm1d(Windows)),
            ("linear1", Linear(units / 4, units / 2)), ("relu1", LeakyReLU(Slope)),
            ("linear2", Linear(units / 2, units)), ("relu2", LeakyReLU(Slope)));
        (windowAt, restAt) = (tensor(Places(inside: true, order)), tensor(Places(inside: false, order)));
        RegisterComponents();
    }

    /// <summary>Windows of a row.</summary>
    public int Windows { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => Losses(input).mean([1L]);

    /// <summary>The loss of each window, <c>[batch, windows]</c>: <c>−log softmax over windows w of (rest_j · window_w / temperature)</c> at w = j.</summary>
    public Tensor Losses(Tensor input)
    {
        var rows = padded == inputs ? input : functional.pad(input, [0, padded - inputs]);
        var windows = Unit(windowNetwork.call(Parts(rows, windowAt)));
        var rests = Unit(restNetwork.call(Parts(rows, restAt)));
        return -(rests.bmm(windows.transpose(1, 2)) / temperature).log_softmax(2).diagonal(0, 1, 2);
    }

    // Over a row's windows first, as the authors do: a dimension that is large in all windows tells none of them apart.
    private static Tensor Unit(Tensor values) => Unit(Unit(values, 1), 2);

    // libtorch's own norm takes seven times as long along a dimension that is not the last.
    private static Tensor Unit(Tensor values, long dimension) => values * (values.square().sum([dimension], keepdim: true) + Smallest).rsqrt();

    private Tensor Parts(Tensor rows, Tensor at) => rows.index_select(1, at).view(rows.shape[0], Windows, -1);

    // What rows were filled up with comes last.
    private long[] Places(bool inside, IReadOnlyList<long>? order) =>
        [.. Enumerable.Range(0, Windows).SelectMany(start => Enumerable.Range(0, padded).Where(i => (i >= start && i < start + window) == inside))
            .Select(i => order is null || i >= inputs ? i : order[i])];
}
