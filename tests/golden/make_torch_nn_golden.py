"""Writes torch_nn.json.gz: values and gradients of layers, functions and losses, first weights, optimizer trajectories and learning rates,
by PyTorch (Debian 12's python3-torch, 1.13.1).

    /usr/bin/python3 tests/golden/make_torch_nn_golden.py

Inputs and parameters come from a 64-bit linear congruential generator that the C# tests run too (NnGolden.Draw), so that the file holds
results only. A case is run forward, and backward from sum(output * coefficients).
"""
import gzip
import json
import math
import os

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)
HERE = os.path.dirname(os.path.abspath(__file__))


def draw(seed, n, kind):
    """n numbers: normal-like in (-3, 3), unit in (0.05, 0.95), sign, class:K in 0..K-1, positive in (0.2, 1.2)."""
    state, out = seed * 2 + 1, []

    def uniform():
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 33) / 2**31

    for _ in range(n):
        if kind == "normal":
            out.append(2 * (uniform() + uniform() + uniform()) - 3)
        elif kind == "unit":
            out.append(0.05 + 0.9 * uniform())
        elif kind == "positive":
            out.append(0.2 + uniform())
        elif kind == "sign":
            out.append(1.0 if uniform() < 0.5 else -1.0)
        else:
            out.append(int(uniform() * int(kind.split(":")[1])))
    return out


def drawn(seed, shape, kind, grad=False):
    values = draw(seed, math.prod(shape), kind)
    t = torch.tensor(values, dtype=torch.int64 if kind.startswith("class") else torch.float32).reshape(shape)
    return t.requires_grad_() if grad and t.is_floating_point() else t


def coefficients(shape):
    n = math.prod(shape)
    return torch.tensor([((i * 37 + 11) % 23 - 11) / 11 for i in range(n)], dtype=torch.float32).reshape(shape)


def numbers(t):
    return [float("%.7g" % v) for v in t.detach().flatten().tolist()]


CASES = []


def case(name, what, *inputs, fixed=(), train=True, steps=1):
    """inputs: (shape, kind); the last `fixed` ones are targets, which get no gradient."""
    module = what if isinstance(what, nn.Module) else None
    tensors = [drawn(100 + i, shape, kind, grad=i not in fixed) for i, (shape, kind) in enumerate(inputs)]
    record = {"name": name, "inputs": [{"shape": list(s), "kind": k, "grad": bool(t.requires_grad)} for (s, k), t in zip(inputs, tensors)], "train": train}
    if module is not None:
        for i, (_, p) in enumerate(sorted(module.named_parameters())):
            with torch.no_grad():
                p.copy_(drawn(500 + i, list(p.shape), "unit"))
        module.train(train)
    for _ in range(steps):
        output = what(*tensors)
    (output * coefficients(list(output.shape))).sum().backward()
    record.update(steps=steps, shape=list(output.shape), output=numbers(output),
                  grads=[numbers(t.grad) if t.grad is not None else None for t in tensors])
    if module is not None:
        record["parameters"] = {n: numbers(p.grad) for n, p in sorted(module.named_parameters())}
        record["buffers"] = {} if "Loss" in name else {n: numbers(b.float()) for n, b in sorted(module.named_buffers())}
    CASES.append(record)


N = "normal"
x = ((4, 6), N)
image = ((2, 4, 6, 5), N)
series = ((2, 4, 9), N)

