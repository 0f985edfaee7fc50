using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MetaAnomalyLib.Data;
using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Preprocessing;
using MetaAnomalyLib.Training;
using static TorchSharp.torch;

namespace MetaAnomaly.Bench.Chest;

/// <summary>One drawing of viral images.</summary>
/// <param name="Task">The task.</param>
/// <param name="Shots">How many.</param>
/// <param name="Few">Which ones, as rows of <see cref="ViralTask.Viral"/>.</param>
/// <param name="Seed">Of the drawing, and of what is random in training.</param>
/// <param name="Path">Where what was meta-trained is kept, without an extension.</param>
internal sealed record ViralRun(ViralTask Task, int Shots, int[] Few, int Seed, string Path)
{
    public float[,] Images => ViralTask.Some(Task.Viral, Few);
}

/// <summary>A way to learn viral pneumonia from few images.</summary>
/// <param name="Name">As the command line and the table call it.</param>
/// <param name="What">One line for the table.</param>
/// <param name="Shots">Numbers of viral images it is measured with; <see cref="int.MaxValue"/> for all.</param>
/// <param name="Draws">Drawings at most: where nothing is drawn, one is enough.</param>
/// <param name="Options">Its numbers: other ones are another experiment.</param>
/// <param name="Logits">Of every test image being normal, bacterial and viral, <c>[images, 3]</c>.</param>
internal sealed record ViralLearner(string Name, string What, IReadOnlyList<int> Shots, int Draws, JsonNode Options, Func<ViralRun, float[,]> Logits)
{
    /// <summary>Trainings of a meta-learner: the drawings take them in turn.</summary>
    private const int Trainings = 3;
    private const int All = int.MaxValue;
    private static readonly int[] Few = [1, 5, 10, 20];
    private static readonly NewKindOptions Rehearsal = new();
    private static readonly LogisticBaselineOptions Logistic = new();
    private static readonly MlpOptions Embedding = new() { Hidden = [128], Outputs = 64, Dropout = 0, BatchNorm = false };
    private static readonly MamlOptions Inner = new() { InnerSteps = 3, InnerRate = 0.4 };
    private const int Tuned = 60;
    private static readonly ImageTrainingOptions Tuning = new()
    {
        Loop = new() { Epochs = 6, BatchSize = 30, LearningRate = 1e-3, WeightDecay = 5e-2, Schedule = LearningRateSchedule.Cosine, Patience = 0 },
        Augmentation = new Compose(new RandomHorizontalFlip(), new RandomCrop(1)), LabelSmoothing = 0.1, StageDecay = 0.5,
    };
    private static readonly int[] InnerHidden = [64];
    private static readonly MetaTrainingOptions ProtoTraining = new() { Epochs = 10, StepsPerEpoch = 50, TasksPerStep = 4, ValidationTasks = 100 };
    private static readonly MetaTrainingOptions MamlTraining = new() { Epochs = 10, StepsPerEpoch = 50, TasksPerStep = 4, ValidationTasks = 100, MaxGradientNorm = 10 };

    public static IReadOnlyList<ViralLearner> Every { get; } =
    [
        new("no viral image", "logistic regression of bacterial against normal, as it was before: viral pneumonia is found as far as it resembles bacterial pneumonia, and cannot be told from it",
            [0], 1, ChestSuite.Node(Logistic), run => Linear(run, viral: false)),
        new("nearest prototype", "a ProtoNet without training: the nearer mean in MobileNetV2's features, over all known images of a class and over the few", [.. Few, All], All, ChestSuite.Node(new { }), Means),
        new("ProtoNet", "the same behind a network that was meta-trained on rehearsals: groups of bacterial images play the new kind", Few, All,
            ChestSuite.Node(new { Rehearsal, Embedding.Hidden, Embedding.Outputs, Training = Node(ProtoTraining), Trainings, ViralTask.ValidationShare }), run => Adapted(Proto(run), run, everyKnown: true)),
        new("MAML", "a small network on the features, meta-trained on the same rehearsals; its support has 20 images of each known class", Few, All,
            ChestSuite.Node(new { Rehearsal, InnerHidden, Inner.InnerSteps, Inner.InnerRate, Training = Node(MamlTraining), Trainings, ViralTask.ValidationShare }), run => Adapted(Gradient(run), run, everyKnown: false)),
        new("logistic regression", "a new head for three classes on all known images and the few, all classes weighing the same: fine-tuning of the head", [.. Few, All], All, ChestSuite.Node(Logistic), run => Linear(run, viral: true)),
        new("last block tuned", "MobileNetV2's last block, last convolution and a new head trained on 60 images of each known class and the few, repeated to as many; mirrored and shifted maps", [1, 5, 20], 5,
            ChestSuite.Node(new { Tuned, Tuning.Loop.Epochs, Tuning.Loop.BatchSize, Tuning.Loop.LearningRate, Tuning.Loop.WeightDecay, Augmentation = $"{Tuning.Augmentation}", Tuning.LabelSmoothing, Tuning.StageDecay }), Finetuned),
    ];

