using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>Settings of <see cref="InternalContrastive"/>.</summary>
public sealed record InternalContrastiveOptions : DetectorOptions
{
    /// <summary>Features of a window, at least 1 and fewer than there are. Default: 0, which stands for the paper's: 2, from 41 features 10, from 161 features all but 150.</summary>
    public int Window { get; init; }

    /// <summary>Orders of the features, each with networks of its own, at least 1; 0 stands for the authors' number at a thousand rows (more for narrow rows), but at most 4. Default: 1, the features as
    /// they come. More cost as many times as much, and make the score hang less on which features happen to be neighbours.</summary>
    public int Orders { get; init; } = 1;

    /// <summary>Dimensions in which windows and rests meet, at least 4. Default: 32, for speed (the paper: 200).</summary>
    public int Units { get; init; } = 32;

    /// <summary>What similarities are divided by, above 0. Default: 0.1, as in the code behind the published tables of ADBench's successors (the paper says 0.01, with which narrow networks learn their training rows by heart).</summary>
    public double Temperature { get; init; } = 0.1;

    /// <summary>Steps of an epoch, at least 1. Default: 20. Each draws its rows anew, so that an epoch costs the same for every number of rows.</summary>
    public int StepsAnEpoch { get; init; } = 20;

    /// <summary>How it is trained; the seed is the detector's. Default: 50 epochs at most, batches of 128 rows, or of as many as have 1,024 windows but at least 64, learning rate 1e-3, no weight decay, patience 10 on the loss of training rows.</summary>
    public TrainingOptions Training { get; init; } = new() { Epochs = 50, BatchSize = 128, WeightDecay = 0, Patience = 10 };

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(Window >= 0, nameof(Window), Window, "at least 1, or 0 for the paper's");
        Options.Require(Orders >= 0, nameof(Orders), Orders, "at least 1, or 0 for the authors'");
        Options.Require(Units >= 4, nameof(Units), Units, "at least 4");
        Options.Require(Temperature > 0 && double.IsFinite(Temperature), nameof(Temperature), Temperature, "finite and above 0");
        Options.Require(StepsAnEpoch >= 1, nameof(StepsAnEpoch), StepsAnEpoch, "at least 1");
        Training.Validate();
    }
}

/// <summary>
/// ICL, internal contrastive learning (Shenkar and Wolf, ICLR 2022): what neighbouring features of a normal row have to do with the row's other features is learnt by telling them from
/// the row's other windows; the score is that task's mean loss over the windows, and over the orders of the features where several are asked for. Expects standardised features.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class InternalContrastive(InternalContrastiveOptions? options = null) : NetworkDetector<InternalContrastiveOptions, InternalContrasts>(options)
{
    private const int RowsOfTheChoice = 256, WindowsAStep = 1024, FewestRows = 64;

    /// <summary>What each window adds to each row's score, <c>[rows, orders × windows]</c>, order by order: in the first, window j begins at feature j.</summary>
    /// <inheritdoc cref="Detector.Score"/>
    public double[,] WindowLosses(float[,] x) => Map(x, Network.Losses);

    /// <inheritdoc/>
    protected override int ScoringBatch => 512;

    /// <inheritdoc/>
    protected override InternalContrasts Build(int width) => new(width, Options.Orders, Options.Window, Options.Units, Options.Temperature);

    /// <inheritdoc/>
    protected override void Train(InternalContrasts network, Tensor rows)
    {
        // Wide rows have many windows: fewer rows a step, so that a step costs about the same for every width.
        var most = Math.Clamp(WindowsAStep / network.Windows, FewestRows, Math.Max(FewestRows, Options.Training.BatchSize));
        var (count, size) = (rows.shape[0], (int)Math.Min(most, rows.shape[0]));
        var choice = rows.index_select(0, randperm(count, dtype: int64).narrow(0, 0, Math.Min(Math.Min(RowsOfTheChoice, 4 * size), count)));
        RunLoop(network, Options.Training with { BatchSize = size }, size * Options.StepsAnEpoch,
            _ => network.call(rows.index_select(0, randint(count, new long[] { size }, dtype: int64))).mean(), () =>
        {
            var loss = network.call(choice).mean().item<float>();
            return new Validation(loss, -loss);
        });
    }

    /// <inheritdoc/>
    protected override Tensor ScoreRows(Tensor rows) => Network.call(rows);
}
