"""KPIs: each counted by hand on a small batch, told in words, and held to its target."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

import main
from smo_review.domain.content import MILLION, Annotation, Mark
from smo_review.domain.errors import UserError
from smo_review.domain.facts import Finding, Verdict
from smo_review.domain.filters import Filter
from smo_review.domain.kpis import KpiFigure
from smo_review.domain.project import Kpi
from smo_review.quality.counting import Measured
from smo_review.quality.intervals import poisson_rate, wilson
from smo_review.quality.kpi_words import state
from smo_review.quality.kpis import KPIS, kpi_def
from smo_review.queries.kpis import kpis
from smo_review.store.ledger import merge_facts
from tests.helpers.store_cases import PROJECT, Case, Writer, case, made

CRITICAL = Finding("missed-critical", "missed", critical=True, severity=4, right_label="spam")
OVER = Finding("over", "over-flagged", label="hate")
WRONG = Finding("wrong", "wrong-label", label="hate", right_label="spam")
CODES = tuple(
    msgspec.structs.replace(code, weight={"missed-critical": 10, "over": 5}.get(code.id, 2))
    for code in PROJECT.error_codes
)
TARGETS = (
    Kpi("accuracy", {"en": "Right"}, 0.95, 0.9),
    Kpi("coverage", {"en": "Coverage"}, 0.5, 0.2),
)


def batch() -> Case:
    """Ten items: nine with one label, the last with two; i8 comes again as a hidden repeat."""
    project = msgspec.structs.replace(PROJECT, error_codes=CODES, kpis=TARGETS)
    base = case(11, (), project=project)
    items = (*base.items[:10], msgspec.structs.replace(base.items[8], id="again", weight=0))
    marks = [(Mark("hate"),)] * 5 + [(Mark("spam"),)] * 4 + [(Mark("hate"), Mark("spam"))]
    told = tuple(Annotation(f"i{n}", "ann", marks[n]) for n in range(10))
    more = (Annotation("i0", "bob", marks[0]), Annotation("again", "ann", marks[8]))
    info = msgspec.structs.replace(base.info, items=11, annotations=12)
    return msgspec.structs.replace(base, info=info, items=items, annotations=told + more)


SAID = {
    "i0": "correct", "i1": OVER, "i2": WRONG, "i3": "correct", "i4": "correct",
    "i5": CRITICAL, "i6": "correct", "i7": "ambiguous", "i8": "correct",
}  # fmt: skip


@pytest.fixture
def place(tmp_path: Path):
    ws = made(tmp_path / "ws", batch())
    bea, cho = Writer("bea"), Writer("cho")
    bodies = []
    for item, what in SAID.items():
        found = () if isinstance(what, str) else (what,)
        outcome = what if isinstance(what, str) else "incorrect"
        verdict = Verdict("b-1", item, "ann", outcome, findings=found, took=30_000)  # type: ignore[arg-type]
        bodies.append(bea.write("verdict", verdict))
    bodies.append(bea.write("verdict", Verdict("b-1", "again", "ann", "correct", took=1)))
    bodies.append(cho.write("verdict", Verdict("b-1", "i0", "ann", "correct", took=30_000)))
    bodies.append(cho.write("verdict", Verdict("b-1", "i3", "ann", "correct", took=30_000)))
    merge_facts(ws, bodies)
    yield ws
    ws.close()


def by_id(found: tuple[KpiFigure, ...]) -> dict[str, KpiFigure]:
    return {f"{one.id} {one.group}".strip(): one for one in found}


def test_every_kpi_is_counted_as_its_words_say(place) -> None:
    told = by_id(kpis(place))
    assert {
        name: (round(one.value or 0, 4), one.n) for name, one in told.items()
    } == {
        "accuracy": (0.625, 8),
        "critical_accuracy": (0.875, 8),
        "noncritical_accuracy": (0.75, 8),
        # 5 right, over 1 - 5/10, wrong 1 - 2/10, critical 0.
        "weighted_score": (round((5 + 0.5 + 0.8) / 8, 4), 8),
        "error_rate missed-critical": (0.125, 8),
        "error_rate over": (0.125, 8),
        "error_rate wrong": (0.125, 8),
        "missed_rate": (0.125, 8),
        "over_flagged_rate": (0.125, 8),
        "ambiguous_rate": (0.1111, 9),
        "unreviewable_rate": (0.0, 9),
        "precision hate": (0.6, 5),
        "precision spam": (1.0, 3),
        "recall hate": (1.0, 3),
        # i5 carries spam and lacks it too (a second one was missed), i2 lacks it.
        "recall spam": (0.5, 4),
        "first_pass_acceptance": (0.625, 8),
        "agreement": (1.0, 1),
        "agreement_kappa": (1.0, 1),
        "agreement_ac1": (1.0, 1),
        "auditor_agreement": (1.0, 2),
        "self_consistency": (1.0, 1),
        "dispute_rate": (0.0, 3),
        "coverage": (0.8182, 11),
        "throughput": (120.0, 9),
        "median_time": (30.0, 9),
    }  # fmt: skip


def test_intervals_are_those_of_the_sources(place) -> None:
    told = by_id(kpis(place))
    accuracy = told["accuracy"]
    assert (accuracy.low, accuracy.high) == wilson(5, 8)
    assert (told["throughput"].low, told["throughput"].high) == poisson_rate(9, 9 * 30 / 3600)
    assert (told["coverage"].low, told["coverage"].high) == (9 / 11, 9 / 11)
    # Ranks 1 and 9 of 9 would cover 99.6%; 2 and 8, which the rule gives, 96.1%.
    assert told["median_time"].low == told["median_time"].high == 30.0


def test_a_sentence_says_how_many_and_how_sure(place) -> None:
    told = by_id(kpis(place))
    assert told["accuracy"].name == "Right"
    assert told["accuracy"].sentence == "5 of 8 correct: 30.6–86.3% (95%)"
    assert (
        told["critical_accuracy"].sentence
        == "8 checked, 1 critical: critical error rate 2.2–47.1% (95%)"
    )
    assert told["precision hate"].name == "Precision: Hate"
    assert told["self_consistency"].sentence.startswith("1 judged twice, 1 alike")


def test_few_are_not_enough_and_a_count_needs_no_more(place) -> None:
    told = by_id(kpis(place))
    assert told["accuracy"].state == "not enough yet"
    assert (told["coverage"].state, told["coverage"].target) == ("on target", 0.5)


def test_a_filter_narrows_what_is_counted(place) -> None:
    told = by_id(kpis(place, Filter(code="over")))
    assert (told["accuracy"].n, told["accuracy"].value) == (8, 7 / 8)
    assert told["missed_rate"].value == 0.0
    # Agreement and coverage are of annotations, not of verdicts: a code says nothing of them.
    assert not told.keys() & {"coverage", "agreement", "self_consistency"}


def test_auditors_are_compared_on_the_annotations_that_a_filter_leaves(place) -> None:
    for who, outcome in (("dan", "correct"), ("eve", "ambiguous")):
        verdict = Verdict("b-1", "i0", "bob", outcome)  # type: ignore[arg-type]
        merge_facts(place, [Writer(who).write("verdict", verdict)])
    all_, ann, bob = (
        by_id(kpis(place, Filter(annotator=one)))["auditor_agreement"] for one in ("", "ann", "bob")
    )
    assert (all_.n, ann.n, ann.value, bob.n, bob.value) == (3, 2, 1.0, 1, 0.0)


HIGH, LOW = Kpi("a", {"en": "a"}, 0.9, 0.8), Kpi("a", {"en": "a"}, 0.1, 0.2, "lower")


@pytest.mark.parametrize(
    ("target", "low", "high", "told"),
    [
        (HIGH, 0.91, 0.97, "on target"),
        (HIGH, 0.85, 0.95, "not decided"),
        (HIGH, 0.81, 0.89, "below target"),
        (HIGH, 0.70, 0.79, "alarm"),
        (LOW, 0.02, 0.09, "on target"),
        (LOW, 0.05, 0.15, "not decided"),
        (LOW, 0.12, 0.19, "below target"),
        (LOW, 0.21, 0.30, "alarm"),
        (None, 0.2, 0.3, "no target"),
    ],
)  # fmt: skip
def test_a_state_is_claimed_only_where_the_interval_lets_one(target, low, high, told) -> None:
    assert state(Measured(50, 100, (low + high) / 2, low, high, 100, ""), target) == told
    few = Measured(5, 29, (low + high) / 2, low, high, 29, "")
    assert state(few, target) == "not enough yet"


def test_nothing_judged_is_no_data(tmp_path: Path) -> None:
    ws = made(tmp_path / "ws", batch())
    try:
        told = by_id(kpis(ws))
        assert told.keys() == {"coverage", "agreement", "agreement_kappa", "agreement_ac1"}
        assert told["coverage"].value == 0.0
        with pytest.raises(UserError):
            kpis(ws, Filter(batch="none"))
    finally:
        ws.close()


def test_the_registry_is_whole() -> None:
    ids = [one.id for one in KPIS]
    assert len(set(ids)) == len(ids)
    page = Path("resources/help/numbers.md").read_text(encoding="utf-8")
    for one in KPIS:
        assert f"`{one.id}`" in page, one.id
        assert one.symbols in page, one.id
        assert one.words in page, one.id
        assert one.source in page, one.id
    assert kpi_def("none") is None


def told_by(capsys, ws: Path, *words: str) -> dict[str, object]:
    assert main.main(["--workspace", str(ws), "--json", "numbers", *words]) == 0
    told: dict[str, object] = json.loads(capsys.readouterr().out)
    return told


def test_the_command_tells_kpis_and_explains_them(place, tmp_path, capsys) -> None:
    place.close()
    found = told_by(capsys, tmp_path / "ws", "--kpis")["kpis"]
    assert isinstance(found, list)
    first = found[0]
    assert first["id"] == "accuracy"
    assert first["rate"].keys() == {"value", "n", "low", "high"}
    assert (first["state"], first["target"], first["effective"]) == ("not enough yet", 0.95, 8.0)
    (one,) = told_by(capsys, tmp_path / "ws", "--explain", "recall")["kpis"]  # type: ignore[misc]
    assert one["symbols"] == "Σ w·TP / Σ w·(TP + FN)"
    assert main.main(["--json", "numbers", "--explain", "nothing"]) == 1
    assert "nothing" in json.loads(capsys.readouterr().out)["error"]["what"]


def test_a_repeat_weighs_nothing() -> None:
    assert [item.weight for item in batch().items][-2:] == [MILLION, 0]