# activations, as modules and as functions
for name, module, function in [
    ("CELU", nn.CELU(1.3), lambda t: F.celu(t, 1.3)),
    ("ELU", nn.ELU(0.7), lambda t: F.elu(t, 0.7)),
    ("GELU", nn.GELU(), F.gelu),
    ("GELU/tanh", nn.GELU("tanh"), lambda t: F.gelu(t, approximate="tanh")),
    ("GLU", nn.GLU(-1), lambda t: F.glu(t, -1)),
    ("Hardshrink", nn.Hardshrink(0.4), lambda t: F.hardshrink(t, 0.4)),
    ("Hardsigmoid", nn.Hardsigmoid(), F.hardsigmoid),
    ("Hardswish", nn.Hardswish(), F.hardswish),
    ("Hardtanh", nn.Hardtanh(-0.5, 0.8), lambda t: F.hardtanh(t, -0.5, 0.8)),
    ("LeakyReLU", nn.LeakyReLU(0.2), lambda t: F.leaky_relu(t, 0.2)),
    ("LogSigmoid", nn.LogSigmoid(), F.logsigmoid),
    ("LogSoftmax", nn.LogSoftmax(1), lambda t: F.log_softmax(t, 1)),
    ("Mish", nn.Mish(), F.mish),
    ("ReLU", nn.ReLU(), F.relu),
    ("ReLU6", nn.ReLU6(), F.relu6),
    ("RReLU", nn.RReLU(), F.rrelu),
    ("SELU", nn.SELU(), F.selu),
    ("Sigmoid", nn.Sigmoid(), torch.sigmoid),
    ("SiLU", nn.SiLU(), F.silu),
    ("Softmax", nn.Softmax(1), lambda t: F.softmax(t, 1)),
    ("Softmin", nn.Softmin(0), lambda t: F.softmin(t, 0)),
    ("Softplus", nn.Softplus(2, 1.5), lambda t: F.softplus(t, 2, 1.5)),
    ("Softshrink", nn.Softshrink(0.3), lambda t: F.softshrink(t, 0.3)),
    ("Softsign", nn.Softsign(), F.softsign),
    ("Tanh", nn.Tanh(), torch.tanh),
    ("Tanhshrink", nn.Tanhshrink(), F.tanhshrink),
    ("Threshold", nn.Threshold(0.1, -2), lambda t: F.threshold(t, 0.1, -2)),
]:
    case(name, module, x, train=name != "RReLU")
    case("F." + name, function, x)
case("Softmax2d", nn.Softmax2d(), image)
case("F.Softmax2d", lambda t: F.softmax(t, -3), image)
case("PReLU", nn.PReLU(6), x)
case("PReLU/one", nn.PReLU(1), image)
case("F.prelu", F.prelu, x, ((6,), N))

