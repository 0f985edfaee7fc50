using MetaAnomalyLib.Episodes;
using MetaAnomalyLib.Meta;
using MetaAnomalyLib.Models;
using MetaAnomalyLib.Preprocessing;
using MetaAnomalyLib.Training;

namespace MetaAnomaly.Bench.FewShot;

/// <summary>Tasks that a learner is measured on.</summary>
/// <param name="Ways">Classes, 0 for one-class tasks.</param>
/// <param name="Shots">Support items a class.</param>
/// <param name="Wrong">Share of each class's support that bears the label of another class.</param>
internal sealed record Measure(int Ways, int Shots, double Wrong = 0)
{
    public string Name => (Ways == 0 ? FormattableString.Invariant($"K={Shots}") : FormattableString.Invariant($"{Ways}w{Shots}s")) + (Wrong > 0 ? FormattableString.Invariant($" {100 * Wrong:F0} % wrong") : "");
}

/// <summary>A learner and how it is meta-trained: one training for all its measures.</summary>
/// <param name="Name">As the command line and the files call it, without a comma.</param>
/// <param name="Create">The learner of the training classes; its first weights come from torch's seed.</param>
/// <param name="Train">Tasks to learn on.</param>
/// <param name="Choose">Tasks to choose the epoch by.</param>
/// <param name="Training">The outer loop.</param>
/// <param name="Measures">What it is measured on.</param>
internal sealed record Recipe(
    string Name, Func<ClassPool, MetaLearner> Create, Func<ClassPool, int, IEpisodeSource> Train, Func<ClassPool, int, IEpisodeSource> Choose, MetaTrainingOptions Training, Measure[] Measures)
{
    /// <summary>A training of a learner of the same kind that comes first: its embedding, or its weights, are where this one starts. Null for none.</summary>
    public Recipe? After { get; init; }

    /// <summary>What is done to the pictures of training tasks; null leaves them.</summary>
    public ImageAugmentation? Augmentation { get; init; }

    /// <summary>Whether nothing is trained, but the threshold of what comes first calibrated on the validation classes for each measure.</summary>
    public bool Calibrated { get; init; }

    /// <summary>Where nothing is trained: the learner that is made of what comes first, with the help of the validation classes. Null takes the trained learner itself.</summary>
    public Func<MetaLearner, ClassPool, MetaLearner>? From { get; init; }
}

/// <summary>A few-shot protocol: learners that are meta-trained on the training classes and measured on tasks of classes that they have never seen.</summary>
/// <param name="Name">As the command line and the files call it.</param>
/// <param name="Title">One sentence on the protocol, for the table.</param>
/// <param name="Recipes">Its learners.</param>
/// <param name="Published">Figures in percent, by method and measure.</param>
/// <param name="Source">Of the published figures.</param>
internal sealed record FewShotSuite(string Name, string Title, Recipe[] Recipes, IReadOnlyDictionary<(string Method, string Measure), double> Published, string Source)
{
    private static readonly Measure[] Classification = [new(5, 1), new(5, 5), new(20, 1), new(20, 5)], OneClass = [new(0, 2), new(0, 10)],
        WrongShares = [new(5, 10), new(5, 10, 0.2), new(5, 10, 0.4)];

