using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Models;

/// <summary>The dense players of adversarial training on tables.</summary>
public static class DenseGan
{
    /// <summary>A generator or an encoder: linear layers with ReLU, without batch normalisation (whose statistics would let rows of a batch see each other).</summary>
    /// <param name="inputs">Values of a row, at least 1.</param>
    /// <param name="hidden">Units of each hidden layer.</param>
    /// <param name="outputs">Values that come out, at least 1.</param>
    public static Mlp Layers(int inputs, IReadOnlyList<int> hidden, int outputs) =>
        new(inputs, new() { Hidden = hidden, Outputs = outputs, Dropout = 0, BatchNorm = false });

    /// <summary>A discriminator with leaky ReLU, which lets gradients through everywhere (Radford et al., 2016).</summary>
    /// <param name="inputs">Features of a row, at least 1.</param>
    /// <param name="hidden">Units of each hidden layer, at least one layer; the last are its features.</param>
    public static Discriminator Discriminator(int inputs, IReadOnlyList<int> hidden)
    {
        var stack = new List<(string, Module<Tensor, Tensor>)>();
        var width = inputs;
        for (var i = 0; i < hidden.Count; i++)
        {
            stack.Add(($"linear{i}", Linear(width, hidden[i])));
            stack.Add(($"relu{i}", LeakyReLU(0.2)));
            width = hidden[i];
        }
        return new(Sequential(stack), Linear(width, 1));
    }

    /// <summary>Both players for rows of a width, and an encoder where one is asked for.</summary>
    /// <param name="width">Features of a row.</param>
    /// <param name="hidden">Units of each hidden layer, at least one layer.</param>
    /// <param name="latent">Numbers that a row is generated from; 0 stands for half the features, from 2 to 32.</param>
    /// <param name="withEncoder">Whether there is an encoder.</param>
    public static GanNetwork Network(int width, IReadOnlyList<int> hidden, int latent, bool withEncoder = false)
    {
        if (latent == 0) latent = Math.Clamp(width / 2, 2, 32);
        return new(latent, Layers(latent, hidden, width), Discriminator(width, hidden), withEncoder ? Layers(width, hidden, latent) : null);
    }

    internal static void Check(IReadOnlyList<int> hidden)
    {
        Options.Require(hidden.Count >= 1, "Hidden", hidden.Count, "at least one layer");
        foreach (var units in hidden) Options.Require(units >= 1, "Hidden", units, "at least 1 unit a layer");
    }
}
