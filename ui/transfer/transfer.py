"""Receives bundles, hands back results and purges batches, as long tasks of the window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget

from smo_review.domain.bundles import Received
from smo_review.domain.changes import Changes, Progress
from smo_review.domain.errors import UserError
from smo_review.language import tr
from smo_review.operations.purge import purge
from smo_review.operations.receive import receive
from smo_review.operations.results import export_results
from smo_review.operations.workspace import Workspace
from smo_review.queries.batches import projects_here
from ui.context import Context


def receive_all(
    workspace: Workspace, paths: Sequence[Path], progress: Progress
) -> tuple[list[Received], list[UserError]]:
    """Receive each file by itself; one that is refused does not keep the others out."""
    taken: list[Received] = []
    refused: list[UserError] = []
    for path in paths:
        try:
            taken.append(receive(workspace, path, progress))
        except UserError as error:
            refused.append(error)
    return taken, refused


class Transfer(QObject):
    """What the window's File menu and drag and drop do."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window

    def choose_and_receive(self) -> None:
        """Ask for files, then receive them."""
        dialog = QFileDialog(self._window, tr("Receive files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([tr("Bundles (*.smo)"), tr("All files (*)")])
        dialog.filesSelected.connect(lambda names: self.receive([Path(name) for name in names]))
        dialog.open()

    def receive(self, paths: Sequence[Path]) -> None:
        """Receive bundles in the background and tell what came."""
        self._context.tasks.run_long(
            tr("Receiving {n} files", n=len(paths)) if len(paths) > 1 else paths[0].name,
            partial(receive_all, self._context.workspace, list(paths)),
            done=self._received,
        )

    def _received(self, answer: tuple[list[Received], list[UserError]]) -> None:
        taken, refused = answer
        touched = frozenset(batch for one in taken for batch in one.batches)
        facts = sum(one.facts_new for one in taken)
        if taken:
            changes = Changes(batches=touched, numbers=True, facts=facts)
            self._context.signals.changed.emit(changes)
            batch = next((one.batches[0] for one in taken if one.kind == "batch"), "")
            self._context.notices.done(
                "\n".join(told(one) for one in taken),
                tr("Open the batch") if batch else "",
                partial(self._context.navigate.open_batch, batch) if batch else None,
            )
        if refused:
            self._context.notices.refuse(together(refused, [told(one) for one in taken]))

    def choose_and_export(self) -> None:
        """Ask which project, where it takes several, and for a file; then write the results."""
        self._context.tasks.read(
            projects_here, self._context.workspace, done=self._ask_where_to_export, key="export"
        )

    def _ask_where_to_export(self, projects: dict[str, str]) -> None:
        if not projects:
            self._context.notices.info(tr("There is nothing to hand back: receive a batch first."))
        elif len(projects) == 1:
            self._ask_for_file(next(iter(projects)))
        else:
            self._ask_which_project(projects)

    def _ask_which_project(self, projects: dict[str, str]) -> None:
        """Results of one project never carry another's: the person says which."""
        by_name = {f"{name} ({project})": project for project, name in projects.items()}
        dialog = QInputDialog(self._window)
        dialog.setWindowTitle(tr("Hand back results"))
        dialog.setLabelText(tr("Results of which project?"))
        dialog.setComboBoxItems(list(by_name))
        dialog.textValueSelected.connect(lambda chosen: self._ask_for_file(by_name[chosen]))
        dialog.open()

    def _ask_for_file(self, project: str) -> None:
        dialog = QFileDialog(self._window, tr("Hand back results"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([tr("Bundles (*.smo)")])
        dialog.setDefaultSuffix("smo")
        dialog.selectFile(f"{project}-{date.today().isoformat()}.results.smo")
        dialog.fileSelected.connect(lambda path: self.export(Path(path), project))
        dialog.open()

    def export(self, path: Path, project: str) -> None:
        """Write the results of one project in the background."""
        workspace = self._context.workspace
        self._context.tasks.run_long(
            tr("Writing {name}", name=path.name),
            lambda progress: export_results(workspace, path, project=project, progress=progress),
            done=lambda counts: self._context.notices.done(written(counts, path.name)),
        )

    def ask_and_purge(self, batch: str, name: str) -> None:
        """Destroy a batch's content after the person has said yes."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(tr("Destroy the content of {name}?", name=name))
        box.setInformativeText(
            tr(
                "Images, videos, texts and notes of this batch are destroyed on this machine for "
                "good. Verdicts and numbers stay. Hand back your results first."
            )
        )
        destroy = box.addButton(tr("Destroy content"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(tr("Keep it"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.buttonClicked.connect(
            lambda button: self.purge(batch, name) if button is destroy else None
        )
        box.open()

    def purge(self, batch: str, name: str) -> None:
        """Destroy a batch's content now."""
        context = self._context

        def done(changes: Changes) -> None:
            context.signals.changed.emit(changes)
            context.notices.done(tr("The content of {name} is gone.", name=name))

        context.tasks.write(purge, context.workspace, batch, done=done)


def written(counts: dict[str, int], name: str) -> str:
    """What a results file holds, in a line; it is said where that is nothing yet."""
    if counts["facts"] == 0:
        return tr("{name} is empty: nothing has been recorded in this project yet.", name=name)
    return tr("{verdicts} verdicts written to {name}", verdicts=counts["verdicts"], name=name)


def told(one: Received) -> str:
    """One received file in a line."""
    name = Path(one.path).name
    if one.kind == "batch":
        return tr(
            "{name}: {items} items with {annotations} annotations",
            name=name,
            items=one.items,
            annotations=one.annotations,
        )
    if one.kind == "results":
        return tr(
            "{name}: {new} new facts, {known} known before",
            name=name,
            new=one.facts_new,
            known=one.facts_known,
        )
    if one.kind == "exercise":
        return tr(
            "{name}: an exercise with {items} items; it waits in Learn", name=name, items=one.items
        )
    return tr("{name}: gold for {items} items", name=name, items=one.items)


def together(refused: Sequence[UserError], came: Sequence[str] = ()) -> UserError:
    """Several refusals as one, each with its place; `came` tells what was received beside them."""
    places = [error.where for error in refused]
    what, do = refused[0].what, refused[0].do
    if len(refused) > 1:
        what = tr("{n} files were refused", n=len(refused))
        places = [f"{error.what} ({error.where})" for error in refused]
    received = [tr("Received: {file}", file=line) for line in came]
    return UserError(what, "\n".join((*places, *received)), do)
