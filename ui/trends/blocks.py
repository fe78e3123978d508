"""The charts of a section under each other, each with its sentences."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.charts.panel import ChartPanel
from ui.shell.theme import STEP
from ui.trends.questions import Block


class Blocks(QWidget):
    """`opened(link)` of any chart; `menu_wanted(panel, place)` on a right click."""

    opened = Signal(str)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._panels: list[ChartPanel] = []
        self._words: list[QLabel] = []
        self._tables = False
        self._shown = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, STEP, STEP * 3, STEP)
        self._column.setSpacing(STEP * 2)
        self._column.addStretch(1)

    @property
    def current(self) -> ChartPanel | None:
        """The chart that has the keyboard, else the first."""
        shown = [panel for panel in self._panels[: self._shown] if panel.isVisibleTo(self)]
        focus = self.window().focusWidget()
        focused = [panel for panel in shown if focus is not None and panel.isAncestorOf(focus)]
        return next(iter(focused or shown), None)

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Show these instead; panels are kept, so that the keyboard stays where it is."""
        while len(self._panels) < len(blocks):
            self._add()
        self._shown = len(blocks)
        for at, (panel, words) in enumerate(zip(self._panels, self._words, strict=True)):
            block = blocks[at] if at < len(blocks) else Block(None)
            panel.setVisible(block.chart is not None)
            if block.chart is not None:
                panel.show_chart(block.chart)
            words.setText("\n".join(f"•  {one}" for one in block.words))
            words.setVisible(bool(block.words))

    def show_tables(self, wanted: bool) -> None:
        """Tables instead of drawings, or drawings again."""
        if wanted != self._tables:
            self._tables = wanted
            for panel in self._panels:
                panel.show_table(wanted)

    def take_focus(self) -> None:
        """The keyboard goes to the chart that has it, else to the first."""
        if self.current is not None:
            self.current.take_focus()

    def _add(self) -> None:
        panel, words = ChartPanel(), QLabel()
        panel.opened.connect(self.opened)
        panel.menu_wanted.connect(lambda place: self.menu_wanted.emit(panel, place))
        panel.show_table(self._tables)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        place = self._column.count() - 1
        self._column.insertWidget(place, panel)
        self._column.insertWidget(place + 1, words)
        self._panels.append(panel)
        self._words.append(words)
