#!/usr/bin/python3
"""Writes torch_ops.json.gz: values and gradients of PyTorch's operators, for tests/TorchSharp.Tests.

Run: /usr/bin/python3 tests/golden/make_torch_golden.py     (Debian's python3-torch; made with 1.13.1)

A case: {"name", "inputs", "outputs", "grads"}; a tensor: {"type", "shape", "data"}. A case whose name is that of a method of Tensor
needs no line of C#; every other name is a key of OperatorCases.cs. The gradient is that of sum(output * w) over all floating outputs,
w[i] = 0.5 + (i % 7) / 7.
"""
import gzip
import json
import math
import pathlib
import torch
import torch.nn.functional as F

torch.manual_seed(20)
cases = []
D = torch.float64


def N(*shape, dtype=torch.float32):
    return torch.randn(*shape, dtype=dtype)


def P(*shape, dtype=torch.float32):
    return torch.rand(*shape, dtype=dtype) * 1.8 + 0.2


def U(*shape, dtype=torch.float32):
    return torch.rand(*shape, dtype=dtype) * 1.8 - 0.9


def I(*shape, low=-5, high=6, dtype=torch.int64):
    return torch.randint(low, high, shape, dtype=dtype)


def B(*shape):
    return torch.rand(*shape) > 0.4


def positive_definite(n):
    a = N(n, n, dtype=D)
    return a @ a.T + n * torch.eye(n, dtype=D)


def write(t):
    def number(v):
        if isinstance(v, bool):
            return int(v)
        if isinstance(v, int):
            return v
        return v if math.isfinite(v) else repr(v)
    digits = (lambda v: number(v)) if t.dtype != torch.float32 else (lambda v: number(float('%.9g' % v)))
    return {"type": str(t.dtype).split('.')[1], "shape": list(t.shape), "data": [digits(v) for v in t.detach().reshape(-1).tolist()]}


def dense(t):
    return torch.zeros(t.shape, dtype=t.dtype) if torch._is_zerotensor(t) else t   # a gradient that is known to be nothing has no memory


def flat(result):
    if isinstance(result, torch.Tensor):
        return [result]
    return [t for part in result for t in flat(part)]


def case(name, function, *inputs, grad=True):
    assert name not in [c["name"] for c in cases], name
    leaves = [t.clone().requires_grad_(grad and t.is_floating_point()) for t in inputs]
    outputs = flat(function(*leaves))
    loss = None
    for out in outputs:
        if out.is_floating_point() and out.requires_grad:
            w = 0.5 + torch.arange(out.numel(), dtype=D).remainder(7) / 7
            term = (out * w.to(out.dtype).reshape(out.shape)).sum()
            loss = term if loss is None else loss + term.to(loss.dtype)
    grads = [None] * len(leaves)
    if loss is not None:
        wanted = [i for i, t in enumerate(leaves) if t.requires_grad]
        for i, g in zip(wanted, torch.autograd.grad(loss, [leaves[i] for i in wanted], allow_unused=True)):
            grads[i] = None if g is None else write(dense(g))
    cases.append({"name": name, "inputs": [write(t) for t in inputs], "outputs": [write(t) for t in outputs], "grads": grads})


def find(name):
    return getattr(torch.Tensor, name, None) or getattr(torch, name, None) or getattr(F, name)


def plain(names, *makers):
    """Operators of tensors only, in several shapes; the shapes are told apart by a suffix that the tests cut off."""
    for name in names.split():
        for k, inputs in enumerate(makers):
            case(name + (f" #{k + 1}" if k else ""), find(name), *inputs())


# Elementwise, one argument
plain("abs absolute exp exp2 expm1 sin cos sinh cosh tanh sigmoid relu relu6 silu selu gelu square neg negative positive sign sgn "
      "ceil floor trunc fix frac erf erfc deg2rad rad2deg sinc arctan atan arcsinh asinh i0 hardsigmoid hardswish celu elu",
      lambda: (N(3, 4),), lambda: (N(2, 1, 3, dtype=D),))
plain("log log2 log10 log1p sqrt rsqrt reciprocal lgamma digamma", lambda: (P(3, 4),), lambda: (P(5, dtype=D),))
plain("asin arcsin acos arccos atanh arctanh erfinv tan", lambda: (U(3, 4),), lambda: (U(5, dtype=D),))
plain("acosh arccosh", lambda: (P(3, 4) + 1,))
plain("logit", lambda: (torch.rand(3, 4) * 0.8 + 0.1,))
plain("isnan isinf isfinite isposinf isneginf isreal nan_to_num",
      lambda: (torch.tensor([1.0, float("nan"), float("inf"), -float("inf"), -0.5, 0.0]),))
plain("signbit", lambda: (N(3, 4),))
plain("bitwise_not", lambda: (I(3, 4),), lambda: (B(5),), lambda: (I(4, low=0, dtype=torch.uint8),))
plain("logical_not", lambda: (B(3, 4),), lambda: (I(3, 4),), lambda: (N(3),))
for name in "abs neg sign square".split():
    for dtype in (torch.int64, torch.int32, torch.int16, torch.int8):
        case(f"{name} #{dtype}".replace("torch.", ""), find(name), I(3, 4, dtype=dtype))
