"""The Python side of `bench -- speed --detectors`: neighbours and trees by scikit-learn, networks in the manner of PyOD's torch code.

Commands: "data TRAIN TEST COLUMNS" (raw float32 files), then "run DETECTOR THREADS" answers with the milliseconds of fitting (which scores the
training rows, as PyOD's fit does) and of scoring the test rows.
"""
import gc
import sys
import time

import numpy as np
import torch
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import LocalOutlierFactor, NearestNeighbors
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

HIDDEN, EPOCHS, BATCH = [64, 32], 10, 32
FEW_ROWS = 2000  # below, scikit-learn is faster without threads


def jobs(threads):
    return 1 if len(train) < FEW_ROWS else threads


class KNN:
    def __init__(self, threads):
        self.tree = NearestNeighbors(n_neighbors=5, n_jobs=jobs(threads))

    def fit(self, x):
        self.tree.fit(x)
        self.scores = self.tree.kneighbors()[0][:, -1]

    def score(self, x):
        return self.tree.kneighbors(x)[0][:, -1]


class LOF:
    def __init__(self, threads):
        self.lof = LocalOutlierFactor(n_neighbors=20, novelty=True, n_jobs=jobs(threads))

    def fit(self, x):
        self.lof.fit(x)
        self.scores = -self.lof.negative_outlier_factor_

    def score(self, x):
        return -self.lof.score_samples(x)


class Forest:
    def __init__(self, threads):
        self.forest = IsolationForest(n_estimators=100, max_samples=min(256, len(train)), n_jobs=jobs(threads), random_state=0)

    def fit(self, x):
        self.forest.fit(x)
        self.scores = -self.forest.score_samples(x)

    def score(self, x):
        return -self.forest.score_samples(x)


def dense(widths, activation, bias=True):
    layers = []
    for inputs, outputs in zip(widths, widths[1:]):
        layers += [nn.Linear(inputs, outputs, bias=bias), activation()]
    return nn.Sequential(*layers[:-1])


class Torch:
    """A data loader, a step of Adam a batch, the loss read after each: what PyOD's base_dl and deep_svdd do."""

    weight_decay = 1e-5

    def __init__(self, threads):
        torch.set_num_threads(threads)

    def fit(self, x):
        rows = torch.from_numpy(x)
        self.build(rows)
        optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3, weight_decay=self.weight_decay)
        loader = DataLoader(TensorDataset(rows), batch_size=BATCH, shuffle=True)
        self.model.train()
        for _ in range(EPOCHS):
            total = 0.0
            for (batch,) in loader:
                optimizer.zero_grad()
                loss = self.loss(batch)
                loss.backward()
                optimizer.step()
                total += loss.item()
        self.scores = self.score(x)

    def score(self, x):
        self.model.eval()
        with torch.no_grad():
            loader = DataLoader(TensorDataset(torch.from_numpy(x)), batch_size=BATCH)
            return np.concatenate([self.distance(batch).numpy() for (batch,) in loader])


class AE(Torch):
    def build(self, rows):
        width = rows.shape[1]
        latent = min(max(width // 2, 1), 32)
        self.model = nn.Sequential(dense([width, *HIDDEN, latent], nn.ReLU), dense([latent, *HIDDEN[::-1], width], nn.ReLU))

    def loss(self, batch):
        return nn.functional.mse_loss(self.model(batch), batch)

    def distance(self, batch):
        return (self.model(batch) - batch).square().mean(1)


class VAE(Torch):
    def build(self, rows):
        width = rows.shape[1]
        self.latent = min(max(width // 2, 1), 32)
        self.encoder = dense([width, 128, 64, 2 * self.latent], nn.ReLU)
        self.decoder = dense([self.latent, 64, 128, width], nn.ReLU)
        self.model = nn.ModuleList([self.encoder, self.decoder])

    def loss(self, batch):
        mean, log_variance = self.encoder(batch).split(self.latent, 1)
        rebuilt = self.decoder(mean + torch.randn_like(mean) * torch.exp(0.5 * log_variance))
        divergence = -0.5 * torch.sum(1 + log_variance - mean.pow(2) - log_variance.exp(), 1)
        return ((rebuilt - batch).square().sum(1) + divergence).mean()

    def distance(self, batch):
        return (self.decoder(self.encoder(batch)[:, :self.latent]) - batch).square().mean(1)


class DeepSVDD(Torch):
    weight_decay = 1e-6

    def build(self, rows):
        self.model = dense([rows.shape[1], *HIDDEN, 16], lambda: nn.LeakyReLU(0.1), bias=False)
        with torch.no_grad():
            centre = self.model(rows).mean(0)
        self.centre = torch.where(centre < 0, -centre.abs().clamp_min(0.1), centre.abs().clamp_min(0.1))

    def loss(self, batch):
        return self.distance(batch).mean()

    def distance(self, batch):
        return (self.model(batch) - self.centre).square().sum(1)


DETECTORS = {"kNN": KNN, "LOF": LOF, "IForest": Forest, "AE": AE, "VAE": VAE, "DeepSVDD": DeepSVDD}

train = test = None
for line in sys.stdin:
    command, *arguments = line.strip().split("\t")
    if command == "data":
        train, test = (np.fromfile(path, np.float32).reshape(-1, int(arguments[2])) for path in arguments[:2])
        print("ready", flush=True)
    else:
        gc.collect()
        detector = DETECTORS[arguments[0]](int(arguments[1]))
        start = time.perf_counter()
        detector.fit(train)
        fitted = time.perf_counter()
        detector.score(test)
        print((fitted - start) * 1000, (time.perf_counter() - fitted) * 1000, flush=True)
