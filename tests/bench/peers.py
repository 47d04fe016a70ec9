"""The same works in PyTorch (eager) and scikit-learn, each as its manual writes a training loop, on one thread.

It refuses to stand in for what is not installed: `peers` then leaves it out and says so.
"""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable
from itertools import pairwise

from tests.bench.works import Work

Epoch = Callable[[], object]


def pytorch(work: Work) -> tuple[Epoch, Epoch]:
    """One epoch of training steps, and one followed by both losses."""
    import torch
    from torch import nn

    torch.set_num_threads(1)
    torch.manual_seed(1)
    x, y, x_validation, y_validation = map(torch.from_numpy, work.arrays())
    if work.is_regression:
        y, y_validation = y[:, None], y_validation[:, None]
    widths = [x.shape[1], *work.hidden]
    layers: list[nn.Module] = []
    for fan_in, fan_out in pairwise(widths):
        layers.append(nn.Linear(fan_in, fan_out))
        if work.batch_norm:
            layers.append(nn.BatchNorm1d(fan_out))
        layers.append(nn.Tanh() if work.activation == "tanh" else nn.ReLU())
        if work.dropout:
            layers.append(nn.Dropout(work.dropout))
    layers.append(nn.Linear(widths[-1], 1 if work.is_regression else int(y.max()) + 1))
    network = nn.Sequential(*layers)
    loss_of = nn.MSELoss() if work.is_regression else nn.CrossEntropyLoss()
    kind = torch.optim.SGD if work.optimizer == "sgd" else torch.optim.Adam
    optimizer = kind(network.parameters(), lr=work.learning_rate, weight_decay=2 * work.l2)

    def step(inputs: torch.Tensor, targets: torch.Tensor) -> None:
        optimizer.zero_grad()
        loss_of(network(inputs), targets).backward()
        optimizer.step()

    def epoch() -> None:
        network.train()
        if work.steps == 1:
            step(x, y)
            return
        order = torch.randperm(len(x))
        for start in range(0, len(x), work.batch_size):
            chosen = order[start : start + work.batch_size]
            step(x[chosen], y[chosen])

    def evaluated() -> tuple[float, float]:
        epoch()
        network.eval()
        with torch.no_grad():
            return float(loss_of(network(x), y)), float(loss_of(network(x_validation), y_validation))

    return epoch, evaluated


def scikit_learn(work: Work) -> tuple[Epoch, Epoch]:
    """`partial_fit`, which is one epoch; it has neither dropout nor batch norm, so its third work is smaller."""
    from sklearn.metrics import log_loss, mean_squared_error
    from sklearn.neural_network import MLPClassifier, MLPRegressor

    x, y, x_validation, y_validation = work.arrays()
    kind = MLPRegressor if work.is_regression else MLPClassifier
    network = kind(
        hidden_layer_sizes=work.hidden,
        activation=work.activation,
        solver=work.optimizer,
        alpha=work.l2,
        batch_size=work.batch_size,
        learning_rate_init=work.learning_rate,
        momentum=0.0,
        random_state=1,
    )
    first = {} if work.is_regression else {"classes": sorted(set(y.tolist()))}
    network.partial_fit(x, y, **first)

    def epoch() -> None:
        network.partial_fit(x, y)

    def loss(inputs: object, targets: object) -> float:
        if work.is_regression:
            return float(mean_squared_error(targets, network.predict(inputs)))
        return float(log_loss(targets, network.predict_proba(inputs), labels=network.classes_))

    def evaluated() -> tuple[float, float]:
        epoch()
        return loss(x, y), loss(x_validation, y_validation)

    return epoch, evaluated


MAKERS = {"PyTorch": ("torch", pytorch), "scikit-learn": ("sklearn", scikit_learn)}


def peers(work: Work) -> dict[str, tuple[Epoch, Epoch]]:
    """Those that are installed, by name; says which are not."""
    found = {}
    for name, (module, make) in MAKERS.items():
        if importlib.util.find_spec(module) is None:
            print(f"{name} is not installed: left out (pip install -e '.[bench]')")
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # few epochs: it has not converged
            found[name] = make(work)
    return found
