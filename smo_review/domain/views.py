"""What queries hand to a page: frozen, ready to show."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct, structs

from smo_review.domain.bundles import BatchInfo
from smo_review.domain.content import Annotation, Item, Location, Mark
from smo_review.domain.facts import ErrorClass, Outcome
from smo_review.domain.filters import Filter

ItemState: TypeAlias = Literal["open", "partly", "done", "sealed"]
QueueShow: TypeAlias = Literal["all", "open", "done", "flagged", "incorrect", "unsettled", "sealed"]


class BatchSummary(Struct, frozen=True):
    """A batch in the list and in "my day": items done, left, due, and where the person was.

    `flagged` and `unsettled` count items. `hidden_share` is the share (a fraction) of hidden golds
    that the project says may be among them.
    """

    info: BatchInfo
    project_name: str
    items_done: int
    verdicts: int
    verdicts_today: int
    resume_item: str = ""
    purged: bool = False
    flagged: int = 0
    unsettled: int = 0
    hidden_share: float = 0.0


class BatchItems(Struct, frozen=True):
    """A batch by its id and name, and how many of its items are meant."""

    batch: str
    name: str
    items: int


class QueueFilter(Struct, frozen=True):
    """Which items of a batch the queue shows. Empty fields do not filter.

    `text` searches content and notes. `group_by` and `group_key` are a dimension of `numbers` and
    its key, so that a number opens its items. `mild` leaves lighter items only: of low severity, or
    of none that is known. `judged` leaves items with an annotation that it counts: what stands
    behind a point, bar or cell.
    """

    show: QueueShow = "all"
    text: str = ""
    annotator: str = ""
    label: str = ""
    language: str = ""
    group_by: str = ""
    group_key: str = ""
    mild: bool = False
    judged: Filter | None = None


class QueueChoices(Struct, frozen=True):
    """What the queue of a batch can be narrowed to: names of annotators, ids of labels, codes."""

    annotators: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class QueueRow(Struct, frozen=True):
    """One line of the queue. `row` is the item's number in the workspace."""

    row: int
    batch: str
    item: str
    state: ItemState
    flagged: bool
    kinds: str
    language: str
    severity: int | None
    annotations: int
    reviewed: int
    incorrect: int


class FindingView(Struct, frozen=True):
    """A finding with its note opened."""

    code: str
    error_class: ErrorClass
    critical: bool
    severity: int
    label: str
    right_label: str
    location: Location | None
    root_cause: str
    clause: str
    note: str


class VerdictView(Struct, frozen=True):
    """A verdict that stands, with its notes opened; `fact` is the hash of its fact."""

    fact: str
    auditor: str
    auditor_name: str
    mine: bool
    outcome: Outcome
    findings: tuple[FindingView, ...]
    fixed: tuple[Mark, ...] | None
    note: str
    time: int


class AnnotationView(Struct, frozen=True):
    """An annotation beside the item, with every verdict that stands on it."""

    annotation: Annotation
    verdicts: tuple[VerdictView, ...]
    unsettled: bool

    @property
    def mine(self) -> VerdictView | None:
        """The person's own standing verdict, where there is one."""
        return next((verdict for verdict in self.verdicts if verdict.mine), None)


class ItemView(Struct, frozen=True):
    """All that the review page shows of one item. Where it is `sealed`, it comes without parts."""

    row: int
    batch: str
    position: int
    item: Item
    annotations: tuple[AnnotationView, ...]
    flagged: bool
    flag_note: str
    notes: tuple[str, ...] = ()
    sealed: bool = False


def without_content(view: ItemView) -> ItemView:
    """The item as it is shown once it is sealed: what judges and counts it, nothing it holds."""
    came = view.item
    bare = Item(
        id=came.id,
        language=came.language,
        severity=came.severity,
        stratum=came.stratum,
        weight=came.weight,
    )
    return structs.replace(view, item=bare, flag_note="", notes=(), sealed=True)


class FindingDraft(Struct, frozen=True):
    """A finding as the auditor makes it; without `code` it is derived from the two labels."""

    code: str = ""
    label: str = ""
    right_label: str = ""
    location: Location | None = None
    root_cause: str = ""
    clause: str = ""
    note: str = ""


class VerdictDraft(Struct, frozen=True):
    """A verdict as the auditor makes it, before it becomes a fact."""

    batch: str
    item: str
    annotator: str
    outcome: Outcome
    ordinal: int = 0
    findings: tuple[FindingDraft, ...] = ()
    fixed: tuple[Mark, ...] | None = None
    note: str = ""
    took: int = 0
    blind: bool = False
