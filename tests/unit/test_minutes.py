"""What remains of a session: minutes that name no vote and hold no content, and its actions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from smo_review.cli.main import run
from smo_review.domain.content import Item, Part
from smo_review.domain.errors import UserError
from smo_review.domain.project import Clause, Guideline, LabelDef
from smo_review.operations.custody import seal_item
from smo_review.operations.exercise import Plan, build_exercise
from smo_review.operations.gold import GoldDraft, set_gold
from smo_review.operations.leading import remark
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.session import (
    RulingDraft,
    VoteDraft,
    ask_question,
    begin_session,
    reveal_votes,
    rule,
    vote,
)
from smo_review.operations.session_actions import agree_action, finish_action
from smo_review.queries.minutes import minutes
from smo_review.queries.sessions import tally
from smo_review.reports.minutes import minutes_html
from smo_review.store.workspace import Workspace, open_workspace
from tests.helpers.store_cases import PROJECT, case, made

NAMES = ("Dara", "Mei", "Sok")
CONTENT = "words of the content itself"
GUIDED = structs.replace(
    PROJECT,
    labels=(
        LabelDef("hate", {"en": "Hate speech", "km": "សុន្ទរកថាស្អប់", "zh": "仇恨言论"}),
        LabelDef("spam", {"en": "Spam", "km": "សារឥតបានការ", "zh": "垃圾信息"}),
    ),
    guideline=Guideline("1", (Clause("4.2", {"en": "Quotes"}, {"en": "Text"}, ("hate",)),)),
)


@pytest.fixture
def trainer(tmp_path: Path) -> Iterator[Workspace]:
    items = [Item(f"post-{n}", (Part("text", text=f"{CONTENT} {n}"),)) for n in range(4)]
    ws = made(tmp_path / "trainer", case(items, project=GUIDED))
    set_gold(ws, [GoldDraft("b-1", f"post-{n}", ("hate",)) for n in range(4)])
    yield ws
    ws.close()


@pytest.fixture
def session(trainer: Workspace, tmp_path: Path) -> str:
    deck = build_exercise(trainer, Plan("Deck", "session", n=4), tmp_path / "deck.smo").exercise
    return begin_session(trainer, deck, (*NAMES, "Late"))


def voted(ws: Workspace, session: str, item: str, answers: str, number: int = 1) -> None:
    """A letter of `answers` for each of the voters: h for hate, s for spam."""
    for name, letter in zip(NAMES, answers, strict=False):
        label = {"h": "hate", "s": "spam"}[letter]
        vote(ws, VoteDraft(session, item, name, (label,), round=number))
    reveal_votes(ws, session, item, number)


def held(ws: Workspace, session: str) -> list[str]:
    """A whole session: split votes, then votes that agree, rulings, a question, an action."""
    items = [slide.item for slide in tally(ws, session).slides]
    for item in items[:2]:
        voted(ws, session, item, "hhs")
        voted(ws, session, item, "hhh", 2)
        remark(ws, session, item, "A quote is no attack. 引用")
        rule(ws, RulingDraft(session, item, ("hate",), "4.2", "ព្រោះវាវាយប្រហារ។"))
    voted(ws, session, items[2], "hss")
    rule(ws, RulingDraft(session, items[2], reason="Nobody knows.", undecided=True))
    ask_question(ws, session, "Is a song a quote?", "4.2")
    agree_action(ws, session, "Add an example to the clause", "Mei", "2026-12-05")
    return items


class Seen(HTMLParser):
    """The words of a page, and every address or script in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.reaching: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        reaching = {"href", "src", "action", "srcset", "data", "xlink:href"}
        self.reaching += [f"{tag} {name}" for name, _ in attrs if name in reaching]
        self.reaching += [f"{tag} {name}" for name, _ in attrs if name.startswith("on")]
        if tag in ("script", "img", "iframe", "object", "embed"):
            self.reaching.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_agreement_is_told_before_and_after_with_its_interval(
    trainer: Workspace, session: str
) -> None:
    held(trainer, session)
    told = minutes(trainer, session)
    assert told.before.value == pytest.approx(1 / 3) and told.before.n == 3
    assert (told.after.value, told.after.n) == (1.0, 2)
    assert told.shift.value == pytest.approx(2 / 3) and told.shift.n == 2
    assert told.before.low is not None and told.before.high is not None
    assert told.shift.low is None, "two items tell nothing of others"
    words = minutes_html(told, "en")
    assert "After it 100.0% (too few items for an interval) agreed." in words
    assert "On 2 items that were voted on twice, agreement changed by +66.7 percentage" in words
    names = [one.name for one in told.measures]
    assert names == ["Fleiss kappa", "Gwet AC1", "Krippendorff alpha"]
    # 2-1, 2-1 and 1-2 of two answers: five h, four s; expected agreement (25 + 16) / 81.
    fleiss = told.measures[0].before.value
    assert fleiss == pytest.approx((1 / 3 - 41 / 81) / (1 - 41 / 81))


