"""How losses, optimizers and regularizers are called in PyTorch, Keras and scikit-learn, with the factors between them.

It refuses to pretend: where a library has no word, there is a dash. Sources are the libraries' own: PyTorch's
``torch.optim``, ``torch.nn`` and ``torch.nn.utils``; Keras 3's ``optimizers``, ``regularizers``, ``constraints`` and
``callbacks``; scikit-learn's ``neural_network/_multilayer_perceptron.py``; for AdamW, Loshchilov & Hutter 2019.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from regsim.export.saying import NOTHING, Saying, Setting, number


def loss(s: Setting) -> Saying:
    """What is minimized."""
    if s.task == "regression":
        note = "scikit-learn minimizes half of it: with SGD its step must be twice as long, and penalties are halved"
        return Saying("mean squared error", "nn.MSELoss()", 'loss="mse"', "MLPRegressor (½·MSE)", note)
    keras = "SparseCategoricalCrossentropy(from_logits=True)"
    note = "of two classes scikit-learn trains one logit, RegSim two: penalties of the last layer weigh otherwise"
    return Saying(
        "mean cross-entropy", "nn.CrossEntropyLoss()", keras, "MLPClassifier (log loss)", note if s.classes == 2 else ""
    )


def _plain(name: str, momentum: float, nesterov: bool) -> Callable[[Setting], Saying]:
    def said(s: Setting) -> Saying:
        rate = s.number("training.learning_rate")
        own = number(2 * rate if s.halves else rate)
        torch = f", momentum={momentum:g}{', nesterov=True' if nesterov else ''}" if momentum else ""
        sklearn = f'solver="sgd", learning_rate_init={own}, momentum={momentum:g}, nesterovs_momentum={nesterov}'
        note = "scikit-learn's default is momentum 0.9 with Nesterov's look ahead" if not nesterov else ""
        return Saying(
            f"{name}, α = {number(rate)}",
            f"optim.SGD(lr={number(rate)}{torch})",
            f"SGD(learning_rate={number(rate)}{torch})",
            f"{sklearn}, batch_size={s.batch}",
            note,
        )

    return said


def _rmsprop(s: Setting) -> Saying:
    rate = number(s.number("training.learning_rate"))
    return Saying(
        f"RMSProp, α = {rate}",
        f"optim.RMSprop(lr={rate}, alpha=0.9, eps=1e-8)",
        f"RMSprop(learning_rate={rate}, rho=0.9, epsilon=1e-16)",
        note="PyTorch's default is alpha=0.99; Keras adds ε under the root, here and in PyTorch it stands outside",
    )


def _adam(s: Setting) -> Saying:
    rate = number(s.number("training.learning_rate"))
    return Saying(
        f"Adam, α = {rate}",
        f"optim.Adam(lr={rate}, betas=(0.9, 0.999), eps=1e-8)",
        f"Adam(learning_rate={rate}, beta_1=0.9, beta_2=0.999, epsilon=1e-8)",
        f'solver="adam", learning_rate_init={rate}, epsilon=1e-8, batch_size={s.batch}',
        "Keras's ε is the paper's ε̂, which matters in the first steps only; its default is 1e-7",
    )


OPTIMIZERS: dict[str, Callable[[Setting], Saying]] = {
    "sgd": _plain("SGD", 0.0, False),
    "momentum": _plain("momentum", 0.9, False),
    "nesterov": _plain("Nesterov momentum", 0.9, True),
    "rmsprop": _rmsprop,
    "adam": _adam,
}
"""How each optimizer is called elsewhere."""


def _l2(s: Setting) -> Iterator[Saying]:
    strength = s.number("l2.strength")
    # scikit-learn adds α/(2B) Σw² of a mini-batch of B, to half the squared error or to the log loss
    alpha = strength * s.batch * (1 if s.halves else 2)
    factor = "λB" if s.halves else "2λB"
    notes = [f"scikit-learn divides by the mini-batch (B = {s.batch}): another batch_size is another strength"]
    if s.number("gradient_clipping.limit"):
        notes.append("PyTorch adds weight_decay after clipping; RegSim clips the penalty's gradient, too")
    torch = f"weight_decay={number(2 * strength)} (2λ)"
    if s.optimizer == "adam":
        notes.append("under Adam this is not AdamW")
        if s.number("weight_decay.strength"):  # AdamW has one weight_decay, and it is the other one
            torch = f"loss + {number(strength)} * sum(w.square().sum() for w in weights)"
    yield Saying(
        f"L2 λ = {number(strength)}",
        torch,
        f"regularizers.L2({number(strength)}) (λ, no ½)",
        f"alpha={number(alpha)} ({factor})",
        "; ".join(notes),
    )
    if s.is_linear and not s.number("l1.strength"):
        n = int(s.number("data.n_train"))
        yield Saying(
            f"L2 λ = {number(strength)}, linear model", NOTHING, NOTHING, f"Ridge(alpha={number(strength * n)}) (nλ)",
            "Ridge minimizes the sum of squares, not their mean",
        )  # fmt: skip


def _l1(s: Setting) -> Iterator[Saying]:
    strength, squares = number(s.number("l1.strength")), s.number("l2.strength")
    proximal = s.values["l1.method"] == "proximal"
    subgradient = "PyTorch and Keras take subgradients, which leave no weight exactly zero"
    yield Saying(
        f"L1 λ = {strength}, {s.values['l1.method']}",
        f"loss + {strength} * sum(w.abs().sum() for w in weights)",
        f"regularizers.L1({strength}) (λ)",
        note=f"{subgradient}; for zeros, soft-threshold w by λ·step after each step" if proximal else subgradient,
    )
    if s.is_linear:
        half = s.number("l1.strength") / 2
        name, model, factors = f"L1 λ = {strength}", f"Lasso(alpha={number(half)})", "λ/2"
        if squares:
            # ½·MSE + αρΣ|w| + ½α(1 − ρ)Σw² is half of MSE + λ₁Σ|w| + λ₂Σw² where αρ = λ₁/2 and α(1 − ρ) = λ₂
            ratio = half / (half + squares)
            name += f" and L2 λ = {number(squares)}"
            model = f"ElasticNet(alpha={number(half + squares)}, l1_ratio={number(ratio)})"
            factors = "λ₁/2 + λ₂, and the share of λ₁/2"
        yield Saying(
            f"{name}, linear model", NOTHING, NOTHING, f"{model} ({factors})", "it minimizes half the mean of squares"
        )


def _weight_decay(s: Setting) -> Iterator[Saying]:
    strength, rate = s.number("weight_decay.strength"), s.number("training.learning_rate")
    torch = f"optim.AdamW(lr={number(rate)}, weight_decay={number(strength)}) (wd)"
    notes = [f"the AdamW paper's λ is α·wd = {number(rate * strength)}: there the rate does not multiply it"]
    if s.optimizer == "sgd":
        torch = f"weight_decay={number(strength)} in optim.SGD (the same: wd = 2λ)"
        if s.number("l2.strength"):
            notes.append("PyTorch's SGD has one weight_decay: the sum of this one and L2's")
        notes.append(f"under SGD it is L2 with λ = wd/2 = {number(strength / 2)}")
    elif s.optimizer != "adam":
        torch = f"w.mul_(1 - {number(rate)} * {number(strength)}) before each step"
    yield Saying(
        f"weight decay wd = {number(strength)}, decoupled",
        torch,
        f"weight_decay={number(strength)} of any optimizer, exclude_from_weight_decay(biases)",
        note="; ".join(notes),
    )


def _dropout(s: Setting) -> Iterator[Saying]:
    places = (("rate", "hidden units"), ("input_rate", "inputs"), ("output_rate", "outputs (a demonstration)"))
    scaling = s.values["dropout.scaling"]
    for key, where in places:
        p = s.number(f"dropout.{key}")
        if not p:
            continue
        notes = [
            f"keep probability 1 − p = {number(1 - p)}, which the paper of 2014 and TensorFlow 1 call p and keep_prob"
        ]
        if scaling != "inverted":
            notes.append("libraries only have inverted dropout: × 1/(1 − p) while training")
        exact = scaling == "inverted"
        yield Saying(
            f"dropout p = {number(p)} of {where}, {scaling}",
            f"nn.Dropout(p={number(p)})" if exact else NOTHING,
            f"layers.Dropout(rate={number(p)})" if exact else NOTHING,
            note="; ".join(notes),
        )


def _early_stopping(s: Setting) -> Iterator[Saying]:
    patience, delta = int(s.number("early_stopping.patience")), number(s.number("early_stopping.min_delta"))
    restore = bool(s.values["early_stopping.restore_best"])
    every = int(s.number("training.evaluate_every"))
    looks = f"one look every {every} updates" if every else "one look an epoch"
    yield Saying(
        f"early stopping, patience {patience}, least improvement {delta}, {'best' if restore else 'last'} weights",
        f'EarlyStopping(monitor="val_loss", patience={patience}, min_delta={delta}) of Lightning',
        f'EarlyStopping(monitor="val_loss", patience={patience}, min_delta={delta}, restore_best_weights={restore})',
        f"early_stopping=True, n_iter_no_change={patience - 1}, tol={delta}" if patience > 1 else NOTHING,
        f"RegSim: {looks}, the initial network included; Keras looks from the end of epoch 1 on, and restores the last "
        "improvement by min_delta, RegSim the lowest loss; scikit-learn watches accuracy or R² of a part of the "
        "training set, stops one epoch later at the same number, and always restores",
    )


def _augmentation(s: Setting) -> Iterator[Saying]:
    jitter = s.number("augmentation.jitter") or s.number("augmentation.noise")
    if jitter:
        yield Saying(
            f"noise σ = {number(jitter)} on every input",
            f"x + {number(jitter)} * torch.randn_like(x)",
            f"layers.GaussianNoise({number(jitter)})",
        )
    shift, angle, scale = (s.number(f"augmentation.{key}") for key in ("shift", "rotation", "scale"))
    if shift or angle or scale:
        yield Saying(
            f"shift ≤ {number(shift)} px, rotation ≤ {number(angle)}°, scale e^±{number(scale)}",
            f"v2.RandomAffine(degrees={number(angle)}, translate=({number(shift)}/width, {number(shift)}/height), "
            f"scale=(exp(-{number(scale)}), exp({number(scale)})), interpolation=BILINEAR)",
            f"RandomTranslation({number(shift)}/height, {number(shift)}/width), RandomRotation({number(angle / 360)})",
            note="Keras counts angles in whole turns; torchvision draws the scale evenly, RegSim its logarithm",
        )
    if s.values["augmentation.flip"]:
        flips = "v2.RandomHorizontalFlip(), v2.RandomVerticalFlip()"
        yield Saying("flips in both directions", flips, 'RandomFlip("horizontal_and_vertical")')


def _max_norm(s: Setting) -> Iterator[Saying]:
    limit = number(s.number("max_norm.limit"))
    yield Saying(
        f"max-norm c = {limit}, hidden units",
        f"w.copy_(torch.renorm(w, 2, 0, {limit})) after each step",
        f"kernel_constraint=MaxNorm({limit}, axis=0)",
        note="biases not counted, output layer free",
    )


def _batch_norm(s: Setting) -> Iterator[Saying]:
    keep, epsilon = s.number("batch_norm.momentum"), number(s.number("batch_norm.epsilon"))
    yield Saying(
        f"batch norm, momentum {number(keep)} (of what is kept), ε = {epsilon}",
        f"nn.BatchNorm1d(h, momentum={number(1 - keep)}, eps={epsilon}) (1 − m)",
        f"BatchNormalization(momentum={number(keep)}, epsilon={epsilon}) (m)",
        note="before the activation; Keras follows the biased variance of a batch, RegSim and PyTorch the unbiased one",
    )


def _label_smoothing(s: Setting) -> Iterator[Saying]:
    amount = number(s.number("label_smoothing.amount"))
    yield Saying(
        f"label smoothing ε = {amount}",
        f"nn.CrossEntropyLoss(label_smoothing={amount})",
        f"CategoricalCrossentropy(from_logits=True, label_smoothing={amount})",
        note="in all of them ε is shared by all classes, the true one included",
    )


def _gradient_clipping(s: Setting) -> Iterator[Saying]:
    limit = number(s.number("gradient_clipping.limit"))
    yield Saying(
        f"gradient clipping c = {limit}, of all parameters together",
        f"nn.utils.clip_grad_norm_(parameters, {limit})",
        f"global_clipnorm={limit}",
        note="Keras's clipnorm is another thing: of each array by itself",
    )


REGULARIZERS: dict[str, Callable[[Setting], Iterator[Saying]]] = {
    "l2": _l2,
    "l1": _l1,
    "weight_decay": _weight_decay,
    "dropout": _dropout,
    "early_stopping": _early_stopping,
    "augmentation": _augmentation,
    "max_norm": _max_norm,
    "batch_norm": _batch_norm,
    "label_smoothing": _label_smoothing,
    "gradient_clipping": _gradient_clipping,
}
"""How each regularizer is called elsewhere."""
