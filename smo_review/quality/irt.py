"""Skill and difficulty apart from each other: a two-parameter item response model with priors.

The chance that a person of skill t answers an item right is logistic(slope * t + ease). Skills are
normal (0, 1), which fixes the scale. Slopes are normal about their own mean (deviation 0.5), eases
normal (0, 2), so that an item with few answers is close to one of the Rasch model, and an item that
all got right has a finite difficulty. The slopes' mean is drawn to 1 as by ten more items with that
slope; a fixed mean would bend the scale where there are many items. Slopes may be negative: better
people then do worse, which is what a wrong gold looks like.

Fitted by marginal maximum a posteriori: R. D. Bock and M. Aitkin, Psychometrika 46 (1981), 443-459;
R. J. Mislevy, Psychometrika 51 (1986), 177-195. Missing answers are left out. Errors are an item's
or a person's own; that of the common scale (a hundredth for thousands of people) is not in them.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from smo_review.quality.intervals import Z95
from smo_review.quality.patterns import Ints
from smo_review.quality.weights import Floats

SLOPE_SPREAD, EASE_SPREAD = 0.5, 2.0
"""Standard deviations of the priors."""
SLOPE_ANCHOR = 10
"""How many items of slope 1 the slopes' mean counts besides the real ones."""
FLAT = 0.5
"""An item whose slope is below this for sure is suspicious."""
LEAST_ANSWERS = 8
WIDEST = 0.6
"""A skill is told where it rests on so many answers and its standard error is no wider; a
difficulty where so many people answered and its standard error is no wider."""
_STEADY, _ROUNDS, _FARTHEST = 1e-4, 100, 16.0


class Fit(Struct, frozen=True):
    """One entry a person, or an item. Standard errors beside; a 95% interval is value -+ 1.96 of
    them. `enough` is False where there are too few answers to tell; the value is then mostly the
    prior's. Difficulty is on the scale of skill: who has that skill is right half of the time; NaN
    for items that skill does not decide (slope near 0 or below)."""

    skill: Floats
    skill_error: Floats
    skill_enough: NDArray[np.bool_]
    difficulty: Floats
    difficulty_error: Floats
    difficulty_enough: NDArray[np.bool_]
    slope: Floats
    slope_error: Floats

    @property
    def suspicious(self) -> NDArray[np.bool_]:
        """Items on which better people do hardly better, or worse, for sure: look at the gold."""
        found: NDArray[np.bool_] = self.slope + Z95 * self.slope_error < FLAT
        return found


def fit(person: Ints, item: Ints, right: NDArray[np.bool_]) -> Fit:
    """Fit the model to answers, one an entry: persons and items are numbered from 0.

    Of several answers of a person to one item, the first counts. ValueError without answers.
    """
    if len(person) == 0:
        raise ValueError("no answers to fit")
    shape = int(person.max()) + 1, int(item.max()) + 1
    _, first = np.unique(person * shape[1] + item, return_index=True)
    given, rights = np.zeros(shape), np.zeros(shape)
    given[person[first], item[first]] = 1.0
    rights[person[first], item[first]] = right[first]
    nodes = _grid(given)
    share = (rights.sum(axis=0) + 0.5) / (given.sum(axis=0) + 1)

    def step(now: Floats) -> Floats:
        weights = _posterior(given, rights, now[0], now[1], nodes)
        return np.stack(_newton(rights.T @ weights, given.T @ weights, now[0], now[1], nodes))

    slope, ease = _climb(step, np.stack([np.ones(shape[1]), np.log(share / (1 - share))]))
    weights = _posterior(given, rights, slope, ease, nodes)
    skill = weights @ nodes
    skill_error = np.sqrt(np.maximum(0.0, weights @ nodes**2 - skill**2))
    covariance = _covariance(given, rights, weights, slope, ease, nodes)
    difficulty, difficulty_error = _difficulty(slope, ease, covariance)
    return Fit(
        skill,
        skill_error,
        (given.sum(axis=1) >= LEAST_ANSWERS) & (skill_error <= WIDEST),
        difficulty,
        difficulty_error,
        (given.sum(axis=0) >= LEAST_ANSWERS) & (difficulty_error <= WIDEST),
        slope,
        np.sqrt(covariance[:, 0, 0]),
    )


