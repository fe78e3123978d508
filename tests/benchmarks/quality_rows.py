"""The statistics: agreement beside two programs that know one coefficient each, skill, scores.

The floors need `krippendorff` and `scikit-learn`, which are there for development only.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import Struct

from smo_review.domain.content import Item, Part
from smo_review.domain.learning import Answer, Attempt
from smo_review.operations.exercise import Plan, build_exercise
from smo_review.operations.gold import GoldDraft, set_gold
from smo_review.quality.agreement import coefficients
from smo_review.quality.irt import fit
from smo_review.quality.patterns import patterns
from smo_review.queries.learning import scores
from smo_review.queries.training import training
from smo_review.store.identity import Identity
from smo_review.store.ledger import append_matters
from smo_review.store.workspace import Workspace
from tests.benchmarks.harness import Row, bulk, telling, timed
from tests.helpers.store_cases import case, made

SIZES = (100_000, 1_000_000)
RUNS = 5
LABELS, RATERS = 6, 3
PEOPLE, ITEMS = 5_000, 500
LEARNERS, ASKED = 1_000, 20


def agreement_rows(folder: Path) -> Iterator[Row]:
    """Four coefficients with intervals, against alpha alone and three kappas alone, without any."""
    import krippendorff
    from sklearn.metrics import cohen_kappa_score

    for size in SIZES:
        with telling(f"agreement {size:,} x {RATERS}"):
            table = _ratings(size)
            unit = np.repeat(np.arange(size), RATERS)

            def floor(table: np.ndarray = table) -> None:
                krippendorff.alpha(table.T, level_of_measurement="nominal")
                for one, two in combinations(range(RATERS), 2):
                    cohen_kappa_score(table[:, one], table[:, two])

            def product(table: np.ndarray = table, unit: np.ndarray = unit) -> None:
                coefficients(patterns(unit, table.ravel(), LABELS))

            times = [timed(product) for _ in range(RUNS)]
            floors = [timed(floor) for _ in range(RUNS)]
        yield bulk(f"agreement {size:,} x {RATERS}", times, floors, 1.0)


def skill_rows(folder: Path) -> Iterator[Row]:
    """Skills and difficulties, against as many logistic regressions on skills that are known."""
    from sklearn.linear_model import LogisticRegression

    with telling(f"item response {PEOPLE:,} x {ITEMS}"):
        random = np.random.default_rng(1)
        skill = random.normal(size=PEOPLE)
        slope, difficulty = random.uniform(0.7, 1.8, ITEMS), random.normal(size=ITEMS)
        chance = 1 / (1 + np.exp(-slope * (skill[:, None] - difficulty)))
        right = random.random((PEOPLE, ITEMS)) < chance
        person, item = np.indices(right.shape).reshape(2, -1)

        def floor() -> None:
            for column in right.T:
                LogisticRegression().fit(skill[:, None], column)

        times = [timed(lambda: fit(person, item, right.ravel())) for _ in range(3)]
        floors = [timed(floor)]
    yield bulk(f"item response {PEOPLE:,} x {ITEMS}", times, floors, 4.0)


class _Said(Struct):
    """As much of an answer's payload as a count needs."""

    item: str
    labels: tuple[str, ...] = ()


class _Line(Struct):
    person: str
    payload: _Said


def score_rows(folder: Path) -> Iterator[Row]:
    """Every learner scored, and all that a trainer sees, against a bare count of the same rows."""
    with telling(f"scores of {LEARNERS:,} learners"):
        ws, exercise = _cohort(folder / "cohort")
        right = {one.item: one.gold for one in scores(ws, exercise).items}
        decoder = msgspec.json.Decoder(_Line)

        def floor() -> None:
            with ws.read() as conn:
                rows = conn.execute(
                    "SELECT f.body FROM matters m JOIN facts f ON f.row = m.fact"
                    " WHERE m.kind = 'answer' AND m.subject = ?",
                    (exercise,),
                ).fetchall()
            told = [decoder.decode(body) for (body,) in rows]
            people: dict[str, int] = {}
            who = np.array([people.setdefault(one.person, len(people)) for one in told])
            hits = np.array([one.payload.labels == right[one.payload.item] for one in told])
            assert np.bincount(who, hits).sum() == hits.sum()

        times = [timed(lambda: scores(ws, exercise)) for _ in range(RUNS)]
        whole = [timed(lambda: training(ws, exercise)) for _ in range(RUNS)]
        floors = [timed(floor) for _ in range(RUNS)]
        ws.close()
    yield bulk(f"scores of {LEARNERS:,} learners x {ASKED}", times, floors, 6.0)
    yield bulk(f"trainer's page, {LEARNERS:,} learners x {ASKED}", whole, floors, 8.0)


def _cohort(folder: Path) -> tuple[Workspace, str]:
    """A trainer's workspace with an exam, answered by so many people."""
    items = [Item(f"post-{n}", (Part("text", text=f"text {n}"),)) for n in range(ASKED)]
    ws = made(folder, case(items, ("ann",)))
    golds = [GoldDraft("b-1", f"post-{n}", (("hate", "spam")[n % 2],)) for n in range(ASKED)]
    set_gold(ws, golds)
    built = build_exercise(ws, Plan("Exam", "exam", n=ASKED), folder.with_suffix(".smo"))
    key = scores(ws, built.exercise).items
    dice = np.random.default_rng(1)
    secret = Ed25519PrivateKey.generate()
    with ws.write() as conn:
        for n in range(LEARNERS):
            who = Identity(f"p-{n:032x}", f"Learner {n}", f"d-{n:032x}", secret)
            slips = dice.random(ASKED) < dice.random() * 0.6
            told = [
                Answer(built.exercise, one.item, labels=("hate",) if slip else one.gold, took=9_000)
                for one, slip in zip(key, slips, strict=True)
            ]
            begun, ended = Attempt(built.exercise, 1), Attempt(built.exercise, 1, True)
            append_matters(conn, who, "project", [begun, *told, ended])
    return ws, built.exercise


def _ratings(size: int) -> np.ndarray:
    """Labels that three raters gave: mostly the item's own, else any."""
    random = np.random.default_rng(size)
    own = random.choice(LABELS, size, p=(0.5, 0.2, 0.12, 0.1, 0.05, 0.03))
    slips = random.random((size, RATERS)) < 0.2
    return np.where(slips, random.integers(0, LABELS, (size, RATERS)), own[:, None])
