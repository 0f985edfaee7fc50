"""The Python side of ImageReadingBench: makes a folder of JPEG files at the line "make", reads the folder that any other line names into batches of tensors; prints the milliseconds.

    python3 image_twin.py FOLDER

Pillow decodes and scales outside of Python's lock, so two threads are the fastest way on two cores: a DataLoader with two worker processes takes longer here, for it has to start them.
"""
import itertools
import os
import sys
import time
from multiprocessing.pool import ThreadPool

import numpy as np
import torch
from PIL import Image

SIDE, BATCH, MADE = 224, 64, 128


def make(folder):
    rng = np.random.default_rng(0)
    os.makedirs(os.path.join(folder, "a"))
    y, x = np.mgrid[0:1024, 0:1024] / 1024
    for i in range(MADE):
        a, b, c = rng.uniform(1, 6, 3)
        image = 128 + 60 * np.sin(a * 6 * x + c) * np.cos(b * 6 * y) + rng.normal(0, 6, x.shape)
        Image.fromarray(image.clip(0, 255).astype(np.uint8)).save(os.path.join(folder, "a", f"{i:04d}.jpeg"), quality=90)


def decode(path):
    with Image.open(path) as image:
        image = image.convert("L")
        if image.size != (SIDE, SIDE):
            image = image.resize((SIDE, SIDE), Image.BILINEAR)
        return torch.from_numpy(np.array(image))


def read(folder, pool):
    paths = sorted(os.path.join(root, name) for root, _, names in os.walk(folder) for name in names)
    images, seen = pool.imap(decode, paths, chunksize=4), 0
    for start in range(0, len(paths), BATCH):
        batch = torch.stack(list(itertools.islice(images, BATCH))).unsqueeze(1).to(torch.float32).div_(255)
        seen += len(batch)
    return seen


if __name__ == "__main__":
    with ThreadPool(2) as workers:
        for line in sys.stdin:
            start = time.perf_counter()
            if line == "make\n":
                make(sys.argv[1])
            else:
                read(line.rstrip("\n"), workers)
            print((time.perf_counter() - start) * 1000, flush=True)