# layers
case("Linear", nn.Linear(6, 3), x)
case("Linear/no bias", nn.Linear(6, 3, bias=False), ((2, 3, 6), N))
case("F.linear", F.linear, x, ((3, 6), N), ((3,), N))
case("Conv1d", nn.Conv1d(4, 6, 3), series)
case("Conv1d/options", nn.Conv1d(4, 6, 3, stride=2, padding=2, dilation=2, groups=2, bias=False), series)
case("Conv1d/same", nn.Conv1d(4, 2, 4, padding="same"), series)
case("Conv1d/replicate", nn.Conv1d(4, 2, 3, padding=2, padding_mode="replicate"), series)
case("F.conv1d", lambda i, w, b: F.conv1d(i, w, b, 2, 1, 1, 2), series, ((6, 2, 3), N), ((6,), N))
case("F.conv1d_padding", lambda i, w, b: F.conv1d(i, w, b, 1, "same", 2), series, ((6, 4, 3), N), ((6,), N))
case("Conv2d", nn.Conv2d(4, 3, 3), image)
case("Conv2d/options", nn.Conv2d(4, 6, 3, stride=2, padding=2, dilation=2, groups=2), image)
case("Conv2d/pairs", nn.Conv2d(4, 3, (3, 2), (1, 2), (1, 0), (2, 1), bias=False), image)
case("Conv2d/same", nn.Conv2d(4, 3, (4, 3), padding="same", dilation=(1, 2)), image)
case("Conv2d/reflect", nn.Conv2d(4, 3, 3, padding=1, padding_mode="reflect"), image)
case("Conv2d/circular", nn.Conv2d(4, 3, 3, padding=(2, 1), padding_mode="circular"), image)
case("Conv2d/unbatched", nn.Conv2d(4, 3, 3), ((4, 6, 5), N))
case("F.conv2d", lambda i, w, b: F.conv2d(i, w, b, (2, 1), (1, 0), (1, 2), 2), image, ((6, 2, 3, 2), N), ((6,), N))
case("F.conv2d_padding", lambda i, w: F.conv2d(i, w, None, 1, "valid"), image, ((3, 4, 2, 2), N))
case("ConvTranspose2d", nn.ConvTranspose2d(4, 3, 3), image)
case("ConvTranspose2d/options", nn.ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2, bias=False), image)
case("ConvTranspose2d/pairs", nn.ConvTranspose2d(4, 3, (3, 2), (2, 3), (1, 0), (0, 1), dilation=(1, 2)), image)
case("F.conv_transpose2d", lambda i, w, b: F.conv_transpose2d(i, w, b, 2, 1, 1), image, ((4, 3, 3, 3), N), ((3,), N))
case("BatchNorm1d", nn.BatchNorm1d(6), x, steps=2)
case("BatchNorm1d/eval", nn.BatchNorm1d(6), x, train=False)
case("BatchNorm1d/series", nn.BatchNorm1d(4, eps=1e-3, momentum=0.3), series, steps=2)
case("BatchNorm1d/no affine", nn.BatchNorm1d(6, affine=False), x)
case("BatchNorm1d/no statistics", nn.BatchNorm1d(6, track_running_stats=False), x, train=False)
case("BatchNorm2d", nn.BatchNorm2d(4), image, steps=3)
case("BatchNorm2d/eval", nn.BatchNorm2d(4), image, train=False)
case("F.batch_norm", lambda i, w, b: F.batch_norm(i, None, None, w, b, True, 0.1, 1e-4), image, ((4,), N), ((4,), N))
case("LayerNorm", nn.LayerNorm(6), x)
case("LayerNorm/two dimensions", nn.LayerNorm([6, 5], eps=1e-3), image)
case("LayerNorm/no affine", nn.LayerNorm(6, elementwise_affine=False), x)
case("F.layer_norm", lambda i, w, b: F.layer_norm(i, (6,), w, b), x, ((6,), N), ((6,), N))
case("GroupNorm", nn.GroupNorm(2, 4), image)
case("F.group_norm", lambda i, w, b: F.group_norm(i, 2, w, b), image, ((4,), N), ((4,), N))
case("InstanceNorm2d", nn.InstanceNorm2d(4), image)
case("InstanceNorm2d/options", nn.InstanceNorm2d(4, affine=True, track_running_stats=True), image, steps=2)
case("InstanceNorm2d/unbatched", nn.InstanceNorm2d(4, affine=True), ((4, 6, 5), N))
case("F.instance_norm", lambda i, w, b: F.instance_norm(i, None, None, w, b), image, ((4,), N), ((4,), N))
case("F.normalize", F.normalize, x)
case("F.normalize/p", lambda t: F.normalize(t, 3.0, 0), x)
case("Dropout", nn.Dropout(0.3), x, train=False)
case("Dropout2d", nn.Dropout2d(0.3), image, train=False)
case("F.dropout", lambda t: F.dropout(t, 0.3, False), x)
case("F.dropout2d", lambda t: F.dropout2d(t, 0.3, False), image)
case("Embedding", nn.Embedding(5, 3), ((2, 4), "class:5"))
case("Embedding/padding", nn.Embedding(5, 3, padding_idx=2), ((2, 4), "class:5"))
case("Embedding/max norm", nn.Embedding(5, 3, max_norm=0.8), ((2, 4), "class:5"))
case("Embedding/frequency", nn.Embedding(5, 3, scale_grad_by_freq=True), ((2, 4), "class:5"))
case("Identity", nn.Identity(), x)
case("Flatten", nn.Flatten(), image)
case("Flatten/some", nn.Flatten(0, 2), image)
case("Unflatten", nn.Unflatten(1, (2, 3)), x)
case("Unflatten/inferred", nn.Unflatten(-1, (3, 2)), x)

