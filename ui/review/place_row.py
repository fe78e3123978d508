"""The place of a finding or of a label: how to draw it, where it is, and how to take it away."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from smo_review.domain.content import Location
from smo_review.language import tr
from ui.review.places import location_text
from ui.shell.actions import Act, Actions
from ui.shell.labels import plain
from ui.shell.theme import STEP
from ui.stage.buttons import SmallButton

TOOLS = (Act.PIN, Act.BOX, Act.POLYGON)


class PlaceRow(QFrame):
    """`removed()` when the person takes the place away."""

    removed = Signal()

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place: Location | None = None
        self.words = plain(kind="quiet")
        self.unpin = QPushButton(tr("Remove"))
        self.unpin.setAccessibleName(tr("Remove the place"))
        self.unpin.clicked.connect(self.removed)
        tools = QHBoxLayout()
        tools.setSpacing(STEP)
        tools.addWidget(plain(tr("Place")))
        tools.addStretch(1)
        for act in TOOLS:
            tools.addWidget(SmallButton(actions, act, self, beside_fields=True))
        where = QHBoxLayout()
        where.addWidget(self.words, 1)
        where.addWidget(self.unpin)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        layout.addLayout(tools)
        layout.addLayout(where)
        self.show_place(None)

    def show_place(self, place: Location | None) -> None:
        """Say where it is."""
        self.place = place
        self.words.setText(location_text(place) if place else tr("No place marked"))
        self.unpin.setVisible(place is not None)
