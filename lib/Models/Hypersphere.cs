using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>
/// The network of Deep SVDD and the sphere that it maps normal rows into: <c>[batch, inputs] → [batch]</c>, the squared distance from the centre. Its layers have no bias and its
/// activations no bound, because a network with either could map every row to the centre (Ruff et al., ICML 2018, propositions 2 and 3).
/// </summary>
public sealed class Hypersphere : Module<Tensor, Tensor>
{
    // A centre at zero in some direction is reached by weights of zero: it is moved away by this much, as in the authors' code.
    private const double FromZero = 0.1;
    private const double Slope = 0.1;
    private readonly Module<Tensor, Tensor> encoder;
    private readonly Tensor centre;
    private readonly Tensor squaredRadius;

    /// <param name="inputs">Features of a row, at least 1.</param>
    /// <param name="hidden">Units of the hidden layers, each at least 1.</param>
    /// <param name="outputs">Dimensions of the sphere, at least 1.</param>
    public Hypersphere(int inputs, IReadOnlyList<int> hidden, int outputs) : base(nameof(Hypersphere))
    {
        var stack = new List<(string, Module<Tensor, Tensor>)>();
        var width = inputs;
        for (var i = 0; i < hidden.Count; i++)
        {
            stack.Add(($"linear{i}", Linear(width, hidden[i], hasBias: false)));
            stack.Add(($"activation{i}", LeakyReLU(Slope)));
            width = hidden[i];
        }
        stack.Add(("output", Linear(width, outputs, hasBias: false)));
        encoder = Sequential(stack);
        centre = zeros(outputs);
        squaredRadius = zeros(1);
        RegisterComponents();
    }

    /// <summary>From rows to the space of the sphere, <c>[batch, inputs] → [batch, outputs]</c>.</summary>
    public Module<Tensor, Tensor> Encoder => encoder;

    /// <summary>R², a scalar; 0 where no radius is learnt.</summary>
    public double SquaredRadius
    {
        get => squaredRadius.item<float>();
        set => squaredRadius.fill_(value);
    }

    /// <summary>Puts the centre where the untrained network maps the rows to on average.</summary>
    public void Centre(Tensor rows)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var mean = encoder.call(rows).mean([0L]);
        var away = mean.abs().clamp_min(FromZero);
        centre.copy_(where(mean < 0, -away, away));
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => (encoder.call(input) - centre).square().sum(1);
}
