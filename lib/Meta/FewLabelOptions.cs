using MetaAnomalyLib.Detectors;
using MetaAnomalyLib.Models;

namespace MetaAnomalyLib.Meta;

/// <summary>Settings of <see cref="FewLabelDetector"/>. One recipe for all tables and any number of labels: there is little to set.</summary>
public sealed record FewLabelOptions : DetectorOptions
{
    /// <summary>Parts that the labelled rows are split into, at least 2: each part is judged by learners that have not seen it. With fewer labels than parts: one label each. Default: 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Trees of each forest, at least 1. Default: 150.</summary>
    public int Trees { get; init; } = 150;

    /// <summary>Distinct unlabelled rows that the detectors are fitted on at most, at least 2; of a longer table so many are drawn, and the others are scored as new ones. Default: 10,000.</summary>
    public int MostRows { get; init; } = 10_000;

    /// <summary>Without labels: share of the distinct rows that the detectors are fitted on, in (0, 1], the least suspicious ones of an isolation forest. Default: 0.75, as in <see cref="RobustEnsembleOptions"/>.</summary>
    public double Kept { get; init; } = 0.75;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Options.Require(MostRows >= 2, nameof(MostRows), MostRows, "at least 2");
        Options.Require(Kept is > 0 and <= 1, nameof(Kept), Kept, "above 0 and at most 1");
        Options.Require(Folds >= 2, nameof(Folds), Folds, "at least 2");
        Options.Require(Trees >= 1, nameof(Trees), Trees, "at least 1");
    }
}

/// <summary>What each voice of a <see cref="FewLabelDetector"/> says of some rows: the log-odds of the row's place among the unlabelled training rows, above 0 where it looks more anomalous than
/// half of them. The same scale for every table, which is what makes learning from other tables possible.</summary>
/// <param name="Detectors">Detectors that were fitted without labels, <c>[rows, detectors]</c> in the order of <see cref="FewLabelDetector.DetectorNames"/>.</param>
/// <param name="Learners">Learners that know the labels, <c>[rows, learners]</c> in the order of <see cref="FewLabelDetector.LearnerNames"/>; no columns without labels.</param>
public sealed record FewLabelEvidence(float[,] Detectors, float[,] Learners);

/// <summary>What spoke for a row being an anomaly, or against it.</summary>
/// <param name="Name">A detector, or a column.</param>
/// <param name="IsColumn">Whether it is a column of the table.</param>
/// <param name="Contribution">What it adds to the log-odds, compared with a row in the middle of everything.</param>
public sealed record FewLabelReason(string Name, bool IsColumn, double Contribution);
