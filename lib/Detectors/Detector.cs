using System.Text.Json;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>
/// The contract of every anomaly detector, PyOD's in C#: fit on normal or unlabelled rows, score any rows (higher is more anomalous).
/// Checks, threshold, labels, probabilities and the file are derived here, once; a detector only says how it fits and how it scores.
/// What it has learnt is a set of named tensors, which is also what is saved. Dispose it when done.
/// </summary>
public abstract partial class Detector : IDisposable
{
    private readonly DetectorOptions options;
    private readonly Dictionary<string, Tensor> learnt = new(StringComparer.Ordinal);
    private Decision? decision;

    private protected Detector(DetectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.options = options;
        _ = Machine.ComputeDevice.Current;
    }

    /// <summary>Whether it has been fitted or loaded.</summary>
    public bool IsFitted => decision is not null;

    /// <summary>The options it was built with, as JSON.</summary>
    public string OptionsJson => JsonSerializer.Serialize(options, options.GetType());

    /// <summary>Features of a row that it was fitted on.</summary>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    public int Width => Fitted.Width;

    /// <summary>The scores of the training rows, <c>[rows]</c>. Detectors that remember their rows leave each row out of its own neighbourhood.</summary>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    public double[] TrainingScores => Fitted is { } ? Learnt(TrainingScoresKey).data<double>().ToArray() : [];

    /// <summary>Learns what is normal. A second call forgets the first; after an error the detector is not fitted.</summary>
    /// <param name="x">Normal or unlabelled rows, <c>[rows, features]</c>, at least two, finite; scaled, where features differ in unit.</param>
    /// <returns>The detector itself.</returns>
    /// <exception cref="ArgumentException">Fewer than two rows, no features, or a value that is NaN or infinite: the message says where.</exception>
    public Detector Fit(float[,] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.GetLength(0) < 2 || x.GetLength(1) == 0)
            throw new ArgumentException($"x has {x.GetLength(0)} rows and {x.GetLength(1)} features; fitting needs at least two rows and one feature.", nameof(x));
        CheckFinite(x);
        using var scope = NewDisposeScope();
        FitChecked(tensor(x, dtype: float64));
        return this;
    }

    /// <summary>One score a row: the higher, the more anomalous. Always finite; the scale is the detector's own.</summary>
    /// <param name="x">Rows of the width it was fitted on, <c>[rows, features]</c>, finite; no rows give no scores.</param>
    /// <exception cref="InvalidOperationException">It is not fitted.</exception>
    /// <exception cref="ArgumentException">Another width, or a value that is NaN or infinite.</exception>
    public double[] Score(float[,] x)
    {
        CheckRows(x);
        if (x.GetLength(0) == 0) return [];
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        return Finite(ScoreCore(tensor(x, dtype: float64)), x.GetLength(0)).data<double>().ToArray();
    }

    /// <summary>1 for each row whose score lies above <see cref="Threshold"/>, else 0.</summary>
    /// <inheritdoc cref="Score"/>
    public int[] Predict(float[,] x) => [.. Score(x).Select(score => score > Threshold ? 1 : 0)];

    /// <summary>Forgets what it has learnt and frees the memory.</summary>
    public void Dispose()
    {
        Forget();
        GC.SuppressFinalize(this);
    }

    /// <summary>Learns from checked rows, keeping what it needs with <see cref="Learn"/>, and scores them.</summary>
    /// <param name="x">float64 <c>[rows, features]</c>, at least two rows. Gradients are off.</param>
    /// <returns>float64 <c>[rows]</c>.</returns>
    protected abstract Tensor FitCore(Tensor x);

    /// <summary>Scores checked rows.</summary>
    /// <param name="x">float64 <c>[rows, features]</c>, at least one row. Gradients are off.</param>
    /// <returns>float64 <c>[rows]</c>.</returns>
    protected abstract Tensor ScoreCore(Tensor x);

    /// <summary>What a fit itself knows of probabilities: <c>P = 1 / (1 + exp(−(slope · score + intercept)))</c>; null, the default, leaves them to <see cref="Calibrate"/>.</summary>
    protected virtual (double Slope, double Intercept)? Curve() => null;

    /// <summary>Called when the learnt tensors have come from a file, for a detector that keeps them in another form too.</summary>
    protected virtual void Restored()
    {
    }

    /// <summary>Called when what was learnt is forgotten, for a detector that keeps it in another form too.</summary>
    protected virtual void Released()
    {
    }

    /// <summary>The seed of the options.</summary>
    protected Seed Seed => options.Seed;

    /// <summary>Keeps a copy of a tensor under a name, beyond the fit and in the file.</summary>
    protected void Learn(string name, Tensor value)
    {
        using var scope = NewDisposeScope();
        if (learnt.Remove(name, out var before)) before.Dispose();
        learnt[name] = value.detach().contiguous().clone().DetachFromDisposeScope();
    }

    /// <summary>A tensor that was kept.</summary>
    protected Tensor Learnt(string name) => learnt[name];

    private Decision Fitted => decision
        ?? throw new InvalidOperationException($"{GetType().Name} is not fitted. Call Fit on the training part, or Detector.Load on a saved one.");

    private void Forget()
    {
        foreach (var tensor in learnt.Values) tensor.Dispose();
        learnt.Clear();
        decision = null;
        Released();
    }

    /// <summary>Refuses rows that it cannot score.</summary>
    private protected void CheckRows(float[,] x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.GetLength(1) != Width)
            throw new ArgumentException($"x has {x.GetLength(1)} features; {GetType().Name} was fitted on {Width}. Pass the same columns in the same order.", nameof(x));
        CheckFinite(x);
    }

    private void FitChecked(Tensor x)
    {
        Forget();
        try
        {
            using var scope = NewDisposeScope();
            using var noGrad = no_grad();
            var scores = Finite(FitCore(x), x.shape[0]);
            Learn(TrainingScoresKey, scores);
            decision = Decision.From(scores.data<double>().ToArray(), (int)x.shape[1], options.Contamination);
            if (Curve() is var (slope, intercept)) decision = decision with { Slope = slope * decision.Deviation, Intercept = intercept + slope * decision.Mean };
        }
        catch
        {
            Forget();
            throw;
        }
    }

    private static void CheckFinite(float[,] x)
    {
        for (var row = 0; row < x.GetLength(0); row++)
        {
            for (var column = 0; column < x.GetLength(1); column++)
            {
                if (!float.IsFinite(x[row, column]))
                    throw new ArgumentException(FormattableString.Invariant(
                        $"x[{row}, {column}] is {x[row, column]}; features must be finite. Fill missing values with an Imputer."), nameof(x));
            }
        }
    }

    private Tensor Finite(Tensor scores, long rows)
    {
        if (scores.dtype != float64 || !scores.shape.SequenceEqual([rows]))
            throw new InvalidOperationException($"{GetType().Name} gave scores {scores.dtype} [{string.Join(", ", scores.shape)}]; a detector gives float64 [{rows}].");
        if (!scores.isfinite().all().item<bool>())
            throw new InvalidOperationException($"{GetType().Name} gave a score that is not finite. Scale the features (StandardScaler), or lower the learning rate where it has one.");
        return scores.contiguous();
    }
}

/// <summary>A detector with options of its own type.</summary>
/// <typeparam name="TOptions">Its options, checked once when it is built.</typeparam>
/// <param name="options">Null takes the defaults.</param>
public abstract class Detector<TOptions>(TOptions? options) : Detector(options ?? new TOptions())
    where TOptions : DetectorOptions, new()
{
    /// <summary>The options it was built with.</summary>
    public TOptions Options { get; } = options ?? new TOptions();
}
