"""What an action is: the names of all of them, their groups, and what the table says of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Literal

from smo_review.language import later

Where = Literal[
    "everywhere",
    "content",
    "day",
    "review",
    "learn",
    "numbers",
    "trends",
    "causes",
    "figures",
    "mine",
]
"""The page on which an action means something; "content" is every page with a stage, "figures"
every page with a filter bar."""
STAGED: frozenset[Where] = frozenset({"review", "learn"})
"""The pages that show content on a stage."""
FIGURED: frozenset[Where] = frozenset({"numbers", "trends", "causes"})
"""The pages that show figures under the shared filter."""


def reaches(where: Where, place: Where) -> bool:
    """Whether an action of `where` can be meant at `place`."""
    return (
        where in ("everywhere", place)
        or (where == "content" and place in STAGED)
        or (where == "figures" and place in FIGURED)
    )


class Group(Enum):
    """A menu, and a section of the help sheet, in this order."""

    FILE = later("File")
    VERDICT = later("Verdict")
    ITEM = later("Item")
    COVER = later("Cover")
    CONTENT = later("Content")
    LEARN = later("Learn")
    NUMBERS = later("Numbers")
    CAUSES = later("Causes")
    GO = later("Go")
    HELP = later("Help")


class Act(Enum):
    """Everything a person can do. Names are kept in the settings: do not rename one."""

    RECEIVE = auto()
    EXPORT_RESULTS = auto()
    PURGE_BATCH = auto()
    PREFERENCES = auto()
    QUIT = auto()

    CORRECT = auto()
    INCORRECT = auto()
    AMBIGUOUS = auto()
    UNREVIEWABLE = auto()
    ALL_CORRECT = auto()
    FIX_AND_ACCEPT = auto()
    ADD_FINDING = auto()
    SAVE_VERDICT = auto()
    WITHDRAW = auto()
    NOTE = auto()
    SNIPPETS = auto()
    PIN = auto()
    BOX = auto()
    POLYGON = auto()
    SETTLE = auto()
    UNDO = auto()
    REDO = auto()

    NEXT_ANNOTATION = auto()
    PREVIOUS_ANNOTATION = auto()
    NEXT_ITEM = auto()
    PREVIOUS_ITEM = auto()
    LAST_ANSWER = auto()
    FLAG = auto()
    FLAG_NOTE = auto()
    FIND = auto()
    FILTER = auto()
    JUMP = auto()
    BLIND = auto()
    GUIDELINE = auto()
    LIGHTER = auto()
    OPEN_SEEN = auto()
    PUT_AWAY = auto()

    COVER_ALL = auto()
    STEP_AWAY = auto()
    HOLD_REVEAL = auto()
    TOGGLE_REVEAL = auto()
    REVEAL_MORE = auto()
    REVEAL_LESS = auto()
    LENS = auto()
    LENS_LARGER = auto()
    LENS_SMALLER = auto()
    SEAL = auto()
    CUSTODY_CARD = auto()

    ZOOM_IN = auto()
    ZOOM_OUT = auto()
    ZOOM_FIT = auto()
    PAN_LEFT = auto()
    PAN_RIGHT = auto()
    PAN_UP = auto()
    PAN_DOWN = auto()
    ROTATE = auto()
    MARKS = auto()
    NEXT_PART = auto()
    PREVIOUS_PART = auto()
    PLAY_PAUSE = auto()
    SEEK_BACK = auto()
    SEEK_FORWARD = auto()
    STEP_BACK = auto()
    STEP_FORWARD = auto()
    VIDEO_SLOWER = auto()
    VIDEO_FASTER = auto()
    KEY_FRAMES = auto()
    NEXT_PHRASE = auto()
    FIND_IN_TEXT = auto()
    SOUND = auto()
    SOFTER = auto()
    LOUDER = auto()
    TRANSCRIPT = auto()
    RANGE_START = auto()
    RANGE_END = auto()
    PLAY_RANGE = auto()
    USE_RANGE = auto()
    NEXT_RANGE = auto()
    PREVIOUS_RANGE = auto()

    MAKE_GOLD = auto()
    OPEN_EXERCISE = auto()
    GIVE_ANSWER = auto()
    LABEL_1 = auto()
    LABEL_2 = auto()
    LABEL_3 = auto()
    LABEL_4 = auto()
    LABEL_5 = auto()
    LABEL_6 = auto()
    LABEL_7 = auto()
    LABEL_8 = auto()
    LABEL_9 = auto()
    NO_LABEL = auto()
    FIND_LABEL = auto()
    ANSWER_CLAUSE = auto()
    SURE_1 = auto()
    SURE_2 = auto()
    SURE_3 = auto()
    SURE_4 = auto()
    SURE_5 = auto()
    ANSWER_PLACE = auto()
    ANSWER_REASON = auto()
    NEXT_QUESTION = auto()
    PREVIOUS_QUESTION = auto()
    END_ATTEMPT = auto()
    LEAVE_EXERCISE = auto()
    SHOW_GOLDS = auto()
    FIND_GOLD = auto()
    EDIT_GOLD = auto()
    RETIRE_GOLD = auto()
    BUILD_EXERCISE = auto()

    BY_ANNOTATOR = auto()
    BY_LABEL = auto()
    BY_CODE = auto()
    BY_AUDITOR = auto()
    BY_DAY = auto()
    OPEN_ITEMS = auto()
    NARROW = auto()
    CLEAR_FILTER = auto()
    SAVED_VIEWS = auto()
    LOOK_FOR_CAUSES = auto()
    TREND_CHART = auto()
    TREND_COMPARE = auto()
    TREND_PARETO = auto()
    TREND_CONFUSION = auto()
    TREND_HEAT = auto()
    TREND_GAPS = auto()
    NEXT_MEASURE = auto()
    TREND_STEP = auto()
    NEXT_DIMENSION = auto()
    CHART_TABLE = auto()
    EXPORT_FIGURES = auto()
    COPY_CHART = auto()

    CAUSE_ERRORS = auto()
    CAUSE_SUGGESTIONS = auto()
    CAUSE_TREES = auto()
    CAUSE_ACTIONS = auto()
    NEXT_CLUSTERS = auto()
    OPEN_CAUSE_ITEM = auto()
    OPEN_CAUSE_ITEMS = auto()
    NEW_WHYS = auto()
    NEW_FISHBONE = auto()
    ADD_WHY = auto()
    ADD_BESIDE = auto()
    EDIT_WHY = auto()
    DELETE_WHY = auto()
    CITE_ITEM = auto()
    UNDO_TREE = auto()
    REDO_TREE = auto()
    SETTLE_CAUSE = auto()
    NEW_ACTION = auto()
    EDIT_ACTION = auto()
    ACTION_DONE = auto()
    CLOSE_ACTION = auto()
    REOPEN_ACTION = auto()
    REPORT_INCIDENT = auto()

    GO_DAY = auto()
    GO_REVIEW = auto()
    GO_LEARN = auto()
    GO_NUMBERS = auto()
    GO_TRENDS = auto()
    GO_CAUSES = auto()
    GO_MINE = auto()
    ERASE_MINE = auto()
    CHECK_IN_1 = auto()
    CHECK_IN_2 = auto()
    CHECK_IN_3 = auto()
    CHECK_IN_4 = auto()
    CHECK_IN_5 = auto()
    SKIP_CHECK_IN = auto()
    OPEN_BATCH = auto()
    FULL_SCREEN = auto()
    PALETTE = auto()

    HELP_SHEET = auto()
    ABOUT = auto()


CHECKABLE = frozenset(
    {
        Act.PREFERENCES,
        Act.FLAG,
        Act.BLIND,
        Act.LIGHTER,
        Act.TOGGLE_REVEAL,
        Act.LENS,
        Act.BY_ANNOTATOR,
        Act.BY_LABEL,
        Act.BY_CODE,
        Act.BY_AUDITOR,
        Act.BY_DAY,
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
        Act.GO_NUMBERS,
        Act.GO_TRENDS,
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
