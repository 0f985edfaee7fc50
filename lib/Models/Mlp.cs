using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>The shape of an <see cref="Mlp"/>.</summary>
public sealed record MlpOptions
{
    /// <summary>Units of each hidden layer, each at least 1. Default: 64, 32. Empty gives a linear model.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 32];

    /// <summary>Units of the output layer, at least 1. Default: 1, the logit of "anomaly".</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>Probability of dropping a hidden unit in training, in [0, 1). Default: 0.1.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Whether each hidden layer is normalised over the batch (Ioffe and Szegedy, 2015). Default: true.</summary>
    public bool BatchNorm { get; init; } = true;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        foreach (var units in Hidden) Options.Require(units >= 1, nameof(Hidden), units, "at least 1 unit a layer");
        Options.Require(Outputs >= 1, nameof(Outputs), Outputs, "at least 1");
        Options.Require(Dropout is >= 0 and < 1, nameof(Dropout), Dropout, "in [0, 1)");
    }
}

/// <summary>
/// A multilayer perceptron: per hidden layer a linear map, batch normalisation, ReLU and dropout, then a linear output without activation.
/// <c>[batch, inputs] → [batch, outputs]</c>; with one output the values are logits, whose sigmoid is the probability of "anomaly".
/// </summary>
public sealed class Mlp : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> layers;

    /// <param name="inputs">Features of a row, at least 1.</param>
    /// <param name="options">Null takes the defaults.</param>
    public Mlp(int inputs, MlpOptions? options = null) : base(nameof(Mlp))
    {
        options ??= new MlpOptions();
        options.Validate();
        Models.Options.Require(inputs >= 1, nameof(inputs), inputs, "at least 1");
        (Inputs, Options) = (inputs, options);

        var stack = new List<(string, Module<Tensor, Tensor>)>();
        var width = inputs;
        for (var i = 0; i < options.Hidden.Count; i++)
        {
            stack.Add(($"linear{i}", Linear(width, options.Hidden[i])));
            if (options.BatchNorm) stack.Add(($"norm{i}", BatchNorm1d(options.Hidden[i])));
            stack.Add(($"relu{i}", ReLU()));
            if (options.Dropout > 0) stack.Add(($"dropout{i}", Dropout(options.Dropout)));
            width = options.Hidden[i];
        }
        stack.Add(("output", Linear(width, options.Outputs)));
        layers = Sequential(stack);
        RegisterComponents();
    }

    /// <summary>Features of a row.</summary>
    public int Inputs { get; }

    /// <summary>The options it was built with.</summary>
    public MlpOptions Options { get; }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => layers.call(input);
}
