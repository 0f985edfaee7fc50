"""The Python side of `bench -- speed`: reads commands, times workloads, answers in milliseconds an iteration."""
import gc
import sys
import time

import torch
from torch import nn

import meta_twin


def conv4():
    layers = []
    for i in range(4):
        layers += [nn.Conv2d(1 if i == 0 else 64, 64, 3, padding=1), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(64, 5))


class BasicBlock(nn.Module):
    def __init__(self, inputs, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, width, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.shortcut = None
        if stride > 1 or inputs != width:
            self.shortcut = nn.Sequential(nn.Conv2d(inputs, width, 1, stride=stride, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        y = nn.functional.relu(self.bn1(self.conv1(x)))
        return nn.functional.relu(self.bn2(self.conv2(y)) + (x if self.shortcut is None else self.shortcut(x)))


def resnet18():
    layers, channels = [nn.Conv2d(1, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU()], 64
    for width, stride in (64, 1), (128, 2), (256, 2), (512, 2):
        layers += [BasicBlock(channels, width, stride), BasicBlock(width, width, 1)]
        channels = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10))


def training_step(model, x, y, loss, make_optimizer=None):
    optimizer = make_optimizer(model.parameters()) if make_optimizer else None

    def step():
        (optimizer or model).zero_grad()
        loss(model(x), y).backward()
        if optimizer:
            optimizer.step()

    return step


def add():
    a, b = torch.rand(8), torch.rand(8)
    return lambda: a + b


WORKLOADS = {
    "add of 8 elements": add,
    "MLP 64-128-64-1 step": lambda: training_step(
        nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 1)),
        torch.rand(64, 64), torch.randint(0, 2, (64, 1)).float(), nn.BCEWithLogitsLoss(), torch.optim.Adam),
    "Conv4-64 forward+backward": lambda: training_step(
        conv4(), torch.rand(25, 1, 28, 28), torch.randint(0, 5, (25,)), nn.CrossEntropyLoss()),
    "ResNet-18 step": lambda: training_step(
        resnet18(), torch.rand(64, 1, 28, 28), torch.randint(0, 10, (64,)), nn.CrossEntropyLoss(),
        lambda p: torch.optim.SGD(p, 0.1, momentum=0.9)),
    **meta_twin.WORKLOADS,
}

step = None
for line in sys.stdin:
    command, argument = line.strip().split(" ", 1)
    if command == "prepare":
        name, threads = argument.rsplit(" ", 1)
        torch.set_num_threads(int(threads))
        step = WORKLOADS[name]()
        print("ready", flush=True)
    else:
        iterations = int(argument)
        gc.collect()
        start = time.perf_counter()
        for _ in range(iterations):
            step()
        print((time.perf_counter() - start) * 1000 / iterations, flush=True)
