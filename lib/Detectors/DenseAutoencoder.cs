using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="DenseAutoencoder"/>.</summary>
public sealed record DenseAutoencoderOptions : DetectorOptions
{
    /// <summary>Units of the encoder's hidden layers, each at least 1; the decoder has them in reverse. Default: 64, 32.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 32];

    /// <summary>Units of the narrowest layer, at least 1. Default: 0, which stands for half the features, from 1 to 32.</summary>
    public int Latent { get; init; }

    /// <summary>Deviation of the Gaussian noise that is added to the inputs in training, at least 0 (a denoising autoencoder). Default: 0.</summary>
    public double Noise { get; init; }

    /// <summary>Probability of dropping a hidden unit in training, in [0, 1). Default: 0.</summary>
    public double Dropout { get; init; }

    /// <summary>Share of the rows that is held out to choose the epoch, in [0, 0.5]. Default: 0.1. 0, or fewer than 20 rows: all rows choose.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>How it is trained; the seed is the detector's. Default: 100 epochs at most, batches of 64, learning rate 1e-3, weight decay 1e-5, patience 15.</summary>
    public TrainingOptions Training { get; init; } = new() { BatchSize = 64, WeightDecay = 1e-5 };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        foreach (var units in Hidden) Options.Require(units >= 1, nameof(Hidden), units, "at least 1 unit a layer");
        Options.Require(Latent >= 0, nameof(Latent), Latent, "at least 1, or 0 for half the features");
        Options.Require(Noise >= 0 && double.IsFinite(Noise), nameof(Noise), Noise, "finite and at least 0");
        Options.Require(Dropout is >= 0 and < 1, nameof(Dropout), Dropout, "in [0, 1)");
        Options.Require(Validation is >= 0 and <= 0.5, nameof(Validation), Validation, "in [0, 0.5]");
        Training.Validate();
    }
}

/// <summary>
/// A dense autoencoder: a network that must rebuild each row from fewer numbers learns what normal rows have in common (Hinton and Salakhutdinov, 2006); the score is the mean
/// squared error of rebuilding a row, <c>mean over features of (x − decode(encode(x)))²</c>. Denoising: Vincent et al., 2008. Expects standardised features.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class DenseAutoencoder(DenseAutoencoderOptions? options = null) : Detector<DenseAutoencoderOptions>(options)
{
    private const string Weights = "model.";
    private const int ScoringBatch = 8192;
    private Mlp? encoder, decoder;

    /// <summary>After each epoch; <see cref="ProgressBar.Show"/> fits.</summary>
    public event Action<EpochResult>? EpochEnded;

    /// <summary>The losses of the last fit; null when it was loaded.</summary>
    public TrainingHistory? History { get; private set; }

    /// <summary>What each feature adds to each row's error, <c>[rows, features]</c>: the explanation. A row's score is the mean of its line.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] FeatureErrors(float[,] x) => Checked(x, rows => Errors(rows).to(float64), x.GetLength(1));

    /// <summary>The narrowest layer's values, <c>[rows, latent]</c>: a map of the rows in which other detectors can look.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] Embed(float[,] x) => Checked(x, rows => encoder!.call(rows).to(float64), encoder?.Options.Outputs ?? 0);

    /// <inheritdoc/>
    protected override Tensor FitCore(Tensor x)
    {
        var rows = x.to(float32);
        Seed.Torch("weights");
        Build((int)x.shape[1]);
        using var model = nn.Sequential(("encoder", encoder!), ("decoder", decoder!));
        var (train, held) = Parts(rows);
        var loop = new TrainingLoop(model, Options.Training with { Seed = Seed.For("training") });
        loop.EpochEnded += result => EpochEnded?.Invoke(result);
        using (enable_grad())
        {
            History = loop.Run((int)train.shape[0], batch => Loss(train.index_select(0, batch)), () =>
            {
                var loss = Errors(held).mean().item<float>();
                return new Validation(loss, -loss);
            });
        }
        foreach (var (name, value) in model.state_dict()) Learn(Weights + name, value);
        Restored();   // the networks that scored come from what was kept, as those of a file do
        return ScoreCore(x);
    }

    /// <inheritdoc/>
    protected override Tensor ScoreCore(Tensor x) =>
        cat([.. x.to(float32).split(ScoringBatch).Select(rows => Errors(rows).mean([1L]))]).to(float64);

    /// <inheritdoc/>
    protected override void Restored()
    {
        Build((int)Learnt(Weights + "encoder.layers." + (Options.Hidden.Count > 0 ? "linear0" : "output") + ".weight").shape[1]);
        using var noGrad = no_grad();
        foreach (var (part, network) in new[] { ("encoder.", encoder!), ("decoder.", decoder!) })
        {
            foreach (var (name, value) in network.state_dict()) value.copy_(Learnt(Weights + part + name));
            network.eval();
        }
    }

    /// <inheritdoc/>
    protected override void Released()
    {
        encoder?.Dispose();
        decoder?.Dispose();
        (encoder, decoder) = (null, null);
    }

    private void Build(int width)
    {
        Released();
        var latent = Options.Latent > 0 ? Options.Latent : Math.Clamp(width / 2, 1, 32);
        encoder = Network(width, Options.Hidden, latent);
        decoder = Network(latent, [.. Options.Hidden.Reverse()], width);
    }

    private Mlp Network(int inputs, IReadOnlyList<int> hidden, int outputs)
    {
        var network = new Mlp(inputs, new() { Hidden = hidden, Outputs = outputs, Dropout = Options.Dropout, BatchNorm = false });
        foreach (var parameter in network.parameters()) parameter.DetachFromDisposeScope();
        return network;
    }

    private (Tensor Train, Tensor Held) Parts(Tensor rows)
    {
        var count = (int)rows.shape[0];
        var held = (int)(Options.Validation * count);
        if (held == 0 || count < 20) return (rows, rows);
        var order = Enumerable.Range(0, count).Select(row => (long)row).ToArray();
        Seed.Random("validation").Shuffle(order);
        return (rows.index_select(0, tensor(order[held..])), rows.index_select(0, tensor(order[..held])));
    }

    private Tensor Loss(Tensor rows)
    {
        var input = Options.Noise > 0 ? rows + Options.Noise * randn_like(rows) : rows;
        return (decoder!.call(encoder!.call(input)) - rows).square().mean();
    }

    private Tensor Errors(Tensor rows) => (decoder!.call(encoder!.call(rows)) - rows).square();

    private double[,] Checked(float[,] x, Func<Tensor, Tensor> values, int columns)
    {
        Score(x);   // the checks
        var result = new double[x.GetLength(0), columns];
        if (result.Length == 0) return result;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return (double[,])values(tensor(x)).data<double>().ToNDArray();
    }
}
