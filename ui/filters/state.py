"""What figures are about now: one filter for all pages, kept in the workspace over restarts.

Kept there and not in the settings file: it may name people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct, structs
from PySide6.QtCore import QObject, Signal

from smo_review.domain.filters import SETTING, Filter

if TYPE_CHECKING:
    from smo_review.operations.workspace import Workspace
    from ui.shell.tasks import Tasks

"""The workspace's private setting that holds it."""


class Kept(Struct, frozen=True, omit_defaults=True):
    """A filter, and what pages are set to beside it ("measure": "critical")."""

    filter: Filter = Filter()
    choices: dict[str, str] = {}


class Filters(QObject):
    """The filter and the choices beside it; `changed` when any of it is another."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept = Kept()
        self._tasks: Tasks | None = None
        self._workspace: Workspace | None = None

    @property
    def filter(self) -> Filter:
        return self._kept.filter

    @property
    def kept(self) -> Kept:
        """All of it, to come back to with `restore`."""
        return self._kept

    def restore(self, kept: Kept) -> None:
        """Be set as it was."""
        self._take(kept)

    @property
    def choices(self) -> dict[str, str]:
        return dict(self._kept.choices)

    def choice(self, name: str, usual: str) -> str:
        """What a page is set to, or what is usual."""
        return self._kept.choices.get(name, usual)

    def set(self, **fields: Any) -> None:
        """Other values for some fields of the filter."""
        self._take(structs.replace(self._kept, filter=structs.replace(self.filter, **fields)))

    def choose(self, **choices: str) -> None:
        """Set what a page shows beside the filter."""
        self._take(structs.replace(self._kept, choices={**self._kept.choices, **choices}))

    def show(self, wanted: Filter, choices: dict[str, str] | None = None) -> None:
        """Another filter altogether, and some choices with it."""
        self._take(Kept(wanted, {**self._kept.choices, **(choices or {})}))

    def clear(self) -> None:
        """No filter; the choices stay."""
        self.show(Filter())

    def keep(self, tasks: Tasks, workspace: Workspace, kept: object) -> None:
        """Go on with what the workspace `kept`, and keep what is set from now on there."""
        self._tasks, self._workspace = tasks, workspace
        try:
            self._kept = msgspec.convert(kept or {}, Kept)
        except msgspec.ValidationError:
            self._kept = Kept()

    def _take(self, wanted: Kept) -> None:
        if wanted == self._kept:
            return
        self._kept = wanted
        if self._tasks is not None:
            from smo_review.operations.workspace import save_setting

            told = msgspec.to_builtins(wanted)
            self._tasks.write(save_setting, self._workspace, SETTING, told)
        self.changed.emit()