# pooling
case("MaxPool1d", nn.MaxPool1d(2), series)
case("MaxPool1d/options", nn.MaxPool1d(3, 2, 1, 1, ceil_mode=True), series)
case("F.max_pool1d", lambda t: F.max_pool1d(t, 3, 1), series)
case("MaxPool2d", nn.MaxPool2d(2), image)
case("MaxPool2d/options", nn.MaxPool2d((3, 2), (2, 1), (1, 0), (1, 2), ceil_mode=True), image)
case("F.max_pool2d", lambda t: F.max_pool2d(t, 3, 2, 1), image)
case("AvgPool1d", nn.AvgPool1d(2), series)
case("AvgPool1d/options", nn.AvgPool1d(3, 2, 1, ceil_mode=True, count_include_pad=False), series)
case("F.avg_pool1d", lambda t: F.avg_pool1d(t, 4, 2), series)
case("AvgPool2d", nn.AvgPool2d(2), image)
case("AvgPool2d/options", nn.AvgPool2d((3, 2), (2, 1), (1, 0), ceil_mode=True, count_include_pad=False), image)
case("AvgPool2d/divisor", nn.AvgPool2d(2, divisor_override=3), image)
case("F.avg_pool2d", lambda t: F.avg_pool2d(t, 3, 2, 1), image)
case("AdaptiveAvgPool1d", nn.AdaptiveAvgPool1d(4), series)
case("F.adaptive_avg_pool1d", lambda t: F.adaptive_avg_pool1d(t, 1), series)
case("AdaptiveAvgPool2d", nn.AdaptiveAvgPool2d((3, 2)), image)
case("F.adaptive_avg_pool2d", lambda t: F.adaptive_avg_pool2d(t, 1), image)
case("AdaptiveMaxPool1d", nn.AdaptiveMaxPool1d(4), series)
case("F.adaptive_max_pool1d", lambda t: F.adaptive_max_pool1d(t, 2), series)
case("AdaptiveMaxPool2d", nn.AdaptiveMaxPool2d((3, 2)), image)
case("F.adaptive_max_pool2d", lambda t: F.adaptive_max_pool2d(t, (2, 2)), image)

# sizes and padding
case("Upsample", nn.Upsample(scale_factor=2), image)
case("Upsample/bilinear", nn.Upsample(size=(9, 7), mode="bilinear", align_corners=True), image)
case("F.grid_sample", lambda t, g: F.grid_sample(t, g, align_corners=False), image, ((2, 4, 3, 2), "unit"))
case("F.grid_sample/border", lambda t, g: F.grid_sample(t, 3 * g, mode="nearest", padding_mode="border", align_corners=True), image, ((2, 4, 3, 2), "unit"))
case("F.grid_sample/reflection", lambda t, g: F.grid_sample(t, 3 * g, padding_mode="reflection", align_corners=False), image, ((2, 4, 3, 2), "unit"))
case("F.affine_grid", lambda t: F.affine_grid(t, (2, 3, 4, 5), align_corners=False), ((2, 2, 3), N))
case("F.interpolate/nearest size", lambda t: F.interpolate(t, size=(4, 9)), image)
case("F.interpolate/linear", lambda t: F.interpolate(t, scale_factor=1.5, mode="linear", align_corners=False), series)
case("F.interpolate/bilinear", lambda t: F.interpolate(t, scale_factor=(1.5, 2.0), mode="bilinear", align_corners=False), image)
case("F.interpolate/bilinear recomputed", lambda t: F.interpolate(t, scale_factor=1.7, mode="bilinear", align_corners=False, recompute_scale_factor=True), image)
case("F.interpolate/bicubic", lambda t: F.interpolate(t, size=(8, 8), mode="bicubic", align_corners=False), image)
case("F.interpolate/antialias", lambda t: F.interpolate(t, size=(3, 3), mode="bilinear", align_corners=False, antialias=True), image)
case("F.interpolate/area", lambda t: F.interpolate(t, size=(3, 2), mode="area"), image)
case("F.interpolate/exact", lambda t: F.interpolate(t, size=(4, 9), mode="nearest-exact"), image)
case("F.upsample", lambda t: F.interpolate(t, scale_factor=3, mode="nearest"), series)
case("ZeroPad2d", nn.ZeroPad2d((1, 2, 0, 3)), image)
case("ConstantPad2d", nn.ConstantPad2d(2, 1.5), image)
case("ReflectionPad2d", nn.ReflectionPad2d((1, 2, 3, 0)), image)
case("ReplicationPad2d", nn.ReplicationPad2d(2), image)
case("F.pad", lambda t: F.pad(t, (1, 2), value=0.5), series)
case("F.pad/circular", lambda t: F.pad(t, (1, 2, 2, 1), mode="circular"), image)

