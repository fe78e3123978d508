"""What remains of a session: actions that are agreed on, and its minutes as a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from smo_review.domain.changes import Changes
from smo_review.domain.errors import UserError
from smo_review.language import current, tr
from smo_review.operations.documents import save_documents
from smo_review.operations.session_actions import agree_action
from smo_review.operations.workspace import Workspace
from smo_review.queries.minutes import minutes
from smo_review.reports.minutes import minutes_html
from ui.context import Context
from ui.printing.pdf import print_html
from ui.session.action_dialog import ActionDialog, Agreed
from ui.session.list_view import SessionList
from ui.session.presenter import SessionPresenter


class Remains(QObject):
    """Acts on the session in hand, or on the one that is chosen in the list."""

    def __init__(
        self, context: Context, presenter: SessionPresenter, list_: SessionList, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._presenter = presenter
        self._list = list_
        self._window = parent

    def session(self) -> str:
        """The session that is meant, or empty."""
        at_desk = self._presenter.standing is not None
        return self._presenter.tally.session if at_desk else self._list.current()

    def agree(self) -> None:
        """Write down what the group agrees to do."""
        session, people = self.session(), self._presenter.tally.people
        dialog = ActionDialog(people, self._window)

        def done(changes: Changes) -> None:
            dialog.accept()
            self._context.signals.changed.emit(changes)
            self._context.notices.done(tr("Kept: the minutes will tell it."))

        def failed(error: BaseException) -> None:
            dialog.unlock()
            if isinstance(error, UserError):
                dialog.tell(f"{error.what} {error.do}")

        def keep(told: Agreed) -> None:
            self._context.tasks.write(
                agree_action,
                self._context.workspace,
                session,
                told.text,
                told.owner,
                told.due,
                self._presenter.origin,
                done=done,
                failed=failed,
            )

        dialog.wanted.connect(keep)
        dialog.open()

    def ask_for_file(self) -> None:
        """Ask where the minutes go, as PDF or HTML."""
        dialog = QFileDialog(self._window, tr("Write the minutes"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([tr("PDF (*.pdf)"), tr("Web page (*.html)")])
        dialog.setDefaultSuffix("pdf")
        suffixes = {0: "pdf", 1: "html"}
        filters = dialog.nameFilters()
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(suffixes[filters.index(chosen)])
        )
        dialog.selectFile(f"minutes-{date.today().isoformat()}")
        session = self.session()
        dialog.fileSelected.connect(lambda path: self.write(session, Path(path)))
        dialog.open()

    def write(self, session: str, path: Path) -> None:
        """Write the minutes in the background; what they are follows from the file's name."""
        context, language = self._context, current()
        context.tasks.run_long(
            tr("Writing {name}", name=path.name),
            lambda _: _write(context.workspace, session, path, language),
            done=lambda _: context.notices.done(tr("The minutes are in {name}.", name=path.name)),
        )


def _write(ws: Workspace, session: str, path: Path, language: str) -> None:
    html = minutes_html(minutes(ws, session), language)
    web = path.suffix.lower() in (".html", ".htm")
    save_documents({path: html.encode() if web else print_html(html)})