plain("frexp", lambda: (N(3, 4),))
plain("round", lambda: (N(3, 4) * 10,))
case("log_sigmoid", F.logsigmoid, N(3, 4))
case("softplus", F.softplus, N(3, 4))
case("softplus beta", lambda x: F.softplus(x, 2.0, 5.0), N(3, 4) * 3)
case("round decimals", lambda x: torch.round(x, decimals=2), N(3, 4))
case("logit eps", lambda x: torch.logit(x, 0.2), torch.rand(3, 4))
case("nan_to_num args", lambda x: torch.nan_to_num(x, 1.0, 7.0, -7.0), torch.tensor([1.0, float("nan"), float("inf"), -float("inf")]))
case("polygamma", lambda x: torch.polygamma(1, x), P(3, 4))
case("mvlgamma", lambda x: torch.mvlgamma(x, 2), P(3, 4) + 1)
case("clamp", lambda x: torch.clamp(x, -0.5, 0.7), N(3, 4))
case("clip", lambda x: torch.clip(x, -0.5, 0.7), N(3, 4))
case("clamp min only", lambda x: torch.clamp(x, min=0.1), N(3, 4))
case("clamp tensors", lambda x, a, b: torch.clamp(x, a, b), N(3, 4), N(3, 4) - 1, N(4) + 1)
case("clamp_min", lambda x: torch.clamp_min(x, 0.2), N(3, 4))
case("clamp_max", lambda x: torch.clamp_max(x, 0.2), N(3, 4))
case("hardtanh", lambda x: F.hardtanh(x, -0.5, 0.6), N(3, 4))
case("threshold", lambda x: F.threshold(x, 0.3, -2.0), N(3, 4))
case("leaky_relu", lambda x: F.leaky_relu(x, 0.1), N(3, 4))
case("celu alpha", lambda x: torch.celu(x, 0.5), N(3, 4))
case("elu alpha", lambda x: F.elu(x, 0.5), N(3, 4))
case("elu scales", lambda x: torch._C._nn.elu(x, 0.5, 1.5, 2.0), N(3, 4))
case("glu", lambda x: F.glu(x, 1), N(3, 4))
case("prelu", lambda x, w: torch.prelu(x, w), N(2, 3, 4), N(3))
case("softmax", lambda x: torch.softmax(x, 1), N(3, 4))
case("softmax dtype", lambda x: torch.softmax(x, -2, dtype=D), N(2, 3, 4))
case("log_softmax", lambda x: torch.log_softmax(x, -1), N(3, 4))

# Elementwise, two and three arguments
plain("add sub subtract mul multiply div divide true_divide maximum minimum fmax fmin atan2 arctan2 hypot logaddexp logaddexp2 "
      "eq ne lt le gt ge not_equal greater greater_equal less less_equal max min",
      lambda: (N(3, 4), N(3, 4)), lambda: (N(2, 1, 4), N(3, 1)), lambda: (N(3, dtype=D), N(3)), lambda: (I(3, 4), N(4)))
for name in "add sub mul div maximum minimum eq lt".split():
    for dtype in (torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8):
        low = 1 if dtype == torch.uint8 else -5
        case(f"{name} #{dtype}".replace("torch.", ""), find(name), I(3, 4, low=low, dtype=dtype), I(4, low=1, dtype=dtype))
plain("pow float_power xlogy", lambda: (P(3, 4), P(3, 4)), lambda: (P(3, 1, dtype=D), P(4, dtype=D)))
for name in ("igamma", "igammac"):
    case(name, find(name), P(3, 4), P(3, 4), grad=False)
for name in "fmod remainder copysign".split():
    case(name, find(name), N(3, 4) * 5, P(3, 4))
    case(name + " #2", find(name), N(2, 1, 4) * 5, P(3, 1))
for name in "floor_divide heaviside nextafter".split():
    case(name, find(name), N(3, 4) * 5, P(3, 4), grad=False)
plain("ldexp", lambda: (N(3, 4), I(4, low=-2, high=4)))
plain("gcd lcm bitwise_and bitwise_or bitwise_xor", lambda: (I(3, 4, low=1, high=40), I(4, low=1, high=40)))
for name in "bitwise_and bitwise_or bitwise_xor".split():
    case(name + " #2", find(name), B(3, 4), B(4))
plain("bitwise_left_shift bitwise_right_shift", lambda: (I(3, 4, low=0, high=60), I(4, low=0, high=4)))
plain("logical_and logical_or logical_xor", lambda: (B(3, 4), B(4)), lambda: (I(3, 4), N(4)))
case("arctan two", torch.atan2, N(3, 4), N(3, 4))
case("equal", torch.eq, I(3, 4, low=0, high=3), I(3, 4, low=0, high=3))
case("isclose", lambda a, b: torch.isclose(a, b, 0.1, 0.2, False), N(3, 4), N(3, 4))
case("isin", lambda a, b: torch.isin(a, b), I(3, 4), I(4))
case("add alpha", lambda a, b: torch.add(a, b, alpha=2.5), N(3, 4), N(4))
for name, f in {"add": torch.add, "sub": torch.sub, "subtract": torch.subtract, "mul": torch.mul, "multiply": torch.multiply,
    "div": torch.div, "divide": torch.divide,
                "true_divide": torch.true_divide, "pow": torch.pow, "fmod": torch.fmod, "remainder": torch.remainder,
                "floor_divide": torch.floor_divide, "eq": torch.eq, "ne": torch.ne, "lt": torch.lt, "le": torch.le, "gt": torch.gt,
                "ge": torch.ge}.items():
    case(name + " scalar", lambda x, f=f: f(x, 1.5), P(3, 4) * 2, grad=name != "floor_divide")
    case(name + " whole scalar", lambda x, f=f: f(x, 2), I(3, 4, low=0, high=5))
