"""`smo-review session`: a session begun, voted on, revealed and ruled from a terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from smo_review.cli.main import run
from smo_review.operations.answers import AnswerDraft, answer, begin_attempt
from smo_review.operations.exercise import Plan, build_exercise
from smo_review.operations.gold import GoldDraft, set_gold
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.workspace import open_workspace, set_person_name
from smo_review.queries.learning import run_of
from tests.helpers.dumps import dump
from tests.helpers.store_cases import case, made


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = run([*words, "--json"], open_client=lambda argv: 0)
    return code, json.loads(capsys.readouterr().out)


def held(folder: Path) -> dict[str, Any]:
    """Everything in the trainer's workspace."""
    ws = open_workspace(folder / "trainer")
    told = dump(ws)
    ws.close()
    return told


@pytest.fixture
def deck(tmp_path: Path) -> str:
    ws = made(tmp_path / "trainer", case(6))
    set_gold(ws, [GoldDraft("b-1", f"i{n}", ("hate",)) for n in range(4)])
    name = build_exercise(ws, Plan("Deck", "session", n=4), tmp_path / "deck.smo").exercise
    ws.close()
    return name


def test_a_session_goes_from_its_beginning_to_a_ruling(
    deck: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ("--workspace", str(tmp_path / "trainer"))
    code, begun = asked(
        capsys, *here, "session", "begin", deck, "--seat", "Dara", "--person", "Mei"
    )
    assert code == 0
    session = begun["session"]
    _, before = asked(capsys, *here, "session", "tally", session)
    item = before["slides"][0]["item"]
    voter = open_workspace(tmp_path / "voter", create=True)
    set_person_name(voter, "Mei")
    receive(voter, tmp_path / "deck.smo")
    begin_attempt(voter, deck)
    assert item in run_of(voter, deck).items
    answer(voter, AnswerDraft(deck, item, ("spam",)))
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    export_results(voter, inbox / "mei.smo")
    voter.close()
    (inbox / "half.smo").write_bytes(b"half")
    script = tmp_path / "script.jsonl"
    acts = [
        {"act": "call", "item": item, "seconds": 60},
        {"act": "vote", "item": item, "voter": "Dara", "labels": ["hate"], "confidence": 0.8},
        {"act": "reveal", "item": item},
        {"act": "remark", "item": item, "text": "Mei read it as a joke."},
        {"act": "rule", "item": item, "labels": ["hate"], "reason": "Clause one.", "gold": True},
        {"act": "ask", "text": "Is a quote an attack?"},
    ]
    script.write_text("\n".join(map(json.dumps, acts)), "utf-8")
    code, told = asked(
        capsys, *here, "session", "run", session, "--from", str(script), "--inbox", str(inbox)
    )
    assert code == 0 and told["acts"] == 6
    assert [Path(path).name for path in told["received"]] == ["mei.smo"]
    assert [Path(path).name for path in told["refused"]] == ["half.smo"]
    slide = next(one for one in told["slides"] if one["item"] == item)
    assert {ballot["voter"]: ballot["channel"] for ballot in slide["rounds"][0]["ballots"]} == {
        "Dara": "seat",
        "Mei": "file",
    }
    assert slide["ruling"]["labels"] == ["hate"] and slide["reason"] == "Clause one."
    assert slide["remarks"] == ["Mei read it as a joke."] and slide["rounds"][0]["seconds"] == 60
    assert (told["seats"], told["at"] != item) == (["Dara"], True)
    assert told["questions"] == ["Is a quote an attack?"]
    _, there = asked(capsys, *here, "session", "list")
    assert [one["ruled"] for one in there["sessions"]] == [1]


@pytest.mark.parametrize(
    "line",
    [
        {"act": "dance"},
        {"act": "vote", "item": "nowhere", "voter": "Dara"},
        {"act": "vote", "x": 1},
        {"act": "vote", "item": "ITEM", "voter": "Dara", "labels": ["nothing-known"]},
        {"act": "vote", "item": "ITEM", "voter": "Dara", "confidence": 5},
        {"act": "rule", "item": "ITEM", "labels": ["nothing-known"], "reason": "So be it."},
        {"act": "ask", "text": "Is it?", "clause": "99"},
        {"act": "call", "item": "ITEM", "round": 3},
    ],
)
def test_a_line_that_cannot_be_done_is_refused_by_name(
    deck: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: dict[str, Any]
) -> None:
    here = ("--workspace", str(tmp_path / "trainer"))
    session = asked(capsys, *here, "session", "begin", deck)[1]["session"]
    item = asked(capsys, *here, "session", "tally", session)[1]["slides"][0]["item"]
    script = tmp_path / "script.jsonl"
    script.write_text(json.dumps(line).replace("ITEM", item), "utf-8")
    before = held(tmp_path)
    code, told = asked(capsys, *here, "session", "run", session, "--from", str(script))
    assert code == 1 and told["error"]["what"] and told["error"]["do"]
    assert "line 1" in told["error"]["where"]
    assert held(tmp_path) == before


def test_a_line_that_nobody_knows_keeps_the_lines_before_it_from_being_done(
    deck: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ("--workspace", str(tmp_path / "trainer"))
    session = asked(capsys, *here, "session", "begin", deck)[1]["session"]
    item = asked(capsys, *here, "session", "tally", session)[1]["slides"][0]["item"]
    script = tmp_path / "script.jsonl"
    acts = [{"act": "call", "item": item}, {"act": "call", "item": "nowhere"}]
    script.write_text("\n".join(map(json.dumps, acts)), "utf-8")
    before = held(tmp_path)
    code, told = asked(capsys, *here, "session", "run", session, "--from", str(script))
    assert code == 1 and "line 2" in told["error"]["where"] and held(tmp_path) == before


def test_a_line_out_of_turn_says_that_what_came_before_it_stands(
    deck: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ("--workspace", str(tmp_path / "trainer"))
    session = asked(capsys, *here, "session", "begin", deck)[1]["session"]
    item = asked(capsys, *here, "session", "tally", session)[1]["slides"][0]["item"]
    script = tmp_path / "script.jsonl"
    acts = [{"act": "call", "item": item}, {"act": "rule", "item": item, "reason": "Too early."}]
    script.write_text("\n".join(map(json.dumps, acts)), "utf-8")
    code, told = asked(capsys, *here, "session", "run", session, "--from", str(script))
    assert code == 1 and "line 2" in told["error"]["where"]
    assert "What the lines before say was done" in told["error"]["do"]
    stands = asked(capsys, *here, "session", "tally", session)[1]["slides"][0]
    assert stands["rounds"][0]["called"] > 0 and stands["ruling"] is None


def test_an_unknown_session_is_a_refusal(
    deck: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ("--workspace", str(tmp_path / "trainer"))
    code, told = asked(capsys, *here, "session", "tally", "s-none")
    assert code == 1 and set(told["error"]) == {"what", "where", "do"}
