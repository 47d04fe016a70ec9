"""What a setting is called elsewhere: the factors are right, checked against the libraries that are here."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import ElasticNet, Lasso, Ridge
from sklearn.neural_network import MLPClassifier, MLPRegressor

from regsim.engine.optimizers import OPTIMIZERS
from regsim.engine.training import Training
from regsim.engine.worlds import draw
from regsim.experiment import Data, Experiment, Network, Run, Values
from regsim.experiment import Training as Asked
from regsim.export import vocabulary
from regsim.export.saying import NOTHING, Saying
from regsim.export.words import markdown, sayings
from regsim.schema import regularizers
from tests.export.experiments import CHOICES, random_experiment


def told(experiment: Experiment, begins: str) -> Saying:
    found = sayings(experiment, experiment.runs[0], draw(experiment))
    return next(saying for saying in found if saying.regsim.startswith(begins))


def value(text: str, name: str) -> float:
    found = re.search(rf"\b{name}=([0-9.e-]+)", text)
    assert found is not None, text
    return float(found[1])


def one_run(values: dict[str, Any], **changes: Any) -> Experiment:
    return replace(Experiment(runs=(Run(values=Values(values)),)), **changes)


def step(experiment: Experiment, updates: int) -> tuple[Any, Any]:
    """A run before training and after some updates."""
    training = Training(experiment)
    before = training.snapshot().runs[0]
    training.advance(updates)
    return before, training.snapshot().runs[0]


@pytest.mark.parametrize("kind", ["blobs", "diabetes"])
def test_alpha_of_scikit_learn_is_lambda_times_batch(kind: str) -> None:
    data = Data(kind, n_train=30, n_validation=5, n_test=5, label_flip=0.0, noise=0.0 if kind == "diabetes" else 0.5)
    asked = Asked(optimizer="sgd", learning_rate=0.1, precision="float64")
    experiment = one_run({"l2.strength": 0.05}, data=data, network=Network((4,), "tanh"), training=asked)
    examples = draw(experiment)
    before, after = step(experiment, 1)
    network = MLPRegressor if examples.task == "regression" else MLPClassifier
    sgd = told(experiment, "SGD").sklearn
    alpha = value(told(experiment, "L2").sklearn, "alpha")
    model = network(
        hidden_layer_sizes=(4,), activation="tanh", solver="sgd", alpha=alpha, momentum=0.0,
        learning_rate_init=value(sgd, "learning_rate_init"), batch_size=30,
    )  # fmt: skip
    x, y = examples.train.x, examples.train.y
    classes = {"classes": np.arange(examples.n_outputs)} if examples.task == "classification" else {}
    model.partial_fit(x, y, **classes)
    for own, weights, biases, own_biases in zip(
        model.coefs_, before.weights, before.biases, model.intercepts_, strict=True
    ):
        own[:], own_biases[:] = weights.T, biases
    model.partial_fit(x, y)
    for own, weights in zip(model.coefs_, after.weights, strict=True):
        np.testing.assert_allclose(own.T, weights, rtol=1e-9)


@pytest.mark.parametrize(("key", "model"), [("l2.strength", Ridge), ("l1.strength", Lasso)])
def test_linear_models_have_their_own_factors(key: str, model: type) -> None:
    data = Data("sparse_linear", n_train=80, n_validation=5, n_test=5, label_flip=0.0)
    asked = Asked(optimizer="sgd", learning_rate=0.1, epochs=4000, precision="float64", evaluate_every=4000)
    experiment = one_run({key: 0.1}, data=data, network=Network(()), training=asked)
    _, after = step(experiment, 4000)
    alpha = re.search(
        r"alpha=([0-9.]+)", told(experiment, "L1 λ = 0.1, lin" if "l1" in key else "L2 λ = 0.1, lin").sklearn
    )
    assert alpha is not None
    examples = draw(experiment)
    fitted = model(alpha=float(alpha[1]), tol=1e-12, max_iter=100_000).fit(examples.train.x, examples.train.y)
    np.testing.assert_allclose(after.weights[0][0], fitted.coef_, atol=1e-6)


def test_both_penalties_of_a_linear_model_are_an_elastic_net() -> None:
    data = Data("sparse_linear", n_train=80, n_validation=5, n_test=5, label_flip=0.0)
    asked = Asked(optimizer="sgd", learning_rate=0.1, epochs=4000, precision="float64", evaluate_every=4000)
    values = {"l1.strength": 0.2, "l2.strength": 0.05}
    experiment = one_run(values, data=data, network=Network(()), training=asked)
    _, after = step(experiment, 4000)
    words = told(experiment, "L1 λ = 0.2 and L2 λ = 0.05, lin").sklearn
    assert not any("Ridge" in saying.sklearn for saying in sayings(experiment, experiment.runs[0], draw(experiment)))
    fitted = ElasticNet(
        alpha=value(words, "alpha"), l1_ratio=value(words, "l1_ratio"), tol=1e-12, max_iter=100_000
    )  # fmt: skip
    train = draw(experiment).train
    np.testing.assert_allclose(after.weights[0][0], fitted.fit(train.x, train.y).coef_, atol=1e-6)


def test_two_decays_are_not_put_into_one_argument() -> None:
    both = {"l2.strength": 0.1, "weight_decay.strength": 0.2}
    adam = one_run(both, training=Asked(optimizer="adam"))
    assert told(adam, "L2").pytorch == "loss + 0.1 * sum(w.square().sum() for w in weights)"
    assert "weight_decay=0.2" in told(adam, "weight decay").pytorch
    assert "the sum" in told(one_run(both, training=Asked(optimizer="sgd")), "weight decay").note


@pytest.mark.parametrize(("key", "begins"), [("l2.strength", "L2"), ("weight_decay.strength", "weight decay")])
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_weight_decay_of_pytorch(key: str, begins: str, optimizer: str) -> None:
    torch = pytest.importorskip("torch")
    asked = Asked(optimizer=optimizer, learning_rate=0.05, precision="float64")
    experiment = one_run({key: 0.3}, network=Network(()), training=asked)
    before, after = step(experiment, 20)
    decay = value(told(experiment, begins).pytorch, "weight_decay")
    weights = torch.tensor(before.weights[0].copy(), requires_grad=True)
    biases = torch.tensor(before.biases[0].copy(), requires_grad=True)
    groups = [{"params": [weights], "weight_decay": decay}, {"params": [biases], "weight_decay": 0.0}]
    made = {"sgd": torch.optim.SGD, "adam": torch.optim.AdamW if "decay" in key else torch.optim.Adam}
    descent = made[optimizer](groups, lr=0.05)
    train = draw(experiment).train
    x, y = torch.tensor(train.x), torch.tensor(train.y)
    for _ in range(20):
        descent.zero_grad()
        torch.nn.functional.cross_entropy(x @ weights.T + biases, y).backward()
        descent.step()
    np.testing.assert_allclose(weights.detach().numpy(), after.weights[0], rtol=1e-9)


def test_every_optimizer_and_regularizer_has_words() -> None:
    assert set(vocabulary.OPTIMIZERS) == set(OPTIMIZERS)
    assert {path.partition(".")[0] for path in CHOICES} == set(vocabulary.REGULARIZERS) <= set(regularizers())


def test_what_has_no_words_is_named_with_dashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(vocabulary.REGULARIZERS, "l2")
    assert told(one_run({"l2.strength": 0.1}), "L2").pytorch == NOTHING


@pytest.mark.parametrize("seed", range(30))
def test_what_is_on_is_told_and_what_is_off_is_not(seed: int) -> None:
    experiment = random_experiment(seed)
    for run in experiment.runs:
        found = " ".join(saying.regsim for saying in sayings(experiment, run, draw(experiment)))
        for path, word in WORDS.items():
            is_on = bool(run.values.get(path)) and path in CHOICES
            assert (word in found) == is_on, (path, found)
    assert "nan" not in markdown(experiment)


WORDS = {
    "l2.strength": "L2", "l1.strength": "L1", "weight_decay.strength": "weight decay",
    "early_stopping.patience": "patience", "max_norm.limit": "max-norm", "batch_norm.enabled": "batch norm",
    "label_smoothing.amount": "label smoothing", "gradient_clipping.limit": "clipping",
    "dropout.rate": "of hidden units, ", "augmentation.flip": "flips",
}  # fmt: skip


def test_a_scaling_that_libraries_do_not_have_is_a_dash() -> None:
    classic = told(one_run({"dropout.rate": 0.5, "dropout.scaling": "classic"}), "dropout")
    assert (classic.pytorch, classic.keras) == (NOTHING, NOTHING)
    assert "keep probability 1 − p = 0.5" in classic.note
