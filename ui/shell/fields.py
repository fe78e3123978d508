"""Number fields whose figures begin where the words of other fields do."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QAbstractSpinBox

from ui.shell.theme import STEP

Spin = TypeVar("Spin", bound=QAbstractSpinBox)


def roomy(spin: Spin) -> Spin:
    """The same field, with room before its figures: a style sheet gives it none there."""
    spin.lineEdit().setTextMargins(STEP + 2, 0, 0, 0)
    return spin
