"""The one table of everything a person can do in the client; a module for each part of it.

Menus, tooltips, buttons, the palette, the help sheet and the preferences all read it. A key may
be used once in the whole of a place and everywhere together; a test holds that.
"""

from __future__ import annotations

from ui.shell.acts import Act, Group
from ui.shell.reach import FIGURED, STAGED, Where, reaches
from ui.shell.spec import CHECKABLE, HELD, REPEATED, SHARED, Rows, Spec
from ui.shell.table import (
    causes,
    content,
    covering,
    disputes,
    figures,
    files,
    items,
    learning,
    places,
    sessions,
    training,
    verdicts,
)


def _specs(group: Group, where: Where, rows: Rows) -> dict[Act, Spec]:
    return {
        act: Spec(
            text,
            tuple(keys.split()),
            group,
            help_text,
            where,
            icon,
            checkable=act in CHECKABLE,
            repeats=act in REPEATED,
            hold=act in HELD,
            shared=act in SHARED,
        )
        for act, (text, keys, icon, help_text) in rows.items()
    }


SPECS: dict[Act, Spec] = {
    **_specs(Group.FILE, "everywhere", files.FILE),
    **_specs(Group.FILE, "review", files.FILE_BATCH),
    **_specs(Group.VERDICT, "review", verdicts.VERDICT),
    **_specs(Group.ITEM, "review", items.ITEM),
    **_specs(Group.COVER, "everywhere", covering.COVER),
    **_specs(Group.COVER, "content", covering.REVEAL),
    **_specs(Group.COVER, "content", covering.SEALING),
    **_specs(Group.COVER, "review", covering.SEALED),
    **_specs(Group.CONTENT, "content", content.CONTENT),
    **_specs(Group.LEARN, "review", learning.GOLD),
    **_specs(Group.LEARN, "learn", learning.LEARN),
    **_specs(Group.TRAIN, "train", training.TRAIN),
    **_specs(Group.LEARN, "answering", learning.CHOOSING),
    **_specs(Group.SESSION, "sessions", sessions.SESSION),
    **_specs(Group.NUMBERS, "numbers", places.NUMBERS),
    **_specs(Group.NUMBERS, "figures", figures.FIGURES),
    **_specs(Group.NUMBERS, "trends", figures.TRENDS),
    **_specs(Group.DISPUTES, "disputes", disputes.DISPUTES),
    **_specs(Group.CAUSES, "causes", causes.CAUSES),
    **_specs(Group.GO, "everywhere", places.GO),
    **_specs(Group.GO, "day", places.GO_DAY),
    **_specs(Group.GO, "mine", places.MINE),
    **_specs(Group.HELP, "everywhere", places.HELP),
}


def share_a_place(one: Act, other: Act) -> bool:
    """Whether both actions can be meant at the same time."""
    first, second = SPECS[one].where, SPECS[other].where
    places: set[Where] = {first, second, *STAGED, *FIGURED}
    return "everywhere" in (first, second) or any(
        reaches(first, place) and reaches(second, place) for place in places
    )