# distances and losses
y = ((4, 6), N)
case("CosineSimilarity", nn.CosineSimilarity(), x, y)
case("F.cosine_similarity", lambda a, b: F.cosine_similarity(a, b, 0), x, y)
case("PairwiseDistance", nn.PairwiseDistance(), x, y)
case("PairwiseDistance/options", nn.PairwiseDistance(3.0, 1e-3, True), x, y)
case("F.pairwise_distance", lambda a, b: F.pairwise_distance(a, b, 1.0), x, y)
target, weight = ((4, 6), "unit"), drawn(900, [6], "positive")
classes, class_weight = ((4,), "class:6"), drawn(901, [6], "positive")
reductions = ["mean", "sum", "none"]
for r in reductions:
    case(f"BCELoss/{r}", nn.BCELoss(reduction=r), ((4, 6), "unit"), target, fixed=(1,))
    case(f"BCEWithLogitsLoss/{r}", nn.BCEWithLogitsLoss(reduction=r), x, target, fixed=(1,))
    case(f"CrossEntropyLoss/{r}", nn.CrossEntropyLoss(reduction=r), x, classes, fixed=(1,))
    case(f"NLLLoss/{r}", nn.NLLLoss(reduction=r), x, classes, fixed=(1,))
    case(f"MSELoss/{r}", nn.MSELoss(reduction=r), x, y, fixed=(1,))
    case(f"L1Loss/{r}", nn.L1Loss(reduction=r), x, y, fixed=(1,))
    case(f"SmoothL1Loss/{r}", nn.SmoothL1Loss(reduction=r, beta=0.5), x, y, fixed=(1,))
    case(f"HuberLoss/{r}", nn.HuberLoss(reduction=r, delta=0.7), x, y, fixed=(1,))
    case(f"KLDivLoss/{r}", nn.KLDivLoss(reduction=r, log_target=True), x, y, fixed=(1,))
    case(f"KLDivLoss/probabilities {r}", nn.KLDivLoss(reduction=r), x, target, fixed=(1,))
    case(f"SoftMarginLoss/{r}", nn.SoftMarginLoss(reduction=r), x, ((4, 6), "sign"), fixed=(1,))
    case(f"HingeEmbeddingLoss/{r}", nn.HingeEmbeddingLoss(margin=1.0, reduction=r), x, ((4, 6), "sign"), fixed=(1,))
    case(f"MarginRankingLoss/{r}", nn.MarginRankingLoss(0.3, reduction=r), ((5,), N), ((5,), N), ((5,), "sign"), fixed=(2,))
    case(f"CosineEmbeddingLoss/{r}", nn.CosineEmbeddingLoss(0.2, reduction=r), x, y, ((4,), "sign"), fixed=(2,))
    case(f"TripletMarginLoss/{r}", nn.TripletMarginLoss(reduction=r), x, y, ((4, 6), N))
    case(f"TripletMarginWithDistanceLoss/{r}", nn.TripletMarginWithDistanceLoss(margin=0.5, swap=True, reduction=r), x, y, ((4, 6), N))
