using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>
/// A detector whose knowledge is a network in single precision. The weights and buffers are what is kept and saved; fitting, scoring in batches and
/// the file are written here, once. A detector says how its network is built, trained, and how it scores.
/// </summary>
/// <typeparam name="TOptions">Its options.</typeparam>
/// <typeparam name="TNetwork">Its network; parts that score differently are fields of it.</typeparam>
/// <param name="options">Null takes the defaults.</param>
public abstract class NetworkDetector<TOptions, TNetwork>(TOptions? options) : Detector<TOptions>(options)
    where TOptions : DetectorOptions, new()
    where TNetwork : nn.Module
{
    private const string Weights = "model.";
    private const string WidthKey = "width";
    private TNetwork? network;

    /// <summary>After each epoch; <see cref="ProgressBar.Show"/> fits.</summary>
    public event Action<EpochResult>? EpochEnded;

    /// <summary>The losses of the last fit; null when it was loaded.</summary>
    public TrainingHistory? History { get; private set; }

    /// <summary>The fitted network, in evaluation mode.</summary>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    protected TNetwork Network => network
        ?? throw new InvalidOperationException($"{GetType().Name} is not fitted. Call Fit on the training part, or Detector.Load on a saved one.");

    /// <summary>Rows that are scored at once; fewer where a row takes much memory.</summary>
    protected virtual int ScoringBatch => 8192;

    /// <summary>A network for rows of this width. libtorch is seeded before.</summary>
    protected abstract TNetwork Build(int width);

    /// <summary>Trains the network in place.</summary>
    /// <param name="network">In training mode.</param>
    /// <param name="rows">float32 <c>[rows, features]</c>, at least two rows. Gradients are on.</param>
    protected abstract void Train(TNetwork network, Tensor rows);

    /// <summary>Scores rows with <see cref="Network"/>.</summary>
    /// <param name="rows">float32 <c>[batch, features]</c>. Gradients are off.</param>
    /// <returns><c>[batch]</c>, of any floating type.</returns>
    protected abstract Tensor ScoreRows(Tensor rows);

    /// <summary>Runs the training loop with the detector's seed, and keeps and tells its history.</summary>
    /// <inheritdoc cref="TrainingLoop.Run"/>
    protected void RunLoop(nn.Module model, TrainingOptions training, int rows, Func<Tensor, Tensor> loss, Func<Validation> validate)
    {
        var loop = new TrainingLoop(model, training with { Seed = Seed.For("training") });
        loop.EpochEnded += Told;
        History = loop.Run(rows, loss, validate);
    }

    /// <summary>Tells the end of an epoch of a training that has a loop of its own.</summary>
    protected void Told(EpochResult result) => EpochEnded?.Invoke(result);

    /// <summary>Training rows and those held out to choose the epoch; both are all rows where fewer than 20 are there or the share is 0.</summary>
    protected (Tensor Train, Tensor Held) HoldOut(Tensor rows, double share)
    {
        var count = (int)rows.shape[0];
        var held = (int)(share * count);
        if (held == 0 || count < 20) return (rows, rows);
        var order = Enumerable.Range(0, count).Select(row => (long)row).ToArray();
        Seed.Random("validation").Shuffle(order);
        return (rows.index_select(0, tensor(order[held..])), rows.index_select(0, tensor(order[..held])));
    }

    /// <summary>Values of the network for checked rows, in batches: for embeddings, reconstructions, explanations.</summary>
    /// <param name="x">Rows, checked as <see cref="Detector.Score"/> does.</param>
    /// <param name="values">From float32 <c>[batch, features]</c> to <c>[batch, columns]</c>.</param>
    protected double[,] Map(float[,] x, Func<Tensor, Tensor> values)
    {
        CheckRows(x);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        // One zero row tells the columns where there is no row.
        if (x.GetLength(0) == 0) return new double[0, values(zeros(1, Width)).shape[1]];
        var rows = tensor(x);
        return (double[,])InBatches(rows, values).to(float64).contiguous().data<double>().ToNDArray();
    }

    /// <inheritdoc/>
    protected sealed override Tensor FitCore(Tensor x)
    {
        Seed.Torch("weights");
        Attach((int)x.shape[1]);
        using (enable_grad())
        {
            Network.train();
            Train(Network, x.to(float32));
        }
        Learn(WidthKey, tensor(x.shape[1]));
        foreach (var (name, value) in Network.state_dict()) Learn(Weights + name, value);
        Restored();   // the network that scores comes from what was kept, as that of a file does
        return ScoreCore(x);
    }

    /// <inheritdoc/>
    protected sealed override Tensor ScoreCore(Tensor x) => InBatches(x.to(float32), ScoreRows).to(float64);

    /// <inheritdoc/>
    protected override void Restored()
    {
        Attach(Learnt(WidthKey).ToInt32());
        using var noGrad = no_grad();
        foreach (var (name, value) in Network.state_dict())
        {
            var kept = Learnt(Weights + name);
            if (!kept.shape.SequenceEqual(value.shape))
                throw new ArgumentException($"{name} is [{string.Join(", ", kept.shape)}], it must be [{string.Join(", ", value.shape)}]");
            value.copy_(kept);
        }
        Network.eval();
    }

    /// <inheritdoc/>
    protected override void Released()
    {
        network?.Dispose();
        network = null;
    }

    // What a batch leaves behind goes before the next one is read.
    private Tensor InBatches(Tensor rows, Func<Tensor, Tensor> values) => cat([.. rows.split(ScoringBatch).Select(batch =>
    {
        using var scope = NewDisposeScope();
        return values(batch).MoveToOuterDisposeScope();
    })]);

    private void Attach(int width)
    {
        Released();
        network = Build(width);
        foreach (var parameter in network.parameters()) parameter.DetachFromDisposeScope();
        foreach (var buffer in network.buffers()) buffer.DetachFromDisposeScope();
    }
}
