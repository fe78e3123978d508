"""The bar above figures: a chip for everything that narrows them, and the keys to change that.

Every page with figures has one; all show the one filter of the context.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from smo_review.domain.filters import Filter, FilterChoices
from smo_review.language import tr
from smo_review.queries.filters import filter_choices
from ui.filters.panel import FilterPanel
from ui.filters.views import ViewsDialog
from ui.filters.wording import chips
from ui.shell.acts import Act
from ui.shell.theme import STEP
from ui.shell.tips import plain_tip

if TYPE_CHECKING:
    from ui.context import Context


class FilterBar(QWidget):
    """`place` is the page it stands on, which a saved view comes back to."""

    def __init__(self, context: Context, place: Act, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._place = context, place
        self._filters = context.filters
        self.choices = FilterChoices()
        self.panel = FilterPanel()
        self.panel.changed.connect(self._set)
        self.panel.left.connect(self._close)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(STEP)
        row = QHBoxLayout()
        row.setSpacing(STEP * 2)
        self._buttons = [
            context.actions.button(act) for act in (Act.NARROW, Act.CLEAR_FILTER, Act.SAVED_VIEWS)
        ]
        row.addWidget(self._buttons[0])
        row.addLayout(self._chips, 1)
        row.addWidget(self._buttons[1])
        row.addWidget(self._buttons[2])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP * 2)
        column.addLayout(row)
        column.addWidget(self.panel)
        bind = context.actions.bind
        bind(Act.NARROW, self.toggle, self)
        bind(Act.CLEAR_FILTER, self._filters.clear, self)
        bind(Act.SAVED_VIEWS, self._views, self)
        self._filters.changed.connect(self._show)
        context.signals.changed.connect(self._changed)
        self._stale = True
        self._show()

    def refresh(self) -> None:
        """Read again what can be chosen, where that may have changed. Pages call it when shown."""
        if self._stale:
            self._stale = False
            self._context.tasks.read(
                filter_choices,
                self._context.workspace,
                done=self._offer,
                key=f"filter-choices-{self._place.name}",
            )

    def toggle(self) -> None:
        """Open the fields, or close them."""
        if self.panel.isHidden():
            self.panel.start()
        else:
            self._close()

    def _close(self) -> None:
        self.panel.hide()
        page = self.parentWidget()
        if page is not None:
            page.setFocus()

    def _offer(self, choices: FilterChoices) -> None:
        self.choices = choices
        self._show()

    def _set(self, field: str, value: str) -> None:
        self._filters.set(**{field: value})

    def _changed(self, _: object) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def _show(self) -> None:
        self.panel.offer(self.choices, self._filters.filter)
        self._show_chips()

    def _show_chips(self) -> None:
        """As many chips as there is room for, and how many more there are."""
        while (entry := self._chips.takeAt(0)) is not None:
            chip = entry.widget()
            if chip is not None:
                chip.hide()
                chip.deleteLater()
        told = chips(self._filters.filter, self.choices)
        left = self.width() - sum(one.sizeHint().width() + STEP * 2 for one in self._buttons)
        for at, (field, words) in enumerate(told):
            chip, others = self._chip(field, words), told[at + 1 :]
            left -= chip.sizeHint().width() + STEP
            # Where there are more to come, there must be room to say so; one is always shown.
            if at and left < (self._others(told[at:]).sizeHint().width() if others else 0):
                self._chips.addWidget(self._others(told[at:]))
                break
            self._chips.addWidget(chip)
        if not told:
            nothing = QLabel(tr("Everything that measures is counted"))
            nothing.setProperty("kind", "quiet")
            self._chips.addWidget(nothing)
        self._chips.addStretch(1)
        self._context.actions.action(Act.CLEAR_FILTER).setEnabled(bool(told))

    def _chip(self, field: str, words: str) -> QWidget:
        """A button that takes its field out of the filter."""
        chip = QToolButton()
        shown = chip.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, _CHIP * chip.fontMetrics().averageCharWidth()
        )
        chip.setText(f"{shown}  ✕")
        chip.setProperty("kind", "chip")
        chip.ensurePolished()
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.setAccessibleName(tr("{filter}: take away", filter=words))
        chip.setToolTip(tr("Take this filter away"))
        usual = getattr(Filter(), field)
        chip.clicked.connect(lambda: self._filters.set(**{field: usual}))
        return chip

    def _others(self, told: list[tuple[str, str]]) -> QWidget:
        """How many more there are; it opens the fields."""
        words = [one for _, one in told]
        more = QToolButton()
        more.setText(f"+{len(words)}")
        more.setProperty("kind", "chip")
        more.ensurePolished()
        more.setToolTip(plain_tip("\n".join(words)))
        more.setAccessibleName(", ".join(words))
        more.clicked.connect(self.toggle)
        return more

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._show_chips()

    def _views(self) -> None:
        dialog = ViewsDialog(self._context, self._place, self.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


_CHIP = 24
"""Characters of a chip before its words are cut."""