def _climb(step: Callable[[Floats], Floats], now: Floats) -> Floats:
    """Where `step` stands still. Two steps tell how the way bends, and a third leaps along it.

    SQUAREM, scheme 3: R. Varadhan and C. Roland, Scandinavian J. Statistics 35 (2008), 335-353.
    """
    for _ in range(_ROUNDS):
        one = step(now)
        two = step(one)
        first, bend = one - now, two - 2 * one + now
        if np.abs(two - one).max() < _STEADY:
            return two
        leap = np.sqrt((first**2).sum() / max(1e-12, (bend**2).sum()))
        leap = min(_FARTHEST, max(1.0, float(leap)))
        now = step(now + 2 * leap * first + leap**2 * bend)
    return now


def _grid(given: Floats) -> Floats:
    """Skills from -5 to 5, closer together than the most answers can tell apart."""
    most = float(given.sum(axis=1).max())
    step = min(0.25, 1.25 / np.sqrt(1 + 0.3 * most))
    return np.linspace(-5.0, 5.0, 2 * int(np.ceil(5 / step)) + 1)


def _posterior(given: Floats, rights: Floats, slope: Floats, ease: Floats, nodes: Floats) -> Floats:
    """How likely each skill of the grid is for each person, given the answers: (persons, nodes)."""
    logit = slope[:, None] * nodes + ease[:, None]
    wrong = -np.logaddexp(0.0, logit)
    log = rights @ logit + given @ wrong - nodes**2 / 2
    log -= log.max(axis=1, keepdims=True)
    weights: Floats = np.exp(log)
    weights /= weights.sum(axis=1, keepdims=True)
    return weights


def _newton(
    rights: Floats, given: Floats, slope: Floats, ease: Floats, nodes: Floats
) -> tuple[Floats, Floats]:
    """One item's penalised logistic regression on the grid, all items at once, two steps.

    `rights`, `given` (items, nodes): how many are expected at each skill. The penalty makes the
    Hessian definite, so that full steps are safe here.
    """
    mean = (SLOPE_ANCHOR + slope.sum()) / (SLOPE_ANCHOR + len(slope))
    for _ in range(2):
        p = _logistic(slope[:, None] * nodes + ease[:, None])
        off, spread = rights - given * p, given * p * (1 - p)
        g_slope = off @ nodes - (slope - mean) / SLOPE_SPREAD**2
        g_ease = off.sum(axis=1) - ease / EASE_SPREAD**2
        h_ss = spread @ nodes**2 + 1 / SLOPE_SPREAD**2
        h_ee = spread.sum(axis=1) + 1 / EASE_SPREAD**2
        h_se = spread @ nodes
        scale = h_ss * h_ee - h_se**2
        slope = slope + np.clip((h_ee * g_slope - h_se * g_ease) / scale, -1, 1)
        ease = ease + np.clip((h_ss * g_ease - h_se * g_slope) / scale, -1, 1)
    return slope, ease


def _covariance(
    given: Floats, rights: Floats, weights: Floats, slope: Floats, ease: Floats, nodes: Floats
) -> Floats:
    """Of (slope, ease) of each item, (items, 2, 2): the inverse of the observed information.

    Information is the sum of squared scores of the marginal likelihood, which counts that skills
    are not known, plus the priors' (K. Meilijson, J. R. Statist. Soc. B 51 (1989), 127-138).
    """
    p = _logistic(slope[:, None] * nodes + ease[:, None])
    mean = (weights @ nodes)[:, None]
    by_slope = rights * mean - given * (weights @ (p * nodes).T)
    by_ease = rights - given * (weights @ p.T)
    ss = (by_slope**2).sum(axis=0) + 1 / SLOPE_SPREAD**2
    ee = (by_ease**2).sum(axis=0) + 1 / EASE_SPREAD**2
    se = (by_slope * by_ease).sum(axis=0)
    scale = ss * ee - se**2
    found: Floats = np.stack([np.stack([ee, -se], -1), np.stack([-se, ss], -1)], -2)
    found /= scale[:, None, None]
    return found


def _difficulty(slope: Floats, ease: Floats, covariance: Floats) -> tuple[Floats, Floats]:
    """-ease / slope with its standard error by the delta method; NaN where the slope is below
    what decides anything."""
    steep = slope > 0.2
    safe = np.where(steep, slope, 1.0)
    difficulty = -ease / safe
    gradient = np.stack([ease / safe**2, -1 / safe], -1)
    variance = np.einsum("ni,nij,nj->n", gradient, covariance, gradient)
    return np.where(steep, difficulty, np.nan), np.where(steep, np.sqrt(variance), np.inf)


def _logistic(logit: Floats) -> Floats:
    value: Floats = (1 + np.tanh(logit / 2)) / 2  # never overflows
    return value
