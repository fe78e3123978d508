"""Search finds every stretch of a text, however short and in any script, and nothing else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from smo_review.domain.content import Item, Part
from smo_review.domain.views import QueueFilter, VerdictDraft
from smo_review.operations.flags import flag_item
from smo_review.operations.undo import redo, undo
from smo_review.operations.verdicts import record_verdict
from smo_review.queries.queue import queue_listing, row_of
from smo_review.store.workspace import Workspace
from tests.helpers.store_cases import case, made

TEXTS = (
    "The quick brown fox",
    "សួស្តី ពិភពលោក ស្រឡាញ់",
    "你好世界,这是一个测试",
    'quotes " and (brackets) AND OR NOT near*',
    "مرحبا בעולם 👩‍👩‍👧 café",
    "a",
    "Straße ÄÖÜ",
)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("search")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
        items = [Item(f"i{n}", (Part("text", text=text),)) for n, text in enumerate(TEXTS)]
        ws = made(folder / "ws", case(items))
    yield ws
    ws.close()


def found(ws: Workspace, text: str, limit: int | None = None) -> list[int]:
    first = row_of(ws, "b-1", "i0") or 0
    return [row - first for row in queue_listing(ws, "b-1", QueueFilter(text=text), limit)]


@given(data=st.data())
def test_every_stretch_of_a_text_finds_it(texts: Workspace, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(TEXTS) - 1))
    start = data.draw(st.integers(0, len(TEXTS[number]) - 1))
    end = data.draw(st.integers(start + 1, len(TEXTS[number])))
    wanted = TEXTS[number][start:end].strip()
    assume(wanted)
    assert number in found(texts, wanted)


@given(wanted=st.text(alphabet="aeinoqstx 你这是ស្ត\"'*()-:^", min_size=1, max_size=4))
def test_nothing_is_found_that_does_not_hold_the_words(texts: Workspace, wanted: str) -> None:
    plain = unicodedata.normalize("NFC", wanted.strip()).lower()
    assume(plain)
    assert found(texts, wanted) == [n for n, text in enumerate(TEXTS) if plain in text.lower()]


def test_capital_letters_do_not_matter(texts: Workspace) -> None:
    assert found(texts, "QUICK") == found(texts, "quick") == [0]
    assert found(texts, "äö") == found(texts, "ÄÖ") == [6]


def test_words_written_in_two_ways_are_the_same(texts: Workspace) -> None:
    assert found(texts, "cafe\u0301") == found(texts, "caf\u00e9") == [4]


def test_a_limit_cuts_the_first_page(texts: Workspace) -> None:
    every = found(texts, "a")
    assert len(every) > 2
    assert found(texts, "a", 2) == every[:2]


def test_an_empty_search_filters_nothing(texts: Workspace) -> None:
    assert len(found(texts, "  ")) == len(TEXTS)


def test_notes_are_found_while_they_stand(tmp_path: Path) -> None:
    ws = made(tmp_path / "ws", case(5))
    record_verdict(ws, VerdictDraft("b-1", "i3", "ann", "correct", note="ដូចជា sarcasm"))
    flag_item(ws, "b-1", "i4", on=True, note="ask the lead")
    assert found(ws, "sarcasm") == found(ws, "ដូ") == [3]
    assert found(ws, "ask the") == [4]
    undo(ws)
    undo(ws)
    assert found(ws, "sarcasm") == found(ws, "ask the") == []
    redo(ws)
    assert found(ws, "sarcasm") == [3]
    record_verdict(ws, VerdictDraft("b-1", "i3", "ann", "correct", note="irony"))
    assert found(ws, "sarcasm") == []
    assert found(ws, "irony") == [3]
    ws.close()
