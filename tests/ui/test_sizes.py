"""The window fits small screens and fills large ones, at twice the text size, in each language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from smo_review.language import set_language
from tests.wellbeing.conftest import client
from ui.app import Client
from ui.shell import theme
from ui.shell.acts import Act

__all__ = ["client"]
PAGES = (
    Act.GO_DAY,
    Act.GO_REVIEW,
    Act.GO_LEARN,
    Act.GO_TRAIN,
    Act.GO_SESSIONS,
    Act.GO_NUMBERS,
    Act.GO_MINE,
    Act.PREFERENCES,
)
SIZES = [(1280, 720, 100), (3840, 2160, 100), (1920, 1080, 200), (3840, 2160, 200)]
"""Width, height, size of text in percent; a change of the last takes longest by far."""


@pytest.fixture(autouse=True)
def usual(qapp: QApplication) -> Iterator[None]:
    yield
    set_language("en")
    theme.apply(qapp, "light", 100)


def cut_off(window: QWidget) -> list[str]:
    """Buttons whose words have less room than they need, and what lies outside of the window."""
    found = []
    inside = QRect(0, 0, window.width(), window.height())
    for button in window.findChildren(QAbstractButton):
        if not button.isVisible() or not button.text():
            continue
        if button.width() < button.minimumSizeHint().width():
            found.append(f"{button.text()!r} needs {button.minimumSizeHint().width()} px")
    for child in window.findChildren(QWidget):
        if child.isVisible() and child.parentWidget() is window:
            place = child.geometry()
            if not inside.contains(place) and not child.isWindow():
                found.append(f"{type(child).__name__} at {place.getRect()} is outside")
    return found


@pytest.mark.parametrize("language", ["en", "km", "zh"])
def test_every_page_fits_every_screen_at_every_text_size(
    client: Client, qapp: QApplication, qtbot: QtBot, language: str
) -> None:
    client.settings.change(language=language)
    window = client.window
    for width, height, text in SIZES:
        client.settings.change(text_size=text)
        window.resize(width, height)
        for page in PAGES:
            client.context.actions.press(page)
            qapp.processEvents()
            told = f"{page.name} in {language} at {width}x{height}, {text}%"
            assert (window.width(), window.height()) == (width, height), told
            assert cut_off(window) == [], told
