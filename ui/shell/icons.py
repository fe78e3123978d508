"""Icons: stroke drawings on a 24-pixel grid that take the colour of text."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPalette, QPixmap

ICONS = Path(__file__).resolve().parents[2] / "resources" / "icons"
SIDE = 24


@cache
def _source(name: str) -> str:
    return (ICONS / f"{name}.svg").read_text(encoding="utf-8")


@cache
def drawn(name: str, colour: str, scale: int = 1) -> QPixmap:
    """The icon as a pixmap of 24 logical pixels, `colour` as "#rrggbb"."""
    from PySide6.QtSvg import QSvgRenderer

    picture = QPixmap(SIDE * scale, SIDE * scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(_source(name).replace("currentColor", colour).encode()).render(
        painter, QRectF(0, 0, SIDE * scale, SIDE * scale)
    )
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


def icon(name: str, palette: QPalette) -> QIcon:
    """The icon in the colour of button text; faint where it is disabled."""
    group = QPalette.ColorGroup
    made = QIcon()
    # As fine as the finest screen needs; drawing every scale would be felt at the start.
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    scale = math.ceil(app.devicePixelRatio())
    for mode, of in ((QIcon.Mode.Normal, group.Normal), (QIcon.Mode.Disabled, group.Disabled)):
        colour = palette.color(of, QPalette.ColorRole.ButtonText)
        made.addPixmap(drawn(name, colour.name(), scale), mode)
    return made
