"""Small menus of the page: prepared sentences, and which of several verdicts holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from smo_review.domain.project import Words, words
from smo_review.domain.views import AnnotationView
from smo_review.language import current, tr
from ui.review import names
from ui.review.note_field import NoteField


def _plain(text: str, number: int) -> str:
    """A line of a menu: its number as the key, and text in which `&` is no key."""
    key = f"&{number} " if number < 10 else ""
    return key + text.replace("&", "&&")


def _show(menu: QMenu, near: QWidget) -> QMenu:
    """Open above a widget without stopping everything else; gone once it closes."""
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(near.mapToGlobal(QPoint(0, -menu.sizeHint().height())))
    if menu.actions():
        menu.setActiveAction(menu.actions()[0])
    return menu


def snippets(prepared: Sequence[Words], note: NoteField, parent: QWidget) -> QMenu:
    """Choose a prepared sentence for a note."""
    menu = QMenu(tr("Snippets"), parent)
    for number, snippet in enumerate(prepared, 1):
        text = words(snippet, current())
        line = menu.addAction(_plain(text, number))
        line.triggered.connect(lambda _=False, text=text: _insert(note, text))
    return _show(menu, note)


def _insert(note: NoteField, text: str) -> None:
    cursor = note.textCursor()
    before = note.toPlainText()[: cursor.position()]
    space = " " if before and not before[-1].isspace() else ""
    cursor.insertText(space + text)
    note.setFocus()


def settling(
    entry: AnnotationView, choose: Callable[[str], None], near: QWidget, parent: QWidget
) -> QMenu:
    """Choose which of the verdicts on an annotation holds; `choose` gets its fact's hash."""
    menu = QMenu(tr("Which verdict holds?"), parent)
    for number, verdict in enumerate(entry.verdicts, 1):
        who = tr("You") if verdict.mine else verdict.auditor_name
        text = tr("{who}: {outcome}", who=who, outcome=names.outcome_word(verdict.outcome))
        line = menu.addAction(_plain(text, number))
        line.triggered.connect(lambda _=False, fact=verdict.fact: choose(fact))
    return _show(menu, near)
