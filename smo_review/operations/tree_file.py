"""An analysis written in a file: one JSON object, as `causes tree show --json` prints it."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from smo_review.domain.causes import CauseState, NodeView, Shape
from smo_review.domain.errors import UserError
from smo_review.domain.filters import EVERYTHING, Filter
from smo_review.exchange.lines import decode
from smo_review.language import tr
from smo_review.operations.causes import CauseDraft

MAX_FILE = 1 << 22


class _Tree(Struct, frozen=True, forbid_unknown_fields=True):
    """What the file says. Who wrote it when is told by `show`, and read over here."""

    title: str
    shape: Shape = "whys"
    nodes: tuple[NodeView, ...] = ()
    about: Filter = EVERYTHING
    state: CauseState = "open"
    cause: str = ""
    project: str = ""
    by: str = ""
    time: int = 0
    apart: tuple[str, ...] = ()


def read_tree(path: Path) -> CauseDraft:
    """The analysis in a file; UserError where there is none, or a field is not as it must be."""
    if not path.is_file() or path.stat().st_size > MAX_FILE:
        raise UserError(
            tr("The analysis cannot be read."), str(path), tr("Name a file with one JSON object.")
        )
    told = decode(msgspec.json.Decoder(_Tree), path.read_bytes(), str(path))
    return CauseDraft(told.title, told.shape, told.nodes, told.about, told.state, told.cause)
