"""What a trainer sees of an exercise, from the answers that came back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from smo_review.domain.learning import PassRule
from smo_review.domain.training import certified
from smo_review.queries.training import taught, training
from tests.helpers.cohort import Cohort, cohort


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Cohort]:
    """Twelve golds; three learners with the same exam, one of whom has not handed in."""
    rule = PassRule(800_000, critical=("post-0",))
    made = cohort(tmp_path, {"Dara": 12, "Mei": 6, "Sok": 3}, rule=rule, under_way=("Sok",))
    yield made
    made.trainer.close()


def test_a_cohort_is_told_by_name_and_certified_by_its_rule(group: Cohort) -> None:
    found = training(group.trainer, group.exercise)
    assert [one.name for one in found.learners] == ["Dara", "Mei", "Sok"]
    assert [certified(one) for one in found.learners] == ["passed", "not passed", "undecided"]
    assert found.rule.critical


def test_skill_and_difficulty_are_told_with_intervals_and_only_where_they_are_known(
    group: Cohort,
) -> None:
    found = training(group.trainer, group.exercise)
    dara, mei = found.skills
    assert (dara.name, dara.answers) == ("Dara", 12)
    assert dara.low < dara.value < dara.high
    assert dara.value > mei.value
    assert len(found.difficulties) == 12
    assert not any(one.enough for one in found.difficulties), "two answers an item are too few"


def test_agreement_is_over_the_runs_handed_in(group: Cohort) -> None:
    agreement = training(group.trainer, group.exercise).agreement
    assert agreement is not None
    (pair,) = agreement.pairs
    assert (pair.first, pair.second, pair.n, pair.raw) == ("Dara", "Mei", 12, 0.5)
    assert [(one.annotator, one.n, one.accuracy) for one in agreement.gold] == [
        ("Dara", 12, 1.0),
        ("Mei", 12, 0.5),
    ]


def test_people_of_one_name_are_told_apart(tmp_path: Path) -> None:
    made = cohort(tmp_path, {"Dara": 12, "Dara ": 0})
    found = training(made.trainer, made.exercise)
    assert len({one.name for one in found.learners}) == 2
    assert all(one.name.startswith("Dara (") for one in found.learners)
    assert found.agreement is not None and len(found.agreement.pairs) == 1
    made.trainer.close()


def test_an_exercise_nobody_handed_in_has_no_skill_and_no_agreement(tmp_path: Path) -> None:
    made = cohort(tmp_path, {})
    found = training(made.trainer, made.exercise)
    assert (found.learners, found.skills, found.difficulties) == ((), (), ())
    assert found.agreement is None
    assert [one.exercise for one in taught(made.trainer)] == [made.exercise]
    made.trainer.close()
