"""The person's preferences: one frozen record that generates the preferences page.

Kept in an INI file in the person's configuration folder. A value that cannot be read counts as
its default, so that a damaged file never keeps anybody from working.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSettings, Signal

from smo_review.language import LANGUAGES, later
from ui.shell import capture

HIDDEN: dict[str, Any] = {}
"""Metadata of a field that the preferences page does not show."""


def shown(section: str, title: str, help: str = "", **limits: Any) -> dict[str, Any]:
    """Metadata of a field on the preferences page.

    `limits`: `choices` maps values to titles, or `low`, `high` and `unit` bound a number.
    `possible` False shows a choice that this system does not have.
    """
    return {"section": section, "title": title, "help": help, **limits}


LOOKS = later("Looks")
COVERING = later("Covering")
REVIEWING = later("Reviewing")
PACE = later("Pace and breaks")
BUDGET = later(
    "Every second revealed counts as often as the item's severity. Set what suits you; 0 is none."
    " Nobody else can see it."
)


@dataclasses.dataclass(frozen=True)
class Settings:
    """All that a person can prefer. Text sizes are percent, times are seconds."""

    language: str = dataclasses.field(
        default="en",
        metadata=shown(LOOKS, later("Language"), choices=LANGUAGES),
    )
    scheme: str = dataclasses.field(
        default="system",
        metadata=shown(
            LOOKS,
            later("Colours"),
            choices={
                "system": later("Same as the system"),
                "light": later("Light"),
                "dark": later("Dark"),
            },
        ),
    )
    text_size: int = dataclasses.field(
        default=100,
        metadata=shown(
            LOOKS,
            later("Text size"),
            later("On top of the system's own scaling."),
            low=80,
            high=200,
            step=10,
            unit="%",
        ),
    )
    reveal_seconds: int = dataclasses.field(
        default=10,
        metadata=shown(
            COVERING,
            later("A reveal ends after"),
            later("Content is covered again by itself after this time."),
            low=2,
            high=60,
            step=1,
            unit=later(" s"),
        ),
    )
    reveal_level: str = dataclasses.field(
        default="outline",
        metadata=shown(
            COVERING,
            later("A reveal starts at"),
            later("More and less are one key away."),
            choices={
                "outline": later("Outline"),
                "grey": later("Grey, reduced"),
            },
        ),
    )
    rest_level: str = dataclasses.field(
        default="covered",
        metadata=shown(
            COVERING,
            later("Before a reveal"),
            later("A project may say that even covers are not shown."),
            choices={
                "covered": later("The cover is shown"),
                "facts": later("Only facts are shown"),
            },
        ),
    )
    hide_from_capture: bool = dataclasses.field(
        default=True,
        metadata=shown(
            COVERING,
            later("Keep the window out of screenshots"),
            later("Screenshots, recordings and shared screens show no content of this window.")
            if capture.POSSIBLE
            else later("Not possible on this system: screenshots show what is on the screen."),
            possible=capture.POSSIBLE,
        ),
    )
    high_run: int = dataclasses.field(
        default=3,
        metadata=shown(
            PACE,
            later("High severity in a row"),
            later("At most so many, while lighter items are left. A project may say fewer."),
            low=1,
            high=20,
            step=1,
            unit="",
        ),
    )
    day_budget: int = dataclasses.field(
        default=120,
        metadata=shown(
            PACE,
            later("Budget for a day"),
            BUDGET,
            low=0,
            high=900,
            step=10,
            unit=later(" min × severity"),
        ),
    )
    session_budget: int = dataclasses.field(
        default=60,
        metadata=shown(
            PACE,
            later("Budget for a session"),
            later("A session lasts until you have been away for five minutes."),
            low=0,
            high=900,
            step=10,
            unit=later(" min × severity"),
        ),
    )
    break_minutes: int = dataclasses.field(
        default=50,
        metadata=shown(
            PACE,
            later("Suggest a break after"),
            later("A line above the item says so, without a sound. 0 suggests none."),
            low=0,
            high=240,
            step=5,
            unit=later(" min of work"),
        ),
    )
    break_high: int = dataclasses.field(
        default=12,
        metadata=shown(
            PACE,
            later("Or after"),
            later("Counted since the last break; 0 suggests none."),
            low=0,
            high=200,
            step=1,
            unit=later(" items of high severity"),
        ),
    )
    check_ins: bool = dataclasses.field(
        default=False,
        metadata=shown(
            PACE,
            later("Ask how I am"),
            later("One question a day on the page “Only for me”. You can skip it."),
        ),
    )
    loudest: int = dataclasses.field(
        default=60,
        metadata=shown(
            COVERING,
            later("Sound is never louder than"),
            later("Of what the system plays. Sound is off for every video until you ask for it."),
            low=5,
            high=60,
            step=5,
            unit="%",
        ),
    )
    blind: bool = dataclasses.field(
        default=False,
        metadata=shown(
            REVIEWING,
            later("Hide annotators"),
            later("Judge without knowing who annotated."),
        ),
    )
    key_overrides: dict[str, str] = dataclasses.field(default_factory=dict, metadata=HIDDEN)
    geometry: str = dataclasses.field(default="", metadata=HIDDEN)
    columns: str = dataclasses.field(default="", metadata=HIDDEN)
    place: str = dataclasses.field(default="", metadata=HIDDEN)
    batch: str = dataclasses.field(default="", metadata=HIDDEN)
    sessions: dict[str, str] = dataclasses.field(default_factory=dict, metadata=HIDDEN)
    """What a presenter chose last: the `inbox` that is watched, the `seconds` of a round."""


def _readable(field: dataclasses.Field[Any], raw: object, default: Any) -> Any:
    """`raw` from the file as a value of the field, or its default where it is none."""
    text = str(raw)
    limits = field.metadata
    if isinstance(default, bool):
        return {"true": True, "false": False}.get(text, default)
    if isinstance(default, int):
        number = int(text) if text.isascii() and text.removeprefix("-").isdigit() else default
        return number if limits["low"] <= number <= limits["high"] else default
    if isinstance(default, dict):
        try:
            loaded = json.loads(text)
        except (ValueError, RecursionError):
            return default
        fine = isinstance(loaded, dict) and all(isinstance(v, str) for v in loaded.values())
        return loaded if fine else default
    return text if text in limits.get("choices", {text}) else default


class SettingsStore(QObject):
    """Keeps the person's `Settings`: `current` is the record, `change` makes and keeps another."""

    changed = Signal(object, object)
    """The record before and the record after."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = QSettings(str(path), QSettings.Format.IniFormat)
        defaults = Settings()
        self.current = dataclasses.replace(
            defaults,
            **{
                field.name: _readable(
                    field, self._file.value(field.name), getattr(defaults, field.name)
                )
                for field in dataclasses.fields(Settings)
                if self._file.contains(field.name)
            },
        )

    def change(self, **values: Any) -> None:
        """Replace these fields, keep them in the file, tell `changed` if anything is new."""
        before = self.current
        self.current = dataclasses.replace(before, **values)
        if self.current == before:
            return
        for name, value in values.items():
            kept = json.dumps(value) if isinstance(value, bool | dict) else value
            self._file.setValue(name, kept)
        self.changed.emit(before, self.current)

    def flush(self) -> None:
        """Write what is still held back."""
        self._file.sync()


def settings_path() -> Path:
    """Where the settings of this person on this machine are."""
    import platformdirs

    return platformdirs.user_config_path("smo-review") / "settings.ini"