case("xlogy scalar", lambda x: torch.xlogy(x, 1.5), P(3, 4))
case("add scalar alpha", lambda x: torch.add(x, 1.5, alpha=2), N(3, 4))
for mode in ("floor", "trunc"):
    case("div " + mode, lambda a, b: torch.div(a, b, rounding_mode=mode), N(3, 4) * 5, P(4), grad=False)
    case("div scalar " + mode, lambda a: torch.div(a, 0.7, rounding_mode=mode), N(3, 4) * 5, grad=False)
    case("divide " + mode, lambda a, b: torch.div(a, b, rounding_mode=mode), I(3, 4), I(4, low=1))
    case("divide scalar " + mode, lambda a: torch.div(a, 2, rounding_mode=mode), I(3, 4))
case("lerp", lambda a, b, w: torch.lerp(a, b, w), N(3, 4), N(3, 4), N(4))
case("addcmul", lambda a, b, c: torch.addcmul(a, b, c, value=0.5), N(3, 4), N(4), N(3, 1))
case("addcdiv", lambda a, b, c: torch.addcdiv(a, b, c), N(3, 4), N(3, 4), P(3, 4))
case("addcdiv value", lambda a, b, c: torch.addcdiv(a, b, c, value=0.5), N(3, 4), N(4), P(3, 1))
case("where", lambda c, a, b: torch.where(c, a, b), B(3, 4), N(3, 4), N(4))
case("where method", lambda a, c, b: torch.where(c, a, b), N(3, 4), B(3, 4), N(4))
case("where places", lambda c: torch.where(c), B(3, 4))

# C# operators
for name, f in {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b, "%": lambda a, b: a % b,
                "==": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
                ">": lambda a, b: a > b, ">=": lambda a, b: a >= b}.items():
    case("operator " + name, f, N(2, 1, 3), P(2, 3))
    case("operator " + name + " scalar", lambda a, f=f: f(a, 1.5), N(2, 3))
    if name != "%":
        case("operator scalar " + name, lambda a, f=f: f(1.5, a), P(2, 3))
        case("operator whole " + name, lambda a, f=f: f(3, a), I(2, 3, low=1))
for name, f in {"&": lambda a, b: a & b, "|": lambda a, b: a | b, "^": lambda a, b: a ^ b}.items():
    case("operator " + name, f, B(3, 4), B(4))
case("operator ~", lambda a: ~a, I(3, 4))
case("operator minus", lambda a: -a, N(3, 4))

# Reductions
for name in "sum mean std var prod min max amin amax median nansum nanmedian nanmean norm argmin argmax count_nonzero".split():
    case(name + " #all", find(name), N(3, 4))
for name in "sum prod max min argmax argmin all any count_nonzero".split():
    case(name + " #whole", find(name), I(3, 4, low=0, high=3))
    if name in ("all", "any"):
        case(name, find(name), B(3, 4))
        case(name + " dim", lambda x, f=find(name): f(x, 1, True), B(3, 4))
case("trace", torch.trace, N(3, 4))
case("sum type", lambda x: torch.sum(x, dtype=D), N(3, 4))
case("sum dim", lambda x: torch.sum(x, -1), N(2, 3, 4))
case("sum dims", lambda x: torch.sum(x, (0, -1), keepdim=True), N(2, 3, 4))
case("sum two dims", lambda x: torch.sum(x, (0, 2)), N(2, 3, 4))
case("sum three dims", lambda x: torch.sum(x, (0, 1, 2)), N(2, 3, 4))
case("mean dims", lambda x: torch.mean(x, (0, -1), keepdim=True), N(2, 3, 4))
case("mean type", lambda x: torch.mean(x, (1,), dtype=D), I(2, 3))
case("nanmean dim", lambda x: torch.nanmean(x, 1, True), torch.tensor([[1.0, float("nan"), 2.0], [4.0, 5.0, 7.0]]))
case("prod dim", lambda x: torch.prod(x, 1, keepdim=True), N(2, 3, 4))
case("prod type", lambda x: torch.prod(x, dtype=D), N(3, 2))
for name in ("std", "var"):
    f = find(name)
    case(name + " biased", lambda x: f(x, unbiased=False), N(3, 4))
    case(name + " dim", lambda x: f(x, -1, True, True), N(2, 3, 4))
    case(name + " dims", lambda x: f(x, (0, 2), False, False), N(2, 3, 4))
    both = getattr(torch, name + "_mean")
    case(name + "_mean", both, N(3, 4))
    case(name + "_mean dim", lambda x: both(x, 1, True, True), N(2, 3, 4))
    case(name + "_mean dims", lambda x: both(x, (0, 2), False, False), N(2, 3, 4))
for name in ("amax", "amin"):
    f = find(name)
    case(name + " dims", lambda x: f(x, (0, -1), True), N(2, 3, 4))
for name in ("max", "min", "argmax", "argmin"):
    case(name + " dim", lambda x, f=find(name): f(x, -1, True), N(2, 3, 4))
