"""Rule 12: masked phrases are replaced in the document, not coloured over: absent from clipboard,
find and accessibility; revealed phrase by phrase or whole."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QWidget

from tests.ui.test_stage_masks import ENGLISH, show, stage, words
from ui.shell.actions import Act, Actions
from ui.stage.stage import Stage

__all__ = ["stage"]


def heard(stage: Stage) -> str:
    """All that a screen reader can be told of the stage."""
    told = []
    for widget in (stage, *stage.findChildren(QWidget)):
        reader = QAccessible.queryAccessibleInterface(widget)
        told += [reader.text(kind) for kind in QAccessible.Text]
    return "\n".join(told)


def test_a_masked_phrase_is_in_no_document_reader_find_or_clipboard(
    stage: Stage, actions: Actions
) -> None:
    view = show(stage, ENGLISH)
    actions.press(Act.TOGGLE_REVEAL)
    view.find_bar.start()
    view.find_bar.field.setText("DURIAN")
    assert view._hits == []
    view.find_bar.field.setText("")
    view._on_copied(0, len(ENGLISH))
    for told in (words(view), heard(stage), QGuiApplication.clipboard().text()):
        assert "urian" not in told
        assert "mango" in told, "the rest is there"


def test_a_phrase_is_revealed_alone_or_with_the_whole(stage: Stage, actions: Actions) -> None:
    view = show(stage, ENGLISH)
    actions.press(Act.TOGGLE_REVEAL)
    actions.press(Act.NEXT_PHRASE)
    assert "durian" in heard(stage) and "Durian" not in heard(stage)
    actions.press(Act.REVEAL_MORE)
    assert "durian" in words(view) and "Durian" in words(view)
