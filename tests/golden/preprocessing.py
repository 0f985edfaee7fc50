"""Writes preprocessing.json: what scikit-learn's scalers, imputers and one-hot encoder make of a small matrix.

    /usr/bin/python3 tests/golden/preprocessing.py

Row 0 to 7 are the training part, the rest is new data. Column 2 is constant, columns 1 and 3 have missing values, column 4 is skewed.
"""
import json
import os

import numpy as np
import sklearn
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, RobustScaler, StandardScaler

X = np.array([
    [1, 10, 5, np.nan, 1e-3], [2, np.nan, 5, 0.5, 1e3], [3, 30, 5, 0.25, 2], [4, 20, 5, np.nan, 3],
    [-5, 15, 5, 1.5, 4], [6, np.nan, 5, -2.5, 5], [7, 12, 5, 0.125, 6], [8, 11, 5, 0.75, 7],
    [100, np.nan, 6, np.nan, -8], [0, 0, 4, 0, 0], [np.nan, 1, np.nan, 2, 1e6]], np.float32)
TRAIN = 8
TEXTS = [["red", "b"], ["green", "a"], ["red", "a"], ["blue", "c"], ["Red", "a"], ["green", "b"], ["red", "c"], ["blue", "a"],
         ["violet", "a"], ["red", "z"], ["green", "b"]]


def numbers(a):
    return [[None if np.isnan(v) else float(v) for v in row] for row in a]


def case(transformer):
    x = X.astype(np.float64)
    return numbers(transformer.fit(x[:TRAIN]).transform(x))


if __name__ == "__main__":
    golden = {
        "made_by": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}",
        "train": TRAIN,
        "x": numbers(X),
        "standard": case(StandardScaler()),
        "minMax": case(MinMaxScaler()),
        "robust": case(RobustScaler()),
        "mean": case(SimpleImputer(strategy="mean")),
        "median": case(SimpleImputer(strategy="median")),
        "constant": case(SimpleImputer(strategy="constant", fill_value=-1)),
        "indicators": case(SimpleImputer(strategy="median", add_indicator=True)),
        "texts": TEXTS,
        "oneHot": OneHotEncoder(handle_unknown="ignore").fit(TEXTS[:TRAIN]).transform(TEXTS).toarray().tolist(),
    }
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "preprocessing.json")
    with open(path, "w", encoding="utf-8") as f:
        json.dump(golden, f, separators=(",", ":"))
        f.write("\n")