case("aminmax", lambda x: torch.aminmax(x, dim=1, keepdim=True), N(3, 4), grad=False)
case("mode", lambda x: torch.mode(x, 1, True), I(3, 6, low=0, high=3).float())
case("norm p", lambda x: torch.norm(x, 3.0), N(3, 4))
case("norm dim", lambda x: torch.norm(x, 1.5, 1, True), N(3, 4))
case("dist", lambda a, b: torch.dist(a, b, 3.0), N(3, 4), N(3, 4))
case("renorm", lambda x: torch.renorm(x, 2.0, 0, 1.0), N(3, 4))
case("logsumexp", lambda x: torch.logsumexp(x, -1, True), N(3, 4))
case("logcumsumexp", lambda x: torch.logcumsumexp(x, 1), N(3, 4))
case("cumsum", lambda x: torch.cumsum(x, -2), N(3, 4))
case("cumsum type", lambda x: torch.cumsum(x, 0, dtype=D), N(3, 4))
case("cumprod", lambda x: torch.cumprod(x, 1), N(3, 4))
case("cummax", lambda x: torch.cummax(x, 1), N(3, 4))
case("cummin", lambda x: torch.cummin(x, 0), N(3, 4))
case("quantile", lambda x, q: torch.quantile(x, q, 1, True), N(3, 5), torch.tensor([0.1, 0.5, 0.9]))
case("nanquantile", lambda x, q: torch.nanquantile(x, q, 1), torch.tensor([[1.0, float("nan"), 3.0, 4.0], [4.0, 2.0, 9.0, 1.0]]),
    torch.tensor([0.25, 0.5]), grad=False)
case("count_nonzero dims", lambda x: torch.count_nonzero(x, (0,)), I(3, 4, low=0, high=2))
case("unique", lambda x: torch.unique(x, True, True, True), I(3, 4))
case("unique dim", lambda x: torch.unique(x, True, True, True, 0), I(5, 2, low=0, high=2))
case("unique_consecutive", lambda x: torch.unique_consecutive(x, True, True), I(12, low=0, high=2))
case("bincount", lambda x: torch.bincount(x, minlength=6), I(12, low=0, high=4))
case("bincount weights", lambda x, w: torch.bincount(x, w), I(12, low=0, high=4), N(12, dtype=D), grad=False)
case("histc", lambda x: torch.histc(x, 5, -2, 2), N(30))
case("cov", torch.cov, N(3, 5))
case("cov weights", lambda x, f, a: torch.cov(x, correction=0, fweights=f, aweights=a), N(3, 5, dtype=D), I(5, low=1), P(5, dtype=D))
case("corrcoef", torch.corrcoef, N(3, 5))
case("diff", lambda x: torch.diff(x, 2, 1), N(3, 5))
case("diff ends", lambda x, a, b: torch.diff(x, 1, 1, a, b), N(3, 5), N(3, 1), N(3, 2))
case("trapezoid", lambda y: torch.trapezoid(y, dx=0.5, dim=0), N(3, 4))
case("trapezoid x", lambda y, x: torch.trapezoid(y, x, dim=1), N(3, 4), N(4))
case("trapz", lambda y: torch.trapz(y, dx=0.5, dim=0), N(3, 4))
case("trapz x", lambda y, x: torch.trapz(y, x, dim=1), N(3, 4), N(4))
case("cumulative_trapezoid", lambda y: torch.cumulative_trapezoid(y, dx=0.5, dim=0), N(3, 4))
case("cumulative_trapezoid x", lambda y, x: torch.cumulative_trapezoid(y, x, dim=1), N(3, 4), N(4))

# Order and search
case("sort", lambda x: torch.sort(x, 1, True), N(3, 5))
case("sort stable", lambda x: torch.sort(x, stable=True, dim=0), I(6, 2, low=0, high=3))
case("argsort", lambda x: torch.argsort(x, 0, True), N(3, 5))
case("msort", torch.msort, N(3, 5))
case("topk", lambda x: torch.topk(x, 2, 1, False, True), N(3, 5))
case("kthvalue", lambda x: torch.kthvalue(x, 2, 0, True), N(3, 5))
case("searchsorted", lambda s, v: torch.searchsorted(s, v, right=True), torch.arange(8.0), N(3, 4) * 4)
case("searchsorted scalar", lambda s: torch.searchsorted(s, 2.5), torch.arange(8.0))
case("bucketize", lambda x, b: torch.bucketize(x, b, out_int32=True, right=True), N(3, 4), torch.tensor([-1.0, 0.0, 1.0]))

# Shape
for name in "ravel t fliplr flipud adjoint mT".split():
    case(name, (lambda x: x.mT) if name == "mT" else find(name), N(3, 4))
case("T", lambda x: x.T, N(3, 4))
for name in "atleast_1d atleast_2d atleast_3d".split():
    case(name, find(name), N(3))
