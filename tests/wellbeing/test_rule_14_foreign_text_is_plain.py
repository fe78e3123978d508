"""Rule 14: foreign text is always plain text to the toolkit: never auto-detected as rich text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QTextEdit
from pytestqt.qtbot import QtBot

from smo_review.domain.content import Annotation, Item, Mark, Part
from tests.helpers.review_desk import Desk, workspace_with_batch
from ui.shell.settings import SettingsStore

BAIT = '<img src="file:///etc/hostname"><b>bold</b>'


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, settings: SettingsStore) -> Iterator[Desk]:
    """A batch in which every foreign field is markup."""
    items = [
        Item(
            f"{BAIT}{n}",
            (Part("text", BAIT, translation=BAIT),),
            category=BAIT,
            severity=1,
            stratum=BAIT,
        )
        for n in range(3)
    ]
    said = [Annotation(item.id, BAIT, (Mark("hate"),)) for item in items]
    workspace, batch = workspace_with_batch(tmp_path / "desk", items, said)
    made = Desk(qtbot, workspace, batch, settings)
    yield made
    made.close()


def test_no_label_or_document_takes_foreign_words_for_markup(desk: Desk) -> None:
    desk.press("V", "A", "K", "U")
    window = desk.page.window()
    shown = [label for label in window.findChildren(QLabel) if "<b>" in label.text()]
    for label in shown:
        assert label.textFormat() == Qt.TextFormat.PlainText, label.objectName() or label.text()
    for editor in window.findChildren(QTextEdit):
        assert "bold" not in editor.toPlainText() or "<b>" in editor.toPlainText()
    assert not [one for one in window.findChildren(QTextDocument) if one.toPlainText() == "bold"]


def test_no_tip_shows_foreign_words_as_rich_text(desk: Desk) -> None:
    desk.press("V")
    tips = [widget.toolTip() for widget in desk.page.findChildren(QLabel)]
    # Qt takes a tip for rich text where it begins like markup: those are escaped before.
    assert not [tip for tip in tips if "<b>" in tip and Qt.mightBeRichText(tip)]
