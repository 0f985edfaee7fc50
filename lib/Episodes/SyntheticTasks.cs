using MetaAnomalyLib.Models;
using MetaAnomalyLib.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace MetaAnomalyLib.Episodes;

/// <summary>What makes a synthetic row an anomaly.</summary>
public enum SyntheticAnomaly
{
    /// <summary>Drawn around the same centres as normal rows, but five times as widely (ADBench: local).</summary>
    Local,

    /// <summary>Drawn anywhere in a box a tenth larger than that of the normal rows (ADBench: global).</summary>
    Global,

    /// <summary>Drawn around centres of their own, farther out (ADBench: clustered).</summary>
    Cluster,

    /// <summary>Each feature as of a normal row, but of another row each, so that features no longer go together (ADBench: dependency).</summary>
    Dependency,

    /// <summary>Beside a curve <c>y = a sin(x + b)</c>, whose amplitude and phase are the task's own; features are x and y.</summary>
    Sinusoid,
}

/// <summary>The size and kind of synthetic tasks.</summary>
public sealed record SyntheticTaskOptions
{
    /// <summary>What makes an anomaly. Default: local.</summary>
    public SyntheticAnomaly Kind { get; init; }

    /// <summary>Normal rows of the support, at least 1. Default: 10.</summary>
    public int Normals { get; init; } = 10;

    /// <summary>Labelled anomalies of the support, at least 0. Default: 0, one-class tasks.</summary>
    public int Anomalies { get; init; }

    /// <summary>Rows to ask about, half of them anomalies: even, at least 2. Default: 20.</summary>
    public int Queries { get; init; } = 20;

    /// <summary>Features, at least 2; the sinusoid has two whatever is said here. Default: 2.</summary>
    public int Features { get; init; } = 2;

    /// <summary>How much the tasks differ from each other, from 0, where all have the same normal distribution, to 1, where each is drawn anew; between, each lies on the way from a common
    /// one to its own. Default: 1.</summary>
    public double Spread { get; init; } = 1;

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is out of its range.</exception>
    public void Validate()
    {
        Options.Require(Enum.IsDefined(Kind), nameof(Kind), Kind, "one of " + string.Join(", ", Enum.GetNames<SyntheticAnomaly>()));
        Options.Require(Normals >= 1, nameof(Normals), Normals, "at least 1");
        Options.Require(Anomalies >= 0, nameof(Anomalies), Anomalies, "at least 0");
        Options.Require(Queries >= 2 && Queries % 2 == 0, nameof(Queries), Queries, "even and at least 2");
        Options.Require(Features >= 2, nameof(Features), Features, "at least 2");
        Options.Require(Spread is >= 0 and <= 1, nameof(Spread), Spread, "in [0, 1]");
    }
}

/// <summary>
/// Tasks out of nothing, for lessons that run at once: each has a normal distribution of its own (two centres with a covariance, or a curve) and anomalies of one kind (Han et al., "ADBench",
/// 2022, section 3.2, with a Gaussian mixture of our own drawing). No data set is needed, and no two tasks share a row.
/// </summary>
public sealed class SyntheticTasks : IEpisodeSource
{
    private const int Reference = 200;   // rows from which the box of the normal ones is taken
    private readonly Seed seed;

    /// <param name="options">Null takes the defaults.</param>
    /// <param name="seed">The same seed draws the same tasks.</param>
    public SyntheticTasks(SyntheticTaskOptions? options = null, int seed = 0)
    {
        Options = options ?? new();
        Options.Validate();
        this.seed = seed;
    }

    /// <summary>The options in force.</summary>
    public SyntheticTaskOptions Options { get; }

    /// <summary>Features of a row.</summary>
    public int Width => Options.Kind == SyntheticAnomaly.Sinusoid ? 2 : Options.Features;

    /// <inheritdoc/>
    public EpisodeBatch Draw(long first, int tasks)
    {
        Drawing.Check(first, tasks);
        var half = Options.Queries / 2;
        var (support, query) = (new List<float>(), new List<float>());
        for (var task = 0; task < tasks; task++)
        {
            var random = Drawing.Task(seed, first + task);
            var (normal, anomaly) = Options.Kind == SyntheticAnomaly.Sinusoid ? Curve(random) : Mixture(random);
            void Add(List<float> to, int normals, int anomalies)
            {
                for (var i = 0; i < normals + anomalies; i++) to.AddRange((i < normals ? normal() : anomaly()).Select(value => (float)value));
            }
            Add(support, Options.Normals, Options.Anomalies);
            Add(query, half, half);
        }
        using var scope = NewDisposeScope();
        Tensor Labels(int normals, int anomalies) => cat([zeros(tasks, normals, dtype: int64), ones(tasks, anomalies, dtype: int64)], dim: 1);
        return new EpisodeBatch(
            tensor(support.ToArray()).view(tasks, -1, Width), Labels(Options.Normals, Options.Anomalies), tensor(query.ToArray()).view(tasks, -1, Width), Labels(half, half), Ways: 0).MoveToOuter();
    }

    private (Func<double[]>, Func<double[]>) Curve(Random random)
    {
        var (amplitude, phase) = (1.25 + 1.5 * Options.Spread * (random.NextDouble() - 0.5), Math.PI * (0.5 + Options.Spread * (random.NextDouble() - 0.5)));
        double[] Point(double beside)
        {
            var x = 6 * random.NextDouble() - 3;
            return [x, amplitude * Math.Sin(x + phase) + beside];
        }
        return (() => Point(0.1 * Normal(random)), () => Point((random.Next(2) == 0 ? -1 : 1) * (0.6 + random.NextDouble())));
    }

    private (Func<double[]> Normal, Func<double[]> Anomaly) Mixture(Random random)
    {
        // Features go together by one common direction.
        double[][] Shape(Random of) => [Vector(() => 2 * Normal(of)), Vector(() => 2 * Normal(of)), Vector(() => Normal(of))];
        var own = Shape(random);
        var common = Shape(new Seed(0).Random("what all tasks share"));
        double[][] shape = [.. own.Select((vector, i) => vector.Select((value, j) => common[i][j] + Options.Spread * (value - common[i][j])).ToArray())];
        var (centres, direction) = (shape[..2], shape[2]);
        double[] Around(double[][] middles, double width)
        {
            var (middle, along) = (middles[random.Next(middles.Length)], Normal(random));
            return [.. middle.Select((m, i) => m + width * (0.8 * along * direction[i] + 0.3 * Normal(random)))];
        }
        double[] NormalRow() => Around(centres, 1);
        var rows = Enumerable.Range(0, Reference).Select(_ => NormalRow()).ToArray();
        var far = centres.Select(centre => centre.Select(c => c + (random.Next(2) == 0 ? -1 : 1) * (4 + 2 * random.NextDouble())).ToArray()).ToArray();
        return (NormalRow, Options.Kind switch
        {
            SyntheticAnomaly.Local => () => Around(centres, 5),
            SyntheticAnomaly.Cluster => () => Around(far, 1),
            SyntheticAnomaly.Dependency => () => [.. Enumerable.Range(0, Width).Select(i => rows[random.Next(Reference)][i])],
            _ => () => [.. Enumerable.Range(0, Width).Select(i => Between(rows.Min(row => row[i]), rows.Max(row => row[i]), random))],
        });
    }

    private double[] Vector(Func<double> value) => [.. Enumerable.Range(0, Width).Select(_ => value())];

    private static double Between(double low, double high, Random random) => (low + high) / 2 + 1.1 * (high - low) * (random.NextDouble() - 0.5);

    // Box and Muller.
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
