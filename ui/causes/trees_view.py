"""Analyses: which are here, and the one that is worked on. Every change is written at once."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import structs
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from smo_review.domain.causes import DEEPEST, CauseState, CauseView, NodeView, Shape
from smo_review.domain.content import AnnotationKey
from smo_review.domain.filters import Filter
from smo_review.language import listed, tr
from smo_review.operations.causes import CauseDraft, Saved
from smo_review.reports.causes import Names, about_words
from ui.causes import tree
from ui.causes.forms import WordsForm
from ui.causes.tree_view import TreeView
from ui.causes.words import fill, made_table, shape_words
from ui.shell.actions import Actions
from ui.shell.acts import Act
from ui.shell.labels import plain
from ui.shell.notices import Notices
from ui.shell.theme import STEP, scaled

BEGIN = (Act.NEW_WHYS, Act.NEW_FISHBONE)
EDIT = (Act.ADD_WHY, Act.ADD_BESIDE, Act.EDIT_WHY, Act.CITE_ITEM, Act.DELETE_WHY)
LATER = (Act.UNDO_TREE, Act.REDO_TREE, Act.OPEN_CAUSE_ITEM, Act.SETTLE_CAUSE, Act.NEW_ACTION)
Save = Callable[[CauseDraft, Callable[[Saved], object]], None]


class TreesView(QWidget):
    """A list of analyses, and the tree of the chosen one. `save` writes a draft; `moved` when
    another analysis or node is chosen, so that other things can be done."""

    moved = Signal()

    def __init__(
        self, actions: Actions, notices: Notices, save: Save, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._actions, self._notices, self._save = actions, notices, save
        self._found: tuple[CauseView, ...] = ()
        self._open = ""
        self._nodes: tree.Nodes = ()
        self._history = tree.History()
        self._under_way = 0
        self._names: Names = {}
        self.table = made_table(tr("Analyses"), (tr("Problem"), tr("Kind")))
        self.table.setMaximumWidth(STEP * 85)
        self.table.itemSelectionChanged.connect(self._choose)
        self.table.activated.connect(self.take_focus)
        self.title = plain()
        self.title.setFont(scaled(self.font(), "large", bold=True))
        self.about = plain("", "quiet")
        self.view = TreeView()
        self.view.chosen.connect(self.moved)
        self.empty = plain(
            tr(
                "No analysis yet. Begin with 5 whys for one cause after another, or with a "
                "fishbone to gather causes by kind; each node can cite items as evidence."
            ),
            "quiet",
        )
        self._lay_out()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(STEP * 2)
        begin = QVBoxLayout()
        begin.setSpacing(STEP)
        for act in BEGIN:
            begin.addWidget(self._actions.button(act))
        left.addLayout(begin)
        left.addWidget(self.table, 1)
        body = QWidget()
        right = QVBoxLayout(body)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(STEP * 2)
        right.addWidget(self.title)
        right.addWidget(self.about)
        for acts in (EDIT, LATER):
            row = QHBoxLayout()
            row.setSpacing(STEP)
            for act in acts:
                row.addWidget(self._actions.button(act))
            row.addStretch(1)
            right.addLayout(row)
        right.addWidget(self.view, 1)
        nothing = QWidget()
        QVBoxLayout(nothing).addWidget(self.empty)
        side = QWidget()
        self._stack = QStackedLayout(side)
        self._stack.addWidget(nothing)
        self._stack.addWidget(body)
        sides = QHBoxLayout(self)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(STEP * 4)
        sides.addLayout(left, 2)
        sides.addWidget(side, 5)

    @property
    def current(self) -> CauseView | None:
        """The analysis that is open, as it was read last."""
        return next((one for one in self._found if one.cause == self._open), None)

    @property
    def node(self) -> NodeView | None:
        return next((one for one in self._nodes if one.id == self.view.node), None)

    def show_causes(self, found: tuple[CauseView, ...], names: Names) -> None:
        """Other analyses. What is on its way to the disk is not overwritten by what was read."""
        if self._under_way:
            return
        self._found, self._names = found, names
        at = next((n for n, one in enumerate(found) if one.cause == self._open), 0)
        fill(self.table, [(one.title, shape_words(one)) for one in found], at)
        self._choose()

    def take_focus(self) -> None:
        (self.view if self._nodes else self.table).setFocus()

    def begin(self, shape: Shape, about: Filter, problem: str = "") -> None:
        """Ask for the problem, then begin an analysis of it."""
        title = tr("New 5 whys") if shape == "whys" else tr("New fishbone")
        form = WordsForm(title, tr("The problem"), self, problem)
        form.said.connect(
            lambda text, _: self._write(
                CauseDraft(text, shape, tree.begun(shape), about), opened=True
            )
        )
        form.open()

    def add_below(self) -> None:
        """Ask for words, then add a node below the chosen one, or at the top."""
        if self.current is None or not self._deeper():
            return
        at = self.view.node
        self._ask(tr("Add below"), lambda text, quotes: self._added(
            tree.with_child(self._nodes, at, text, quotes)))  # fmt: skip

    def add_beside(self) -> None:
        """Ask for words, then add a node after the chosen one."""
        if self.current is None:
            return
        at = self.view.node
        self._ask(tr("Add beside"), lambda text, quotes: self._added(
            tree.with_sibling(self._nodes, at, text, quotes)))  # fmt: skip

    def edit(self) -> None:
        """Ask for other words of the chosen node."""
        node = self.node
        if node is None:
            return
        form = WordsForm(
            tr("Change words"), tr("Words"), self, node.text, node.quotes if node.cites else None
        )
        form.said.connect(
            lambda text, quotes: self._change(
                tree.with_words(self._nodes, node.id, text, quotes), node.id
            )
        )
        form.open()

    def delete(self) -> None:
        """Take the chosen node away, with all below it."""
        if self.node is not None:
            self._change(*tree.without(self._nodes, self.node.id))

    def cite(self, key: AnnotationKey | None) -> None:
        """Name an annotation as evidence for the chosen node, or take it away again."""
        node = self.node
        if key is None:
            self._notices.info(tr("Choose an item among the errors first, then cite it here."))
        elif node is None:
            self._notices.info(tr("Choose the node in an analysis first that the item speaks for."))
        else:
            self._change(tree.with_citation(self._nodes, node.id, key), node.id)
            words = (node.text or tr("node"))[:60]
            self._notices.info(
                tr("{item} is no longer cited for “{words}”.", item=key.item, words=words)
                if key in node.cites
                else tr("{item} is cited for “{words}”.", item=key.item, words=words)
            )

    def undo(self) -> None:
        """The tree before the last change."""
        self._go(self._history.back(self._nodes))

    def redo(self) -> None:
        """The change again that was taken back last."""
        self._go(self._history.forth(self._nodes))

    def settle(self) -> None:
        """The cause is agreed on; or open again."""
        one = self.current
        if one is not None:
            self._write(self._draft(one, "open" if one.state != "open" else "settled"))

    def _ask(self, title: str, said: Callable[[str, bool], None]) -> None:
        form = WordsForm(title, tr("Words"), self)
        form.said.connect(said)
        form.open()

    def _deeper(self) -> bool:
        if tree.depth_of(self._nodes, self.view.node) < DEEPEST:
            return True
        self._notices.info(tr("A tree has at most {n} levels.", n=DEEPEST + 1))
        return False

    def _added(self, made: tuple[tree.Nodes, str]) -> None:
        self._change(*made)

    def _go(self, nodes: tree.Nodes | None) -> None:
        if nodes is not None and self.current is not None:
            self._nodes = nodes
            self._show(self.view.node)
            self._write(self._draft(self.current))

    def _change(self, nodes: tree.Nodes, at: str) -> None:
        if self.current is None or nodes == self._nodes:
            return
        self._history.keep(self._nodes)
        self._nodes = nodes
        self._show(at)
        self._write(self._draft(self.current))

    def _draft(self, one: CauseView, state: CauseState | None = None) -> CauseDraft:
        return CauseDraft(
            one.title, one.shape, self._nodes, one.about, state or one.state, one.cause
        )

    def _write(self, draft: CauseDraft, *, opened: bool = False) -> None:
        self._under_way += 1
        if draft.cause:
            self._found = tuple(
                structs.replace(one, nodes=draft.nodes, state=draft.state)
                if one.cause == draft.cause
                else one
                for one in self._found
            )

        def done(saved: Saved) -> None:
            self._under_way -= 1
            if opened:
                self._open = saved.id
                self._nodes = ()
                self.view.setFocus()

        self._save(draft, done)

    def failed(self) -> None:
        """A write was refused: what stands is read again."""
        self._under_way = 0
        self._history.clear()

    def _choose(self) -> None:
        at = self.table.currentRow()
        one = self._found[at] if 0 <= at < len(self._found) else None
        self._stack.setCurrentIndex(1 if one is not None else 0)
        if one is None:
            self._open, self._nodes = "", ()
            self.moved.emit()
            return
        if (one.cause, one.nodes) != (self._open, self._nodes):
            # Another analysis, or somebody else changed this one: there is nothing to take back.
            self._history.clear()
        chosen = self.view.node if one.cause == self._open else ""
        self._open, self._nodes = one.cause, one.nodes
        self._show(chosen)

    def _show(self, at: str) -> None:
        one = self.current
        if one is None:
            return
        self.title.setText(one.title)
        told = [shape_words(one), about_words(one.about, self._names), one.by]
        if one.apart:
            told.append(
                tr(
                    "changed apart by {names}: the newest is shown, the next change joins them",
                    names=listed(one.apart),
                )
            )
        self.about.setText(" · ".join(words for words in told if words))
        self.view.show_tree(one, self._nodes, at)
