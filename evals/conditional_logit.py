"""Linear weights learned with torch: which candidate is right, and whether any is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import torch

from retrieval.ranking import Linear
from store.arrays import Floats

Bools = npt.NDArray[np.bool_]

_NEVER = -1e9


def fit_order(questions: Sequence[tuple[Floats, Bools]], ridge: float = 0.001) -> Linear:
    """Weights under which a right candidate comes first.

    Each question gives features (n, k) and which of the n are right; questions without a right
    one teach nothing. The loss is the negative log of the softmax share of the right ones.
    """
    taught = [(features, right) for features, right in questions if right.any()]
    stacked = np.concatenate([features for features, _ in taught])
    mean, spread = stacked.mean(axis=0), stacked.std(axis=0) + 1e-6
    longest = max(len(right) for _, right in taught)
    features = torch.zeros(len(taught), longest, stacked.shape[1])
    there = torch.full((len(taught), longest), _NEVER)
    right_ones = torch.full((len(taught), longest), _NEVER)
    for n, (own, right) in enumerate(taught):
        features[n, : len(right)] = torch.from_numpy((own - mean) / spread)
        there[n, : len(right)] = 0
        right_ones[n, : len(right)] = torch.from_numpy(np.where(right, 0, _NEVER))
    weights = torch.zeros(stacked.shape[1], requires_grad=True)

    def loss() -> torch.Tensor:
        scores = features @ weights
        missed = torch.logsumexp(scores + there, 1) - torch.logsumexp(scores + right_ones, 1)
        return missed.mean() + ridge * (weights**2).sum()

    _minimise([weights], loss)
    return _unscaled(weights, 0.0, mean, spread)


def fit_confidence(
    features: Floats, answered: Bools, importance: npt.NDArray[np.float64], ridge: float = 0.003
) -> Linear:
    """A logistic regression: features (n, k), whether each of n is answered, what each weighs."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    scaled = torch.from_numpy((features - mean) / spread)
    target = torch.from_numpy(answered.astype(np.float32))
    weight = torch.from_numpy(importance.astype(np.float32))
    weights = torch.zeros(features.shape[1], requires_grad=True)
    constant = torch.zeros(1, requires_grad=True)

    def loss() -> torch.Tensor:
        missed = torch.nn.functional.binary_cross_entropy_with_logits(
            scaled @ weights + constant, target, weight=weight, reduction="sum"
        )
        return missed / weight.sum() + ridge * (weights**2).sum()

    _minimise([weights, constant], loss)
    return _unscaled(weights, float(constant.detach()), mean, spread)


def _minimise(parameters: list[torch.Tensor], loss: Callable[[], torch.Tensor]) -> None:
    optimiser = torch.optim.LBFGS(parameters, max_iter=300)

    def closure() -> float:
        optimiser.zero_grad()
        value = loss()
        torch.autograd.backward(value)
        return float(value.detach())

    optimiser.step(closure)  # type: ignore[no-untyped-call]


def _unscaled(weights: torch.Tensor, constant: float, mean: Floats, spread: Floats) -> Linear:
    """Weights for features as they come instead of standardised ones."""
    plain = weights.detach().numpy() / spread
    return Linear(plain.astype(np.float32), constant - float(plain @ mean))
