"""Skill and difficulty: known ones are found again, other programs agree, and doubt is told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from smo_review.quality.irt import EASE_SPREAD, SLOPE_ANCHOR, SLOPE_SPREAD, Fit, fit


def simulated(people: int, items: int, seed: int, missing: float = 0.0):
    """(skills, slopes, difficulties, person, item, right) of made-up answers."""
    random = np.random.default_rng(seed)
    skill = random.normal(size=people)
    slope, difficulty = random.uniform(0.7, 1.8, items), random.normal(0, 1, items)
    chance = 1 / (1 + np.exp(-slope * (skill[:, None] - difficulty)))
    right = random.random((people, items)) < chance
    person, item = np.nonzero(random.random((people, items)) >= missing)
    return skill, slope, difficulty, person, item, right[person, item]


def fitted(people: int, items: int, seed: int, missing: float = 0.0):
    skill, slope, difficulty, *answers = simulated(people, items, seed, missing)
    return skill, slope, difficulty, fit(*answers)


def error(found: np.ndarray, known: np.ndarray) -> float:
    return float(np.sqrt(np.nanmean((found - known) ** 2)))


@pytest.mark.parametrize("missing", [0.0, 0.4])
def test_known_skills_and_difficulties_are_found_again(missing: float) -> None:
    skill, slope, difficulty, found = fitted(1000, 50, seed=3, missing=missing)
    errors = [error(found.skill, skill), error(found.difficulty, difficulty),
              error(found.slope, slope)]  # fmt: skip
    print(f"missing {missing}: error of skill {errors[0]:.3f}, difficulty {errors[1]:.3f}, "
          f"slope {errors[2]:.3f}")  # fmt: skip
    assert errors[0] < 0.42
    assert errors[1] < 0.22
    assert errors[2] < 0.20


def test_intervals_hold_what_is_true_as_often_as_they_say() -> None:
    held = {"skill": [], "difficulty": [], "slope": []}
    for seed in range(12):
        skill, slope, difficulty, found = fitted(400, 30, seed, missing=0.2)
        for name, truth in (("skill", skill), ("difficulty", difficulty), ("slope", slope)):
            value, spread = getattr(found, name), getattr(found, f"{name}_error")
            held[name] += (np.abs(value - truth) <= 1.96 * spread).tolist()
    shares = {name: float(np.mean(one)) for name, one in held.items()}
    print(f"95% intervals hold: {shares}")
    assert all(0.90 <= share <= 0.99 for share in shares.values())


def test_another_program_finds_the_same() -> None:
    # girth 0.8.0, twopl_mml, on the same answers. It has no priors, which pull by a few hundredths.
    random = np.random.default_rng(41)
    skill = random.normal(size=2000)
    slope, difficulty = random.uniform(0.7, 1.8, 12), random.normal(0, 1, 12)
    right = random.random((2000, 12)) < 1 / (1 + np.exp(-slope * (skill[:, None] - difficulty)))
    assert right.sum(axis=0).tolist() == [
        1236, 1637, 1379, 329, 283, 701, 848, 1319, 1340, 1417, 1557, 1264,
    ]  # fmt: skip
    person, item = np.indices(right.shape).reshape(2, -1)
    found = fit(person, item, right.ravel())
    assert found.slope.tolist() == pytest.approx(
        [0.8159, 1.1514, 1.8853, 1.408, 1.3649, 1.8298, 1.6173, 1.0192, 0.7837, 1.3788, 1.6547,
         1.8565], abs=0.07,
    )  # fmt: skip
    assert found.difficulty.tolist() == pytest.approx(
        [-0.6748, -1.6221, -0.6687, 1.54, 1.7298, 0.5257, 0.2777, -0.7861, -1.0231, -0.8687,
         -1.1054, -0.4585], abs=0.03,
    )  # fmt: skip


def test_a_general_optimiser_finds_the_same_top() -> None:
    """The marginal posterior written down again, on Gauss-Hermite nodes, and given to scipy."""
    _, _, _, person, item, right = simulated(150, 6, seed=9, missing=0.2)
    nodes, weights = np.polynomial.hermite_e.hermegauss(61)
    log_weights = np.log(weights / weights.sum())

    def loss(parameters: np.ndarray) -> float:
        slope, ease = parameters.reshape(2, 6)
        logit = slope[item][:, None] * nodes + ease[item][:, None]
        log = np.where(right[:, None], -np.logaddexp(0, -logit), -np.logaddexp(0, logit))
        each = np.zeros((150, len(nodes)))
        np.add.at(each, person, log)
        likelihood = np.logaddexp.reduce(each + log_weights, axis=1).sum()
        mean = (SLOPE_ANCHOR + slope.sum()) / (SLOPE_ANCHOR + 6)
        prior = (((slope - mean) / SLOPE_SPREAD) ** 2 + (ease / EASE_SPREAD) ** 2).sum()
        prior += SLOPE_ANCHOR * ((mean - 1) / SLOPE_SPREAD) ** 2
        return float(prior / 2 - likelihood)

    best = minimize(loss, np.concatenate([np.ones(6), np.zeros(6)]), method="BFGS").x
    found = fit(person, item, right)
    ease = -found.difficulty * found.slope
    assert np.concatenate([found.slope, ease]).tolist() == pytest.approx(best.tolist(), abs=5e-3)


def few(*rows: tuple[int, int, bool]) -> Fit:
    person, item, right = (np.array(column) for column in zip(*rows, strict=True))
    return fit(person, item, right)


def test_a_handful_of_answers_is_not_enough_to_tell() -> None:
    found = few((0, 0, True), (0, 1, True), (1, 0, False), (1, 1, True))
    assert not found.skill_enough.any()
    assert not found.difficulty_enough.any()
    assert found.skill[0] > found.skill[1]
    assert np.isfinite(found.skill).all()


def test_enough_answers_are_told_apart_from_few_in_one_fit() -> None:
    _, _, _, person, item, right = simulated(300, 40, seed=4)
    keep = (person != 7) | (item < 3)
    found = fit(person[keep], item[keep], right[keep])
    assert not found.skill_enough[7]
    assert found.skill_enough.mean() > 0.9
    assert found.difficulty_enough.mean() > 0.9


def test_what_all_got_right_is_easy_and_finite() -> None:
    rows = [
        (person, item, item == 0 or person % 3 > 0) for person in range(60) for item in range(9)
    ]
    found = few(*rows)
    assert found.difficulty[0] == np.nanmin(found.difficulty)
    assert np.isfinite(found.difficulty[0])


def test_a_wrong_gold_is_suspicious_and_a_hard_one_is_not() -> None:
    _, _, _, person, item, right = simulated(500, 30, seed=5)
    turned = np.where(item == 11, ~right, right)
    found = fit(person, item, turned)
    assert np.flatnonzero(found.suspicious).tolist() == [11]
    assert np.isnan(found.difficulty[11])
    assert not found.difficulty_enough[11]


def test_the_first_answer_counts_where_somebody_answered_twice() -> None:
    once = few((0, 0, True), (1, 0, False), (0, 1, False), (1, 1, True))
    twice = few((0, 0, True), (1, 0, False), (0, 1, False), (1, 1, True), (0, 0, False))
    assert twice.skill.tolist() == once.skill.tolist()


ANSWERS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 8), st.booleans()), min_size=1, max_size=120
)


@given(ANSWERS)
def test_whatever_was_answered_gives_finite_skills_and_slopes(rows) -> None:
    found = few(*rows)
    for value in (found.skill, found.skill_error, found.slope, found.slope_error):
        assert np.isfinite(value).all()
    assert (np.abs(found.skill) < 4).all()
    assert (found.skill_error > 0).all()


def test_no_answers_at_all_are_refused() -> None:
    with pytest.raises(ValueError, match="no answers"):
        fit(np.zeros(0, int), np.zeros(0, int), np.zeros(0, bool))