case("alias", lambda x: x.view_as(x), N(3, 4))
case("clone", torch.clone, N(3, 4))
case("contiguous", lambda x: x.t().contiguous(), N(3, 4))
case("detach", lambda x: x.detach(), N(3, 4))
case("cpu", lambda x: x.cpu(), N(3, 4))
case("reshape", lambda x: torch.reshape(x, (4, -1)), N(3, 4))
case("view", lambda x: x.view(2, 6), N(3, 4))
case("view_as", lambda x, y: x.view_as(y), N(3, 4), N(6, 2))
case("flatten", lambda x: torch.flatten(x, 1, -1), N(2, 3, 4))
case("unflatten", lambda x: x.unflatten(1, (2, 2)), N(3, 4))
case("squeeze", torch.squeeze, N(3, 1, 4, 1))
case("squeeze dim", lambda x: torch.squeeze(x, 1), N(3, 1, 4, 1))
case("unsqueeze", lambda x: torch.unsqueeze(x, -2), N(3, 4))
case("transpose", lambda x: torch.transpose(x, 0, -1), N(2, 3, 4))
case("swapdims", lambda x: torch.swapdims(x, 0, -1), N(2, 3, 4))
case("swapaxes", lambda x: torch.swapaxes(x, 0, 1), N(2, 3, 4))
case("permute", lambda x: torch.permute(x, (2, 0, 1)), N(2, 3, 4))
case("movedim", lambda x: torch.movedim(x, (0, 1), (2, 0)), N(2, 3, 4))
case("moveaxis", lambda x: torch.moveaxis(x, (0, 1), (2, 0)), N(2, 3, 4))
case("movedim one", lambda x: torch.movedim(x, 0, -1), N(2, 3, 4))
case("expand", lambda x: x.expand(2, 3, 4), N(3, 1))
case("expand_as", lambda x, y: x.expand_as(y), N(3, 1), N(2, 3, 4))
case("broadcast_to", lambda x: torch.broadcast_to(x, (2, 3, 4)), N(3, 1))
case("repeat", lambda x: x.repeat(2, 1, 3), N(2, 3))
case("repeat_interleave", lambda x: torch.repeat_interleave(x, 2, 1), N(2, 3))
case("repeat_interleave tensor", lambda x, r: torch.repeat_interleave(x, r, 0), N(3, 2), torch.tensor([2, 0, 1]))
case("tile", lambda x: torch.tile(x, (2, 2)), N(2, 3))
case("flip", lambda x: torch.flip(x, (0, 1)), N(2, 3))
case("roll", lambda x: torch.roll(x, 2, 1), N(3, 4))
case("roll flat", lambda x: torch.roll(x, 2), N(3, 4))
case("roll dims", lambda x: torch.roll(x, (1, 2), (0, 1)), N(3, 4))
case("rot90", lambda x: torch.rot90(x, 1, (0, 1)), N(3, 4))
case("unfold", lambda x: x.unfold(1, 3, 2), N(2, 7))
case("as_strided", lambda x: torch.as_strided(x, (2, 2), (1, 2), 1), N(3, 4))
case("diag", lambda x: torch.diag(x, 1), N(4))
case("diag_embed", lambda x: torch.diag_embed(x, 1), N(2, 3))
case("diagflat", lambda x: torch.diagflat(x, -1), N(2, 2))
case("diagonal", lambda x: torch.diagonal(x, 1, 1, 2), N(2, 3, 4))
case("tril", lambda x: torch.tril(x, -1), N(3, 4))
case("triu", lambda x: torch.triu(x, 1), N(3, 4))
case("vander", lambda x: torch.vander(x, 3, True), N(4), grad=False)
case("unbind", lambda x: torch.unbind(x, 1), N(3, 2))
case("chunk", lambda x: torch.chunk(x, 2, 1), N(2, 5))
case("split", lambda x: torch.split(x, 2, 0), N(5, 2))
case("split sizes", lambda x: torch.split(x, (1, 4), 1), N(2, 5))
case("tensor_split", lambda x: torch.tensor_split(x, 3, 1), N(2, 5))
case("tensor_split places", lambda x: torch.tensor_split(x, (1, 3), 1), N(2, 5))
case("vsplit", lambda x: torch.vsplit(x, 2), N(4, 2))
case("hsplit", lambda x: torch.hsplit(x, 2), N(2, 4))
case("dsplit", lambda x: torch.dsplit(x, 2), N(2, 2, 4))
case("vsplit places", lambda x: torch.vsplit(x, (1, 3)), N(4, 2))
case("cat", lambda a, b: torch.cat((a, b), 1), N(2, 3), N(2, 2))
case("concat", lambda a, b: torch.cat((a, b), 0), N(2, 3), N(1, 3))
case("stack", lambda a, b: torch.stack((a, b), -1), N(2, 3), N(2, 3))
case("hstack", lambda a, b: torch.hstack((a, b)), N(2, 3), N(2, 2))
case("vstack", lambda a, b: torch.vstack((a, b)), N(2, 3), N(1, 3))
case("column_stack", lambda a, b: torch.column_stack((a, b)), N(3), N(3, 2))
case("row_stack", lambda a, b: torch.row_stack((a, b)), N(3), N(2, 3))
case("concatenate", lambda a, b: torch.cat((a, b), 0), N(2, 3), N(1, 3))
case("dstack", lambda a, b: torch.dstack((a, b)), N(2, 3), N(2, 3))
case("block_diag", lambda a, b: torch.block_diag(a, b), N(2, 3), N(1, 2))
case("broadcast_tensors", lambda a, b: torch.broadcast_tensors(a, b), N(3, 1), N(4))
case("cartesian_prod", lambda a, b: torch.cartesian_prod(a, b), N(2), N(3))
case("combinations", lambda a: torch.combinations(a, 2, True), N(3))
case("meshgrid", lambda a, b: torch.meshgrid(a, b, indexing="xy"), N(2), N(3))