    private static float[,] Finetuned(ViralRun run)
    {
        var maps = run.Task.Maps ?? throw new InvalidOperationException("The last block can only be tuned on images; there are only features.");
        var random = new Seed(run.Seed).Random("known");
        int[] Drawn(int kind)
        {
            int[] rows = [.. Enumerable.Range(0, run.Task.Known.Count).Where(i => run.Task.Known.Y[i] == kind)];
            random.Shuffle(rows);
            return [.. rows.Take(Tuned).Select(row => maps.Known[row])];
        }
        int[] rows = [.. Drawn(0), .. Drawn(1), .. Enumerable.Range(0, Tuned).Select(i => maps.Viral[run.Few[i % run.Few.Length]])];
        new Seed(run.Seed).Torch("head");
        using var model = MobileNetV2.Load(DataCatalog.Default.Get("mobilenet-v2").Files[0]);
        model.ReplaceHead(NewKindSampler.Ways);
        model.TrainFrom(maps.Stage, keepBatchNorm: true);
        var images = new ImageSubset(maps.Train, rows, [.. rows.Select((_, i) => i / Tuned)]);
        var trainer = new ImageTrainer(model, Tuning with { Enters = maps.Stage, Loop = Tuning.Loop with { Seed = run.Seed } });
        // No image is left to choose an epoch by: the loss on its own images does, which means the last one.
        trainer.Fit(images, images);
        return trainer.Logits(maps.Test);
    }

    /// <summary>Minus the squared distances to the means of the classes, as far as the classes differ in them.</summary>
    private static float[,] Means(ViralRun run)
    {
        using var scope = NewDisposeScope();
        var (x, y) = (tensor(run.Task.Known.X), tensor(run.Task.Known.Y));
        var means = stack([x[y.eq(0)].mean([0L]), x[y.eq(1)].mean([0L]), tensor(run.Images).mean([0L])]);
        return Rows(2 * tensor(run.Task.Test).mm(means.t()) - means.square().sum([1L]));
    }

    private static float[,] Linear(ViralRun run, bool viral)
    {
        using var scope = NewDisposeScope();
        using var learner = new LogisticBaseline(null, Logistic);
        if (viral) return Adapted(learner, run, everyKnown: true);
        Open(learner, run);
        using var task = learner.Adapt(tensor(run.Task.Known.X), run.Task.Known.Y, 2);
        var logits = task.Score(tensor(run.Task.Test));
        return Rows(cat([logits, logits.narrow(1, 1, 1)], 1));
    }

    /// <summary>Adapts a learner to the few images, beside all known ones or 20 of each class.</summary>
    private static float[,] Adapted(MetaLearner learner, ViralRun run, bool everyKnown)
    {
        using var scope = NewDisposeScope();
        using var _ = learner;
        if (!learner.IsFitted) Open(learner, run);
        var (support, labels) = everyKnown
            ? (cat([tensor(run.Task.Known.X), tensor(run.Images)]), [.. run.Task.Known.Y, .. Enumerable.Repeat(2, run.Few.Length)])
            : run.Task.Rehearsals(Rehearsal, run.Seed % Trainings).Train.Support(run.Images, run.Seed);
        using var task = learner.Adapt(support, labels, NewKindSampler.Ways);
        return Rows(task.Score(tensor(run.Task.Test)));
    }

    // A learner that is not trained only has to see the shape of a task.
    private static void Open(MetaLearner learner, ViralRun run)
    {
        var (train, validation) = run.Task.Rehearsals(Rehearsal, 0);
        learner.MetaFit(train, validation, new() { Epochs = 1, StepsPerEpoch = 1, ValidationTasks = 1, LearningRate = 1e-9 });
    }

    private static PrototypicalNetwork Proto(ViralRun run)
    {
        var seed = run.Seed % Trainings;
        new Seed(seed).Torch("embedding");
        return Trained(new PrototypicalNetwork(new Mlp(run.Task.Known.Width, Embedding)), run, ProtoTraining with { Seed = seed });
    }

    private static Maml Gradient(ViralRun run)
    {
        var seed = run.Seed % Trainings;
        return Trained(new Maml(new StatelessMlp(run.Task.Known.Width, InnerHidden, NewKindSampler.Ways), Inner with { Seed = seed }), run, MamlTraining with { Seed = seed });
    }

    private static T Trained<T>(T learner, ViralRun run, MetaTrainingOptions training) where T : MetaLearner
    {
        var (train, validation) = run.Task.Rehearsals(Rehearsal, training.Seed);
        return MetaLearner.LoadOrTrain(FormattableString.Invariant($"{run.Path}.{training.Seed}.safetensors"), learner, train, validation, training);
    }

    // The drawings have the seeds, and no file is an option.
    private static JsonNode Node(MetaTrainingOptions options)
    {
        var node = ChestSuite.Node(options).AsObject();
        node.Remove("seed");
        node.Remove("checkpointPath");
        return node;
    }

    /// <summary>A name for files of these options.</summary>
    public string FileName => $"{Name.Replace(' ', '-')}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Options.ToJsonString())))[..8]}";

    private static float[,] Rows(Tensor values) => (float[,])values.contiguous().data<float>().ToNDArray();
}