case("BCELoss/weight", nn.BCELoss(weight), ((4, 6), "unit"), target, fixed=(1,))
case("BCEWithLogitsLoss/weights", nn.BCEWithLogitsLoss(weight, pos_weight=class_weight), x, target, fixed=(1,))
case("BCEWithLogitsLoss/pos_weights", nn.BCEWithLogitsLoss(pos_weight=class_weight), x, target, fixed=(1,))
case("CrossEntropyLoss/weight", nn.CrossEntropyLoss(class_weight), x, classes, fixed=(1,))
case("CrossEntropyLoss/ignore", nn.CrossEntropyLoss(class_weight, ignore_index=2), x, classes, fixed=(1,))
case("CrossEntropyLoss/smoothing", nn.CrossEntropyLoss(class_weight, label_smoothing=0.15), x, classes, fixed=(1,))
case("CrossEntropyLoss/probabilities", nn.CrossEntropyLoss(), x, target, fixed=(1,))
case("CrossEntropyLoss/images", nn.CrossEntropyLoss(reduction="none"), image, ((2, 6, 5), "class:4"), fixed=(1,))
case("NLLLoss/weight", nn.NLLLoss(class_weight), x, classes, fixed=(1,))
case("TripletMarginLoss/options", nn.TripletMarginLoss(0.4, 1, 1e-4, True), x, y, ((4, 6), N))
case("F.one_hot", lambda c, s: F.one_hot(c, 7) * s, ((4,), "class:6"), ((4, 7), N))


# a network in a network: the names of its state
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(2, 3, 3, bias=False)
        self.norm = nn.BatchNorm2d(3)
        self.register_parameter("scale", nn.Parameter(torch.ones(3, 1, 1)))
        self.register_buffer("centre", torch.zeros(3, 1, 1))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = Block()
        self.body = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 6))
        self.named = nn.Sequential()
        self.named.add_module("first", nn.Linear(6, 2))
        self.named.add_module("act", nn.PReLU())
        self.heads = nn.ModuleList([nn.Linear(2, 1), nn.LayerNorm(2)])
        self.table = nn.ModuleDict({"words": nn.Embedding(4, 2)})
        self.free = nn.ParameterList([nn.Parameter(torch.zeros(2)), nn.Parameter(torch.zeros(3))])


# first weights
INITIAL = {}
for name, make in {
    "Linear": lambda: nn.Linear(5, 7), "Linear/no bias": lambda: nn.Linear(5, 7, bias=False), "Conv1d": lambda: nn.Conv1d(3, 4, 5),
    "Conv2d": lambda: nn.Conv2d(4, 6, (3, 2), groups=2), "ConvTranspose2d": lambda: nn.ConvTranspose2d(4, 6, 3), "BatchNorm1d": lambda: nn.BatchNorm1d(3),
    "BatchNorm2d": lambda: nn.BatchNorm2d(3), "LayerNorm": lambda: nn.LayerNorm(4), "Embedding": lambda: nn.Embedding(6, 3),
    "Embedding/padding": lambda: nn.Embedding(6, 3, padding_idx=1), "PReLU": lambda: nn.PReLU(2),
    "Sequential": lambda: nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2)),
}.items():
    torch.manual_seed(7)
    INITIAL[name] = {k: numbers(v) for k, v in make().named_parameters()}
