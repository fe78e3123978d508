"""The person's own name, which their verdicts carry to others."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLineEdit, QWidget

from smo_review.domain.bundles import Author
from smo_review.domain.changes import Changes
from smo_review.domain.errors import UserError
from smo_review.language import tr
from smo_review.operations.workspace import set_person_name
from smo_review.queries.batches import person
from ui.context import Context
from ui.shell.theme import scaled


class PersonCard(QFrame):
    """A field for the name. It is kept on Enter, or when the field is left."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._kept = ""
        self.setProperty("kind", "card")
        heading = QLabel(tr("You"), self)
        heading.setFont(scaled(self.font(), "large", bold=True))
        self.name = QLineEdit(self)
        self.name.setMaxLength(100)
        self.name.setAccessibleName(tr("Your name"))
        self.name.setMaximumWidth(280)
        self.name.editingFinished.connect(self._keep)
        words = QLabel(tr("Your verdicts carry this name to everybody who receives them."), self)
        words.setProperty("kind", "quiet")
        words.setWordWrap(True)
        self.form = QFormLayout(self)
        self.form.setContentsMargins(16, 12, 16, 16)
        self.form.setVerticalSpacing(8)
        self.form.setHorizontalSpacing(24)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.form.addRow(heading)
        self.form.addRow(tr("Your name"), self.name)
        self.form.addRow("", words)
        context.tasks.read(person, context.workspace, done=self._show, key="preferences-person")

    def _show(self, who: Author) -> None:
        self._kept = who.name
        self.name.setText(who.name)

    def _keep(self) -> None:
        wanted = " ".join(self.name.text().split())
        if wanted == self._kept:
            return

        def done(changes: Changes) -> None:
            self._kept = wanted
            self._context.signals.changed.emit(changes)
            self._context.notices.done(tr("Your verdicts carry the name {name}.", name=wanted))

        def failed(error: BaseException) -> None:
            if isinstance(error, UserError):
                self._context.notices.refuse(error)
            self.name.setText(self._kept)

        self._context.tasks.write(
            set_person_name, self._context.workspace, wanted, done=done, failed=failed
        )
