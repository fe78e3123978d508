"""Looking for causes: trees of whys and fishbones that cite items, and what goes along with errors.

A tree is kept whole in one fact; an edit is a further fact that stands instead of it. Words of the
team are plain; words that quote content are sealed with the batch's key, and the fact holds their
hash.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.content import AnnotationKey
from smo_review.domain.filters import EVERYTHING, Filter
from smo_review.domain.matters import Matter
from smo_review.domain.numbers import Rate

Shape: TypeAlias = Literal["whys", "fishbone"]
SHAPES: tuple[Shape, ...] = ("whys", "fishbone")
"""Why after why below a problem; or bones, which are kinds of causes, with causes on them."""
CauseState: TypeAlias = Literal["open", "settled", "dropped"]
"""Still asked; the cause is agreed on; or it led nowhere."""
CAUSE_STATES: tuple[CauseState, ...] = ("open", "settled", "dropped")
MOST_NODES, DEEPEST, MOST_CITED = 200, 8, 50
LONGEST = 500
"""Characters of a node's words, and of a title."""


class Node(Struct, frozen=True, omit_defaults=True):
    """One why, bone or cause. `parent` is the id of the node above it, empty at the top.

    Either `text` in plain words, or `sealed`: the hash of words that quote an item, sealed with the
    key of the first cited item's batch. `cites` are the annotations that show it.
    """

    id: str
    parent: str = ""
    text: str = ""
    sealed: str = ""
    cites: tuple[AnnotationKey, ...] = ()


class Cause(Matter, frozen=True, omit_defaults=True):
    """Payload of kind `cause`: an analysis of why some errors happen. `title` is the problem.

    `about` is what it was begun on. Nodes stand in the order in which they are told.
    """

    cause: str
    title: str
    shape: Shape
    nodes: tuple[Node, ...] = ()
    about: Filter = EVERYTHING
    state: CauseState = "open"
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """What no program here would have written is not understood: kept, and shown nowhere."""
        if len(self.nodes) > MOST_NODES or len({node.id for node in self.nodes}) < len(self.nodes):
            raise ValueError("too many nodes, or two of one id")
        if any(len(node.cites) > MOST_CITED for node in self.nodes):
            raise ValueError("too many citations")

    @property
    def subject(self) -> str:
        return self.cause


class NodeView(Struct, frozen=True):
    """A node with its words opened; `lost` where they were sealed and cannot be opened here."""

    id: str
    parent: str = ""
    text: str = ""
    quotes: bool = False
    cites: tuple[AnnotationKey, ...] = ()
    lost: bool = False


class CauseView(Struct, frozen=True):
    """An analysis as it stands. `time` is UTC microseconds.

    `apart` names others whose edits, made without knowing of this one, stand beside it: the newest
    is shown, and the next edit stands instead of all.
    """

    cause: str
    project: str
    title: str
    shape: Shape
    nodes: tuple[NodeView, ...]
    about: Filter
    state: CauseState
    by: str
    time: int
    apart: tuple[str, ...] = ()


def told(
    nodes: tuple[NodeView, ...], parent: str = "", depth: int = 0
) -> Iterator[tuple[int, NodeView]]:
    """(depth, node) from the top down, each node before those below it.

    What is below no node that is there, or below itself, is left out.
    """
    if depth > DEEPEST:
        return
    for node in nodes:
        if node.parent == parent:
            yield depth, node
            yield from told(nodes, node.id, depth + 1)


ClusterBy: TypeAlias = Literal["code", "clause", "annotator", "labels", "likeness"]
CLUSTERS: tuple[ClusterBy, ...] = ("code", "clause", "annotator", "labels", "likeness")


class Cited(Struct, frozen=True):
    """One annotation of a cluster, with the first of the findings that put it there."""

    annotation: AnnotationKey
    code: str = ""
    clause: str = ""
    label: str = ""
    right_label: str = ""


class Cluster(Struct, frozen=True):
    """Incorrect annotations that are alike in one way, with the share of all incorrect.

    `labels` tells wrong and right label, else empty. `members` are those of a sample that can be
    opened, in the order of items; `n` counts all. `opens` is the filter that leaves them, None
    where no filter can (content likeness).
    """

    key: str
    n: int
    critical: int
    share: Rate
    members: tuple[Cited, ...]
    labels: tuple[str, str] = ("", "")
    opens: Filter | None = None


class Clusters(Struct, frozen=True):
    """Clusters from the largest down. `incorrect` of `judged` annotations are wrong.

    `parts` are their shares of all that is in any, with weights, and `vital` clusters from the left
    hold 80% of it. For content likeness, `unprinted`
    counts incorrect items whose pictures have no print here, so that only the same bytes are found.
    """

    by: ClusterBy
    clusters: tuple[Cluster, ...]
    incorrect: int
    judged: int
    vital: int = 0
    unprinted: int = 0
    head: str = ""
    parts: tuple[float, ...] = ()


Factor: TypeAlias = Literal[
    "annotator", "label", "language", "severity", "week", "stratum", "auditor", "guideline",
    "clause", "label in week",
]  # fmt: skip
Effect: TypeAlias = Literal["incorrect", "critical", "code", "clause"]


class Suggestion(Struct, frozen=True):
    """A circumstance that goes together with an outcome, never a proven cause.

    `lift`: how many times likelier the outcome is with the factor than overall, with its 95%
    interval; `q` after the control of false discoveries. `both` of `with_factor` annotations have
    the outcome, against `with_outcome` of all `n`. `fades` names the circumstances that, held
    alike, take at least half of it away. `name` is how a person reads `key`.
    """

    factor: Factor
    key: str
    name: str
    effect: Effect
    outcome: str
    both: int
    with_factor: int
    with_outcome: int
    n: int
    lift: float
    low: float
    high: float
    q: float
    fades: tuple[Factor, ...] = ()
    opens: Filter | None = None


class Suggestions(Struct, frozen=True):
    """The associations that are told, the surely largest first. `looked` counts all pairs that were
    looked at, `rate` is the share of false ones among those told that is held to. `weighed`: what
    was judged differs in weight, so that a lift is not the ratio of the counts beside it."""

    found: tuple[Suggestion, ...]
    looked: int
    judged: int
    incorrect: int
    rate: float
    head: str = ""
    weighed: bool = False
