"""The page of causes in a window, on batches with two planted faults."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from smo_review.domain.facts import Finding
from smo_review.operations.workspace import Workspace
from tests.helpers.cause_cases import OVER, PLAIN, SEVERE
from tests.helpers.desk import PageDesk
from ui.causes.forms import Form, WordsForm
from ui.causes.page import CausesPage, build
from ui.shell.settings import SettingsStore


def misread(day: int, place: int, annotator: str) -> Finding | None:
    if annotator == "ann" and place in (1, 3, 5) and day < 21:
        return OVER
    if place in (0, 2) and day >= 14:
        return PLAIN
    return SEVERE if (day + place) % 19 == 0 else None


class Desk(PageDesk):
    """The page of causes."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, settings: SettingsStore) -> None:
        super().__init__(qtbot, workspace, settings)
        page = build(self.context)
        assert isinstance(page, CausesPage)
        self.page = page
        self.stand(page, "causes", 1140, 690)

    def form(self, kind: type[Form]) -> Form:
        self.qtbot.waitUntil(lambda: any(one.isVisible() for one in self.page.findChildren(kind)))
        return next(one for one in self.page.findChildren(kind) if one.isVisible())

    def say(self, text: str) -> None:
        """Words in the small window that opened, then Enter."""
        form = self.form(WordsForm)
        assert isinstance(form, WordsForm)
        self.qtbot.waitUntil(form.text.hasFocus)
        QTest.keyClicks(form.text, text)
        QTest.keyClick(form.text, Qt.Key.Key_Return)

    def lines(self) -> list[str]:
        tree = self.page.trees.view
        return [node.text for node in tree._nodes]
