"""Every rate counts with its weights: from roll-ups and from the facts it comes out the same."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smo_review.domain.bundles import Sampling
from smo_review.domain.content import MILLION
from smo_review.domain.facts import Finding, Restore, Settle, Verdict, fact_hash
from smo_review.domain.filters import Filter
from smo_review.domain.numbers import PLAIN, Rate
from smo_review.language import tr
from smo_review.operations.check import rebuild
from smo_review.quality.figures import Counts, figures, places
from smo_review.quality.intervals import wilson
from smo_review.quality.judged import counts_of
from smo_review.quality.sampling import draw, neyman, proportional, weights
from smo_review.quality.weighted import METHOD, Stratum, Sums, stratified_rate, weighted_rate
from smo_review.queries.judged import judged
from smo_review.queries.numbers import DIMENSIONS, numbers
from smo_review.store.ledger import merge_facts
from tests.helpers.store_cases import DAY, Case, Writer, case, derived, made

CRITICAL = Finding("missed-critical", "missed", critical=True)
PLAINLY = Finding("over", "over-flagged", label="hate")
WEIGHTS = (MILLION, 333_333, 2 * MILLION, 17_500_000, 0)
ANNOTATORS = ("ann", "bob")


def weighed(one: Case) -> Case:
    """The same batch, drawn by design: weights and strata of items and of annotations."""
    items = tuple(
        msgspec.structs.replace(
            item, weight=WEIGHTS[place % 5], stratum="ab"[place % 2],
            language=("km", "zh", "")[place % 3], severity=(None, 1, 4)[place % 3],
        )
        for place, item in enumerate(one.items)
    )  # fmt: skip
    annotations = tuple(
        msgspec.structs.replace(a, weight=(MILLION, 1_250_000)[place % 2])
        for place, a in enumerate(one.annotations)
    )
    return msgspec.structs.replace(one, items=items, annotations=annotations)


Said = tuple[str, int, str, str, int, bool]


@st.composite
def tellings(draw_: st.DrawFn) -> list[Said]:
    """Who said what of which annotation on which day, and whether they took it back."""
    one = st.tuples(
        st.sampled_from(("bea", "cho")),
        st.integers(0, 6),
        st.sampled_from(ANNOTATORS),
        st.sampled_from(("correct", "incorrect", "critical", "both", "ambiguous")),
        st.integers(1, 16),
        st.booleans(),
    )
    return draw_(st.lists(one, max_size=24))


def bodies_of(said: list[Said]) -> list[bytes]:
    """Facts: verdicts, revisions that replace the person's own, and what undo writes."""
    writers: dict[str, Writer] = {}
    last: dict[tuple[str, int, str], str] = {}
    bodies = []
    found = {"critical": (CRITICAL,), "incorrect": (PLAINLY,), "both": (CRITICAL, PLAINLY)}
    for person, item, annotator, what, day, undone in said:
        writer = writers.setdefault(person, Writer(person))
        key = (person, item, annotator)
        replaces = (last[key],) if key in last else ()
        outcome = "incorrect" if what in found else what
        told = Verdict(
            "b-1", f"i{item}", annotator, outcome, findings=found.get(what, ()), replaces=replaces
        )  # type: ignore[arg-type]
        bodies.append(writer.write("verdict", told, time=day * DAY))
        last[key] = fact_hash(bodies[-1])
        if undone:
            back = Restore(
                "b-1", f"i{item}", annotator, replaces=(last[key],),
                restores=replaces[0] if replaces else "",
            )  # fmt: skip
            bodies.append(writer.write("restore", back, time=day * DAY))
            last[key] = fact_hash(bodies[-1])
    return bodies


