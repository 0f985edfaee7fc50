"""Writes detectors.json: what scikit-learn (Debian 12: 1.2.1) scores on small data, which the file holds too.

    /usr/bin/python3 tests/golden/detectors.py
"""
import json
import os

import numpy as np
import scipy
import sklearn
from scipy.stats import chi2
from sklearn.covariance import EmpiricalCovariance, MinCovDet
from sklearn.decomposition import PCA
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import KernelDensity, LocalOutlierFactor, NearestNeighbors
from sklearn.svm import OneClassSVM

random = np.random.RandomState(7)
# Three clouds apart, so that a mixture has one best fit; rounded, so that float32 holds the same numbers.
centres = np.array([[0, 0, 0, 0], [9, 0, -9, 3], [-9, 9, 0, -6]])
mixing = random.normal(size=(4, 4)) * 0.4 + np.eye(4)
train = np.concatenate([c + random.normal(size=(40, 4)) @ mixing for c in centres])
train = np.round(train * 1024) / 1024
train[5] = train[4]  # a duplicate
test = np.round(np.concatenate([train[::15] + 0.5, random.normal(size=(8, 4)) * 8]) * 1024) / 1024


def lof(k):
    model = LocalOutlierFactor(n_neighbors=k, novelty=True).fit(train)
    return {"k": k, "train": -model.negative_outlier_factor_, "test": -model.score_samples(test)}


def knn(k):
    model = NearestNeighbors(n_neighbors=k).fit(train)
    own, other = model.kneighbors()[0], model.kneighbors(test)[0]
    return {"k": k, "trainLargest": own[:, -1], "testLargest": other[:, -1], "trainMean": own.mean(1), "testMean": other.mean(1)}


def pca(k):
    model = PCA(k, svd_solver="full").fit(train)
    return {"components": k, "test": ((test - model.inverse_transform(model.transform(test))) ** 2).sum(1)}


one = train[:40]  # MCD wants one cloud
polluted = np.concatenate([one, np.round((random.normal(size=(10, 4)) + 15) * 1024) / 1024])
golden = {
    "made by": f"scikit-learn {sklearn.__version__}, scipy {scipy.__version__}",
    "train": train, "test": test, "polluted": polluted,
    "knn": [knn(k) for k in (1, 5, 20)],
    "lof": [lof(k) for k in (3, 20)],
    "mahalanobis": EmpiricalCovariance().fit(train).mahalanobis(test),
    # Four fifths of the rows: the smallest determinant is then the forty rows of the cloud; with half, scikit-learn ends elsewhere by seed.
    "mcd": MinCovDet(random_state=0, support_fraction=0.8).fit(polluted).mahalanobis(test),
    "pca": [pca(k) for k in (1, 2, 3)],
    # leaf_size 1000 makes one leaf: with smaller ones scikit-learn 1.2.1 is wrong far out (its tree adds and subtracts densities).
    "kde": [{"bandwidth": h, "test": -KernelDensity(bandwidth=h, leaf_size=1000).fit(train).score_samples(test)} for h in (0.5, 2.0)],
    "gmm": [{"components": k, "test": -GaussianMixture(k, reg_covar=1e-6, tol=1e-9, max_iter=1000, means_init=centres[:k] if k > 1 else None, random_state=0)
             .fit(train).score_samples(test)} for k in (1, 3)],
    "svm": [{"nu": nu, "gamma": g, "test": (lambda m: -m.decision_function(test) / (nu * len(train)))(OneClassSVM(nu=nu, gamma=g, tol=1e-8).fit(train))}
            for nu, g in ((0.5, 0.02), (0.1, 0.05))],
    "chiSquared": [{"probability": p, "degrees": d, "quantile": chi2.ppf(p, d)} for p in (0.01, 0.5, 0.975, 0.999) for d in (1, 2, 5, 30, 274)],
}


def plain(value):
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    return [plain(v) for v in value] if isinstance(value, list) else value


with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "detectors.json"), "w") as file:
    json.dump(plain(golden), file)
    file.write("\n")
