using MetaAnomalyLib.Data;
using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Preprocessing;
using MetaAnomalyLib.Training;

namespace MetaAnomaly.Bench.Results;

/// <summary>A protocol over data sets: what a detector is fitted on and what it is measured on.</summary>
/// <param name="Name">As the command line and the files call it.</param>
/// <param name="Title">One sentence on the protocol, for the table.</param>
/// <param name="Published">The table with published figures, in the folder of the data sets; null without one.</param>
/// <param name="Parts">From the rows and a seed: training rows (as indices, with repetition where the protocol draws so) and test rows.</param>
internal record Suite(string Name, string Title, string? Published, Func<LabeledData, int, (int[] Train, int[] Test)> Parts)
{
    // The reference code of the published table (github.com/vicliv/DTE, data_generator.py) draws small sets up to this size with repetition.
    private const int SmallestReference = 1000;

    public static IReadOnlyList<Suite> All { get; } =
    [
        new("adbench-one-class", "One class: fitted on a random half of the normal rows, tested on the other half and all anomalies. "
            + "The published figures are of another drawing, that of adbench-one-class-reference.",
            "reference_one_class_auroc.csv", (data, seed) => Splits.OneClass(data.Y, seed)),
        new("adbench-one-class-reference", "One class as the published figures were made: sets below 1,000 rows are first drawn up to 1,000 with repetition "
            + "(so that copies of a normal row lie on both sides), then the first half of the normal rows in file order is fitted on.",
            "reference_one_class_auroc.csv", (data, seed) => FileOrderHalf(data, Enlarged(data, seed))),
        new("adbench-unsupervised", "Unsupervised: fitted on as many rows as there are, drawn with repetition and without looking at labels, tested on all rows; "
            + "sets below 1,000 rows are first drawn up to 1,000.",
            "reference_unsupervised_auroc.csv", (data, seed) => Redrawn(Enlarged(data, seed), seed)),
        new FashionSuite(),
    ];

    public static Suite Find(string name) => All.FirstOrDefault(suite => suite.Name == name)
        ?? throw new ArgumentException($"There is no suite '{name}'; there are {string.Join(", ", All.Select(suite => suite.Name))}.");

    /// <summary>What the data sets are, for the table.</summary>
    public virtual string Collection => "data sets of ADBench";

    /// <summary>The names of its data sets.</summary>
    public virtual IReadOnlyList<string> Sets => [.. Adbench.Sets.Select(set => set.Name)];

    /// <summary>Whether a kind of detector can run on its rows. FewLabel's prior was learnt on these very sets: it is measured in a suite of its own, which leaves the set out.</summary>
    public virtual bool Takes(DetectorKind kind) => !kind.ForImages && !Learnt(kind);

    protected static bool Learnt(DetectorKind kind) => kind.Type == typeof(MetaAnomalyLib.Meta.FewLabelDetector);

    /// <summary>Reads a data set once: from a seed to the rows to fit on and those to measure on.</summary>
    public virtual Func<int, (float[,] Train, LabeledData Test)> Open(string set)
    {
        var data = Adbench.Read(Adbench.Sets.First(found => found.Name == set).File);
        return seed => Rows(data, seed);
    }

    // Among rows drawn with repetition the five nearest are mostly copies: √rows neighbours, a rule that looks at no result.
    private const int Root = 0;

    /// <summary>A detector as the suite runs it: with its defaults, but for the neighbours of the unsupervised suite.</summary>
    public Detector Create(DetectorKind kind, int seed) => (Name, kind.Name) switch
    {
        ("adbench-unsupervised", "kNN") => new NearestNeighbours(new() { Neighbours = Root, Seed = seed }),
        ("adbench-unsupervised", "DTE-NP") => new DiffusionTime(new() { Neighbours = Root, Seed = seed }),
        _ => kind.Create(seed),
    };

    /// <summary>Standardised rows of one run.</summary>
    public (float[,] Train, LabeledData Test) Rows(LabeledData data, int seed)
    {
        var (train, test) = Parts(data, seed);
        var (fitted, measured) = (data.Subset(train), data.Subset(test));
        // Unsupervised, the reference standardises before it draws: on the rows that are tested.
        var scaler = new StandardScaler().Fit(Name == "adbench-unsupervised" ? measured.X : fitted.X);
        return (scaler.Transform(fitted.X), new LabeledData(scaler.Transform(measured.X), measured.Y, measured.FeatureNames));
    }

    private static int[] Enlarged(LabeledData data, int seed)
    {
        if (data.Count >= SmallestReference) return [.. Enumerable.Range(0, data.Count)];
        var random = new Seed(seed).Random("enlarge");
        return [.. Enumerable.Range(0, SmallestReference).Select(_ => random.Next(data.Count))];
    }

    private static (int[], int[]) FileOrderHalf(LabeledData data, int[] rows)
    {
        var normal = rows.Where(row => data.Y[row] == 0).ToArray();
        var half = (int)Math.Round(normal.Length * 0.5);
        return (normal[..half], [.. normal[half..], .. rows.Where(row => data.Y[row] == 1)]);
    }

    private static (int[], int[]) Redrawn(int[] rows, int seed)
    {
        var random = new Seed(seed).Random("redraw");
        return ([.. rows.Select(_ => rows[random.Next(rows.Length)])], rows);
    }
}