@settings(max_examples=30)
@given(said=tellings(), cut=st.integers(0, 40), data=st.data())
def test_figures_from_roll_ups_are_those_counted_from_the_facts(
    said: list[Said], cut: int, data: st.DataObject, tmp_path_factory
) -> None:
    bodies = bodies_of(said)
    ws = made(tmp_path_factory.mktemp("ws") / "ws", weighed(case(7, ANNOTATORS)))
    other = made(tmp_path_factory.mktemp("ws") / "ws", weighed(case(7, ANNOTATORS)))
    try:
        for part in (bodies[:cut], bodies[cut:]):
            merge_facts(ws, part)
        for body in data.draw(st.permutations(bodies)):
            merge_facts(other, [body])
        assert derived(ws) == derived(other)
        found = judged(ws)
        told = numbers(ws).all
        assert msgspec.structs.replace(told, annotations=0) == msgspec.structs.replace(
            figures(counts_of(found)), annotations=0
        )
        # Item 4 weighs nothing: it is a hidden repeat and stands for nothing.
        assert told.annotations == 6 * len(ANNOTATORS)
        for by in ("annotator", "stratum", "language", "severity"):
            names = {
                "annotator": (found.annotator, found.annotators),
                "stratum": (found.stratum, found.strata),
                "language": (found.language, found.languages),
                "severity": (found.severity + 1, ("", "0", "1", "2", "3", "4")),
            }[by]
            for group in numbers(ws, by=by).groups:
                own = found.where(np.array([names[1][place] == group.key for place in names[0]],
                                           dtype=np.bool_))  # fmt: skip
                assert group.figures.accuracy == figures(counts_of(own)).accuracy
                assert group.figures.critical_accuracy == figures(counts_of(own)).critical_accuracy
        before = derived(ws)
        rebuild(ws)
        assert derived(ws) == before
    finally:
        ws.close()
        other.close()


def test_every_way_to_break_the_numbers_down_adds_up_or_says_why(tmp_path: Path) -> None:
    ws = made(tmp_path / "ws", weighed(case(4, ANNOTATORS)))
    try:
        said: list[Said] = [("bea", n, "ann", ("correct", "critical")[n % 2], 3 + n, False)
                            for n in range(4)]  # fmt: skip
        merge_facts(ws, bodies_of(said))
        for by in DIMENSIONS:
            told = numbers(ws, by=by)
            if by != "code":
                assert sum(group.figures.correct for group in told.groups) == told.all.correct, by
        assert [group.key for group in numbers(ws, by="week").groups] == ["1970-01-01"[:0] + w
                for w in ("1969-12-29", "1970-01-05")]  # fmt: skip
    finally:
        ws.close()


def test_the_method_and_the_effective_n_are_told(tmp_path: Path) -> None:
    plain = made(tmp_path / "plain", case(40, ("ann",)))
    ws = made(tmp_path / "ws", weighed(case(40, ("ann",))))
    try:
        said: list[Said] = [
            ("bea", n, "ann", ("correct", "correct", "critical")[n % 3], 3, False)
            for n in range(40)
        ]
        for one in (plain, ws):
            merge_facts(one, bodies_of(said))
        assert (numbers(plain).all.effective, numbers(plain).all.method) == (40.0, PLAIN)
        told = numbers(ws).all
        assert told.method == METHOD
        assert told.accuracy.n == 32
        assert 5 < told.effective < 20
        w = [WEIGHTS[n % 5] * (1, 1.25)[n % 2] for n in range(40)]
        right = sum(one for n, one in enumerate(w) if n % 3 < 2)
        assert told.accuracy.value == pytest.approx(right / sum(w), rel=1e-6)
    finally:
        plain.close()
        ws.close()


def test_what_was_drawn_for_its_risk_is_left_out_and_told(tmp_path: Path) -> None:
    risk = Sampling("look", "risk: low-confidence", "7", 50, 2, purpose="risk")
    looked = case(2, ("ann",), batch="b-2")
    info = msgspec.structs.replace(looked.info, sampling=risk)
    ws = made(tmp_path / "ws", case(2, ("ann",)), msgspec.structs.replace(looked, info=info))
    try:
        for batch, outcome in (("b-1", "correct"), ("b-2", "incorrect")):
            verdict = Verdict(batch, "i0", "ann", outcome)  # type: ignore[arg-type]
            merge_facts(ws, [Writer(batch).write("verdict", verdict)])
        told = numbers(ws)
        assert (told.all.reviewed, told.all.incorrect, told.risk) == (1, 0, 1)
        assert numbers(ws, purpose="risk").all.incorrect == 1
        assert numbers(ws, purpose="all").all.reviewed == 2
        assert numbers(ws, batch="b-2").all.incorrect == 1
        assert numbers(ws, by="language", purpose="risk").groups[0].figures.incorrect == 1
    finally:
        ws.close()


