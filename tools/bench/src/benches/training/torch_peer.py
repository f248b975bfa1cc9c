"""One PyTorch contender of the training bench: `torch_peer.py MODEL PRECISION COMPILE`.

Trains one epoch for every line on stdin and answers with a line. Fair to PyTorch: channels_last, fused Adam, both
threads, optionally torch.compile; and the same work as ours: shuffling, the tail batch, loss and accuracy.
"""
import sys

import torch
from torch import nn
from torch.nn import functional as F

model_name, precision, compiled = sys.argv[1], sys.argv[2], sys.argv[3] == "compile"
EXAMPLES, BATCH = 2000, 64
torch.manual_seed(1)


class Residual(nn.Module):
    """A basic block of the CIFAR ResNets (He et al. 2016) with a projection where the shape changes."""

    def __init__(self, inside, outside, stride):
        super().__init__()
        self.first = nn.Sequential(nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside))
        self.second = nn.Sequential(nn.Conv2d(outside, outside, 3, 1, 1, bias=False), nn.BatchNorm2d(outside))
        same = stride == 1 and inside == outside
        self.skip = nn.Identity() if same else nn.Sequential(
            nn.Conv2d(inside, outside, 1, stride, bias=False), nn.BatchNorm2d(outside))

    def forward(self, x):
        return F.relu(self.second(F.relu(self.first(x))) + self.skip(x))


def resnet20():
    layers = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()]
    inside = 16
    for stage, filters in enumerate([16, 32, 64]):
        for block in range(3):
            layers.append(Residual(inside, filters, 2 if stage > 0 and block == 0 else 1))
            inside = filters
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


class LastStep(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm, self.head = nn.LSTM(28, 64, batch_first=True), nn.Linear(64, 10)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


def conv(inside, outside):
    return [nn.Conv2d(inside, outside, 3), nn.ReLU()]


def build():
    if model_name == "two-conv":
        return nn.Sequential(*conv(3, 32), nn.MaxPool2d(2), *conv(32, 64), nn.MaxPool2d(2), nn.Flatten(),
                             nn.Linear(2304, 128), nn.ReLU(), nn.Linear(128, 10))
    if model_name == "three-conv":
        return nn.Sequential(*conv(3, 32), nn.MaxPool2d(2), *conv(32, 64), nn.MaxPool2d(2), *conv(64, 64), nn.Flatten(),
                             nn.Linear(1024, 64), nn.ReLU(), nn.Linear(64, 10))
    return resnet20() if model_name == "resnet-20" else LastStep()


model = build()
if model_name == "lstm":
    inputs = torch.rand(EXAMPLES, 28, 28)
else:
    inputs = torch.rand(EXAMPLES, 3, 32, 32).to(memory_format=torch.channels_last)
    model = model.to(memory_format=torch.channels_last)
labels = torch.randint(0, 10, (EXAMPLES,))
# There is no fused RMSprop; foreach is its fastest form.
optimizer = (torch.optim.RMSprop(model.parameters(), lr=1e-3, alpha=0.9, foreach=True) if model_name == "three-conv"
             else torch.optim.Adam(model.parameters(), lr=1e-3, fused=True))
forward = torch.compile(model) if compiled else model
entropy = nn.CrossEntropyLoss()


def epoch():
    order, total, correct = torch.randperm(EXAMPLES), 0.0, 0
    for start in range(0, EXAMPLES, BATCH):
        chosen = order[start:start + BATCH]
        x, y = inputs[chosen], labels[chosen]
        optimizer.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bfloat16"):
            output = forward(x)
            loss = entropy(output, y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(chosen)
        correct += (output.argmax(1) == y).sum().item()
    return total / EXAMPLES, correct / EXAMPLES


print(torch.__version__, flush=True)
for _ in sys.stdin:
    epoch()
    print("done", flush=True)
