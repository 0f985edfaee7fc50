"""The Python side of ReadingBench: makes the files at the line "make", reads the file that any other line names; prints the milliseconds.

    python3 reading_twin.py FOLDER
"""
import gzip
import os
import sys
import time

import numpy as np
import pandas as pd

CSV_ROWS = 170_000  # 31 columns as in the credit card data, about 100 MB
NPZ_SHAPE = (100_000, 64)  # float64, 51 MB


def make(folder):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({f"V{i}": rng.normal(size=CSV_ROWS) for i in range(1, 29)})
    frame.insert(0, "Time", np.arange(CSV_ROWS))
    frame["Amount"] = np.round(rng.gamma(2, 40, CSV_ROWS), 2)
    frame["Class"] = (rng.random(CSV_ROWS) < 0.01).astype(int)
    frame.to_csv(os.path.join(folder, "numbers.csv"), index=False)
    x = np.round(rng.normal(size=NPZ_SHAPE), 2)
    np.savez(os.path.join(folder, "stored.npz"), X=x)
    np.savez_compressed(os.path.join(folder, "deflated.npz"), X=x)


def read(path):
    if path.endswith(".csv"):
        return pd.read_csv(path).shape
    if path.endswith(".npz"):
        with np.load(path) as archive:
            return archive["X"].shape
    with gzip.open(path) as f:
        return np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 28, 28).shape


if __name__ == "__main__":
    for line in sys.stdin:
        start = time.perf_counter()
        if line == "make\n":
            make(sys.argv[1])
        else:
            read(line.rstrip("\n"))
        print((time.perf_counter() - start) * 1000, flush=True)