def test_a_settled_double_review_weighs_like_any_other(tmp_path: Path) -> None:
    ws = made(tmp_path / "ws", weighed(case(4, ANNOTATORS)))
    try:
        first, other = (
            Verdict("b-1", "i0", "ann", "correct"),
            Verdict("b-1", "i0", "ann", "incorrect", findings=(CRITICAL,)),
        )
        bodies = [Writer("dan").write("verdict", first), Writer("eve").write("verdict", other)]
        hashes = [fact_hash(body) for body in bodies]
        settle = Settle("b-1", "i0", "ann", holds=hashes[1], over=(hashes[0],))
        merge_facts(ws, [*bodies, Writer("lead").write("settle", settle)])
        assert numbers(ws).all == msgspec.structs.replace(
            figures(counts_of(judged(ws))), annotations=numbers(ws).all.annotations
        )
        assert numbers(ws).all.critical == 1
    finally:
        ws.close()


@pytest.mark.parametrize(
    ("rates", "told"),
    [
        (((0.95, 0.90, 0.98), (0.93, 0.88, 0.96), (0.80, 0.70, 0.87)), [1, 1, 3]),
        (((0.9, 0.85, 0.95), (0.88, 0.8, 0.93)), [1, 1]),
        (((0.5, 0.4, 0.6), (0.95, 0.90, 0.98), (0.7, 0.61, 0.8)), [3, 1, 2]),
    ],
)
def test_groups_that_cannot_be_told_apart_share_a_place(rates, told) -> None:
    assert places([Rate(value, 100, low, high) for value, low, high in rates]) == told


def test_a_group_with_too_few_has_no_place() -> None:
    assert places([Rate(0.99, 100, 0.95, 1.0), Rate(0.1, 5, 0.01, 0.4)]) == [1, None]


def test_counts_without_weights_are_told_by_wilson() -> None:
    told = figures(Counts(10, 8, 2))
    assert told.accuracy == Rate(0.8, 10, *wilson(8, 10))
    assert tr(told.method) == "Wilson"


STRATA = {"rare": (400, 0.30), "common": (4600, 0.05), "clean": (5000, 0.01)}
"""Size and error rate of each stratum of a made-up population."""


@pytest.mark.parametrize("allocation", ["proportional", "neyman"])
def test_a_weighted_interval_holds_the_population_as_often_as_it_says(allocation: str) -> None:
    """10,000 items in three strata, 2,000 draws of 400 by design: both the interval of the ratio
    estimate and that of the stratified one cover the true rate in at least 93.5% of them."""
    sizes = {name: size for name, (size, _) in STRATA.items()}
    rates = {name: share for name, (_, share) in STRATA.items()}
    drawn = proportional(sizes, 400) if allocation == "proportional" else neyman(sizes, 400, rates)
    w = weights(sizes, drawn)
    truth = sum(round(size * share) for size, share in STRATA.values()) / sum(sizes.values())
    random = np.random.default_rng(20261126)
    held = {"ratio": 0, "stratified": 0}
    worth = []
    runs = 2000
    for _ in range(runs):
        hits = {
            name: random.hypergeometric(bad := round(size * share), size - bad, drawn[name])
            for name, (size, share) in STRATA.items()
        }  # fmt: skip
        told = weighted_rate(
            Sums(
                400,
                sum(drawn[one] * w[one] for one in drawn),
                sum(drawn[one] * w[one] ** 2 for one in drawn),
                sum(hits[one] * w[one] for one in drawn),
                sum(hits[one] * w[one] ** 2 for one in drawn),
            )
        )
        exact = stratified_rate(Stratum(sizes[one], drawn[one], hits[one]) for one in drawn)
        assert told.value == pytest.approx(exact.value)
        for name, one in (("ratio", told), ("stratified", exact)):
            assert one.low is not None and one.high is not None
            held[name] += one.low <= truth <= one.high
        worth.append(told.effective)
    assert held["ratio"] / runs > 0.935, held
    assert held["stratified"] / runs > 0.935, held
    assert 100 < float(np.median(worth)) <= 400


def test_the_same_seed_draws_the_same_on_any_machine() -> None:
    ids = [f"item-{n}" for n in range(50)]
    assert draw(ids, 5, "2026") == draw(reversed(ids), 5, "2026")
    assert draw(ids, 5, "2026") == draw(ids, 9, "2026")[:5]
    assert Filter().purpose == "measurement"
