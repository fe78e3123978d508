"""The watch that later pages rely on: it must see content wherever it is painted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QPoint, QSize, Qt
from PySide6.QtGui import QDrag, QIcon, QImage, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QToolTip,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from smo_review.domain.pictures import Cover
from tests.helpers.flash_watch import BLOCK, checks, flash_watch, signs
from ui.shell import theme
from ui.stage.cover import cover_image

Show = Callable[[QWidget], None]


def raw(grey: bool = False, side: int = 320) -> QPixmap:
    """The content as it must not be painted."""
    pixels = checks()[:, :, ::-1].copy()
    image = QImage(pixels.data, 640, 480, 1920, QImage.Format.Format_RGB888).copy()
    if grey:
        image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return QPixmap.fromImage(image).scaledToWidth(side, Qt.TransformationMode.SmoothTransformation)


def covered() -> QPixmap:
    """The content's own cover, drawn large."""
    small = cv2.cvtColor(cv2.resize(checks(), (16, 12), interpolation=cv2.INTER_AREA), 6)
    return QPixmap.fromImage(cover_image(Cover(16, 12, small.tobytes(), 640, 480, 0))).scaled(
        QSize(320, 240), mode=Qt.TransformationMode.SmoothTransformation
    )


def label(picture: QPixmap, show: Show) -> QWidget:
    made = QLabel()
    made.setPixmap(picture)
    show(made)
    return made


def in_a_dialog(picture: QPixmap, show: Show) -> QWidget:
    made = QDialog()
    inside = QLabel(made)
    inside.setPixmap(picture)
    QVBoxLayout(made).addWidget(inside)
    show(made)
    return made


def in_a_list(picture: QPixmap, show: Show) -> QWidget:
    made = QListWidget()
    made.setIconSize(QSize(200, 150))
    made.addItem(QListWidgetItem(QIcon(picture), "a row"))
    show(made)
    return made


def in_a_menu(picture: QPixmap, show: Show) -> QWidget:
    made = QMenu()
    entry = QWidgetAction(made)
    inside = QLabel()
    inside.setPixmap(picture)
    entry.setDefaultWidget(inside)
    made.addAction(entry)
    made.popup(QPoint(10, 10))
    return made


def in_a_tooltip(picture: QPixmap, show: Show) -> QWidget:
    made = QWidget()
    show(made)
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.toImage().save(buffer, "PNG")
    source = bytes(kept.toBase64().data()).decode()
    QToolTip.showText(QPoint(20, 20), f'<img src="data:image/png;base64,{source}">', made)
    return made


PLACES = [label, in_a_dialog, in_a_list, in_a_menu, in_a_tooltip]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("grey", [False, True], ids=["colour", "grey"])
def test_content_is_seen_wherever_it_is_painted(
    qtbot: Any, qapp: QApplication, show: Show, place: Callable[..., QWidget], grey: bool
) -> None:
    with flash_watch(qapp) as watch:
        watch.doing = "testing"
        made = place(raw(grey), show)
        qtbot.addWidget(made)
        qtbot.waitUntil(lambda: bool(watch.flashes), timeout=5_000)
        QToolTip.hideText()


@pytest.mark.parametrize("place", [label, in_a_dialog, in_a_list, in_a_menu])
def test_a_cover_is_no_flash(
    qtbot: Any, qapp: QApplication, show: Show, place: Callable[..., QWidget]
) -> None:
    with flash_watch(qapp) as watch:
        made = place(covered(), show)
        qtbot.addWidget(made)
        qtbot.waitUntil(lambda: watch.paints > 0, timeout=5_000)
        watch.look_around()
    assert watch.flashes == []


def test_what_is_covered_again_before_anyone_looks_is_still_seen(
    qtbot: Any, qapp: QApplication, show: Show
) -> None:
    made = QLabel()
    qtbot.addWidget(made)
    made.resize(320, 240)
    show(made)
    with flash_watch(qapp) as watch:
        made.setPixmap(raw())
        made.repaint()
        made.setPixmap(covered())
        made.repaint()
    assert len(watch.flashes) == 1


def test_while_something_is_revealed_nothing_is_a_flash(
    qtbot: Any, qapp: QApplication, show: Show
) -> None:
    with flash_watch(qapp, lambda: True) as watch:
        qtbot.addWidget(label(raw(), show))
        qtbot.waitUntil(lambda: watch.paints > 0, timeout=5_000)
        watch.look_around()
    assert watch.flashes == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_are_seen_and_the_words_of_the_interface_are_not(
    qtbot: Any, qapp: QApplication, show: Show, scheme: str
) -> None:
    theme.apply(qapp, scheme, 150)
    words = QLabel("WMWM Settings and more 设置 ការកំណត់")
    qtbot.addWidget(words)
    with flash_watch(qapp) as watch:
        show(words)
        watch.look_around()
        assert watch.paints > 0
        assert watch.flashes == []
        words.setText(BLOCK * 12)
        words.repaint()
        watch.look_around()
    theme.apply(qapp, "light", 100)
    assert "words of the content" in watch.flashes[0]


def test_a_drag_and_the_clipboard_are_searched(qapp: QApplication) -> None:
    with flash_watch(qapp) as watch:
        source = QWidget()
        drag = QDrag(source)
        drag.setPixmap(raw())
        qapp.clipboard().setPixmap(raw())
        watch.look_around()
        qapp.clipboard().clear()
    assert [flash.split(" while")[0] for flash in watch.flashes] == ["a drag", "the clipboard"]


def test_grey_checks_are_found_at_a_third_of_their_size_and_in_small_pieces() -> None:
    for side in (220, 640, 1600):
        picture = cv2.resize(checks(), (side, side * 3 // 4), interpolation=cv2.INTER_AREA)
        grey = cv2.cvtColor(cv2.cvtColor(picture, 6), 8)
        assert signs(grey), side
    assert signs(cv2.cvtColor(cv2.cvtColor(checks()[:60, :60], 6), 8))
