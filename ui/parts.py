"""What `ui.app` puts together: the pages, and what a thread opens and imports for them.

The first page is what people wait for at the start; the others are imported behind it.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ui.shell.acts import Act
from ui.shell.reach import Where

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from smo_review.domain.bundles import Author
    from smo_review.operations.workspace import Workspace
    from ui.context import Context
    from ui.shell.settings import Settings

FIRST = Act.GO_DAY
PAGES: dict[Act, tuple[Where, str]] = {
    Act.GO_DAY: ("day", "ui.review.day"),
    Act.GO_REVIEW: ("review", "ui.review.page"),
    Act.GO_LEARN: ("learn", "ui.learn.page"),
    Act.GO_TRAIN: ("train", "ui.train.page"),
    Act.GO_SESSIONS: ("sessions", "ui.session.page"),
    Act.GO_NUMBERS: ("numbers", "ui.lead.page"),
    Act.GO_TRENDS: ("trends", "ui.trends.page"),
    Act.GO_CAUSES: ("causes", "ui.causes.page"),
    Act.GO_DISPUTES: ("disputes", "ui.disputes.page"),
    Act.GO_MINE: ("mine", "ui.mine.page"),
    Act.PREFERENCES: ("everywhere", "ui.preferences.page"),
}
"""Where each page is, and the module that builds it."""


@dataclass(frozen=True)
class Opened:
    """What the thread hands to the window."""

    workspace: Workspace
    person: Author
    filters: object = None
    """What figures were about when the client was closed last, as the workspace keeps it."""


def open_first(path: Path | None) -> Opened:
    """Open the workspace, made where there is none, and import the first page."""
    from smo_review.operations.workspace import default_path, open_workspace
    from smo_review.queries.batches import person, setting
    from ui.filters.state import KEY

    workspace = open_workspace(path or default_path(), create=True)
    importlib.import_module(PAGES[FIRST][1])
    return Opened(workspace, person(workspace), setting(workspace, KEY))


def import_others() -> None:
    """Import the other pages, so that building them does not have to."""
    for _, name in PAGES.values():
        importlib.import_module(name)
    importlib.import_module("ui.transfer.transfer")


def build_page(place: Act, context: Context) -> QWidget:
    """Make the page of `place`."""
    page: QWidget = importlib.import_module(PAGES[place][1]).build(context)
    return page


def left_at(workspace: Workspace, settings: Settings) -> tuple[Act, str]:
    """The page, and the batch on it, where the person was when the window was closed last."""
    from smo_review.queries.batches import batches

    here = {summary.info.id for summary in batches(workspace)}
    if settings.place == Act.GO_REVIEW.name and settings.batch in here:
        return Act.GO_REVIEW, settings.batch
    return (Act.GO_NUMBERS if settings.place == Act.GO_NUMBERS.name else FIRST), ""