# Gather and scatter
index = torch.tensor([[0, 2, 1, 0], [1, 1, 0, 2]])
case("gather", lambda x: torch.gather(x, 0, index), N(3, 4))
case("take_along_dim", lambda x, i: torch.take_along_dim(x, i, 1), N(3, 4), I(3, 2, low=0, high=4))
case("take_along_dim flat", lambda x, i: torch.take_along_dim(x, i), N(3, 4), I(5, low=0, high=12))
case("take", lambda x, i: torch.take(x, i), N(3, 4), I(2, 2, low=0, high=12))
case("scatter", lambda x, s: torch.scatter(x, 0, index, s), N(3, 4), N(2, 4))
case("scatter_add", lambda x, s: torch.scatter_add(x, 0, index, s), N(3, 4), N(2, 4))
rows = torch.tensor([2, 0])
case("index_select", lambda x: torch.index_select(x, 0, rows), N(3, 4))
case("index_add", lambda x, s: torch.index_add(x, 0, rows, s, alpha=0.5), N(3, 4), N(2, 4))
case("index_copy", lambda x, s: torch.index_copy(x, 0, rows, s), N(3, 4), N(2, 4))
case("index_fill", lambda x: torch.index_fill(x, 0, rows, 2.5), N(3, 4))
case("masked_fill", lambda x, m: torch.masked_fill(x, m, 2.5), N(3, 4), B(3, 4))
case("masked_select", lambda x, m: torch.masked_select(x, m), N(3, 4), B(3, 4))
case("masked_scatter", lambda x, m, s: torch.masked_scatter(x, m, s), N(3, 4), B(3, 4), N(12))
case("narrow", lambda x: torch.narrow(x, 1, 1, 2), N(3, 4))
case("select", lambda x: torch.select(x, 1, -1), N(3, 4))
case("slice", lambda x: x[:, 0:4:2], N(3, 4))
case("diagonal_scatter", lambda x, s: torch.diagonal_scatter(x, s, 1), N(3, 4), N(3))
case("select_scatter", lambda x, s: torch.select_scatter(x, s, 0, 1), N(3, 4), N(4))
case("slice_scatter", lambda x, s: torch.slice_scatter(x, s, 1, 0, 4, 2), N(3, 4), N(3, 2))
case("nonzero", torch.nonzero, B(3, 4))
case("nonzero_as_list", lambda x: torch.nonzero(x, as_tuple=True), B(3, 4))
case("argwhere", torch.argwhere, I(3, 4, low=0, high=2))

# Index expressions
case("index row", lambda x: x[1], N(3, 4))
case("index two", lambda x: x[1, -1], N(3, 4, 2))
case("index three", lambda x: x[1, 2, 0], N(3, 4, 2))
case("index slice", lambda x: x[1:, ::2], N(3, 4, 2))
case("index negative slice", lambda x: x[-2:, 0:-1], N(3, 4, 2))
case("index ellipsis", lambda x: x[..., 1], N(3, 4, 2))
case("index new axis", lambda x: x[:, None, 0], N(3, 4, 2))
case("index true", lambda x: x[True], N(3, 4))
case("index mask", lambda x, m: x[m], N(3, 4), B(3, 4))
case("index row mask", lambda x, m: x[m, 1:], N(3, 4), torch.tensor([True, False, True]))
case("index tensors", lambda x, i, j: x[i, j], N(3, 4), I(2, 2, low=0, high=3), I(2, 1, low=0, high=4))
case("index slice and tensor", lambda x, i: x[:, i, 1], N(3, 4, 2), I(3, low=0, high=4))
case("index tensor after ellipsis", lambda x, i: x[..., i], N(3, 4, 2), I(3, low=0, high=2))


def put(x, value, *at, accumulate=False):
    y = x.clone()
    if accumulate:
        y.index_put_(at, value, accumulate=True)
    else:
        y[at] = value
    return y


case("put row", lambda x, v: put(x, v, 1), N(3, 4), N(4))
case("put scalar", lambda x: put(x, 2.5, slice(1, None), 0), N(3, 4))
case("put mask", lambda x, m: put(x, -1.0, m), N(3, 4), B(3, 4))
case("put broadcast", lambda x, v: put(x, v, slice(None), slice(0, 2)), N(3, 4), N(1, 1, 2))
case("put tensors", lambda x, v, i: put(x, v, i, 0), N(3, 4), N(2), torch.tensor([2, 0]))
case("put accumulate", lambda x, v, i: put(x, v, i, accumulate=True), N(3, 4), N(3, 4), torch.tensor([2, 0, 2]))

# Products
plain("matmul", lambda: (N(3, 4), N(4, 2)), lambda: (N(2, 1, 3, 4), N(5, 4, 2)), lambda: (N(4), N(4, 2)), lambda: (N(3, 4, dtype=D), N(4,
    dtype=D)),
      lambda: (I(3, 4), I(4, 2)))
