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
        y = self.bn1(self.conv1(x)).relu_()
        y = self.bn2(self.conv2(y))
        y += x if self.shortcut is None else self.shortcut(x)
        return y.relu_()


def resnet18():
    layers, channels = [nn.Conv2d(1, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU(inplace=True)], 64
    for width, stride in (64, 1), (128, 2), (256, 2), (512, 2):
        layers += [BasicBlock(channels, width, stride), BasicBlock(width, width, 1)]
        channels = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 10))


class InvertedResidual(nn.Module):
    """As in torchvision."""

    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        width, layers = inputs * expansion, []
        if expansion > 1:
            layers += [conv_bn(inputs, width, 1)]
        layers += [conv_bn(width, width, 3, stride, width), nn.Conv2d(width, outputs, 1, bias=False), nn.BatchNorm2d(outputs)]
        self.conv = nn.Sequential(*layers)
        self.adds = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.conv(x) if self.adds else self.conv(x)


def conv_bn(inputs, outputs, size, stride=1, groups=1):
    return nn.Sequential(nn.Conv2d(inputs, outputs, size, stride, size // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs), nn.ReLU6(inplace=True))


class MobileNetV2(nn.Module):
    def __init__(self):
        super().__init__()
        layers, width = [conv_bn(3, 32, 3, 2)], 32
        for expansion, channels, blocks, stride in (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1):
            for block in range(blocks):
                layers.append(InvertedResidual(width, channels, stride if block == 0 else 1, expansion))
                width = channels
        self.features = nn.Sequential(*layers, conv_bn(width, 1280, 1))
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(1280, 1000))

    def forward(self, x):
        return self.classifier(nn.functional.adaptive_avg_pool2d(self.features(x), (1, 1)).flatten(1))


def inference(model, x):
    model.eval()

    def step():
        with torch.no_grad():
            model(x)

    return step


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
    "MobileNetV2 224 inference, 1 image": lambda: inference(MobileNetV2(), torch.rand(1, 3, 224, 224)),
    "MobileNetV2 224 inference, 16 images": lambda: inference(MobileNetV2(), torch.rand(16, 3, 224, 224)),
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
