"""A tree of whys or bones as an indented list, worked on by keys; a fishbone is drawn below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScrollArea,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from smo_review.domain.causes import CauseView, NodeView, told
from smo_review.domain.content import AnnotationKey
from smo_review.language import tr
from ui.causes.fishbone import Fishbone
from ui.causes.words import key_words, node_words
from ui.shell.theme import STEP
from ui.shell.tips import plain_tip

ROLE = Qt.ItemDataRole.UserRole
"""The node's id, and behind a citation the annotation."""


class TreeView(QWidget):
    """Shows the nodes of one analysis. `chosen` when another was, `opened` when one was entered."""

    chosen = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._nodes: tuple[NodeView, ...] = ()
        self._shown: tuple[str, tuple[NodeView, ...]] | None = None
        self._items: dict[str, QTreeWidgetItem] = {}
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([tr("Why"), tr("Cites")])
        self.tree.setAccessibleName(tr("Analysis"))
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.setIndentation(STEP * 6)
        self.tree.itemSelectionChanged.connect(self._choose)
        self.tree.itemActivated.connect(lambda *_: self.opened.emit())
        self.setFocusProxy(self.tree)
        self.bones = Fishbone()
        self.bones.chosen.connect(self._choose_drawn)
        self.drawing = QScrollArea()
        self.drawing.setWidgetResizable(True)
        self.drawing.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.drawing.setWidget(self.bones)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        both = QSplitter(Qt.Orientation.Vertical)
        both.setChildrenCollapsible(False)
        both.setHandleWidth(STEP)
        both.addWidget(self.tree)
        both.addWidget(self.drawing)
        both.setStretchFactor(0, 2)
        both.setStretchFactor(1, 3)
        self.tree.setMinimumHeight(STEP * 28)
        column.addWidget(both)

    def show_tree(self, view: CauseView, nodes: tuple[NodeView, ...], at: str) -> None:
        """Show the nodes of an analysis; `at` is chosen."""
        self.drawing.setVisible(view.shape == "fishbone")
        self._title, self._nodes = view.title, nodes
        head = tr("Why, and why again") if view.shape == "whys" else tr("Causes by kind")
        self.tree.setHeaderLabels([head, tr("Cites")])
        if self._shown != (view.cause, nodes):
            self._shown = (view.cause, nodes)
            self._fill()
        self.choose(at)

    def choose(self, at: str) -> None:
        """Choose a node, or the first where that is not there."""
        item = self._items.get(at) or self.tree.topLevelItem(0)
        if item is not None:
            self.tree.setCurrentItem(item)
        self._choose()

    @property
    def node(self) -> str:
        """The id of the node that is chosen, or on whose citation the person is; empty: none."""
        item = self.tree.currentItem()
        if item is not None and item.data(1, ROLE) is not None:
            item = item.parent()
        return str(item.data(0, ROLE)) if item is not None else ""

    @property
    def cited(self) -> AnnotationKey | None:
        """The citation that is chosen, or the first of the chosen node."""
        item = self.tree.currentItem()
        if item is not None and item.data(1, ROLE) is not None:
            key: AnnotationKey = item.data(1, ROLE)
            return key
        node = next((one for one in self._nodes if one.id == self.node), None)
        return node.cites[0] if node is not None and node.cites else None

    def _fill(self) -> None:
        self.tree.blockSignals(True)
        self.tree.clear()
        self._items.clear()
        for _, node in told(self._nodes):
            words = node_words(node)
            count = str(len(node.cites)) if node.cites else ""
            item = QTreeWidgetItem([words, count])
            item.setData(0, ROLE, node.id)
            item.setToolTip(0, plain_tip(words))
            self._items[node.id] = item
            above = self._items.get(node.parent)
            if above is not None:
                above.addChild(item)
            else:
                self.tree.addTopLevelItem(item)
            for key in node.cites:
                cited = QTreeWidgetItem([tr("cites {item}", item=key_words(key)), ""])
                cited.setData(1, ROLE, key)
                cited.setForeground(0, self.palette().placeholderText())
                item.addChild(cited)
        self.tree.expandAll()
        self.tree.blockSignals(False)

    def _choose(self) -> None:
        self.bones.show_tree(self._title, self._nodes, self.node)
        self.chosen.emit()

    def _choose_drawn(self, id_: str) -> None:
        self.choose(id_)
        self.tree.setFocus()