plain("mm", lambda: (N(3, 4), N(4, 2)))
plain("mv", lambda: (N(3, 4), N(4)))
plain("dot vdot", lambda: (N(4), N(4)))
plain("outer ger", lambda: (N(3), N(4)))
plain("inner", lambda: (N(2, 3), N(4, 3)))
plain("bmm", lambda: (N(2, 3, 4), N(2, 4, 5)))
plain("kron", lambda: (N(2, 3), N(2, 2)))
case("baddbmm", lambda a, b, c: torch.baddbmm(a, b, c, beta=0.5, alpha=2.0), N(5), N(2, 3, 4), N(2, 4, 5))
case("addbmm", lambda a, b, c: torch.addbmm(a, b, c, beta=0.5, alpha=2.0), N(3, 5), N(2, 3, 4), N(2, 4, 5))
case("addmm", lambda a, b, c: torch.addmm(a, b, c, beta=0.5, alpha=2.0), N(3, 5), N(3, 4), N(4, 5))
case("addmv", lambda a, b, c: torch.addmv(a, b, c, beta=0.5, alpha=2.0), N(3), N(3, 4), N(4))
case("addr", lambda a, b, c: torch.addr(a, b, c, beta=0.5, alpha=2.0), N(3, 4), N(3), N(4))
case("tensordot", lambda a, b: torch.tensordot(a, b, dims=2), N(2, 3, 4), N(3, 4, 5))
case("tensordot dims", lambda a, b: torch.tensordot(a, b, dims=([1], [0])), N(2, 3), N(3, 5))
case("einsum", lambda a, b: torch.einsum("bij,bjk->bik", a, b), N(2, 3, 4), N(2, 4, 5))
case("einsum trace", lambda a: torch.einsum("ii->i", a), N(3, 3))
case("cdist", lambda a, b: torch.cdist(a, b), N(3, 4), N(5, 4))
case("cdist p", lambda a, b: torch.cdist(a, b, 1.0), N(2, 3, 4), N(2, 5, 4))
case("chain_matmul", lambda a, b, c: torch.linalg.multi_dot((a, b, c)), N(2, 3), N(3, 4), N(4, 2))

# Linear algebra
L = torch.linalg
plain("det logdet inverse", lambda: (positive_definite(3),))
case("slogdet", torch.slogdet, positive_definite(3))
case("matrix_exp", torch.matrix_exp, N(3, 3, dtype=D) * 0.5)
case("matrix_power", lambda x: torch.matrix_power(x, 3), N(3, 3, dtype=D))
case("pinverse", torch.pinverse, N(4, 3, dtype=D))
case("linalg.cholesky #2", L.cholesky, positive_definite(3)[None])
case("cholesky_inverse", torch.cholesky_inverse, torch.cholesky(positive_definite(3)))
case("cholesky_solve", lambda b, l: torch.cholesky_solve(b, l), N(3, 2, dtype=D), torch.cholesky(positive_definite(3)))
case("linalg.cholesky", L.cholesky, positive_definite(3))
case("linalg.cholesky_ex", lambda x: L.cholesky_ex(x), positive_definite(3))
case("linalg.cond", lambda x: L.cond(x), positive_definite(3))
case("linalg.cond p", lambda x: L.cond(x, 1), positive_definite(3), grad=False)
case("linalg.cross", lambda a, b: L.cross(a, b), N(4, 3), N(4, 3))
case("linalg.det", L.det, N(2, 3, 3, dtype=D))
case("linalg.slogdet", L.slogdet, N(3, 3, dtype=D))
case("linalg.diagonal", lambda x: L.diagonal(x), N(3, 4))
case("linalg.eigh", lambda x: (L.eigh(x)[0], L.eigh(x)[1].abs()), positive_definite(3))
case("linalg.eigvalsh", lambda x: L.eigvalsh(x), positive_definite(3))
case("linalg.householder_product", lambda a, t: L.householder_product(a, t), *torch.geqrf(N(4, 3, dtype=D)))
case("linalg.inv", L.inv, positive_definite(3))
case("linalg.inv_ex", lambda x: L.inv_ex(x), positive_definite(3))
case("linalg.lstsq", lambda a, b: tuple(L.lstsq(a, b))[:2], N(5, 3, dtype=D), N(5, 2, dtype=D), grad=False)
case("linalg.lu", lambda x: L.lu(x), N(3, 3, dtype=D))
case("linalg.lu_factor", lambda x: L.lu_factor(x), N(3, 3, dtype=D))
case("linalg.matrix_exp", L.matrix_exp, N(3, 3, dtype=D) * 0.5)
case("linalg.matrix_norm", lambda x: L.matrix_norm(x), N(3, 4, dtype=D))
case("linalg.matrix_norm nuc", lambda x: L.matrix_norm(x, "nuc"), N(3, 4, dtype=D))
case("linalg.matrix_norm one", lambda x: L.matrix_norm(x, 1.0, keepdim=True), N(2, 3, 4, dtype=D))
case("linalg.matrix_rank", lambda x: L.matrix_rank(x), positive_definite(3))
case("linalg.matrix_rank #2", lambda x: L.matrix_rank(x), positive_definite(3)[:, [0, 1, 1]])
case("linalg.multi_dot", lambda a, b, c: L.multi_dot((a, b, c)), N(2, 3), N(3, 4), N(4, 2))
case("linalg.norm", lambda x: L.norm(x), N(3, 4))
case("linalg.norm p", lambda x: L.norm(x, 1.0, (0,), True), N(3, 4))
case("linalg.norm whole", lambda x: L.norm(x, 2), N(3, 4, dtype=D))
case("linalg.norm fro", lambda x: L.norm(x, "fro"), N(3, 4))
case("linalg.pinv", lambda x: L.pinv(x), N(4, 3, dtype=D))
case("linalg.qr", lambda x: L.qr(x), N(4, 3, dtype=D))
case("linalg.solve", L.solve, positive_definite(3), N(3, 2, dtype=D))
case("linalg.solve vector", L.solve, positive_definite(3), N(3, dtype=D))
case("linalg.solve_ex", lambda a, b: L.solve_ex(a, b), positive_definite(3), N(3, 2, dtype=D))
case("linalg.solve_triangular", lambda a, b: L.solve_triangular(a, b, upper=True), torch.triu(positive_definite(3)), N(3, 2, dtype=D))
case("linalg.svd", lambda x: tuple(t.abs() for t in L.svd(x, full_matrices=False)), N(4, 3, dtype=D))
case("linalg.svdvals", L.svdvals, N(4, 3, dtype=D))
case("linalg.tensorinv", lambda x: L.tensorinv(x, 1), N(4, 2, 2, dtype=D))
case("linalg.tensorsolve", lambda a, b: L.tensorsolve(a, b, (1,)), N(2, 6, 3, dtype=D), N(2, 3, dtype=D))
case("linalg.vander", lambda x: L.vander(x, N=4), N(3, dtype=D))
case("linalg.vecdot", lambda a, b: L.vecdot(a, b, dim=0), N(3, 4), N(3, 4))
case("linalg.vector_norm", lambda x: L.vector_norm(x, 3.0, (0, 1)), N(3, 4))

