"""Python's ways to take the meta-training steps of MetaWorkloads.cs; imported by speed_twin.py."""
import torch
import torch.nn.functional as F
from torch import nn


def conv4_embedding():
    layers = []
    for i in range(4):
        layers += [nn.Conv2d(1 if i == 0 else 64, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2)]
    return nn.Sequential(*layers, nn.Flatten())


def proto(ways, shots, queries):
    net = conv4_embedding()
    optimizer = torch.optim.Adam(net.parameters())
    x = torch.rand(ways * (shots + queries), 1, 28, 28)
    y = torch.arange(ways * queries) % ways

    def step():
        optimizer.zero_grad()
        z = net(x)
        prototypes = z[:ways * shots].view(shots, ways, -1).mean(0)
        F.cross_entropy(-torch.cdist(z[ways * shots:], prototypes) ** 2, y).backward()
        optimizer.step()

    return step


def functional_params(net):
    return [p.detach().clone().requires_grad_() for p in net.parameters()]


def mlp_forward(x, w):
    return F.linear(F.relu(F.linear(F.relu(F.linear(x, w[0], w[1])), w[2], w[3])), w[4], w[5]).squeeze(-1)


def conv_forward(x, w):
    for i in range(4):
        x = F.conv2d(x, w[3 * i], padding=1)
        x = F.batch_norm(x, None, None, w[3 * i + 1], w[3 * i + 2], training=True)
        x = F.max_pool2d(F.relu(x), 2)
    return F.linear(x.flatten(1), w[12], w[13])


def task_loss(forward, loss, inner_rate, steps):
    def of(w, xs, ys, xq, yq):
        for _ in range(steps):
            grads = torch.autograd.grad(loss(forward(xs, w), ys), w, create_graph=True)
            w = [p - inner_rate * g for p, g in zip(w, grads)]
        return loss(forward(xq, w), yq)

    return of


def maml_loop(w, data, forward, loss, inner_rate, steps):
    optimizer = torch.optim.Adam(w)
    of = task_loss(forward, loss, inner_rate, steps)
    tasks = len(data[0])

    def step():
        optimizer.zero_grad()
        for task in zip(*data):
            (of(w, *task) / tasks).backward()
        optimizer.step()

    return step


def maml_vmap(w, data, forward, loss, inner_rate, steps):
    from functorch import grad, vmap
    optimizer = torch.optim.Adam(w)
    inner = grad(lambda w, x, y: loss(forward(x, w), y))

    def of(w, xs, ys, xq, yq):
        for _ in range(steps):
            w = tuple(p - inner_rate * g for p, g in zip(w, inner(w, xs, ys)))
        return loss(forward(xq, w), yq)

    losses = vmap(of, in_dims=(None, 0, 0, 0, 0))

    def step():
        optimizer.zero_grad()
        losses(tuple(w), *data).mean().backward()
        optimizer.step()

    return step


def maml_mlp_batched(w, data, inner_rate, steps):
    optimizer = torch.optim.Adam(w)
    xs, ys, xq, yq = data
    tasks = len(xs)

    def forward(x, w):
        for i in range(0, 6, 2):
            x = torch.baddbmm(w[i + 1].unsqueeze(1), x, w[i].transpose(1, 2))
            if i < 4:
                x = F.relu(x)
        return x.squeeze(-1)

    def step():
        optimizer.zero_grad()
        fast = [p.unsqueeze(0).expand(tasks, *p.shape) for p in w]
        for _ in range(steps):
            loss = F.binary_cross_entropy_with_logits(forward(xs, fast), ys, reduction="sum") / ys.shape[1]
            grads = torch.autograd.grad(loss, fast, create_graph=True)
            fast = [torch.sub(p, g, alpha=inner_rate) for p, g in zip(fast, grads)]
        F.binary_cross_entropy_with_logits(forward(xq, fast), yq).backward()
        optimizer.step()

    return step


def mlp_data():
    y = (torch.arange(10) % 2).float().repeat(32, 1)
    return torch.rand(32, 10, 20), y, torch.rand(32, 10, 20), y


def conv_data():
    return (torch.rand(32, 5, 1, 28, 28), (torch.arange(5) % 5).repeat(32, 1), torch.rand(32, 75, 1, 28, 28), (torch.arange(75) % 5).repeat(32, 1))


def mlp_weights():
    return functional_params(nn.Sequential(nn.Linear(20, 64), nn.Linear(64, 64), nn.Linear(64, 1)))


def conv_weights():
    return functional_params(nn.Sequential(conv4_embedding(), nn.Linear(64, 5)))


MLP = "MAML MLP 20-64-64-1, 32 tasks x 10 shots x 5 steps, against "
CONV = "MAML Conv4-64 5w1s15q, 32 tasks, against "
BCE, CE = F.binary_cross_entropy_with_logits, F.cross_entropy
WORKLOADS = {
    "ProtoNet episode 5w5s15q": lambda: proto(5, 5, 15),
    "ProtoNet episode 60w5s5q": lambda: proto(60, 5, 5),
    MLP + "loop": lambda: maml_loop(mlp_weights(), mlp_data(), mlp_forward, BCE, 0.01, 5),
    MLP + "vmap": lambda: maml_vmap(mlp_weights(), mlp_data(), mlp_forward, BCE, 0.01, 5),
    MLP + "hand-batched": lambda: maml_mlp_batched(mlp_weights(), mlp_data(), 0.01, 5),
    CONV + "loop": lambda: maml_loop(conv_weights(), conv_data(), conv_forward, CE, 0.4, 1),
    CONV + "vmap": lambda: maml_vmap(conv_weights(), conv_data(), conv_forward, CE, 0.4, 1),
}
