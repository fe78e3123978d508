"""A fishbone as a drawing: the problem at the head, a bone for each kind of cause.

The tree beside it says the same to a screen reader and is what the keyboard works on; a click on
a cause chooses it there.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from smo_review.domain.causes import NodeView, told
from smo_review.language import tr
from ui.causes.words import node_words
from ui.shell.theme import STEP, scaled, tokens_of

HEAD = 190
"""Pixels at the right for the problem."""
NARROWEST = 170
"""Pixels of a column that holds a bone above and one below."""
SLANT = 36
SPREAD = 1.6
"""Lines between two causes on a bone, where there is room."""
PAD = STEP * 2


class Fishbone(QWidget):
    """`chosen(node id)` when a cause was clicked."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._nodes: tuple[NodeView, ...] = ()
        self._at = ""
        self._places: list[tuple[QRectF, str]] = []
        self.setAccessibleName(tr("Fishbone"))
        self.setAccessibleDescription(tr("The tree above says the same in words."))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def show_tree(self, title: str, nodes: tuple[NodeView, ...], at: str) -> None:
        """Draw a problem and its bones; `at` is the node that is chosen."""
        self._title, self._nodes, self._at = title, nodes, at
        self.setMinimumSize(self.sizeHint())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        columns = (len(self._bones()) + 1) // 2
        return QSize(HEAD + max(1, columns) * NARROWEST, 2 * self._reach() + 2 * PAD)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for area, id_ in self._places:
            if area.contains(event.position()):
                self.chosen.emit(id_)
                return
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = tokens_of(self.palette())
        self._places = []
        middle = self.height() / 2
        tail = self.width() - HEAD
        painter.setPen(QPen(colours.edge, 2))
        painter.drawLine(QPointF(PAD, middle), QPointF(tail, middle))
        self._paint_head(
            painter, QRectF(tail, middle - self._line() * 2, HEAD - 2, self._line() * 4)
        )
        bones = self._bones()
        columns = max(1, (len(bones) + 1) // 2)
        wide = (tail - PAD) / columns
        for n, bone in enumerate(bones):
            # The first bones stand next to the head: what was named first weighs most.
            left = PAD + (columns - 1 - n // 2) * wide
            self._paint_bone(painter, bone, left, wide, middle, up=n % 2 == 0)
        painter.end()

    def _paint_head(self, painter: QPainter, area: QRectF) -> None:
        colours = tokens_of(self.palette())
        painter.setPen(QPen(colours.edge, 1.5))
        painter.setBrush(colours.raised)
        painter.drawRoundedRect(area, 6, 6)
        painter.setPen(colours.text)
        painter.setFont(scaled(self.font(), "normal", bold=True))
        inside = area.adjusted(PAD, STEP, -PAD, -STEP)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter
        painter.drawText(inside, int(flags), self._title)

    def _paint_bone(
        self,
        painter: QPainter,
        bone: NodeView,
        left: float,
        wide: float,
        middle: float,
        *,
        up: bool,
    ) -> None:
        colours = tokens_of(self.palette())
        line, side = self._line(), -1 if up else 1
        reach = self.height() / 2 - PAD
        causes = self._causes(bone)
        # In a high window the causes spread along the bone, but stay a group.
        step = min(SPREAD * line, (reach - line) / (len(causes) + 0.5))
        far = middle + side * (reach - line)
        joint, top = QPointF(left + wide - STEP, middle), QPointF(left + wide - SLANT, far)
        painter.setPen(QPen(colours.edge, 1.5))
        painter.drawLine(joint, top)
        name = QRectF(left, far - (line if up else 0), wide - SLANT / 2, line)
        self._paint_words(painter, name, bone, 0, bold=True)
        for n, (depth, node) in enumerate(causes, 1):
            y = far - side * n * step
            across = top.x() + (joint.x() - top.x()) * (y - far) / (middle - far)
            area = QRectF(left, y - (line if up else 0), across - left - STEP, line)
            foot = area.bottom()
            painter.setPen(QPen(colours.line, 1))
            painter.drawLine(
                QPointF(left + depth * STEP * 3, foot),
                QPointF(self._slant_at(foot, joint, top), foot),
            )
            self._paint_words(painter, area, node, depth)

    @staticmethod
    def _slant_at(y: float, joint: QPointF, top: QPointF) -> float:
        return top.x() + (joint.x() - top.x()) * (y - top.y()) / (joint.y() - top.y())

    def _paint_words(
        self, painter: QPainter, area: QRectF, node: NodeView, depth: int, *, bold: bool = False
    ) -> None:
        colours = tokens_of(self.palette())
        area = area.adjusted(depth * STEP * 3, 0, 0, 0)
        painter.setFont(scaled(self.font(), "normal", bold=bold))
        metrics = painter.fontMetrics()
        cited = f"  [{len(node.cites)}]" if node.cites else ""
        room = int(area.width()) - STEP - metrics.horizontalAdvance(cited)
        shown = metrics.elidedText(node_words(node), Qt.TextElideMode.ElideRight, room) + cited
        if node.id == self._at:
            painter.setPen(QPen(colours.accent, 1.5))
            painter.setBrush(colours.chosen)
            width = painter.fontMetrics().horizontalAdvance(shown) + 2 * STEP
            painter.drawRoundedRect(
                QRectF(area.left() - STEP, area.top() + 1, width, area.height() - 2), 4, 4
            )
        painter.setPen(colours.text)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), shown)
        self._places.append((area, node.id))

    def _bones(self) -> list[NodeView]:
        return [node for depth, node in told(self._nodes) if depth == 0]

    def _causes(self, bone: NodeView) -> list[tuple[int, NodeView]]:
        """What hangs on a bone, from its far end on, each with how deep it is."""
        return list(told(self._nodes, bone.id))

    def _reach(self) -> int:
        """Pixels from the spine to the far end of the longest bone."""
        most = max((len(self._causes(bone)) for bone in self._bones()), default=0)
        return round(self._line() * (max(2, most) + 1.5))

    def _line(self) -> float:
        return self.fontMetrics().height() + STEP
