"""What `ui.app` puts together: the pages, and what a thread opens and imports for them.

The first page is what people wait for at the start; the others come behind it. A thread imports the
core only: classes of Qt that are made in a second thread while the first connects signals crash
PySide now and then.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Collection, Iterator
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
_CORE = ("smo_review.queries", "smo_review.operations", "smo_review.reports")
_ROOMS = (
    "stage", "guidance", "printing", "filters", "reports", "charts", "sampling",
    "choosing", "gold", "review", "learn", "train", "session", "lead", "trends", "causes",
    "disputes", "mine", "preferences", "transfer",
)  # fmt: skip
"""What others need stands before them. The player is a child: its modules are not for us."""


@dataclass(frozen=True)
class Opened:
    """What the thread hands to the window."""

    workspace: Workspace
    person: Author
    filters: object = None
    """What figures were about when the client was closed last, as the workspace keeps it."""


def open_first(path: Path | None) -> Opened:
    """Open the workspace, made where there is none, and import what the first page asks."""
    from smo_review.domain.filters import SETTING
    from smo_review.operations.workspace import default_path, open_workspace
    from smo_review.queries.batches import person, setting

    workspace = open_workspace(path or default_path(), create=True)
    return Opened(workspace, person(workspace), setting(workspace, SETTING))


def import_core() -> None:
    """Import what all pages ask of the core, so that importing them is quick."""
    for name in _CORE:
        for module in pkgutil.iter_modules(importlib.import_module(name).__path__):
            importlib.import_module(f"{name}.{module.name}")


def build_rest(page: Callable[[Act], object], built: Collection[Act]) -> Iterator[None]:
    """What the first page does not need: each step imports a module or builds a page.

    Steps are short, so that keys are heard between them.
    """
    for room in _ROOMS:
        for module in pkgutil.iter_modules(importlib.import_module(f"ui.{room}").__path__):
            name = f"ui.{room}.{module.name}"
            if name not in sys.modules:
                importlib.import_module(name)
                yield
    for place in PAGES:
        if place not in built:
            page(place)
            yield


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
