using System.Globalization;
using System.Text;
using MetaAnomaly.Bench.Results;
using MetaAnomalyLib.Metrics;

namespace MetaAnomaly.Bench.Chest;

/// <summary>The markdown table of the suite "viral-few-shot".</summary>
internal static class ViralTable
{
    private static readonly (int Kind, string Title)[] Questions = [(0, "Viral pneumonia or normal?"), (1, "Viral or bacterial pneumonia?")];

    public static int Write(string folder, string target)
    {
        var lines = ViralBench.Read(folder);
        return ResultFile.WriteTable(ViralBench.Suite, folder, target, lines.Count, () => Markdown(lines));
    }

    /// <summary>The mean over drawings, its interval had other patients been tested, and the standard deviation over drawings.</summary>
    public static (Interval Auroc, double? Spread) Cell(IReadOnlyList<ViralLine> draws, int kind)
    {
        int[] rows = [.. ViralBench.Rows(draws[0], kind)];
        var auroc = Bootstrap.ByGroup([.. rows.Select(row => draws[0].Patients[row].ToString(CultureInfo.InvariantCulture))],
            drawn => draws.Average(line => ViralBench.Auroc(line, kind, [.. drawn.Select(i => rows[i])])));
        return (auroc, draws.Count > 1 ? Deviation([.. draws.Select(line => ViralBench.Auroc(line, kind))]) : null);
    }

    public static string Markdown(IReadOnlyList<ViralLine> lines)
    {
        var kinds = lines[0].Kinds;
        int Patients(int kind) => lines[0].Patients.Where((_, i) => kinds[i] == kind).Distinct().Count();
        var text = new StringBuilder("# viral-few-shot\n\n**Not for clinical use.** Viral pneumonia has just appeared: all normal and bacterial training images of the chest X-rays (Kermany et al., 2018, 224 x 224) are known, "
            + "of viral pneumonia there are 1, 5, 10 or 20 images, each of another patient, drawn anew for each seed. Nothing else that is learnt or chosen has seen a viral image. ")
            .Append(Invariant($"Measured on the official test part: {kinds.Count(k => k == 2)} viral images of {Patients(2)} patients, {kinds.Count(k => k == 0)} normal ones of {Patients(0)}, {kinds.Count(k => k == 1)} bacterial ones of {Patients(1)}.\n\n"))
            .Append("AUROC in percent: the mean over the drawings, in brackets the 95 % interval of that mean had other patients been tested (1,000 bootstraps over patients), ± the standard deviation over the drawings. "
                + "Each question is answered by how far \"viral\" leads over the other class. Who has a single drawing can be as lucky or unlucky as ± says.\n");
        foreach (var (kind, title) in Questions)
        {
            var shots = lines.Select(line => line.Shots).Where(s => s >= 0).Distinct().Order().ToArray();
            text.Append(Invariant($"\n## {title}\n\n| learner | drawings |{string.Concat(shots.Select(s => Invariant($" {s} image{(s == 1 ? "" : "s")} |")))} all viral images |\n|---|---:|{string.Concat(shots.Select(_ => "---:|"))}---:|\n"));
            foreach (var learner in ViralLearner.Every)
            {
                var runs = lines.Where(line => line.Learner == learner.Name && line.Options.ToJsonString() == learner.Options.ToJsonString()).ToArray();
                if (runs.Length == 0) continue;
                text.Append(Invariant($"| {learner.Name} | {runs.Select(line => line.Seed).Distinct().Count()} |"));
                foreach (var count in shots.Append(-1))
                {
                    var draws = runs.Where(line => line.Shots == count).ToArray();
                    text.Append(draws.Length == 0 ? " |" : count == 0 && kind == 1 ? " cannot be asked |" : $" {Shown(Cell(draws, kind))} |");
                }
                text.Append('\n');
            }
        }
        text.Append('\n');
        foreach (var learner in ViralLearner.Every.Where(learner => lines.Any(line => line.Learner == learner.Name))) text.Append($"- **{learner.Name}**: {learner.What}.\n");
        return text.Append($"\nTo repeat: `dotnet run -c Release --project bench -- results --suite {ViralBench.Suite} --seeds {lines.Max(line => line.Seed) + 1}`, then `-- results summarise --suite {ViralBench.Suite}`. "
            + $"Versions: {string.Join(", ", lines[^1].Versions.Select(version => $"{version.Key} {version.Value}"))}.\n").ToString();
    }

    private static string Shown((Interval Auroc, double? Spread) cell) =>
        Invariant($"{100 * cell.Auroc.Value:F1} [{100 * cell.Auroc.Low:F1}, {100 * cell.Auroc.High:F1}]") + (cell.Spread is { } spread ? Invariant($" ± {100 * spread:F1}") : "");

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