FILLS = {}
for name, fill in {
    "uniform_": lambda t: nn.init.uniform_(t, -2, 3), "normal_": lambda t: nn.init.normal_(t, 1, 2), "constant_": lambda t: nn.init.constant_(t, 0.3),
    "ones_": nn.init.ones_, "zeros_": nn.init.zeros_, "kaiming_uniform_": lambda t: nn.init.kaiming_uniform_(t, nonlinearity="relu"),
    "kaiming_normal_": lambda t: nn.init.kaiming_normal_(t, a=0.2, mode="fan_out"), "xavier_uniform_": lambda t: nn.init.xavier_uniform_(t, 1.5),
    "trunc_normal_": lambda t: nn.init.trunc_normal_(t, 0.2, 0.5, -0.5, 1.0),
}.items():
    torch.manual_seed(11)
    FILLS[name] = numbers(fill(torch.empty(4, 3, 3)))
for name, shape in {"orthogonal_": (4, 6), "orthogonal_/tall": (6, 4), "eye_": (3, 4)}.items():
    torch.manual_seed(11)
    FILLS[name] = numbers((nn.init.eye_ if name == "eye_" else nn.init.orthogonal_)(torch.empty(*shape)))
gains = {n: nn.init.calculate_gain(p, *a) for n, p, a in [("Linear", "linear", ()), ("Conv2D", "conv2d", ()), ("Sigmoid", "sigmoid", ()),
                                                         ("Tanh", "tanh", ()), ("ReLU", "relu", ()), ("LeakyReLU", "leaky_relu", (0.2,))]}

# optimizers: 20 steps on 0.15 p^2 + c_k p; parameters "b" have no gradient in steps 4 and 5
OPTIMIZERS = {}
A, W, S, R = torch.optim.Adam, torch.optim.AdamW, torch.optim.SGD, torch.optim.RMSprop
for name, make in {
    "Adam": lambda p: A(p), "Adam/options": lambda p: A(p, 0.02, (0.8, 0.95), 1e-4, 0.1), "Adam/amsgrad": lambda p: A(p, 0.05, amsgrad=True),
    "Adam/maximize": lambda p: A(p, 0.01, maximize=True), "AdamW": lambda p: W(p, 0.02, weight_decay=0.0), "AdamW/decay": lambda p: W(p, 0.02, weight_decay=0.2),
    "AdamW/amsgrad": lambda p: W(p, 0.03, (0.7, 0.9), weight_decay=0.05, amsgrad=True), "SGD": lambda p: S(p, 0.05), "SGD/momentum": lambda p: S(p, 0.03, 0.9),
    "SGD/dampening": lambda p: S(p, 0.03, 0.8, 0.4, 0.05), "SGD/nesterov": lambda p: S(p, 0.03, 0.9, 0, 0.01, nesterov=True),
    "SGD/maximize": lambda p: S(p, 0.01, 0.5, maximize=True), "RMSProp": lambda p: R(p), "RMSProp/momentum": lambda p: R(p, 0.01, 0.9, 1e-6, 0.02, 0.7),
    "RMSProp/centered": lambda p: R(p, 0.01, centered=True), "RMSProp/centered momentum": lambda p: R(p, 0.02, 0.95, momentum=0.5, centered=True),
    "Adam/groups": lambda p: A([{"params": p[:1]}, {"params": p[1:], "lr": 0.1, "betas": (0.6, 0.9), "weight_decay": 0.3}], 0.01),
    "SGD/groups": lambda p: S([{"params": p[:1], "lr": 0.1}, {"params": p[1:], "momentum": 0.9}], 0.02),
    "RMSProp/groups": lambda p: R([{"params": p[:1]}, {"params": p[1:], "lr": 0.05, "alpha": 0.8}], 0.01),
    "AdamW/groups": lambda p: W([{"params": p[:1]}, {"params": p[1:], "weight_decay": 0.4}], 0.01, weight_decay=0.0),
}.items():
    params = [nn.Parameter(drawn(20, (3, 4), N)), nn.Parameter(drawn(21, (4,), N)), nn.Parameter(drawn(22, (2, 2, 2), N))]
    optimizer, path = make(params), []
    for step in range(20):
        optimizer.zero_grad(set_to_none=True)
        loss = sum((0.15 * p * p + drawn(1000 + 10 * step + i, list(p.shape), N) * p).sum() for i, p in enumerate(params) if i != 1 or step not in (4, 5))
        loss.backward()
        optimizer.step()
        if step in (0, 4, 6, 19):
            path.append([v for p in params for v in numbers(p)])
    OPTIMIZERS[name] = path

