"""The stage's bars: what is coming and how it is looked at above, covering and revealing below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QToolButton,
    QWidget,
)

from smo_review.domain.content import Part
from smo_review.domain.project import CoverLevel
from smo_review.domain.views import ItemView
from smo_review.language import tr
from ui.shell.actions import Act, Actions
from ui.shell.theme import tokens_of
from ui.stage.buttons import TIGHT, SmallButton
from ui.stage.reveal import CLEAR, COVERED, STEPS, Reveal

ROOM_FOR_WORDS = 780
"""Pixels across from which buttons of the lower bar carry a word."""
ROOM_FOR_FACTS = 200
"""Pixels across that the facts line needs beside the tools; else it has a row of its own."""
VIEW_ACTS = (Act.ZOOM_OUT, Act.ZOOM_FIT, Act.ZOOM_IN, Act.ROTATE)


def level_word(level: CoverLevel) -> str:
    """A step of the reveal in words."""
    return {
        "facts": tr("Facts only"),
        "covered": tr("Covered"),
        "outline": tr("Outline"),
        "grey": tr("Grey"),
        "clear": tr("Clear"),
    }[level]


def kind_word(part: Part) -> str:
    return {"text": tr("Text"), "image": tr("Image"), "video": tr("Video")}[part.kind]


def nothing_words(view: ItemView, actions: Actions) -> str:
    """Why nothing is shown of an item without parts."""
    if not view.sealed:
        return tr("This item carries no content.")
    return tr(
        "This item is sealed: it may be illegal to hold, and nobody is shown it any more.\n"
        "{key} opens its referral card for the safety specialist.",
        key=actions.key_text(Act.CUSTODY_CARD),
    )


class FactsLine(QLabel):
    """The quiet line: plain text, cut short where there is no room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(tr("What is coming"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(tokens_of(self.palette()).quiet)
        width = self.contentsRect().width()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, width)
        painter.drawText(self.contentsRect(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height() + 8)


class TopBar(QWidget):
    """The facts line, the parts of the post, and the view tools."""

    part_wanted = Signal(int)

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self.facts = FactsLine(self)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(12, 4, 8, 4)
        self._box.setSpacing(4)
        self._box.addWidget(self.facts, 1)
        self._row = QHBoxLayout()
        self._row.setSpacing(2)
        self._box.addLayout(self._row)
        self._parts: list[QToolButton] = []
        self._next = SmallButton(actions, Act.NEXT_PART, self)
        self._row.addStretch(1)
        self._row.addWidget(self._next)
        for act in VIEW_ACTS:
            self._row.addWidget(SmallButton(actions, act, self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow the facts have a row of their own, so that they can be read."""
        direction = QBoxLayout.Direction
        one_row = self.width() >= self._row.minimumSize().width() + ROOM_FOR_FACTS
        self._box.setDirection(direction.LeftToRight if one_row else direction.TopToBottom)

    def set_parts(self, parts: tuple[Part, ...]) -> None:
        """A button for each part, where there are several."""
        for button in self._parts:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._parts = []
        if len(parts) > 1:
            for n, part in enumerate(parts):
                self._parts.append(self._part_button(n, part))
        self._next.setVisible(len(parts) > 1)

    def show_part(self, index: int) -> None:
        for n, button in enumerate(self._parts):
            button.setChecked(n == index)

    def _part_button(self, index: int, part: Part) -> QToolButton:
        button = QToolButton(self)
        button.setText(tr("{n} {kind}", n=index + 1, kind=kind_word(part)))
        button.setCheckable(True)
        button.setProperty("kind", "flat")
        button.setStyleSheet(TIGHT)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.part_wanted.emit(index))
        self._row.insertWidget(1 + index, button)
        return button


class Strength(QSlider):
    """From cover to clear. The wheel goes past it: nobody reveals while scrolling by."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class RevealBar(QWidget):
    """Hold, reveal, the strength from cover to clear, the lens, and cover everything."""

    step_wanted = Signal(int)

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._slider = Strength(Qt.Orientation.Horizontal, self)
        self._slider.setRange(COVERED, CLEAR)
        self._slider.setPageStep(1)
        self._slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._slider.setAccessibleName(tr("Strength of the reveal"))
        self._slider.setMinimumWidth(72)
        self._slider.setMaximumWidth(160)
        self._slider.valueChanged.connect(self.step_wanted)
        self._state = QLabel(self)
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setAccessibleName(tr("What is shown"))
        self._widen()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(4)
        self._worded = [
            SmallButton(actions, act, self, word)
            for act, word in (
                (Act.HOLD_REVEAL, tr("Hold")),
                (Act.TOGGLE_REVEAL, tr("Reveal")),
                (Act.LENS, tr("Lens")),
                (Act.COVER_ALL, tr("Cover")),
            )
        ]
        hold, toggle, lens, cover = self._worded
        row.addWidget(hold)
        row.addWidget(toggle)
        row.addWidget(SmallButton(actions, Act.REVEAL_LESS, self))
        row.addWidget(self._slider, 1)
        row.addWidget(SmallButton(actions, Act.REVEAL_MORE, self))
        row.addWidget(self._state)
        row.addStretch(1)
        row.addWidget(lens)
        row.addWidget(cover)

    def resizeEvent(self, event: QResizeEvent) -> None:
        for button in self._worded:
            button.show_word(self.width() >= ROOM_FOR_WORDS)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._widen()

    def show_state(self, state: Reveal, now: float) -> None:
        """Follow the reveal: the slider, the step in words, the seconds left."""
        self._slider.blockSignals(True)
        self._slider.setValue(max(COVERED, state.step, state.lens or 0))
        self._slider.blockSignals(False)
        words = level_word(state.level)
        step = STEPS[max(state.step, state.lens or 0)]
        if step.level == "grey" and step.side:
            words = tr("Grey, reduced")
        left = state.left(now)
        if left > 0:
            words = tr("{level} · {n} s", level=words, n=int(left + 0.999))
        self._state.setText(words)

    def _widen(self) -> None:
        """Room for the longest words, so that nothing moves while seconds are counted."""
        longest = tr("{level} · {n} s", level=tr("Grey, reduced"), n=88)
        self._state.setMinimumWidth(self._state.fontMetrics().horizontalAdvance(longest) + 8)


class HintLine(QLabel):
    """What to do next, over the content's foot, so that nothing moves; hidden otherwise."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", "card")
        self.setWordWrap(True)
        self.setMargin(8)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, words: str) -> None:
        self.setText(words)
        self.setVisible(bool(words))

    def place(self, over: QRect) -> None:
        """Stand at the foot of `over`."""
        wanted = self.fontMetrics().horizontalAdvance(self.text()) + 48
        width = min(max(120, over.width() - 32), wanted)
        height = self.heightForWidth(width)
        left = over.left() + (over.width() - width) // 2
        self.setGeometry(left, over.bottom() - height - 12, width, height)
        self.raise_()
