"""Changing a tree of whys or bones: every change gives another tree. No widgets."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import structs

from smo_review.domain.causes import DEEPEST, NodeView, Shape
from smo_review.domain.content import AnnotationKey
from smo_review.language import later, translated

Nodes = tuple[NodeView, ...]
BONES = (
    later("People"),
    later("Guideline"),
    later("Content"),
    later("Tools"),
    later("Process"),
    later("Training"),
)
"""The kinds of causes that a new fishbone begins with; each can be renamed or taken away."""


def begun(shape: Shape) -> Nodes:
    """The nodes of a new analysis."""
    if shape == "whys":
        return ()
    return tuple(NodeView(f"n{n}", text=translated(word)) for n, word in enumerate(BONES, 1))


def with_child(nodes: Nodes, parent: str, text: str, quotes: bool = False) -> tuple[Nodes, str]:
    """A node below `parent` ("" is the top), the last there; and its id."""
    made = NodeView(_new_id(nodes), parent, text, quotes)
    return (*nodes, made), made.id


def with_sibling(nodes: Nodes, beside: str, text: str, quotes: bool = False) -> tuple[Nodes, str]:
    """A node right after `beside`, on the same level; and its id."""
    at = next((n for n, node in enumerate(nodes) if node.id == beside), len(nodes) - 1)
    parent = nodes[at].parent if nodes else ""
    made = NodeView(_new_id(nodes), parent, text, quotes)
    return (*nodes[: at + 1], made, *nodes[at + 1 :]), made.id


def with_words(nodes: Nodes, id_: str, text: str, quotes: bool) -> Nodes:
    """Other words for a node."""
    return tuple(
        structs.replace(node, text=text, quotes=quotes, lost=False) if node.id == id_ else node
        for node in nodes
    )


def with_citation(nodes: Nodes, id_: str, key: AnnotationKey) -> Nodes:
    """Name an annotation as evidence for a node; named already, it is taken away.

    The last one of a node whose words quote it stays: it is what they are sealed with.
    """
    return tuple(_cited(node, key) if node.id == id_ else node for node in nodes)


def _cited(node: NodeView, key: AnnotationKey) -> NodeView:
    if key not in node.cites:
        return structs.replace(node, cites=(*node.cites, key))
    if node.quotes and len(node.cites) == 1:
        return node
    return structs.replace(node, cites=tuple(one for one in node.cites if one != key))


def without(nodes: Nodes, id_: str) -> tuple[Nodes, str]:
    """Take a node away with all below it; and the id of the one to choose instead, or ""."""
    gone = {id_, *_below(nodes, id_)}
    at = next(node for node in nodes if node.id == id_)
    beside = [node.id for node in nodes if node.parent == at.parent]
    place = beside.index(id_)
    left = [*beside[place + 1 :], *reversed(beside[:place])]
    return tuple(node for node in nodes if node.id not in gone), next(iter(left), at.parent)


def depth_of(nodes: Nodes, id_: str) -> int:
    """How many nodes stand above one; -1 for the top itself."""
    above = {node.id: node.parent for node in nodes}
    depth = -1
    while id_ and depth <= DEEPEST:
        depth, id_ = depth + 1, above.get(id_, "")
    return depth


def _below(nodes: Nodes, id_: str) -> Iterator[str]:
    for node in nodes:
        if node.parent == id_:
            yield node.id
            yield from _below(nodes, node.id)


def _new_id(nodes: Nodes) -> str:
    taken = {node.id for node in nodes}
    return next(name for n in range(1, len(nodes) + 2) if (name := f"n{n}") not in taken)


class History:
    """Trees before and after, to go back and forth; it ends with the analysis that is open."""

    def __init__(self) -> None:
        self._before: list[Nodes] = []
        self._after: list[Nodes] = []

    def clear(self) -> None:
        self._before.clear()
        self._after.clear()

    def keep(self, nodes: Nodes) -> None:
        """`nodes` stood before a change."""
        self._before.append(nodes)
        self._after.clear()

    def back(self, nodes: Nodes) -> Nodes | None:
        """The tree before, if there is one; `nodes` can be come back to."""
        return self._move(self._before, self._after, nodes)

    def forth(self, nodes: Nodes) -> Nodes | None:
        """The tree that was taken back last, if there is one."""
        return self._move(self._after, self._before, nodes)

    @staticmethod
    def _move(source: list[Nodes], target: list[Nodes], nodes: Nodes) -> Nodes | None:
        if not source:
            return None
        target.append(nodes)
        return source.pop()
