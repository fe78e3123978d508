"""Covers: at most 16 grey pixels on the long side, drawn large.

A cover is all that is held of a picture until the person reveals it. It is scaled up only while
it is painted: a blur over the picture could be undone, sixteen pixels cannot.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from smo_review.domain.pictures import COVER_SIDE, Cover, Picture


def cover_image(cover: Cover) -> QImage:
    """The cover as a grey image of its own memory; one that is too large is scaled down."""
    image = QImage(
        cover.pixels, cover.width, cover.height, cover.width, QImage.Format.Format_Grayscale8
    )
    return reduced(image, COVER_SIDE)


def frame_cover(picture: Picture) -> QImage:
    """The cover of a frame whose picture is here: a quarter of the pixels of a tiny one."""
    return reduced(picture_image(picture), -(-max(picture.full_width, picture.full_height) // 4))


def reduced(image: QImage, side: int) -> QImage:
    """A copy of `image`, grey, at most `side` and never more than 16 pixels on its long side."""
    side = min(side, COVER_SIDE)
    if max(image.width(), image.height()) > side:
        # Two steps: sampling down to 64 first costs nothing and averages as well.
        keep = Qt.AspectRatioMode.KeepAspectRatio
        if max(image.width(), image.height()) > 64:
            image = image.scaled(64, 64, keep, Qt.TransformationMode.FastTransformation)
        image = image.scaled(side, side, keep, Qt.TransformationMode.SmoothTransformation)
    return image.convertToFormat(QImage.Format.Format_Grayscale8).copy()


def picture_image(picture: Picture) -> QImage:
    """A revealed picture as an image of its own memory."""
    return QImage(
        picture.pixels,
        picture.width,
        picture.height,
        picture.width * 4,
        QImage.Format.Format_RGB32,
    ).copy()


def paint_image(painter: QPainter, area: QRectF, image: QImage) -> None:
    """Draw a cover or a picture over `area`, smoothly."""
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(area, image, QRectF(image.rect()))


def paint_plate(painter: QPainter, area: QRectF, colour: QColor) -> None:
    """The place of content of which not even the cover is shown."""
    painter.fillRect(area, colour)
