using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Detectors;

/// <summary>What a detector made of others needs of them: rows that are checked already, and their knowledge as tensors to keep among its own.</summary>
public abstract partial class Detector
{
    internal IReadOnlyDictionary<string, Tensor> Knowledge => learnt;

    internal Tensor TrainingScoresTensor => Learnt(TrainingScoresKey);

    internal void FitPart(Tensor x) => FitChecked(x);

    internal Tensor ScorePart(Tensor x) => Finite(ScoreCore(x), x.shape[0]);

    /// <summary>Takes the place of a fit: what <see cref="Knowledge"/> gave.</summary>
    internal void Recall(int width, IEnumerable<(string Name, Tensor Value)> knowledge)
    {
        Forget();
        foreach (var (name, value) in knowledge) Learn(name, value);
        decision = Decision.From(TrainingScoresTensor.data<double>().ToArray(), width, options.Contamination);
        Restored();
    }
}
