"""Golds that no longer measure are found: memorised, contested, disputed, outdated."""

from __future__ import annotations

import json
from pathlib import Path

from msgspec import structs

from smo_review.cli.main import run
from smo_review.domain.content import Item, Part
from smo_review.domain.project import Clause, Guideline
from smo_review.domain.scores import GoldHealth
from smo_review.operations.answers import take
from smo_review.operations.gold import GoldDraft, set_gold
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.quality.gold_health import Given, health
from smo_review.queries.gold_health import gold_health
from smo_review.queries.learning import run_of
from smo_review.store.workspace import Workspace
from tests.helpers.bundles import write_batch
from tests.helpers.learn_cases import built, key_of, learner_workspace, trainer_workspace
from tests.helpers.review_cases import PROJECT


def given(person: str, label: str, took: int, time: int) -> Given:
    return Given(person, (label,), took, time)


def test_a_gold_is_measured_by_first_answers_only() -> None:
    told = health(["hate"], [given("a", "spam", 9, 1), given("a", "hate", 4, 2)])
    assert (told.answers, told.people, told.right.value) == (2, 1, 0.0)
    assert (told.first, told.again) == (9, 4)


def test_memorised_is_fast_and_right_by_people_who_saw_it_before() -> None:
    first = [given(name, "hate", 8000, 1) for name in "abc"]
    again = [given(name, "hate", 3000, 2) for name in "abc"]
    assert health(["hate"], first + again).memorised
    assert not health(["hate"], first + again[:2]).memorised, "too few to say so"
    slow = [structs.replace(one, took=7000) for one in again]
    assert not health(["hate"], first + slow).memorised
    wrong = [*again[:2], given("c", "spam", 3000, 2)]
    assert not health(["hate"], first + wrong).memorised


def test_contested_is_said_by_half_and_not_of_fewer_than_five() -> None:
    five = [given(str(n), "spam" if n < 3 else "hate", 1, 1) for n in range(5)]
    assert health(["hate"], five).contested
    assert not health(["hate"], five[:4]).contested
    split = [given(str(n), label, 1, 1) for n, label in enumerate(["s", "t", "u", "v", "hate"])]
    assert not health(["hate"], split).contested, "many different answers are no other reading"


def _one(ws: Workspace, item: str) -> GoldHealth:
    return next(one for one in gold_health(ws) if one.item == item)


def test_answers_that_come_back_are_counted_at_their_gold(tmp_path: Path) -> None:
    trainer = trainer_workspace(tmp_path / "made")
    exercise = built(trainer, tmp_path / "x.smo", "exam").exercise
    key = key_of(trainer, exercise)
    for name in ("Dara", "Mei", "Sok", "Bo", "Lin"):
        ws = learner_workspace(tmp_path / name, name, tmp_path / "x.smo")
        lines = [
            {"item": item, "labels": ["normal" if key[item] == "hate" else key[item]]}
            for item in run_of(ws, exercise).items
        ]
        path = tmp_path / f"{name}.jsonl"
        path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
        take(ws, exercise, path)
        export_results(ws, tmp_path / f"{name}.smo")
        receive(trainer, tmp_path / f"{name}.smo")
        ws.close()
    hate, offensive = _one(trainer, "secret-0"), _one(trainer, "secret-1")
    assert (hate.people, hate.right.value, hate.signs) == (5, 0.0, ("contested",))
    assert hate.instead is None, "the other gold of that label is contested too"
    assert (offensive.people, offensive.right.value, offensive.signs) == (5, 1.0, ())
    trainer.close()


def test_a_clause_that_was_edited_makes_its_golds_outdated(tmp_path: Path, capsys) -> None:
    trainer = trainer_workspace(tmp_path / "made")
    assert not any(one.signs for one in gold_health(trainer))
    clauses = PROJECT.guideline.clauses
    edited = Clause("1", clauses[0].title, {"en": "It reads otherwise now."}, ("hate",))
    newer = structs.replace(PROJECT, guideline=Guideline("4", (edited, *clauses[1:])))
    later = [Item("later", (Part("text", "A later post"),))]
    write_batch(tmp_path / "later.smo", later, [], project=newer, media=(), name="Week 50")
    batch = receive(trainer, tmp_path / "later.smo").id
    assert _one(trainer, "secret-0").signs == ("outdated",)
    assert not _one(trainer, "secret-1").signs
    set_gold(trainer, [GoldDraft(batch, "later", ("hate",), clause="1")])
    assert _one(trainer, "secret-0").instead == (batch, "later")
    path = trainer.path
    trainer.close()
    capsys.readouterr()
    assert run(["gold", "health", "--json", "--workspace", str(path)], open_client=lambda _: 9) == 0
    answer = json.loads(capsys.readouterr().out)
    signs = {one["item"]: one["signs"] for one in answer["gold"]}
    assert signs["secret-0"] == ["outdated"] and signs["later"] == []