# Creation
case("arange", lambda: torch.arange(5))
case("arange step", lambda: torch.arange(1, 2.5, 0.5))
case("linspace", lambda: torch.linspace(-1, 2, 7))
case("logspace", lambda: torch.logspace(-1, 2, 4, 2))
case("eye", lambda: torch.eye(3, 4))
case("full", lambda: torch.full((2, 3), 2.5))
case("ones", lambda: torch.ones(2, 3))
case("zeros", lambda: torch.zeros(2, 3, dtype=torch.int64))
case("tril_indices", lambda: torch.tril_indices(3, 4, 1))
case("triu_indices", lambda: torch.triu_indices(3, 4, 1))
case("ones_like", lambda x: torch.ones_like(x), N(2, 3))
case("zeros_like", lambda x: torch.zeros_like(x), I(2, 3))
case("full_like", lambda x: torch.full_like(x, 2.5), N(2, 3))
case("new_ones", lambda x: x.new_ones(2, 2), I(2, 3))
case("new_zeros", lambda x: x.new_zeros(2, 2), N(2, 3))
case("new_full", lambda x: x.new_full((2, 2), 3), N(2, 3))
case("fill_", lambda x: x.clone().fill_(2.5), N(2, 3))
case("zero_", lambda x: x.clone().zero_(), N(2, 3))
case("copy_", lambda x, y: x.clone().copy_(y), N(2, 3), I(3))
case("squeeze_", lambda x: x.clone().squeeze_(), N(2, 1, 3, 1))
case("squeeze_ dim", lambda x: x.clone().squeeze_(1), N(2, 1, 3, 1))
case("unsqueeze_", lambda x: x.clone().unsqueeze_(1), N(2, 3))
case("transpose_", lambda x: x.clone().transpose_(0, 1), N(2, 3))
case("float_power_", lambda x, y: x.clone().float_power_(y), P(2, 3, dtype=D), P(3, dtype=D))
case("rrelu_", lambda x: F.rrelu_(x.clone(), 0.25, 0.25), N(2, 3), grad=False)
case("torch.zeros_like", lambda x: torch.zeros_like(x), N(2, 3))
case("torch.full_like", lambda x: torch.full_like(x, 2.5), N(2, 3))
case("ones_like method", lambda x: torch.ones_like(x), N(2, 3))
for name, dtype in {"float": torch.float32, "double": D, "long": torch.int64, "int": torch.int32, "short": torch.int16, "char": torch.int8,
                    "byte": torch.uint8, "bool": torch.bool}.items():
    case(name, lambda x: x.to(dtype), P(3, 4) * 5)

# The same streams of random numbers from the same seeds
STREAMS = {
    "randn": lambda: torch.randn(3, 7), "randn double": lambda: torch.randn(20, dtype=D), "rand": lambda: torch.rand(3, 7),
    "randint": lambda: torch.randint(-3, 9, (10,)), "randperm": lambda: torch.randperm(12), "normal": lambda: torch.normal(1.0, 2.0, (5,)),
    "normal tensors": lambda: torch.normal(torch.zeros(4), torch.ones(4)), "bernoulli": lambda: torch.bernoulli(torch.full((9,), 0.4)),
    "multinomial": lambda: torch.multinomial(torch.ones(6), 4), "uniform_": lambda: torch.empty(6).uniform_(-1, 3),
    "normal_": lambda: torch.empty(6).normal_(1, 2), "exponential_": lambda: torch.empty(6).exponential_(2),
        "poisson": lambda: torch.poisson(torch.full((6,), 3.0)),
    "bernoulli_": lambda: torch.empty(6).bernoulli_(0.3), "random_": lambda: torch.empty(6).random_(2, 9),
        "cauchy_": lambda: torch.empty(6).cauchy_(),
    "geometric_": lambda: torch.empty(6).geometric_(0.4), "log_normal_": lambda: torch.empty(6).log_normal_(0, 1),
        "rand_like": lambda: torch.rand_like(torch.ones(5)),
    "randn_like": lambda: torch.randn_like(torch.ones(5)), "randint_like": lambda: torch.randint_like(torch.ones(5), 2, 9),
    "rrelu": lambda: F.rrelu(torch.tensor([-1.0, 2.0, -3.0]), training=False),
}
streams = {}
for name, make in STREAMS.items():
    torch.manual_seed(0)
    streams[name] = write(make())

target = pathlib.Path(__file__).with_name("torch_ops.json.gz")
text = json.dumps({"torch": torch.__version__, "cases": cases, "streams": streams}, separators=(",", ":"))
target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
print(f"{len(cases)} cases, {sum(any(c['grads']) for c in cases)} with gradients, {len(streams)} streams, {target.stat().st_size} bytes")