def test_attendance_rulings_questions_and_actions_are_in_it(
    trainer: Workspace, session: str
) -> None:
    items = held(trainer, session)
    voted(trainer, session, items[3], "h")
    told = minutes(trainer, session)
    first = {one.name: (one.first, one.second, one.late) for one in told.attendance}
    assert first == {"Dara": (4, 2, 0), "Mei": (3, 2, 0), "Sok": (3, 2, 0), "Late": (0, 0, 0)}
    ruled = [one.ruling for one in told.items if one.ruling is not None]
    assert [(one.labels, one.clause, one.undecided) for one in ruled] == [
        (("hate",), "4.2", False),
        (("hate",), "4.2", False),
        ((), "", True),
    ]
    assert ruled[0].reason == "ព្រោះវាវាយប្រហារ។"
    assert [(one.text, one.clause) for one in told.questions] == [("Is a song a quote?", "4.2")]
    (action,) = told.actions
    assert (action.text, action.owner, action.due, action.done) == (
        "Add an example to the clause",
        "Mei",
        "2026-12-05",
        False,
    )
    assert set(told.labels) == {"hate", "spam"} and set(told.clauses) == {"4.2"}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Minutes", "Hate speech", "Rulings", "33.3%", "Add an example")),
        ("km", ("កំណត់ហេតុ", "សុន្ទរកថាស្អប់", "សេចក្ដីសម្រេច", "ព្រោះវាវាយប្រហារ។")),
        ("zh", ("纪要", "仇恨言论", "裁定", "引用")),
    ],
)
def test_the_page_speaks_the_language_asked_for_and_reaches_for_nothing(
    trainer: Workspace, session: str, language: str, words: tuple[str, ...]
) -> None:
    held(trainer, session)
    html = minutes_html(minutes(trainer, session), language)
    seen = Seen(html)
    assert not seen.reaching and f'<html lang="{language}">' in html
    told = " ".join(seen.words)
    assert all(word in told for word in words)
    assert html.count("<svg") == 4 and html.count("<table") >= html.count("<svg")


def test_no_content_and_nobodys_vote_is_in_the_minutes(trainer: Workspace, session: str) -> None:
    items = held(trainer, session)
    voted(trainer, session, items[3], "s")  # Dara alone
    html = minutes_html(minutes(trainer, session), "en")
    assert CONTENT not in html
    told = " ".join(Seen(html).words)
    assert "telling them would name somebody" in told
    by_item = told[told.index("Item by item") :]
    assert not [name for name in NAMES if name in by_item]


def test_words_of_the_session_are_text_and_never_markup(trainer: Workspace, session: str) -> None:
    hostile = "<img src=x onerror=alert(1)>\n<b>bold</b>"
    items = held(trainer, session)
    rule(trainer, RulingDraft(session, items[0], ("hate",), "4.2", hostile))
    agree_action(trainer, session, hostile, "<i>Mei</i>")
    html = minutes_html(minutes(trainer, session), "en")
    assert not Seen(html).reaching
    assert "<b>" not in html and "<i>" not in html and "&lt;b&gt;bold" in html


def test_of_a_sealed_item_nothing_is_told(trainer: Workspace, session: str) -> None:
    items = held(trainer, session)
    source = tally(trainer, session).slides[0].source_item
    seal_item(trainer, "b-1", source)
    told = next(one for one in minutes(trainer, session).items if one.item == items[0])
    assert told.sealed and told.ruling is None and told.remarks == () and told.prompt == ""
    assert "sealed" in minutes_html(minutes(trainer, session), "en")


def test_a_session_without_votes_has_minutes_that_say_so(trainer: Workspace, session: str) -> None:
    told = minutes(trainer, session)
    assert (told.before.value, told.before.n) == (None, 0)
    html = minutes_html(told, "en")
    assert "Not enough yet" in html and "Nothing was ruled." in html and "<svg" not in html


