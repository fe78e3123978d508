"""How an action behaves, and what the table says of each."""

from __future__ import annotations

from dataclasses import dataclass

from ui.shell.acts import Act, Group
from ui.shell.reach import Where

CHECKABLE = frozenset(
    {
        Act.PREFERENCES,
        Act.FLAG,
        Act.BLIND,
        Act.LIGHTER,
        Act.TOGGLE_REVEAL,
        Act.LENS,
        Act.OVERVIEW,
        Act.BY_ANNOTATOR,
        Act.BY_LABEL,
        Act.BY_CODE,
        Act.BY_AUDITOR,
        Act.BY_DAY,
        Act.TRAIN_COHORT,
        Act.TRAIN_ITEMS,
        Act.TRAIN_SKILL,
        Act.TRAIN_AGREEMENT,
        Act.TRAIN_RULE,
        Act.TRAIN_RAMP_UP,
        Act.BY_KPI,
        Act.TREND_CHART,
        Act.TREND_COMPARE,
        Act.TREND_PARETO,
        Act.TREND_CONFUSION,
        Act.TREND_HEAT,
        Act.TREND_GAPS,
        Act.CHART_TABLE,
        Act.GO_DAY,
        Act.GO_REVIEW,
        Act.GO_LEARN,
        Act.GO_TRAIN,
        Act.GO_SESSIONS,
        Act.GO_NUMBERS,
        Act.GO_TRENDS,
        Act.GO_DISPUTES,
        Act.SHOW_DISPUTES,
        Act.SHOW_CLAUSES,
        Act.SHOW_AUDITORS,
        Act.GO_CAUSES,
        Act.GO_MINE,
        Act.CAUSE_ERRORS,
        Act.CAUSE_SUGGESTIONS,
        Act.CAUSE_TREES,
        Act.CAUSE_ACTIONS,
    }
)
"""What is on or off, or is one of several."""
HELD = frozenset({Act.HOLD_REVEAL})
"""Act for as long as the key is down."""
REPEATED = frozenset(
    {
        Act.NEXT_ANNOTATION,
        Act.PREVIOUS_ANNOTATION,
        Act.NEXT_ITEM,
        Act.PREVIOUS_ITEM,
        Act.NEXT_QUESTION,
        Act.PREVIOUS_QUESTION,
        Act.NEXT_SLIDE,
        Act.PREVIOUS_SLIDE,
        Act.ZOOM_IN,
        Act.ZOOM_OUT,
        Act.PAN_LEFT,
        Act.PAN_RIGHT,
        Act.PAN_UP,
        Act.PAN_DOWN,
        Act.SEEK_BACK,
        Act.SEEK_FORWARD,
        Act.STEP_BACK,
        Act.STEP_FORWARD,
        Act.SOFTER,
        Act.LOUDER,
    }
)
"""Go on while the key is down. All others act once: a finger that rests gives one verdict."""
SHARED = frozenset({Act.COVER_ALL, Act.STEP_AWAY})
"""Act wherever the keyboard is and hand their key on: Esc covers and still closes a dialog."""

AT_ONCE = frozenset({Act.COVER_ALL})
"""Act on all that is bound to them, whichever window it is in; of others only one is meant."""


@dataclass(frozen=True)
class Spec:
    """One action: its words, its keys (portable names, the first is shown), its menu and place.

    `icon` names a file in resources/icons, or is empty.
    """

    text: str
    keys: tuple[str, ...]
    group: Group
    help: str
    where: Where
    icon: str = ""
    checkable: bool = False
    repeats: bool = False
    hold: bool = False
    shared: bool = False


Rows = dict[Act, tuple[str, str, str, str]]
"""Words, keys with spaces between, icon, and what it does."""
