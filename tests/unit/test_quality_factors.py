"""What goes together with errors: planted faults are named, and chance is named at the set rate."""

from __future__ import annotations

import numpy as np
import pytest

from smo_review.domain.errors import Cancelled
from smo_review.quality.causes import Candidate, associations, independence
from smo_review.quality.crossed import Carried, Hits, crossed
from smo_review.quality.factors import Column, associated
from tests.helpers.factor_cases import columns, outcome

RUNS = 300


def told_at_least_once(design: str) -> int:
    """In how many of `RUNS` seeded data sets without any cause something is told."""
    dice = np.random.default_rng(20261126)
    found = 0
    for _ in range(RUNS):
        items, each = 200, 3
        item = np.repeat(np.arange(items), each)
        made = columns(dice, items * each)
        if design == "alike":
            # Language and label belong to the item, and so does how hard it is.
            made = [
                made[0],
                *(Column(c.kind, c.places[:items][item], c.keys) for c in made[1:]),
            ]
            hard = dice.beta(0.4, 1.6, items)[item]
        else:
            hard = np.full(items * each, 0.2)
        several = [outcome(dice.random(items * each) < hard)]
        told, looked = associated(made, several, made, item, 0.05)
        assert looked == 24
        found += bool(told)
    return found


@pytest.mark.parametrize("design", ["independent", "alike"])
def test_without_any_cause_something_is_told_no_oftener_than_the_set_rate(design) -> None:
    # 5% of 300 is 15; 25 would come by chance in less than one of 100 such tests.
    assert told_at_least_once(design) <= 25


def test_annotations_of_one_item_taken_for_independent_would_be_told_too_often() -> None:
    # The design effect is what holds the rate above: without it the same data break it.
    dice = np.random.default_rng(7)
    wrong = 0
    for _ in range(RUNS):
        language = dice.integers(0, 2, 200)
        hits = np.round(dice.beta(0.2, 0.8, 200)) * 3  # all three annotations alike
        both, with_factor = int(hits[language == 1].sum()), int(3 * (language == 1).sum())
        one = Candidate("language", "incorrect", both, with_factor, int(hits.sum()), 600)
        wrong += independence(one) < 0.05
    assert wrong > 2 * 0.05 * RUNS


def test_among_real_causes_few_of_those_told_are_chance() -> None:
    dice = np.random.default_rng(3)
    shares = []
    for _ in range(100):
        n = 1500
        made = columns(dice, n)
        bad = (made[0].places == 2) | (made[1].places == 5)
        told, _ = associated(
            made, [outcome(dice.random(n) < np.where(bad, 0.5, 0.15))], made, np.arange(n), 0.05
        )
        real = {("annotator", 2), ("label", 5)}
        names = [(made[one.column].kind, one.place) for one in told]
        assert real <= set(names)
        shares.append(sum(name not in real for name in names) / len(names))
    assert float(np.mean(shares)) <= 0.05


def test_what_another_circumstance_explains_is_told_with_it() -> None:
    # Annotator 0 errs no more than others on the same label; she has nearly only the hard one.
    dice = np.random.default_rng(11)
    n = 4000
    annotator = dice.integers(0, 4, n)
    label = np.where(dice.random(n) < np.where(annotator == 0, 0.9, 0.1), 1, 0)
    holds = dice.random(n) < np.where(label == 1, 0.4, 0.05)
    made = [
        Column("annotator", annotator, ("ann", "bob", "cho", "dee")),
        Column("label", label, ("", "hard")),
    ]
    told, _ = associated(made, [outcome(holds)], made, np.arange(n), 0.05)
    by = {(made[one.column].kind, made[one.column].keys[one.place]): one.fades for one in told}
    assert by["annotator", "ann"] == ("label",)
    assert by["label", "hard"] == ()


def test_a_design_effect_widens_the_interval_and_never_makes_a_chance_smaller() -> None:
    plain = Candidate("f", "o", 30, 100, 60, 400)
    wide = Candidate("f", "o", 30, 100, 60, 400, 2.5)
    (one,), (other,) = associations([plain]), associations([wide])
    assert one.lift == other.lift
    assert other.low < one.low < one.high < other.high
    assert independence(wide) > independence(plain)
    few = Candidate("f", "o", 3, 8, 5, 20)
    assert independence(Candidate("f", "o", 3, 8, 5, 20, 3.0)) >= independence(few)


def test_the_rest_is_compared_with_and_never_told() -> None:
    holds = np.array([True] * 40 + [False] * 60)
    column = Column("label", np.array([0] * 40 + [1] * 60), ("", "spam"))
    told, looked = associated([column], [outcome(holds)], [], np.arange(100), 0.05)
    assert (told, looked) == ((), 1)


def by_definition(x: np.ndarray, y: np.ndarray, items: np.ndarray) -> float:
    """The design effect of one value and one outcome, item by item."""
    mean_x, mean_y = x.mean(), y.mean()
    products = (x - mean_x) * (y - mean_y)
    between = sum(float(products[items == item].sum()) ** 2 for item in np.unique(items))
    alone = len(x) * mean_x * (1 - mean_x) * mean_y * (1 - mean_y)
    return max(1.0, between / alone)


@pytest.mark.parametrize("seed", range(6))
def test_counts_and_design_effects_are_those_of_the_definition(seed) -> None:
    dice = np.random.default_rng(seed)
    n = 60
    items = np.sort(dice.integers(0, 15, n))
    holds = dice.random((n, 3)) < 0.3
    carries = dice.random((n, 4)) < 0.4  # several values, or none
    known = dice.random(n) < 0.8
    single = np.where(known, dice.integers(0, 4, n), -1)
    entry, place = np.nonzero(carries)
    hit, outcome_of = np.nonzero(holds)
    for carried, matrix, asked in (
        (Carried(entry, place, 4), carries, np.ones(n, dtype=bool)),
        (
            Carried(np.flatnonzero(known), single[known], 4, known),
            single[:, None] == np.arange(4),
            known,
        ),
    ):
        table = crossed(carried, Hits(hit, outcome_of, 3), items)
        assert table.n == asked.sum()
        assert table.size.tolist() == matrix[asked].sum(axis=0).tolist()
        assert table.holds.tolist() == holds[asked].sum(axis=0).tolist()
        for one in range(3):
            for value in range(4):
                x, y = matrix[asked, value], holds[asked, one]
                assert table.both[one, value] == (x & y).sum()
                assert table.design[one, value] == pytest.approx(by_definition(x, y, items[asked]))


def test_a_search_that_is_stopped_looks_no_further() -> None:
    dice = np.random.default_rng(5)
    made = columns(dice, 300)
    seen: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        associated(made, [outcome(dice.random(300) < 0.2)], made, np.arange(300), 0.05, step=stop)
    assert seen == [(0, 3), (1, 3)]
