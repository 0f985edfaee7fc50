using MetaAnomalyLib.Data;
using MetaAnomalyLib.Metrics;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Preprocessing;
using MetaAnomalyLib.Training;
using TorchSharp;

namespace MetaAnomaly.Bench.Chest;

/// <summary>The chest X-rays at 224 pixels with their official test part; validation images are of other patients than training images.</summary>
internal static class ChestXraySuite
{
    private const string Stage = "stage7";
    private const double ValidationShare = 0.2;
    private static readonly double[] Penalties = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 1e-1], MovedPenalties = [.. Penalties, 1];

    private static readonly ImageTrainingOptions Tuning = new()
    {
        Loop = new() { Epochs = 8, BatchSize = 64, LearningRate = 1e-3, WeightDecay = 5e-2, Schedule = LearningRateSchedule.Cosine, Patience = 0, CheckpointEvery = 1 },
        Augmentation = new Compose(new RandomHorizontalFlip(), new RandomCrop(1)), LabelSmoothing = 0.1, Mixup = 0.2, StageDecay = 0.5, Enters = Stage,
    };

    // Half the side is a quarter of the work. What is changed is what tells the files of healthy lungs from the others without showing a lung: how sharp they are (pixels about their 2 x 2 means:
    // a deviation of 4.3 against 3.5 in the training part), how the sides of the picture before scaling were, how much of the child is in it, how bright it is; arms and letters stand at
    // the sides, which are cut off (the files of this copy are squeezed to squares: three quarters of the width make about a square of the original).
    private const string FirstTuned = "stage4";
    private const int Side = 112, Views = 8;
    private static readonly ImageAugmentation Changes = new Compose(new CenterCrop(1, 0.75), new RandomResizedCrop(0.4), new RandomRotation(10), new ColorJitter(0.3, 0.3), new GaussianBlur(0.5, 3));
    private static readonly ImageTrainingOptions Moving = new()
    {
        Loop = new() { Epochs = 15, BatchSize = 32, LearningRate = 1e-3, WeightDecay = 5e-2, Schedule = LearningRateSchedule.Cosine, Patience = 0, CheckpointEvery = 1 },
        Augmentation = Changes, LabelSmoothing = 0.1, Mixup = 0.2, StageDecay = 0.7,
    };

    public static ChestSuite Create() => new("chest-xray",
        "Chest X-rays of children (Kermany et al., 2018), 224 x 224, official test part (624 images); a fifth of the training patients is for validation, drawn anew with each seed.",
        [("DenseNet121", null, 86.8), ("DenseNet169", null, 91.6), ("MobileNet", null, 94.2)], "as collected in data/README.md; random splits are not comparable",
        [
            new("frozen", "MobileNetV2 with ImageNet weights as it is; logistic regression on its 1,280 features, both classes weighing the same, the penalty chosen by the log loss of the validation images",
                ChestSuite.Node(new { Penalties, ValidationShare }), Frozen),
            new("tuned", "the same network, its last block, last convolution and a new head trained (learning rates halved from stage to stage, batch normalisation kept, label smoothing, mixup, mirrored and shifted maps); the rest frozen, computed once",
                ChestSuite.Node(new { Tuning.Loop.Epochs, Tuning.Loop.BatchSize, Tuning.Loop.LearningRate, Tuning.Loop.WeightDecay, Augmentation = $"{Tuning.Augmentation}", Tuning.LabelSmoothing, Tuning.Mixup, Tuning.StageDecay, Stage, ValidationShare }), Tuned),
            new("frozen on moved images", "MobileNetV2 as it is, on images whose sides are cut off, cropped, stretched, turned, darkened and blurred, at half the side, 8 of each; logistic regression on the features; the mean of 8 such views",
                ChestSuite.Node(new { Augmentation = $"{Changes}", Side, Views, Penalties = MovedPenalties, ValidationShare }), FrozenMoved),
            new("tuned on moved images", "the same network from its fourth stage on, trained on such images (label smoothing, mixup); the mean of 8 such views",
                ChestSuite.Node(new { Moving.Loop.Epochs, Moving.Loop.BatchSize, Moving.Loop.LearningRate, Moving.Loop.WeightDecay, Augmentation = $"{Moving.Augmentation}", Moving.LabelSmoothing, Moving.Mixup, Moving.StageDecay, FirstTuned, Side, Views, ValidationShare }), Moved),
        ]);

    private static ChestRun Frozen(int seed, string path, CancellationToken stop)
    {
        using var open = Open(seed, path, stop);
        var (train, test) = (open.Train.Features(open.Model, Stage), open.Test.Features(open.Model, Stage));
        var all = new LabeledData(train, [.. open.Train.Labels], Names(train));
        var (fitted, validation) = (all.Subset(open.Split.Train), all.Subset(open.Split.Validation));
        var scaler = new StandardScaler().Fit(fitted.X);
        var rows = new LabeledData(scaler.Transform(fitted.X), fitted.Y, fitted.FeatureNames);
        var best = Penalties.Select(c => LogisticRegression.Fit(rows, new() { C = c, Balanced = true }))
            .MinBy(model => Metric.LogLoss(validation.Y, model.Probabilities(scaler.Transform(validation.X))))!;
        Console.WriteLine(FormattableString.Invariant($"frozen, seed {seed}: C = {best.C}"));
        return new(best.Probabilities(scaler.Transform(validation.X)), best.Probabilities(scaler.Transform(test)), validation.Y, open.Test.Labels);
    }

    private static ChestRun Tuned(int seed, string path, CancellationToken stop)
    {
        using var open = Open(seed, path, stop);
        return Tune("tuned", open.Model, Stage, Tuning, open.Train, open.Test, open.Split, [null, new RandomHorizontalFlip(1)], seed, path, stop);
    }

    private static ChestRun Moved(int seed, string path, CancellationToken stop)
    {
        using var data = Small(path);
        using var model = Network();
        return Tune("tuned on moved images", model, FirstTuned, Moving, data.Train.Images, data.Test.Images, SplitOf(data, seed), [.. Enumerable.Repeat(Changes, Views)], seed, path, stop);
    }

    private static ChestRun Tune(string name, MobileNetV2 model, string stage, ImageTrainingOptions options, IImageSource train, IImageSource test, Split split,
        IReadOnlyList<ImageAugmentation?> views, int seed, string path, CancellationToken stop)
    {
        new Seed(seed).Torch("head");
        model.ReplaceHead(2);
        model.TrainFrom(stage, keepBatchNorm: true);
        var trainer = new ImageTrainer(model, options with { Loop = options.Loop with { Seed = seed, CheckpointPath = path + ".safetensors" } });
        trainer.EpochEnded += epoch => Console.WriteLine(FormattableString.Invariant($"{name}, seed {seed}, epoch {epoch.Epoch}/{options.Loop.Epochs}: loss {epoch.TrainLoss:F4}, validation {epoch.ValidationLoss:F4}"));
        var validation = new ImageSubset(train, split.Validation);
        trainer.Fit(new ImageSubset(train, split.Train), validation, stop);
        return new(Pneumonia(validation), Pneumonia(test), validation.Labels, test.Labels);

        float[] Pneumonia(IImageSource images)
        {
            new Seed(seed).Torch("views");
            var probabilities = trainer.Probabilities(images, views);
            return [.. Enumerable.Range(0, images.Count).Select(i => probabilities[i, 1])];
        }
    }

    private static ChestRun FrozenMoved(int seed, string path, CancellationToken stop)
    {
        using var data = Small(path);
        using var model = Network();
        var split = SplitOf(data, seed);
        var (train, validation) = (new ImageSubset(data.Train.Images, split.Train), new ImageSubset(data.Train.Images, split.Validation));
        new Seed(seed).Torch("views");
        var features = Enumerable.Range(0, Views).Select(_ => Features(train)).ToArray();
        var scaler = new StandardScaler().Fit(features[0]);
        var rows = new LabeledData(Stack([.. features.Select(scaler.Transform)]), [.. Enumerable.Repeat(train.Labels, Views).SelectMany(labels => labels)], Names(features[0]));
        var (seen, test) = (Viewed(validation), Viewed(data.Test.Images));
        var best = MovedPenalties.Select(c => LogisticRegression.Fit(rows, new() { C = c, Balanced = true })).MinBy(model => Metric.LogLoss([.. validation.Labels], Mean(model, seen)))!;
        Console.WriteLine(FormattableString.Invariant($"frozen on moved images, seed {seed}: C = {best.C}"));
        return new(Mean(best, seen), Mean(best, test), validation.Labels, data.Test.Images.Labels);

        float[][,] Viewed(IImageSource images) => [.. Enumerable.Range(0, Views).Select(_ => scaler.Transform(Features(images)))];

        float[] Mean(LogisticRegression model, float[][,] views)
        {
            var all = views.Select(model.Probabilities).ToArray();
            return [.. Enumerable.Range(0, all[0].Length).Select(i => all.Average(view => view[i]))];
        }

        float[,] Features(IImageSource images)
        {
            var result = new float[images.Count, model.FeatureCount];
            for (var start = 0; start < images.Count; start += 32)
            {
                stop.ThrowIfCancellationRequested();
                using var scope = torch.NewDisposeScope();
                using var noGrad = torch.no_grad();
                var count = Math.Min(32, images.Count - start);
                var pixels = Changes.Apply(images.Batch([.. Enumerable.Range(start, count)]));
                var values = model.Features((pixels * 2 - 1).expand(-1, 3, -1, -1).contiguous()).data<float>().ToArray();
                Buffer.BlockCopy(values, 0, result, start * model.FeatureCount * sizeof(float), values.Length * sizeof(float));
            }
            return result;
        }
    }

    private static float[,] Stack(float[][,] parts)
    {
        var (columns, result) = (parts[0].GetLength(1), new float[parts.Sum(part => part.GetLength(0)), parts[0].GetLength(1)]);
        var start = 0;
        foreach (var part in parts)
        {
            Buffer.BlockCopy(part, 0, result, start * columns * sizeof(float), part.Length * sizeof(float));
            start += part.GetLength(0);
        }
        return result;
    }

    private static ChestXrays Small(string path) =>
        ChestXrays.Load(new() { Side = Side, CachePath = Path.Combine(Path.GetDirectoryName(path)!, FormattableString.Invariant($"chest-xray.{Side}.images")) });

    private static MobileNetV2 Network() => MobileNetV2.Load(DataCatalog.Default.Get("mobilenet-v2").Files[0]);

    private static Split SplitOf(ChestXrays data, int seed) => Splits.ByGroup([.. data.Train.Findings.Select(finding => (int)finding)], data.Train.Patients, ValidationShare, 0, seed);

    private static OpenSet Open(int seed, string path, CancellationToken stop)
    {
        var folder = Path.GetDirectoryName(path)!;
        using var data = ChestXrays.Load(new() { CachePath = Path.Combine(folder, "chest-xray.images") });
        var model = Network();
        var (train, test) = (Maps(data.Train.Images, "train"), Maps(data.Test.Images, "test"));
        var split = SplitOf(data, seed);
        return new(model, train, test, split);

        FrozenMaps Maps(IImageSource images, string part) =>
            FrozenMaps.Compute(model, Stage, images, Path.Combine(folder, $"chest-xray.{Stage}.{part}"), new Told(part, images.Count), stop);
    }

    private static string[] Names(float[,] features) => [.. Enumerable.Range(0, features.GetLength(1)).Select(i => FormattableString.Invariant($"feature {i}"))];

    private sealed record OpenSet(MobileNetV2 Model, FrozenMaps Train, FrozenMaps Test, Split Split) : IDisposable
    {
        public void Dispose()
        {
            Model.Dispose();
            Train.Dispose();
            Test.Dispose();
        }
    }

    // Every thousandth image or so.
    private sealed class Told(string part, int count) : IProgress<int>
    {
        public void Report(int value)
        {
            if (value % 1024 == 0 || value == count) Console.WriteLine(FormattableString.Invariant($"{part}: {value} of {count} images through the frozen part"));
        }
    }
}
