"""The one place where the client's parts are put together.

The window is painted first, empty; a thread opens the workspace meanwhile. Then the first page is
shown; a thread imports the core, and the other pages are imported and built bit by bit behind it,
or when they are asked for. Everything ends in order: pages, tasks, stills child, workspace,
settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from smo_review.domain.errors import UserError
from smo_review.language import tr
from ui.about import about
from ui.addresses import Addresses
from ui.foreign import ForeignWrites
from ui.parts import (
    FIRST,
    PAGES,
    Opened,
    build_page,
    build_rest,
    import_core,
    left_at,
    open_first,
)
from ui.shell import theme
from ui.shell.actions import Act, Actions
from ui.shell.crash import Crashes
from ui.shell.guard import Guard
from ui.shell.keys import KeyReader
from ui.shell.notices import Notices
from ui.shell.settings import Settings, SettingsStore, settings_path
from ui.shell.speech import Speech
from ui.shell.tasks import Tasks
from ui.standing import resume, standings
from ui.ways import Ways
from ui.window import MainWindow

if TYPE_CHECKING:
    from smo_review.domain.bundles import Author
    from smo_review.domain.changes import Changes
    from smo_review.domain.views import BatchSummary
    from ui.context import Context
    from ui.transfer.transfer import Transfer


class Client(QObject):
    """The client from start to end. Made once in `run`, and by tests."""

    def __init__(
        self,
        app: QApplication,
        settings: SettingsStore,
        tasks: Tasks,
        workspace: Path | None = None,
        files: Sequence[Path] = (),
        opener: Callable[[Path | None], Opened] = open_first,
    ) -> None:
        super().__init__()
        self.app = app
        self.settings = settings
        self.tasks = tasks
        self.notices = Notices(self)
        self.context: Context | None = None
        self._path = workspace
        self._files = list(files)
        self._opener = opener
        self._opened: Opened | None = None
        self._pages: dict[Act, Any] = {}
        self._transfer: Transfer | None = None
        self._place = FIRST
        self._rest: Iterator[None] = iter(())
        self._speech = Speech(app, self)
        self._dress(settings.current)
        self.actions = Actions(settings, self)
        self.window = MainWindow(self.actions, self.notices, tasks)
        Guard(self.window, settings).left.connect(self.window.covered_wanted)
        self.crashes = Crashes(self.window)
        self._ways = Ways(self.show_place, self.page, self.actions)
        self.addresses = Addresses(self.window, self._ways, tasks, self.notices)
        self._keys = KeyReader(app, self.actions)
        self._foreign = ForeignWrites(tasks, self._tell_foreign, self)
        self._connect()

    def start(self) -> None:
        """Show the window, then open the workspace behind it."""
        self.window.restore(self.settings.current.geometry)
        self.window.show()
        QTimer.singleShot(0, self._open_workspace)

    def close(self) -> None:
        """End everything, in order. Writes that were asked for are finished."""
        self._foreign.stop()
        self._take_pages_away()
        self.tasks.close()
        if self._opened is not None:
            self._opened.workspace.close()
        self.settings.flush()
        # Nothing of a closed client may hear a key, be painted again, or lend Qt its words.
        for one in (self._keys, self._speech, self.window):
            one.deleteLater()
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def page(self, place: Act) -> Any:
        """The page of `place`, once the workspace is open; built now if it is not there yet."""
        if place not in self._pages:
            assert self.context is not None
            self._pages[place] = build_page(place, self.context)
            self.window.add_page(place, self._pages[place])
        return self._pages[place]

    def show_place(self, place: Act) -> None:
        """Go to a page; its actions come into reach."""
        if self.context is None:
            self.window.mark_place(None)
            return
        if place is not self._place:
            self.notices.outdated(page_left=True)
            self._ways.went(self._place)
        self._place = place
        self.page(place)
        self.actions.enter(PAGES[place][0])
        self.window.show_place(place)

    def _connect(self) -> None:
        window, actions, tasks = self.window, self.actions, self.tasks
        for act in PAGES:
            actions.bind(act, partial(self.show_place, act), window)
        actions.bind(Act.QUIT, window.close, window)
        actions.bind(Act.PALETTE, window.palette_box.open, window)
        actions.bind(Act.HELP_SHEET, self._help, window)
        actions.bind(Act.ABOUT, lambda: self.notices.info(about()), window)
        actions.bind(Act.FULL_SCREEN, window.toggle_full_screen, window)
        actions.acting.connect(lambda _: self.notices.outdated())
        tasks.refused.connect(self.notices.refuse)
        tasks.cancelled.connect(self._cancelled)
        tasks.crashed.connect(self.crashes.tell)
        window.closing.connect(self._keep_geometry)
        window.dropped.connect(self._receive)
        self._watch_keys()
        self.settings.changed.connect(self._on_settings)
        self.app.styleHints().colorSchemeChanged.connect(self._on_scheme)

    def _open_workspace(self) -> None:
        self.tasks.read(self._opener, self._path, done=self._on_opened, failed=self._on_not_opened)

    def _on_opened(self, opened: Opened) -> None:
        from ui.filters.state import Filters

        self._opened, self._filters = opened, Filters(self)
        self._filters.keep(self.tasks, opened.workspace, opened.filters)
        self._show_person(opened.person)
        self._build()
        self.addresses.begin(opened.workspace)
        if self._files:
            self._receive(self._files)
        else:
            self.tasks.read(left_at, opened.workspace, self.settings.current, done=self._go_on)
        self._foreign.watch(opened.workspace)

    def _tell_person(self, changes: Changes) -> None:
        if changes.settings and self._opened is not None:
            from smo_review.queries.batches import person

            self.tasks.read(person, self._opened.workspace, done=self._show_person, key="person")

    def _show_person(self, who: Author) -> None:
        assert self._opened is not None
        self.window.show_status(f"{who.name} · {self._opened.workspace.path}")

    def _on_not_opened(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self.notices.refuse(error)
        self.window.show_waiting(tr("The workspace could not be opened."))

    def _build(self) -> None:
        """Make the page that is shown, in the language spoken now; the others come after it."""
        from ui.context import Context, Signals

        assert self._opened is not None
        signals, reading = Signals(self.window), (self.tasks, self._opened.workspace, self.notices)
        self.context = Context(
            self.tasks,
            self.actions,
            self.settings,
            self.notices,
            signals,
            self._opened.workspace,
            self._ways.navigate(self._receive, self._filters, reading, self.window),
            self.window.palette_box.provide,
            self._filters,
        )
        self.window.covered_wanted.connect(signals.covered_wanted)
        self.window.answers_dropped.connect(signals.answers_dropped)
        self.window.away_changed.connect(signals.away_changed)
        signals.changed.connect(self._tell_person)
        bind = self.actions.bind
        bind(Act.RECEIVE, lambda: self.transfer.choose_and_receive(), self.window)
        bind(Act.EXPORT_RESULTS, lambda: self.transfer.choose_and_export(), self.window)
        bind(Act.PURGE_BATCH, self._purge, self.window)
        self.show_place(self._place)
        self.tasks.read(import_core, done=lambda _: self._on_imported())

    def _on_imported(self) -> None:
        self.window.tint()
        self._rest = build_rest(self.page, self._pages)
        self._build_others()

    def _build_others(self) -> None:
        if self.context is not None and next(self._rest, True) is None:
            QTimer.singleShot(0, self, self._build_others)

    @property
    def transfer(self) -> Transfer:
        """What receives and hands back files, once the workspace is open."""
        if self._transfer is None:
            from ui.transfer.transfer import Transfer

            assert self.context is not None
            self._transfer = Transfer(self.context, self.window)
        return self._transfer

    def _rebuild(self) -> None:
        """Build all pages anew, in another language; the person stays where they were."""
        told = standings(self._pages)
        self._take_pages_away()
        self.actions.retranslate()
        self.window.retranslate()
        self._watch_keys()
        if self._opened is not None:
            self._build()
            resume(self.page, told)

    def _take_pages_away(self) -> None:
        """Cover, end what the pages are at, and delete them."""
        self.window.covered_wanted.emit()
        self.window.palette_box.forget_providers()
        self.window.remove_pages()
        self.tasks.forget_reads()
        for place in {Act.GO_REVIEW, Act.GO_LEARN, Act.GO_SESSIONS} & self._pages.keys():
            self._pages[place].loader.close()
        self._pages.clear()
        if self._transfer is not None:
            self._transfer.deleteLater()
            self._transfer = None
        if self.context is not None:
            self.context.signals.deleteLater()
            self.context = None
        self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _open_now(self) -> BatchSummary | None:
        """The batch that the review page shows, if it shows one."""
        if Act.GO_REVIEW not in self._pages:
            return None
        summary: BatchSummary | None = self._pages[Act.GO_REVIEW].presenter.walk.summary
        return summary

    def _go_on(self, left: tuple[Act, str]) -> None:
        """Go to where the person was when the window was closed, unless they went elsewhere."""
        place, batch = left
        if self._place is FIRST and batch:
            self._ways.open_batch(batch)
        elif self._place is FIRST:
            self.show_place(place)

    def _receive(self, paths: Sequence[Path]) -> None:
        if self.context is None:
            self._files.extend(paths)
        else:
            self.transfer.receive(paths)

    def _purge(self) -> None:
        batch = self._open_now()
        if batch is None:
            self.notices.info(tr("Open the batch first whose content is to be destroyed."))
        else:
            self.transfer.ask_and_purge(batch.info.id, batch.info.name or batch.info.id)

    def _on_settings(self, before: Settings, after: Settings) -> None:
        if (before.scheme, before.text_size) != (after.scheme, after.text_size):
            self._on_scheme()
        if before.language != after.language:
            self._speech.speak(after.language)
            # Behind all writes, so that no page is taken away while it waits for one.
            self.tasks.write(_nothing, done=lambda _: self._rebuild())

    def _on_scheme(self) -> None:
        settings = self.settings.current
        theme.apply(self.app, settings.scheme, settings.text_size)
        self.window.tint()

    def _dress(self, settings: Settings) -> None:
        self._speech.speak(settings.language)
        theme.apply(self.app, settings.scheme, settings.text_size)

    def _tell_foreign(self, changes: Changes) -> None:
        if self.context is not None:
            self.context.signals.changed.emit(changes)

    def _watch_keys(self) -> None:
        """Keys that reach the window or an open menu count too."""
        for widget in (self.window, *self.window.menus()):
            self._keys.watch(widget)

    def _help(self) -> None:
        from ui.shell.help_sheet import open_help

        open_help(self.actions, self.window)

    def _keep_geometry(self) -> None:
        now, geometry = self._open_now(), self.window.kept_geometry()
        batch = now.info.id if now is not None else self.settings.current.batch
        self.settings.change(geometry=geometry, place=self._place.name, batch=batch)

    def _cancelled(self) -> None:
        self.notices.info(tr("Cancelled. Nothing was left half done."))


def _nothing() -> None:
    """Passes through a lane, to be told when all before it is done."""


def run(argv: list[str]) -> int:
    """Run the client (`open`) or drive it through the whole job (`tour`); returns the exit code."""
    from ui.shell.launch import arguments_of, make_application

    if argv[:1] == ["tour"]:
        from ui.tour.script import run as run_tour

        return int(run_tour(argv[1:]))
    arguments = arguments_of(argv)
    if isinstance(arguments, int):
        return arguments
    app, store = make_application(), SettingsStore(settings_path())
    client = Client(app, store, Tasks(), arguments.workspace, arguments.files)
    client.crashes.take_over()
    if arguments.address:
        client.addresses.open(arguments.address)
    client.start()
    code = app.exec()
    client.close()
    return code
