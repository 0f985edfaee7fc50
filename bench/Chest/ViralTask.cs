using MetaAnomalyLib.Data;
using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Preprocessing;
using MetaAnomalyLib.Training;

namespace MetaAnomaly.Bench.Chest;

/// <summary>Viral pneumonia has just appeared: normal lungs and bacterial pneumonia are known, of viral pneumonia there are a few images.</summary>
/// <param name="Known">Features of the known training images, 0 normal and 1 bacterial.</param>
/// <param name="KnownPatients">Of each.</param>
/// <param name="Viral">Features of the viral training images, which the few are drawn from.</param>
/// <param name="ViralPatients">Of each.</param>
/// <param name="Test">Features of the official test part.</param>
/// <param name="TestKinds">0 normal, 1 bacterial, 2 viral.</param>
/// <param name="TestPatients">Of each.</param>
internal sealed record ViralTask(LabeledData Known, IReadOnlyList<string> KnownPatients, float[,] Viral, IReadOnlyList<string> ViralPatients,
    float[,] Test, IReadOnlyList<int> TestKinds, IReadOnlyList<string> TestPatients) : IDisposable
{
    public const double ValidationShare = 0.2;
    private const string Stage = "stage7";
    private readonly Dictionary<(NewKindOptions, int), (NewKindSampler, NewKindSampler)> rehearsals = [];

    /// <summary>What the frozen part of MobileNetV2 makes of the images, for who trains the rest; the rows of <see cref="Known"/> and <see cref="Viral"/> in the training part. Null without images.</summary>
    public ViralMaps? Maps { get; private init; }

    /// <summary>MobileNetV2's features of the chest X-rays, standardised by the known images, an item being about one unit long. The maps are kept in the folder; those of the suite chest-xray are the same.</summary>
    public static ViralTask Read(string folder)
    {
        using var data = ChestXrays.Load(new() { CachePath = Path.Combine(folder, "checkpoints", "chest-xray.images") });
        var model = MobileNetV2.Load(DataCatalog.Default.Get("mobilenet-v2").Files[0]);
        var (train, test) = (Maps(data.Train.Images, "train"), Maps(data.Test.Images, "test"));
        var (trainRows, testRows) = (train.Features(model, Stage), test.Features(model, Stage));
        var kinds = data.Train.Findings.Select(finding => (int)finding).ToArray();
        int[] known = [.. Enumerable.Range(0, kinds.Length).Where(i => kinds[i] < 2)], viral = [.. Enumerable.Range(0, kinds.Length).Where(i => kinds[i] == 2)];
        var names = Enumerable.Range(0, trainRows.GetLength(1)).Select(i => FormattableString.Invariant($"feature {i}")).ToArray();
        return Of(new(Some(trainRows, known), [.. known.Select(i => kinds[i])], names), [.. known.Select(i => data.Train.Patients[i])], Some(trainRows, viral), [.. viral.Select(i => data.Train.Patients[i])],
            testRows, [.. data.Test.Findings.Select(finding => (int)finding)], [.. data.Test.Patients]) with { Maps = new(model, Stage, train, test, known, viral) };

        FrozenMaps Maps(IImageSource images, string part)
        {
            Directory.CreateDirectory(Path.Combine(folder, "checkpoints"));
            return FrozenMaps.Compute(model, Stage, images, Path.Combine(folder, "checkpoints", $"chest-xray.{Stage}.{part}"));
        }
    }

    /// <summary>The same of any features.</summary>
    public static ViralTask Of(LabeledData known, IReadOnlyList<string> knownPatients, float[,] viral, IReadOnlyList<string> viralPatients, float[,] test, IReadOnlyList<int> testKinds, IReadOnlyList<string> testPatients)
    {
        var scaler = new StandardScaler().Fit(known.X);
        var length = MathF.Sqrt(known.Width);
        return new(new(Scaled(known.X), known.Y, known.FeatureNames), knownPatients, Scaled(viral), viralPatients, Scaled(test), testKinds, testPatients);

        float[,] Scaled(float[,] x)
        {
            var y = scaler.Transform(x);
            for (var i = 0; i < y.GetLength(0); i++)
                for (var j = 0; j < y.GetLength(1); j++) y[i, j] /= length;
            return y;
        }
    }

    /// <summary>The few viral images of a drawing, each of another patient; all of them for <see cref="int.MaxValue"/>. More images of a drawing hold the fewer ones.</summary>
    public int[] Few(int shots, int seed)
    {
        if (shots == int.MaxValue) return [.. Enumerable.Range(0, Viral.GetLength(0))];
        var order = Enumerable.Range(0, Viral.GetLength(0)).ToArray();
        new Seed(seed).Random("viral").Shuffle(order);
        return [.. order.DistinctBy(row => ViralPatients[row]).Take(shots)];
    }

    /// <summary>Tasks of known images alone; of other patients to choose the epoch by.</summary>
    public (NewKindSampler Train, NewKindSampler Validation) Rehearsals(NewKindOptions options, int seed)
    {
        if (rehearsals.TryGetValue((options, seed), out var found)) return found;
        var split = Splits.ByGroup(Known.Y, KnownPatients, ValidationShare, 0, seed);
        return rehearsals[(options, seed)] = (new(Known.Subset(split.Train), options, seed), new(Known.Subset(split.Validation), options with { Groups = options.Groups / 2 }, seed));
    }

    /// <summary>Some rows of features.</summary>
    public static float[,] Some(float[,] x, IReadOnlyList<int> rows)
    {
        var some = new float[rows.Count, x.GetLength(1)];
        for (var i = 0; i < rows.Count; i++)
            for (var j = 0; j < x.GetLength(1); j++) some[i, j] = x[rows[i], j];
        return some;
    }

    public void Dispose() => Maps?.Dispose();
}

/// <summary>What enters the last block of MobileNetV2.</summary>
/// <param name="Model">The network.</param>
/// <param name="Stage">What the maps enter.</param>
/// <param name="Train">Of the training part.</param>
/// <param name="Test">Of the test part.</param>
/// <param name="Known">The rows of the training part that are the known images.</param>
/// <param name="Viral">And the viral ones.</param>
internal sealed record ViralMaps(MobileNetV2 Model, string Stage, FrozenMaps Train, FrozenMaps Test, int[] Known, int[] Viral) : IDisposable
{
    public void Dispose()
    {
        Model.Dispose();
        Train.Dispose();
        Test.Dispose();
    }
}