    public static IReadOnlyList<FewShotSuite> All { get; } =
    [
        new("omniglot", "Omniglot, split of Vinyals et al., rotations as classes: N-way K-shot accuracy on tasks of the 1,692 test classes, 15 queries a class (20-way: 5).",
        [
            OneShot, FiveShot(Classification),
            Proto("ProtoNet cosine", shots: 1, epochs: 15, new() { Distance = PrototypeDistance.Cosine }, Classification),
            Pairs("matching network", () => new MatchingNetwork(new Conv4()), Classification), Pairs("siamese network", () => new SiameseNetwork(new Conv4()), Classification),
            Pairs("triplet network", () => new TripletNetwork(new Conv4()), Classification),
            .. Gradient("MAML", new()), .. Long("MAML transductive", new() { Statistics = NormStatistics.Query }), .. Gradient("FOMAML", MamlOptions.FirstOrder),
            .. Gradient("ANIL", MamlOptions.Anil), .. Gradient("Meta-SGD", MamlOptions.MetaSgd), .. Gradient("MAML++", MamlOptions.PlusPlus),
            Plain("nearest pixels", () => new NeighbourBaseline(), Classification), Plain("logistic regression on pixels", () => new LogisticBaseline(), Classification),
            Supervised(Classification),
            Plain("from scratch", () => new FromScratch(Network(5)), [new(5, 1), new(5, 5)]),
        ],
        new Dictionary<(string, string), double>
        {
            [("ProtoNet", "5w1s")] = 98.8, [("ProtoNet", "5w5s")] = 99.7, [("ProtoNet", "20w1s")] = 96.0, [("ProtoNet", "20w5s")] = 98.9,
            [("MAML", "5w1s")] = 98.7, [("MAML", "5w5s")] = 99.9, [("MAML", "20w1s")] = 95.8, [("MAML", "20w5s")] = 98.9,
            [("Siamese", "5w1s")] = 97.3, [("Siamese", "5w5s")] = 98.4, [("Siamese", "20w1s")] = 88.1, [("Siamese", "20w5s")] = 97.0,
        },
        "Snell et al., 2017; Finn et al., 2017; Koch et al. as quoted by Vinyals et al., 2016"),
        new("omniglot-one-class", "Omniglot, the same classes: the support holds K items of one class, the query 10 others of it and 10 items of random other test classes; balanced accuracy.",
        [
            FiveShot(OneClass), Calibrated(OneShot), Calibrated(FiveShot(OneClass)), Pairs("siamese network", () => new SiameseNetwork(new Conv4()), OneClass),
            Pairs("triplet network", () => new TripletNetwork(new Conv4()), OneClass),
            .. OneClass.Select(measure => new Recipe("one-class MAML " + measure.Name, _ => new Maml(Network(1), new() { InnerSteps = 3, InnerRate = 0.1, Statistics = NormStatistics.Support }),
                (pool, seed) => Tasks(pool, measure, seed), (pool, seed) => Tasks(pool, measure, seed), Outer with { Epochs = 20 }, [measure])),
            Supervised(OneClass), Plain("nearest pixels", () => new NeighbourBaseline(), OneClass),
        ],
        new Dictionary<(string, string), double> { [("OC-MAML", "K=2")] = 96.6, [("OC-MAML", "K=10")] = 97.6 },
        "Frikha et al., AAAI 2021"),
        new("omniglot-wrong-labels", "Omniglot, the same classes: 5-way 10-shot accuracy, when a share of each class's support bears the label of another class; 10 queries a class.",
        [
            .. new[] { 0, 0.2, 0.4 }.Select(trim => OneShot with
            {
                Name = FormattableString.Invariant($"ProtoNet without the farthest {100 * trim:F0} %"), Measures = WrongShares, After = OneShot,
                From = (learner, _) => ((PrototypicalNetwork)learner).With(new() { Trim = trim }),
            }),
            OneShot with { Name = "logistic regression on ProtoNet's embedding", Measures = WrongShares, After = OneShot, From = OnEmbedding },
        ],
        new Dictionary<(string, string), double>(), "none"),
    ];

    public static FewShotSuite? Find(string name) => All.FirstOrDefault(suite => suite.Name == name);

    /// <summary>The tasks of a measure: other numbers of queries would not fit the 20 items of a class.</summary>
    public static IEpisodeSource Tasks(ClassPool pool, Measure measure, int seed) => measure.Ways == 0
        ? new OneClassSampler(pool, new() { Shots = measure.Shots, Queries = 20 }, seed)
        : new NWaySampler(pool, new() { Ways = measure.Ways, Shots = measure.Shots, Queries = measure.Ways > 5 ? 5 : Math.Min(15, 20 - measure.Shots) }, seed) is var tasks && measure.Wrong > 0
            ? new WrongLabels(tasks, measure.Wrong, seed) : tasks;

    // Of many small steps more is learnt in the same time than of few large ones: 4,800 tasks by 32 gave 84 % on the validation classes, by 8 89 %.
    private static MetaTrainingOptions Outer => new() { StepsPerEpoch = 300, TasksPerStep = 8, LearningRate = 2e-3, ValidationTasks = 200, MaxGradientNorm = 10 };

    // Convolutions with steps of two, as the paper of MAML has them on Omniglot.
    private static StatelessConv4 Network(int outputs) => new(new() { Outputs = outputs, Strided = true });

    // The rows beside ProtoNet and MAML compare the learners at an equal, short training. A network has a fixed number of ways and is trained for its number of shots; that of five shots goes on from one. Five queries a class teach more in an hour than fifteen: most of a step is spent on the queries.
    private static IEnumerable<Recipe> Gradient(string name, MamlOptions options, int oneShotEpochs = 15, int fiveShotEpochs = 2, ImageAugmentation? augmentation = null)
    {
        Recipe For(Measure measure, int epochs) => new(FormattableString.Invariant($"{name} {measure.Shots}-shot"), _ => new Maml(Network(measure.Ways), options),
            (pool, seed) => new NWaySampler(pool, new() { Ways = measure.Ways, Shots = measure.Shots, Queries = 5 }, seed), (pool, seed) => Tasks(pool, measure, seed),
            Outer with { Epochs = epochs }, [measure]) { Augmentation = augmentation };
        var oneShot = For(new(5, 1), oneShotEpochs);
        return [oneShot, For(new(5, 5), fiveShotEpochs) with { After = oneShot }];
    }

