"""Exercises: built from gold, taken in other workspaces, scored where the key is."""

from __future__ import annotations

import itertools
import json
import zipfile
from pathlib import Path

import pytest
from msgspec import structs

from smo_review.domain.content import Item, Mark, Part, Span
from smo_review.domain.errors import UserError
from smo_review.domain.learning import PassRule
from smo_review.operations.answers import (
    AnswerDraft,
    answer,
    begin_attempt,
    end_attempt,
    take,
)
from smo_review.operations.exercise import Plan, build_exercise, choose
from smo_review.operations.gold import (
    GoldDraft,
    gold_from_agreement,
    keep_set,
    retire_gold,
    set_gold,
)
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.workspace import set_person_name
from smo_review.queries.batches import batches
from smo_review.queries.gold import gold_sets, golds, golds_of_set
from smo_review.queries.learning import exercises, run_of, scores, shown_gold
from smo_review.store.checking import check_store
from smo_review.store.workspace import Workspace, open_workspace
from tests.helpers.dumps import dump
from tests.helpers.store_cases import case, made

PLACE = Span(0, 0, 4)
SECRET = "a concept that only trainers know"
WHY = "why it is so, in the trainer's words"


@pytest.fixture
def trainer(tmp_path: Path) -> Workspace:
    """A batch of eight texts, six of them gold: hate and spam in turn, the mild ones last."""
    items = [
        Item(
            f"secret-{n}",
            (Part("text", text=f"text number {n}"),),
            severity=4 - n // 2,
            stratum="planted",
            weight=2_000_000,
        )
        for n in range(8)
    ]
    ws = made(tmp_path / "trainer", case(items, ("Bopha-one", "Chan-two")))
    set_gold(
        ws,
        [
            GoldDraft("b-1", f"secret-{n}", (("hate", "spam")[n % 2],), WHY, "", "take", SECRET, 3)
            for n in range(6)
        ],
    )
    return ws


def _learner(folder: Path, name: str, file: Path) -> Workspace:
    ws = open_workspace(folder, create=True)
    set_person_name(ws, name)
    receive(ws, file)
    return ws


def _answers(ws: Workspace, exercise: str, right: int, out: Path, key: dict[str, str]) -> Path:
    """A file that is right on the first items of the person's own order and wrong on the rest."""
    lines = []
    for place, item in enumerate(run_of(ws, exercise).items):
        wrong = {"hate": "spam", "spam": "hate"}[key[item]]
        label = key[item] if place < right else wrong
        lines.append(json.dumps({"item": item, "labels": [label], "confidence": 0.9}))
    out.write_text("\n".join(lines), "utf-8")
    return out


def _key(ws: Workspace, exercise: str) -> dict[str, str]:
    return {one.item: one.gold[0] for one in scores(ws, exercise).items}


def test_gold_is_made_revised_and_retired_by_facts(trainer: Workspace) -> None:
    assert [one.item for one in golds(trainer)] == [f"secret-{n}" for n in range(6)]
    assert golds(trainer)[0].rationale == WHY
    draft = GoldDraft("b-1", "secret-0", ("spam",), "another reason")
    assert set_gold(trainer, [draft]).facts == 1
    assert set_gold(trainer, [draft]).facts == 0, "said alike: nothing is new"
    assert golds(trainer)[0].labels == ("spam",)
    retire_gold(trainer, "b-1", "secret-0")
    assert "secret-0" not in {one.item for one in golds(trainer)}
    assert golds(trainer, retired=True)[0].retired
    with pytest.raises(UserError):
        set_gold(trainer, [GoldDraft("b-1", "secret-1", ("unknown",))])
    trainer.close()


