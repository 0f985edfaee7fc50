using MetaAnomalyLib.Data;
using MetaAnomalyLib.Metrics;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MetaAnomalyLib.Training;

/// <summary>
/// Trains a model to tell anomalies from normal rows, when both are labelled: binary cross-entropy on the logits, anomalies weighted by their rarity.
/// </summary>
/// <param name="model"><c>[batch, features] → [batch, 1]</c> logits, such as <see cref="Models.Mlp"/>.</param>
/// <param name="options">Null takes the defaults.</param>
public sealed class SupervisedTrainer(Module<Tensor, Tensor> model, TrainingOptions? options = null)
{
    private const int EvaluationBatch = 8192;

    /// <summary>The options in force.</summary>
    public TrainingOptions Options { get; } = options ?? new TrainingOptions();

    /// <summary>After each epoch; <see cref="ProgressBar.Show"/> fits.</summary>
    public event Action<EpochResult>? EpochEnded;

    /// <summary>Trains on one part and chooses the epoch on another.</summary>
    /// <param name="train">Scaled features without missing values; both classes.</param>
    /// <param name="validation">The same features of other rows; both classes. Never the test rows.</param>
    /// <param name="cancellation">Stops after the running epoch.</param>
    /// <exception cref="ArgumentException">A part is empty, holds one class only, NaN, or another number of features.</exception>
    public TrainingHistory Fit(LabeledData train, LabeledData validation, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        Options.Validate();
        train.Validate(needsBothClasses: true);
        validation.Validate(needsBothClasses: true).RequireWidth(train.Width);

        using var scope = NewDisposeScope();
        Tensor x = tensor(train.X), y = tensor(train.Y, dtype: float32);
        Tensor xValidation = tensor(validation.X), yValidation = tensor(validation.Y, dtype: float32);
        var weight = Options.WeightClasses ? (train.Count - train.Anomalies) / (float)train.Anomalies : 1;
        using var loss = BCEWithLogitsLoss(pos_weights: tensor(new[] { weight }));

        var loop = new TrainingLoop(model, Options);
        loop.EpochEnded += result => EpochEnded?.Invoke(result);
        return loop.Run(train.Count, rows => loss.call(Logits(x[rows]), y[rows]), Validate, cancellation);

        Validation Validate()
        {
            var logits = Logits(xValidation);
            var validationLoss = loss.call(logits, yValidation).item<float>();
            var score = Options.ChooseEpochBy == EpochCriterion.AveragePrecision
                ? Metric.AveragePrecision(validation.Y, logits.data<float>().ToArray())
                : -validationLoss;
            return new Validation(validationLoss, score);
        }
    }

    /// <summary>The probability of "anomaly" for each row: the sigmoid of the logits, in evaluation mode. (With weighted classes it is shifted towards
    /// the anomalies: good for ranking, to be calibrated before it is read as a probability.)</summary>
    /// <param name="x">Features, <c>[rows, features]</c>.</param>
    /// <returns>One value in [0, 1] a row.</returns>
    public float[] Probabilities(float[,] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        model.eval();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        using var all = tensor(x);
        var result = new float[x.GetLength(0)];
        for (var start = 0; start < result.Length; start += EvaluationBatch)
        {
            using var batch = NewDisposeScope();
            var rows = Math.Min(EvaluationBatch, result.Length - start);
            Logits(all.narrow(0, start, rows)).sigmoid().data<float>().CopyTo(result.AsSpan(start, rows));
        }
        return result;
    }

    private Tensor Logits(Tensor x) => model.call(x).squeeze(-1);
}
