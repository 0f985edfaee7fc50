using MetaAnomalyLib.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Meta;

/// <summary>One table's lesson: what detectors and learners said of rows whose truth is known.</summary>
/// <param name="Labels">Labelled anomalies that the learners had.</param>
/// <param name="Test">Of rows that nothing was fitted on.</param>
/// <param name="Truth">Of those rows: 0 normal, 1 anomaly.</param>
/// <param name="Labelled">The learners' held-out judgements of the labelled rows, <c>[labels, learners]</c>.</param>
/// <param name="Unlabelled">Their held-out judgements of the unlabelled rows, <c>[rows, learners]</c>.</param>
public sealed record FewLabelExperience(int Labels, FewLabelEvidence Test, int[] Truth, float[,] Labelled, float[,] Unlabelled)
{
    /// <summary>Fits on a table as a user would, and keeps what was said of other rows of it.</summary>
    /// <param name="train">Label 1 for the known anomalies, 0 for unlabelled rows.</param>
    /// <param name="test">Other rows with their true labels.</param>
    /// <param name="options">Null takes the defaults.</param>
    public static FewLabelExperience Of(LabeledData train, LabeledData test, FewLabelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        using var detector = new FewLabelDetector(options, FewLabelPrior.Equal);
        detector.Fit(train.X, [.. Enumerable.Range(0, train.Count).Where(row => train.Y[row] == 1)]);
        return new(train.Anomalies, detector.Evidence(test.X), test.Y, detector.TrainingJudgements.Labelled, detector.TrainingJudgements.Unlabelled);
    }

    /// <summary>Writes it as safetensors.</summary>
    public void Save(string path)
    {
        using var scope = NewDisposeScope();
        SafetensorsFile.Write(path, new Dictionary<string, Tensor>
        {
            ["test.detectors"] = tensor(Test.Detectors), ["test.learners"] = tensor(Test.Learners), ["truth"] = tensor(Truth.Select(label => (long)label).ToArray()),
            ["labelled"] = tensor(Labelled), ["unlabelled"] = tensor(Unlabelled),
        });
    }

    /// <summary>Reads what <see cref="Save"/> has written.</summary>
    /// <exception cref="DataFormatException">The file is damaged.</exception>
    public static FewLabelExperience Read(string path)
    {
        using var file = SafetensorsFile.Read(path);
        float[,] Matrix(string name) => (float[,])file.Tensors[name].data<float>().ToNDArray();
        try
        {
            var labelled = Matrix("labelled");
            return new(labelled.GetLength(0), new(Matrix("test.detectors"), Matrix("test.learners")), [.. file.Tensors["truth"].data<long>().Select(label => (int)label)], labelled, Matrix("unlabelled"));
        }
        catch (KeyNotFoundException e)
        {
            throw new DataFormatException(path, $"no experience ({e.Message})", "what FewLabelExperience.Save has written", "Remove it and make it anew.");
        }
    }
}