def test_what_annotators_agree_on_becomes_gold(tmp_path: Path) -> None:
    one = case(4, ("ann",))
    twice = tuple(structs.replace(said, annotator="bo") for said in one.annotations)
    both = structs.replace(one, annotations=one.annotations + twice)
    ws = made(tmp_path / "ws", both)
    assert gold_from_agreement(ws, "b-1", raters=3).facts == 0, "two are not three"
    assert gold_from_agreement(ws, "b-1", raters=2).facts == 4
    assert [one.labels for one in golds(ws)][:2] == [("hate",), ("spam",)]
    ws.close()


def test_an_exam_tells_nothing_of_its_gold(trainer: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "exam.smo"
    built = build_exercise(trainer, Plan("Exam", "exam", n=6), file)
    learner = _learner(tmp_path / "learner", "Dara", file)
    with zipfile.ZipFile(file) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist()).decode("latin-1")
    told = repr(dump(learner)) + parts
    for secret in ("secret-", SECRET, WHY, "planted", "Bopha-one", "Chan-two"):
        assert secret not in told
    with learner.read() as conn:
        assert not conn.execute("SELECT * FROM gold").fetchall()
        assert not conn.execute("SELECT * FROM annotations").fetchall()
        assert {row[0] for row in conn.execute("SELECT weight FROM items")} == {1_000_000}
    begin_attempt(learner, built.exercise)
    item = run_of(learner, built.exercise).next_item
    answer(learner, AnswerDraft(built.exercise, item, ("hate",)))
    assert shown_gold(learner, built.exercise, item) is None
    with pytest.raises(UserError):
        scores(learner, built.exercise)
    learner.close()
    trainer.close()


