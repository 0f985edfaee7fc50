"""Writes resnet.json: logits of ResNet-18's structure by PyTorch (Debian 12's python3-torch, 1.13.1), torchvision's names, few filters.

    /usr/bin/python3 tests/golden/resnet.py

Parameter number j of the i-th tensor in the order of the names is sin(i + 0.37 j + 0.013 j j) / 2, running variances 1 + that; pixel j is (1 + sin(0.11 j + 0.0007 j j)) / 2.
"""
import json
import os

import torch
import torch.nn as nn
import torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs)
        self.conv2, self.bn2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False), nn.BatchNorm2d(outputs)
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (self.downsample(x) if hasattr(self, "downsample") else x))


class ResNet(nn.Module):
    def __init__(self, stem, width, channels, classes):
        super().__init__()
        self.stem = stem
        self.conv1 = nn.Conv2d(channels, width, 7, 2, 3, bias=False) if stem == "Large" else nn.Conv2d(channels, width, 3, 1 if stem == "Small" else 2, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        for i in range(4):
            inputs, outputs = width * 2 ** max(i - 1, 0), width * 2**i
            setattr(self, f"layer{i + 1}", nn.Sequential(Block(inputs, outputs, 1 if i == 0 else 2), Block(outputs, outputs, 1)))
        self.fc = nn.Linear(8 * width, classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        if self.stem == "Large":
            x = F.max_pool2d(x, 3, 2, 1)
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.fc(x.mean((2, 3)))


cases = []
for stem, channels, side in [("Large", 3, 48), ("Small", 1, 20), ("Quick", 1, 28)]:
    model = ResNet(stem, 4, channels, 3).eval()
    state = model.state_dict()
    for i, name in enumerate(sorted(n for n in state if not n.endswith("num_batches_tracked"))):
        j = torch.arange(state[name].numel(), dtype=torch.float64)
        values = torch.sin(i + 0.37 * j + 0.013 * j * j).reshape(state[name].shape) / 2
        state[name].copy_(values + 1 if name.endswith("running_var") else values)
    j = torch.arange(2 * channels * side * side, dtype=torch.float64)
    pixels = (1 + torch.sin(0.11 * j + 0.0007 * j * j)) / 2
    with torch.no_grad():
        logits = model(pixels.float().reshape(2, channels, side, side))
    cases.append({"stem": stem, "channels": channels, "side": side, "tensors": len(state), "logits": [float("%.7g" % v) for v in logits.flatten()]})

large = ResNet("Large", 64, 3, 1000)
root = {"torch": torch.__version__, "parameters": sum(p.numel() for p in large.parameters()), "names": sorted(large.state_dict()), "cases": cases}
with open(os.path.join(HERE, "resnet.json"), "w") as file:
    json.dump(root, file, indent=1)
print(root["parameters"], len(root["names"]), cases)
