"""The learner's page in a window, driven by keys as a person would."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from smo_review.operations.workspace import Workspace
from tests.helpers.desk import PageDesk
from ui.learn.page import LearnPage, build
from ui.shell.settings import SettingsStore

DIGIT = {"hate": "1", "offensive": "2", "normal": "3"}


class LearnWindow(PageDesk):
    """The learner's page."""

    def __init__(self, qtbot: QtBot, workspace: Workspace, settings: SettingsStore) -> None:
        super().__init__(qtbot, workspace, settings)
        self.page: LearnPage = build(self.context)
        self.stand(self.page, "learn", 1280, 680)

    @property
    def item(self) -> str:
        """The item in hand."""
        question = self.page.presenter.question
        return question.view.item.id if question is not None else ""

    def close(self) -> None:
        self.page.loader.close()
        super().close()