# learning rates after each step
SCHEDULES = {}
L = torch.optim.lr_scheduler
for name, make in {
    "StepLR": lambda o: L.StepLR(o, 5, 0.3), "MultiStepLR": lambda o: L.MultiStepLR(o, [3, 8, 20], 0.5), "ExponentialLR": lambda o: L.ExponentialLR(o, 0.9),
    "CosineAnnealingLR": lambda o: L.CosineAnnealingLR(o, 10, 1e-3), "LambdaLR": lambda o: L.LambdaLR(o, lambda e: 1 / (1 + e)),
    "LinearLR": lambda o: L.LinearLR(o, 0.2, 0.9, 7), "ConstantLR": lambda o: L.ConstantLR(o, 0.25, 6), "OneCycleLR": lambda o: L.OneCycleLR(o, 0.5, 31),
    "OneCycleLR/linear three phases": lambda o: L.OneCycleLR(o, 0.5, epochs=4, steps_per_epoch=10, pct_start=0.25, anneal_strategy="linear", three_phase=True, div_factor=10, final_div_factor=100),
}.items():
    for kind, optimizer in {"SGD": S([{"params": [nn.Parameter(torch.zeros(1))]}, {"params": [nn.Parameter(torch.zeros(1))], "lr": 0.3}], 0.1, 0.9),
                            "Adam": A([nn.Parameter(torch.zeros(1))], 0.02)}.items():
        scheduler = make(optimizer)
        rows = []
        for step in range(31):
            groups = optimizer.param_groups
            rows.append([g["lr"] for g in groups] + [g["betas"][0] if kind == "Adam" else g["momentum"] for g in groups])
            if step < 30:
                optimizer.step()
                scheduler.step()
        SCHEDULES[f"{name} {kind}"] = rows
METRIC = [1.0, 0.9, 0.95, 0.91, 0.92, 0.93, 0.5, 0.5, 0.5, 0.5, 0.49999, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]
for name, options in {"ReduceLROnPlateau": dict(patience=2), "ReduceLROnPlateau/max": dict(mode="max", factor=0.5, patience=1, threshold=0.01, threshold_mode="abs", cooldown=2, min_lr=0.02),
                      "ReduceLROnPlateau/floor": dict(patience=0, factor=0.3, min_lr=[0.05, 0.01])}.items():
    optimizer = S([{"params": [nn.Parameter(torch.zeros(1))]}, {"params": [nn.Parameter(torch.zeros(1))], "lr": 0.3}], 0.1)
    scheduler = L.ReduceLROnPlateau(optimizer, **options)
    rows = []
    for metric in METRIC:
        scheduler.step(metric)
        rows.append([g["lr"] for g in optimizer.param_groups])
    SCHEDULES[name] = rows

root = {"torch": torch.__version__, "cases": CASES, "stateKeys": list(Net().state_dict()), "initial": INITIAL, "fills": FILLS, "gains": gains,
        "optimizers": OPTIMIZERS, "schedules": SCHEDULES, "metric": METRIC}
text = json.dumps(root, separators=(",", ":")).encode()
with open(os.path.join(HERE, "torch_nn.json.gz"), "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file:
    file.write(text)
print(len(CASES), "cases,", len(text), "bytes,", os.path.getsize(os.path.join(HERE, "torch_nn.json.gz")), "compressed")