def test_the_order_of_an_exam_is_the_learners_own_and_begins_mildly(
    trainer: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "exam.smo"
    built = build_exercise(trainer, Plan("Exam", "exam", n=6), file)
    orders = []
    for name in ("Dara", "Mei"):
        ws = _learner(tmp_path / name, name, file)
        begin_attempt(ws, built.exercise)
        with ws.read() as conn:
            severity = dict(conn.execute("SELECT id, severity FROM items"))
        order = run_of(ws, built.exercise).items
        assert [severity[item] for item in order] == sorted(severity[item] for item in order)
        orders.append(order)
        ws.close()
    assert set(orders[0]) == set(orders[1])
    trainer.close()


def test_three_learners_hand_back_in_any_order_and_score_alike(
    trainer: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "exam.smo"
    rule = PassRule(800_000, critical=("secret-0",))
    built = build_exercise(trainer, Plan("Exam", "exam", n=6, rule=rule), file)
    key = _key(trainer, built.exercise)
    results = []
    for name, right in (("Dara", 6), ("Mei", 5), ("Sok", 2)):
        ws = _learner(tmp_path / name, name, file)
        path = _answers(ws, built.exercise, right, tmp_path / f"{name}.jsonl", key)
        assert take(ws, built.exercise, path) == {
            "attempt": 1,
            "answers": 6,
            "unanswered": 0,
        }
        with pytest.raises(UserError):
            begin_attempt(ws, built.exercise)
        export_results(ws, tmp_path / f"{name}.smo")
        results.append(tmp_path / f"{name}.smo")
        ws.close()
    export_results(trainer, tmp_path / "key.smo")
    told = []
    for place, order in enumerate(itertools.permutations([*results, tmp_path / "key.smo"])):
        if place % 7:
            continue
        ws = open_workspace(tmp_path / f"lead-{place}", create=True)
        for path in order:
            receive(ws, path)
        told.append(scores(ws, built.exercise))
        assert not list(check_store(ws))
        ws.close()
    assert all(one == told[0] for one in told)
    by_name = {one.name: one for one in told[0].learners}
    assert [by_name[name].right.value for name in ("Dara", "Mei", "Sok")] == [1.0, 5 / 6, 2 / 6]
    assert by_name["Dara"].passed and "mark" in by_name["Sok"].because
    assert by_name["Sok"].confusion and by_name["Sok"].brier == pytest.approx(
        (2 * 0.1**2 + 4 * 0.9**2) / 6
    )
    trainer.close()


def test_practice_shows_the_gold_after_the_answer_and_not_before(
    trainer: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "practice.smo"
    built = build_exercise(trainer, Plan("Practice", n=4, attempts=2), file)
    ws = _learner(tmp_path / "learner", "Dara", file)
    assert not batches(ws), "an exercise is no batch to review"
    begin_attempt(ws, built.exercise)
    item = run_of(ws, built.exercise).next_item
    assert shown_gold(ws, built.exercise, item) is None
    answer(ws, AnswerDraft(built.exercise, item, ("hate",), confidence=700_000))
    found = shown_gold(ws, built.exercise, item)
    assert found is not None and found[0].rationale == WHY and found[0].teaching == "take"
    with pytest.raises(UserError):
        answer(ws, AnswerDraft(built.exercise, item, ("spam",)))
    end_attempt(ws, built.exercise)
    (own,) = scores(ws, built.exercise).learners
    assert (own.answered, own.items, own.ended) == (1, 4, True)
    begin_attempt(ws, built.exercise)
    assert run_of(ws, built.exercise).attempt == 2
    assert exercises(ws)[0].attempt == 2 and not exercises(ws)[0].built
    ws.close()
    trainer.close()


def test_answers_the_exercise_does_not_know_are_refused_whole(
    trainer: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "exam.smo"
    built = build_exercise(trainer, Plan("Exam", "exam", n=3), file)
    ws = _learner(tmp_path / "learner", "Dara", file)
    good = run_of(ws, built.exercise).items[0]
    path = tmp_path / "answers.jsonl"
    for line in (
        {"item": "nowhere", "labels": ["hate"]},
        {"item": good, "labels": ["unknown"]},
        {"item": good, "labels": ["hate"], "confidence": 2},
        {"item": good, "labels": "hate"},
        {"item": good, "unknown": 1},
    ):
        path.write_text(json.dumps({"item": good, "labels": ["hate"]}) + "\n" + json.dumps(line))
        before = dump(ws)
        with pytest.raises(UserError):
            take(ws, built.exercise, path)
        assert dump(ws) == before
    ws.close()
    trainer.close()


def test_a_set_of_gold_keeps_its_versions(trainer: Workspace, tmp_path: Path) -> None:
    assert keep_set(trainer, "Basics", items=["secret-0", "secret-1"]).facts == 1
    assert keep_set(trainer, "Basics", items=["secret-0", "secret-1"]).facts == 0
    set_gold(trainer, [GoldDraft("b-1", "secret-0", ("spam",), "a later reading")])
    assert keep_set(trainer, "Basics", items=["secret-0", "secret-2"]).facts == 1
    assert [(one.name, one.version) for one in gold_sets(trainer)] == [("Basics", 1), ("Basics", 2)]
    first = {one.item: one for one in golds_of_set(trainer, "Basics@1")}
    newest = {one.item: one for one in golds_of_set(trainer, "Basics")}
    assert (first["secret-0"].labels, first["secret-0"].rationale) == (("hate",), WHY)
    assert newest["secret-0"].labels == ("spam",) and newest.keys() == {"secret-0", "secret-2"}
    plan = Plan("From the first", gold_set="Basics@1")
    built = build_exercise(trainer, plan, tmp_path / "x.smo")
    assert sorted(one.gold for one in scores(trainer, built.exercise).items) == [
        ("hate",),
        ("spam",),
    ]
    retire_gold(trainer, "b-1", "secret-1")
    assert [one.item for one in golds_of_set(trainer, "Basics@1")] == ["secret-0"]
    for wrong in ("Basics@3", "Other"):
        with pytest.raises(UserError):
            golds_of_set(trainer, wrong)
    with pytest.raises(UserError):
        keep_set(trainer, "Basics", items=["secret-7"])
    with pytest.raises(UserError):
        keep_set(trainer, "a@b")
    trainer.close()


def test_where_the_place_counts_it_is_told_apart_from_the_label(
    trainer: Workspace, tmp_path: Path
) -> None:
    plan = Plan("Places", "exam", chosen=(("b-1", "secret-0"), ("b-1", "secret-1")), places=True)
    with pytest.raises(UserError, match="says where its labels lie"):
        build_exercise(trainer, plan, tmp_path / "no.smo")
    marked = GoldDraft("b-1", "secret-0", ("hate",), marks=(Mark("hate", PLACE, 900_000),))
    set_gold(trainer, [marked])
    assert set_gold(trainer, [marked]).facts == 0, "the same again adds nothing"
    (gold,) = (one for one in golds(trainer) if one.item == "secret-0")
    assert gold.marks == (Mark("hate", PLACE),), "how sure somebody was is not gold"
    name = build_exercise(trainer, plan, tmp_path / "exam.smo").exercise
    with zipfile.ZipFile(tmp_path / "exam.smo") as file:
        assert b"hate" not in file.read("items.jsonl") and "gold.jsonl" not in file.namelist()
    key = {one.source: one for one in scores(trainer, name).items}
    learner = open_workspace(tmp_path / "learner", create=True)
    receive(learner, tmp_path / "exam.smo")
    assert run_of(learner, name).sheet.places
    begin_attempt(learner, name)
    wrong_place = AnswerDraft(name, key["secret-0"].item, ("hate",), location=Span(0, 5, 9))
    answer(learner, wrong_place)
    answer(learner, AnswerDraft(name, key["secret-1"].item, key["secret-1"].gold))
    end_attempt(learner, name)
    export_results(learner, tmp_path / "back.smo")
    receive(trainer, tmp_path / "back.smo")
    (score,) = scores(trainer, name).learners
    assert (score.right.value, score.passed) == (1.0, True), "a place never fails anybody"
    assert (score.placed, score.wrong_place) == (1, 1)
    assert {one.place_right for one in score.results} == {None, False}
    learner.close()


def test_practice_tells_the_place_after_the_answer(trainer: Workspace, tmp_path: Path) -> None:
    set_gold(trainer, [GoldDraft("b-1", "secret-0", ("hate",), marks=(Mark("hate", PLACE),))])
    plan = Plan("Places", "practice", chosen=(("b-1", "secret-0"),), places=True)
    name = build_exercise(trainer, plan, tmp_path / "practice.smo").exercise
    learner = open_workspace(tmp_path / "learner", create=True)
    receive(learner, tmp_path / "practice.smo")
    begin_attempt(learner, name)
    (item,) = run_of(learner, name).items
    assert shown_gold(learner, name, item) is None
    answer(learner, AnswerDraft(name, item, ("hate",), location=Span(0, 2, 6)))
    told = shown_gold(learner, name, item)
    assert told is not None
    assert told[0].marks == (Mark("hate", PLACE),) and told[1].place_right is True
    learner.close()


def test_a_rule_that_asks_for_what_is_not_in_the_exercise_is_refused(
    trainer: Workspace, tmp_path: Path
) -> None:
    chosen = (("b-1", "secret-0"),)
    for rule, told in (
        (PassRule(critical=("secret-1",)), "critical item secret-1"),
        (PassRule(floors={"spam": 500_000}), "No gold of the exercise has the label spam"),
    ):
        with pytest.raises(UserError, match=told):
            build_exercise(trainer, Plan("X", chosen=chosen, rule=rule), tmp_path / "x.smo")
    assert not (tmp_path / "x.smo").exists()


def test_critical_items_are_always_drawn(trainer: Workspace, tmp_path: Path) -> None:
    for seed in range(1, 6):
        plan = Plan("X", n=2, seed=seed, rule=PassRule(critical=("secret-4",)))
        drawn = choose(trainer, plan)
        assert len(drawn) == 2 and "secret-4" in {one.item for one in drawn}