    // The published protocol, trained for as long as it learns: after 132,000 tasks the training classes were known far better (loss 0.03) than the validation classes (97.7 %), hence the moved pictures.
    // Trained with one step, as in the paper; how it is adapted is chosen on the validation classes.
    private static IEnumerable<Recipe> Long(string name, MamlOptions options) =>
        Gradient(name, options, oneShotEpochs: 200, fiveShotEpochs: 15, new RandomAffine(8, 0.06, 0.1)).SelectMany(recipe => new[] { recipe, Stepped(recipe) });

    // It learns nothing from tasks, and is told the shape of an item.
    private static MetaLearner OnEmbedding(MetaLearner trained, ClassPool validation)
    {
        var head = new LogisticBaseline(((PrototypicalNetwork)trained).Embedding);
        var tasks = Tasks(validation, WrongShares[0], seed: 1);
        head.MetaFit(tasks, tasks, new() { ValidationTasks = 1 });
        return head;
    }

    private static Recipe Stepped(Recipe trained) => trained with
    {
        Name = trained.Name + " chosen steps", After = trained,
        From = (learner, validation) =>
        {
            var best = (Steps: 1, Rate: 0.4, Accuracy: 0.0);
            foreach (var steps in new[] { 1, 3, 5 })
            {
                foreach (var rate in new[] { 0.1, 0.2, 0.4 })
                {
                    using var candidate = ((Maml)learner).With(steps, rate);
                    var accuracy = EpisodeScores.Of(candidate, Tasks(validation, trained.Measures[0], seed: 1), 400).Accuracy.Mean;
                    Console.WriteLine(FormattableString.Invariant($"{trained.Name}, {steps} inner steps of {rate}: validation {100 * accuracy:F2} %"));
                    if (accuracy > best.Accuracy) best = (steps, rate, accuracy);
                }
            }
            return ((Maml)learner).With(best.Steps, best.Rate);
        },
    };

    private static Recipe Pairs(string name, Func<MetaLearner> create, Measure[] measures) => new(name, _ => create(),
        (pool, seed) => new NWaySampler(pool, new() { Ways = 20, Shots = 5, Queries = 5 }, seed), (pool, seed) => Tasks(pool, measures[0], seed),
        new() { Epochs = 20, StepsPerEpoch = 100, ValidationTasks = 200 }, measures);

    // Trained as a classifier of all training classes, 600 pictures a step.
    private static Recipe Supervised(Measure[] measures) => new("fine-tuned supervised embedding", pool => new SupervisedEmbedding(new Conv4(), pool),
        (pool, seed) => new NWaySampler(pool, new() { Ways = 60, Shots = 5, Queries = 5 }, seed), (pool, seed) => Tasks(pool, new(5, 1), seed),
        new() { Epochs = 8, StepsPerEpoch = 100, ValidationTasks = 200 }, measures);

    // Nothing is learnt from the tasks.
    private static Recipe Plain(string name, Func<MetaLearner> create, Measure[] measures) => new(name, _ => create(),
        (pool, seed) => Tasks(pool, measures[0], seed), (pool, seed) => Tasks(pool, measures[0], seed), new() { Epochs = 1, StepsPerEpoch = 1, ValidationTasks = 10 }, measures);

    private static Recipe OneShot => Proto("ProtoNet 1-shot", shots: 1, epochs: 80, new(), Classification);

    // One training for both suites, a short one that goes on from one shot: the loss of one-class tasks beside that of classification teaches a radius.
    private static Recipe FiveShot(Measure[] measures) => Proto("ProtoNet 5-shot", shots: 5, epochs: 6, new() { OneClassWeight = 1 }, measures) with { After = OneShot };

    private static Recipe Calibrated(Recipe trained) => trained with { Name = trained.Name + " calibrated", Measures = OneClass, After = trained, Calibrated = true };

    // 60-way episodes, as in the paper (section 3.1).
    private static Recipe Proto(string name, int shots, int epochs, PrototypicalNetworkOptions options, Measure[] measures) => new(name,
        _ => new PrototypicalNetwork(new Conv4(), options),
        (pool, seed) => new NWaySampler(pool, new() { Ways = 60, Shots = shots, Queries = 5 }, seed),
        (pool, seed) => Tasks(pool, new(5, shots), seed),
        new MetaTrainingOptions { Epochs = epochs, StepsPerEpoch = 100, ValidationTasks = 200 }, measures);
}
