"""Makes the item in hand gold: a form over the page, filled in from its verdicts."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from smo_review.language import tr
from ui.context import Context
from ui.gold.form import GoldForm
from ui.gold.start import right_labels, right_marks
from ui.review.position import Position
from ui.shell.acts import Act


class GoldDesk:
    """Opens the form of a gold over `page` for the item at `position`."""

    def __init__(self, context: Context, position: Position, page: QWidget) -> None:
        self._context = context
        self._position = position
        self._page = page
        context.actions.bind(Act.MAKE_GOLD, self.open_form, page)

    def open_form(self) -> None:
        """The form for the item in hand; a sealed item cannot be gold."""
        view = self._position.view
        if view is None:
            return
        if view.sealed:
            self._context.notices.info(tr("This item is sealed: it cannot become gold."))
            return
        form = GoldForm(self._context, self._page)
        chosen = self._position.selected
        labels, marks = right_labels(view, chosen), right_marks(view, chosen)
        form.begin(view.batch, view.item.id, labels, marks)
