"""Rule 9: before a reveal one quiet line says what is coming, from what came with the item."""

from __future__ import annotations

import inspect

import pytest
from PySide6.QtWidgets import QApplication

from smo_review.domain.content import Item, Part
from ui.stage import facts_line
from ui.stage.facts_line import facts

TEXT = Part("text", "seven letters, or so")
ITEM = Item("i", (TEXT,), language="km", category="for sale", severity=3)


def test_it_tells_category_severity_and_length(qapp: QApplication) -> None:
    assert facts(ITEM, TEXT, None, blind=False) == (
        "for sale · Severity 3 of 4 · Text, 20 characters, Khmer"
    )


@pytest.mark.parametrize(
    ("severity", "told"),
    [(None, "Severity not given"), (2, "Severity 0 to 2"), (3, "Severity 3 to 4")],
)
def test_blind_it_tells_a_band_of_severity_only(
    qapp: QApplication, severity: int | None, told: str
) -> None:
    item = Item("i", (TEXT,), category="for sale", severity=severity)
    assert facts(item, TEXT, None, blind=True) == told


def test_it_can_know_neither_annotations_nor_gold() -> None:
    assert list(inspect.signature(facts).parameters) == ["item", "part", "probe", "blind"]
    assert not hasattr(facts_line, "Annotation") and not hasattr(facts_line, "Gold")
