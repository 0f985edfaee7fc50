"""Writes metrics.json: what scikit-learn (Debian 12: 1.2.1) and scipy say about data that the C# tests draw again by themselves.

    /usr/bin/python3 tests/golden/metrics.py

The data come from a 64-bit linear congruential generator, so that a case is its seed, size and number of score levels; few levels
mean many ties. Whoever changes `draw` changes GoldenMetrics.Draw with it.
"""
import json
import os

import numpy as np
import scipy
import scipy.special
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve


def draw(seed, n, levels, anomaly_percent):
    """Labels 0/1 (both present) and scores k / (levels + shift) in [0, 1); anomalies score higher by a third of the levels."""
    state = seed
    shift = levels // 3 + 1
    labels, scores = [], []
    for i in range(n):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        label = 1 if i == 0 else 0 if i == 1 else int((state >> 33) % 100 < anomaly_percent)
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        scores.append(((state >> 33) % levels + label * shift) / (levels + shift))
        labels.append(label)
    return np.array(labels), np.array(scores)


def case(seed, n, levels, anomaly_percent):
    labels, scores = draw(seed, n, levels, anomaly_percent)
    fpr, tpr, thresholds = metrics.roc_curve(labels, scores)
    full_fpr, full_tpr, _ = metrics.roc_curve(labels, scores, drop_intermediate=False)
    precision, recall, pr_thresholds = metrics.precision_recall_curve(labels, scores)
    positives, found = labels.sum(), recall[:-1] * labels.sum()
    f1 = 2 * found / (positives + found / np.maximum(precision[:-1], 1e-300))
    f1[found == 0] = 0
    best = len(f1) - 1 - int(np.argmax(f1[::-1] > f1.max() - 1e-12))
    predictions = (scores >= 0.5).astype(int)
    happened, promised = calibration_curve(labels, scores, n_bins=10)
    bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], scores)
    counts = np.bincount(bins, minlength=10)
    result = {
        "seed": seed, "n": n, "levels": levels, "anomalyPercent": anomaly_percent,
        "auroc": metrics.roc_auc_score(labels, scores),
        "averagePrecision": metrics.average_precision_score(labels, scores),
        "fprAt95": full_fpr[np.argmax(full_tpr >= 0.95)],
        "fprAt80": full_fpr[np.argmax(full_tpr >= 0.80)],
        "bestF1": metrics.f1_score(labels, (scores >= pr_thresholds[best]).astype(int)),
        "bestThreshold": pr_thresholds[best],
        "f1": metrics.f1_score(labels, predictions, zero_division=0),
        "precision": metrics.precision_score(labels, predictions, zero_division=0),
        "recall": metrics.recall_score(labels, predictions, zero_division=0),
        "accuracy": metrics.accuracy_score(labels, predictions),
        "balancedAccuracy": metrics.balanced_accuracy_score(labels, predictions),
        "confusion": metrics.confusion_matrix(labels, predictions, labels=[0, 1]).tolist(),
        "brier": metrics.brier_score_loss(labels, scores),
        "logLoss": metrics.log_loss(labels, scores),
        "calibrationPromised": promised, "calibrationHappened": happened, "calibrationCounts": counts[counts > 0],
        "calibrationError": float(np.sum(counts[counts > 0] / n * np.abs(promised - happened))),
        "rocPoints": len(fpr), "prPoints": len(precision),
        "report": metrics.classification_report(labels, predictions, labels=[0, 1], target_names=["normal", "anomaly"], zero_division=0),
    }
    if n <= 40:
        result["roc"] = {"fpr": fpr, "tpr": tpr, "thresholds": thresholds[1:]}  # scikit-learn < 1.3 has max + 1 where we have infinity
        result["pr"] = {"precision": precision, "recall": recall, "thresholds": pr_thresholds}
    return result


def multiclass(seed, n, classes):
    """Predictions right two times in three, of `classes` classes."""
    labels, scores = draw(seed, n, 3 * classes, 50)
    truth = np.array([(i * 7 + i // 5) % classes for i in range(n)])
    drawn = np.floor(scores * 1e6).astype(int)
    predictions = np.where(drawn % 3 < 2, truth, drawn % classes)
    return {
        "seed": seed, "n": n, "classes": classes,
        "accuracy": metrics.accuracy_score(truth, predictions),
        "balancedAccuracy": metrics.balanced_accuracy_score(truth, predictions),
        "confusion": metrics.confusion_matrix(truth, predictions, labels=range(classes)).tolist(),
        "report": metrics.classification_report(truth, predictions, labels=range(classes), zero_division=0,
                                                target_names=[f"class {k}" for k in range(classes)]),
    }


def plain(value):
    if isinstance(value, (np.ndarray, list)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return value.item() if isinstance(value, np.generic) else value


golden = {
    "made by": f"scikit-learn {sklearn.__version__}, scipy {scipy.__version__}",
    "binary": [case(*c) for c in [
        (1, 2, 5, 50), (2, 3, 2, 50), (3, 8, 1, 50), (4, 10, 2, 30), (5, 17, 4, 50), (6, 24, 1000000, 50), (7, 40, 10, 20),
        (8, 39, 1000000, 60), (9, 100, 3, 10), (10, 137, 16, 5), (11, 1000, 20, 50), (12, 1000, 1000000, 7), (13, 5000, 100, 2),
        (14, 20000, 1000000, 1), (15, 20000, 50, 90)]],
    "multiclass": [multiclass(21, 30, 3), multiclass(22, 200, 5), multiclass(23, 11, 4)],
    # Through the incomplete beta function: t.ppf of scipy 1.10 is good to nine digits only.
    "studentT": [{"degrees": d, "confidence": c, "t": np.sqrt(d * (1 / scipy.special.betaincinv(d / 2, 0.5, 1 - c) - 1))}
                 for d in [1, 2, 3, 4, 5, 7, 9, 10, 19, 30, 99, 100, 599, 600, 9999] for c in [0.5, 0.9, 0.95, 0.99]],
}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "metrics.json")
with open(path, "w") as file:
    json.dump(plain(golden), file, indent=1)
    file.write("\n")
