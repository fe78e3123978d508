"""What `ui.app` gives to every page. Pages know this and the shell, never each other.

A page is a module with `build(context) -> QWidget`. Pages are built anew when the language changes,
and closed and deleted before: to what outlives them (settings, actions, tasks, the application)
they connect bound methods, never lambdas, which Qt would go on calling.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from smo_review.domain.filters import Filter
from smo_review.domain.overview import Way
from smo_review.domain.views import QueueFilter
from ui.filters.state import Filters
from ui.shell.actions import Actions
from ui.shell.notices import Notices
from ui.shell.palette import Entry
from ui.shell.settings import SettingsStore
from ui.shell.tasks import Tasks

if TYPE_CHECKING:
    from smo_review.operations.workspace import Workspace

ELSEWHERE = "elsewhere"
"""Origin of changes that another program made to the workspace: read again all that is shown."""


class Signals(QObject):
    """What pages hear of each other."""

    changed = Signal(object)
    """The `Changes` of an operation. Whoever wrote emits it; each page refreshes what it touches
    and ignores its own `origin`. With the origin `ELSEWHERE` everything may have changed."""

    answers_dropped = Signal(list)
    """Files of answers to findings were dropped on the window."""

    away_changed = Signal(bool)
    """The person stepped away, or came back."""

    covered_wanted = Signal()
    """Content must be covered now: the window lost its activity, was minimised, or a page left."""


@dataclass(frozen=True)
class Navigate:
    """Ways to other pages.

    `open_batch(batch)` goes on where the person was; `open_item(batch, item)` goes to one item;
    `open_items(about, filter)` shows a queue filtered, so that a number opens its items; where
    `about`, what the number is about, names no batch, the person chooses among those that have
    any. `receive(paths)` takes in bundles. `open_causes(filter)` looks for causes of what a bar,
    cell or line stands for. `follow(way)` goes where a row of the overview is decided.
    """

    open_batch: Callable[[str], None]
    open_item: Callable[[str, str], None]
    open_items: Callable[[Filter, QueueFilter], None]
    receive: Callable[[Sequence[Path]], None]
    open_causes: Callable[[Filter], None]
    follow: Callable[[Way], None]


@dataclass(frozen=True)
class Context:
    """Everything a page works with. `provide` adds entries (batches to jump to) to the palette;
    `filters` is what all figures are about, the same for every page."""

    tasks: Tasks
    actions: Actions
    settings: SettingsStore
    notices: Notices
    signals: Signals
    workspace: Workspace
    navigate: Navigate
    provide: Callable[[Callable[[], Sequence[Entry]]], None]
    filters: Filters = field(default_factory=Filters)