def test_an_action_is_done_once_and_needs_words_and_a_day_that_is_one(
    trainer: Workspace, session: str
) -> None:
    held(trainer, session)
    (action,) = minutes(trainer, session).actions
    assert finish_action(trainer, action.action).facts == 1
    assert finish_action(trainer, action.action).facts == 0
    assert [one.done for one in minutes(trainer, session).actions] == [True]
    for text, due in (("  ", ""), ("Do it", "tomorrow")):
        with pytest.raises(UserError):
            agree_action(trainer, session, text, due=due)
    with pytest.raises(UserError):
        finish_action(trainer, "a-none")
    assert len(minutes(trainer, session).actions) == 1


@pytest.mark.parametrize("order", [("deck", "all"), ("all", "deck", "all")])
def test_minutes_are_the_same_wherever_the_facts_came_together(
    trainer: Workspace, session: str, tmp_path: Path, order: tuple[str, ...]
) -> None:
    held(trainer, session)
    export_results(trainer, tmp_path / "all.smo")
    here = minutes(trainer, session)
    other = open_workspace(tmp_path / "other", create=True)
    for name in order:
        receive(other, tmp_path / f"{name}.smo")
    there = minutes(other, session)
    assert structs.replace(there, head="") == structs.replace(here, head="")
    assert re.fullmatch("[0-9a-f]{64}", there.head)
    other.close()


def printed(html: str) -> bytes:
    return b"%PDF " + html.encode()


def told_by(capsys: pytest.CaptureFixture[str], ws: Path, *words: str) -> tuple[int, Any]:
    capsys.readouterr()
    line = ["session", "minutes", *words, "--workspace", str(ws), "--json"]
    code = run(line, open_client=lambda _: 0, printer=printed)
    return code, json.loads(capsys.readouterr().out)


def test_the_command_writes_both_files_and_tells_the_same(
    trainer: Workspace, session: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held(trainer, session)
    html, pdf = tmp_path / "m.html", tmp_path / "m.pdf"
    words = ("--html", str(html), "--pdf", str(pdf), "--language", "zh")
    code, told = told_by(capsys, trainer.path, session, *words)
    assert code == 0 and "纪要" in html.read_text("utf-8")
    assert pdf.read_bytes() == printed(html.read_text("utf-8"))
    assert set(told["before"]) == {"value", "n", "low", "high"} and told["before"]["n"] == 3
    assert [one["owner"] for one in told["actions"]] == ["Mei"]
    assert (told["html"], told["pdf"]) == (str(html), str(pdf))


@pytest.mark.parametrize(
    "words",
    [
        ("s-none",),
        ("SESSION", "--html", "m.html", "--pdf", "m.html"),
        ("SESSION", "--html", "m.html", "--pdf", "nowhere/m.pdf"),
    ],
)
def test_minutes_that_cannot_be_written_are_refused_and_leave_no_file(
    trainer: Workspace,
    session: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    named = [session if word == "SESSION" else word for word in words]
    code, told = told_by(capsys, trainer.path, *named)
    assert code == 1 and set(told["error"]) == {"what", "where", "do"}
    assert not list(tmp_path.glob("m.*"))


def test_without_a_printer_a_pdf_is_refused_in_plain_words(
    trainer: Workspace, session: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["session", "minutes", session, "--pdf", str(tmp_path / "m.pdf"), "--json"]
    capsys.readouterr()
    assert run([*line, "--workspace", str(trainer.path)], open_client=lambda _: 0) == 1
    assert json.loads(capsys.readouterr().out)["error"]["where"] == "--pdf"


def test_an_action_is_done_and_a_question_answered_from_a_terminal(
    trainer: Workspace, session: str, capsys: pytest.CaptureFixture[str]
) -> None:
    held(trainer, session)
    told = minutes(trainer, session)
    where = ["--json", "--workspace", str(trainer.path)]
    question, action = told.questions[0].question, told.actions[0].action
    for words in (["done", action], ["answer", question, "Yes, where it attacks."]):
        assert run(["session", *words, *where], open_client=lambda _: 0) == 0
        assert json.loads(capsys.readouterr().out) == {"facts_new": 1}
    told = minutes(trainer, session)
    assert told.actions[0].done and told.questions[0].answered == "Yes, where it attacks."
    assert "answered: Yes" in minutes_html(told, "en")
    for words in (["done", "a-none"], ["answer", "q-none", "Yes."], ["answer", question, " "]):
        assert run(["session", *words, *where], open_client=lambda _: 0) == 1
        assert set(json.loads(capsys.readouterr().out)["error"]) == {"what", "where", "do"}
