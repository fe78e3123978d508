"""Actions: each row of the table as a QAction, bound to what a page does.

A page binds its own actions; those of another page are out of reach while it is not shown.
Holding keys, shared keys and keys under other layouts are seen by `ui.shell.keys`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import QMenu, QToolButton, QWidget
from shiboken6 import isValid

from smo_review.language import translated
from ui.shell.acts import Act, Group
from ui.shell.buttons import KeyButton
from ui.shell.icons import icon
from ui.shell.reach import Where, reaches
from ui.shell.settings import Settings, SettingsStore
from ui.shell.spec import AT_ONCE, Spec
from ui.shell.table import SPECS, share_a_place
from ui.shell.tips import plain_tip

__all__ = ["SPECS", "Act", "Actions", "Group", "Spec", "Where", "clash", "keys_of"]


@dataclass(frozen=True, eq=False)
class _Binding:
    """What an action does: `slot` when it is triggered or its key goes down, `released` after."""

    widget: QWidget
    slot: Callable[[], object]
    released: Callable[[], object] | None = None


def keys_of(act: Act, overrides: dict[str, str]) -> tuple[str, ...]:
    """The keys of `act`, portable names; a changed key replaces all that the table gives."""
    if act.name in overrides:
        changed = overrides[act.name]
        return (changed,) if changed else ()
    return SPECS[act].keys


def clash(act: Act, key: str, overrides: dict[str, str]) -> Act | None:
    """Another action that already answers to `key` where `act` is meant, if there is one."""
    wanted = QKeySequence(key)
    for other in Act:
        if other is act or not share_a_place(act, other):
            continue
        if any(QKeySequence(taken) == wanted for taken in keys_of(other, overrides)):
            return other
    return None


class Actions(QObject):
    """All actions of one window."""

    keys_changed = Signal()
    acting = Signal(object)
    """An `Act` is about to be done."""

    def __init__(self, settings: SettingsStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._place: Where = "day"
        self._away = False
        self._bindings: dict[Act, list[_Binding]] = {act: [] for act in Act}
        self._actions = {act: self._made(act) for act in Act}
        settings.changed.connect(self._on_settings)
        self.retranslate()

    def bind(self, act: Act, slot: Callable[[], object], widget: QWidget) -> None:
        """`act` calls `slot()` for as long as `widget` lives and nobody binds it again."""
        self._bind(act, _Binding(widget, slot))

    def bind_hold(
        self,
        act: Act,
        pressed: Callable[[], object],
        released: Callable[[], object],
        widget: QWidget,
    ) -> None:
        """`act` calls `pressed()` when its key goes down and `released()` when it comes up."""
        self._bind(act, _Binding(widget, pressed, released))

    def action(self, act: Act) -> QAction:
        """The QAction: pages set whether it is enabled and checked."""
        return self._actions[act]

    def allow(self, act: Act, why_not: str = "") -> None:
        """Let `act` be done, or say in its tip why it cannot be done by this person, or now."""
        self._actions[act].setEnabled(not why_not)
        self._actions[act].setWhatsThis(why_not)
        self._actions[act].setToolTip(plain_tip(why_not) if why_not else self.tooltip(act))

    def is_bound(self, act: Act) -> bool:
        """Whether anything happens on `act`."""
        return bool(self._bindings[act])

    def is_ready(self, act: Act) -> bool:
        """Whether `act` can be done here and now."""
        return self.is_bound(act) and self._actions[act].isEnabled()

    def press(self, act: Act) -> None:
        """Do `act`, or begin to hold it."""
        if not self.is_ready(act):
            return
        if SPECS[act].hold:
            self._binding(act).slot()
        else:
            self._actions[act].trigger()

    def release(self, act: Act) -> None:
        """End holding `act`."""
        if self.is_bound(act):
            released = self._binding(act).released
            if released is not None:
                released()

    def keys(self, act: Act) -> tuple[str, ...]:
        """The keys that `act` answers to now, portable names."""
        return keys_of(act, self._settings.current.key_overrides)

    def key_text(self, act: Act) -> str:
        """The first key of `act` as it is written on this system, or empty."""
        keys = self.keys(act)
        if not keys:
            return ""
        return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)

    def text(self, act: Act) -> str:
        """The words of `act` in the person's language."""
        return translated(SPECS[act].text)

    def tooltip(self, act: Act) -> str:
        """What `act` does, and its key."""
        key = self.key_text(act)
        help_text = translated(SPECS[act].help)
        return f"{help_text} ({key})" if key else help_text

    def button(self, act: Act, parent: QWidget | None = None) -> QToolButton:
        """A button that does `act` and shows its text, state and key."""
        button = KeyButton(self._actions[act], lambda: self.key_text(act), parent)
        self.keys_changed.connect(button.refresh)
        if SPECS[act].hold:
            button.pressed.connect(lambda: self.press(act))
            button.released.connect(lambda: self.release(act))
        return button

    def menu(self, group: Group, parent: QWidget) -> QMenu:
        """The menu of a group: everything in it but what can only be held."""
        menu = QMenu(translated(group.value), parent)
        for act, spec in SPECS.items():
            if spec.group is group and not spec.hold:
                menu.addAction(self._actions[act])
        return menu

    def enter(self, place: Where) -> None:
        """Only the actions of `place` and of everywhere are in reach from now on."""
        self._place = place
        for act in Act:
            self._reach(act)

    def set_away(self, away: bool) -> None:
        """The person stepped away: nothing is in reach but the way back. Or is back."""
        self._away = away
        for act in Act:
            self._reach(act)

    def matching(self, sequence: QKeySequence) -> Act | None:
        """The action in reach that answers to `sequence`, if there is one."""
        for act in Act:
            if self.is_ready(act) and any(QKeySequence(key) == sequence for key in self.keys(act)):
                return act
        return None

    def retranslate(self) -> None:
        """Words, keys and tooltips of every action, again."""
        for act, spec in SPECS.items():
            action = self._actions[act]
            key = self.key_text(act)
            seen_elsewhere = spec.shared and key
            action.setText(f"{self.text(act)}\t{key}" if seen_elsewhere else self.text(act))
            action.setIconText(self.text(act))
            action.setToolTip(self.tooltip(act))
            action.setStatusTip(translated(spec.help))
            # Keys that are held or handed on are read by the key reader, not by Qt.
            own = () if spec.hold or spec.shared else self.keys(act)
            action.setShortcuts([QKeySequence(name) for name in own])
        self.keys_changed.emit()

    def tint(self, palette: QPalette, acts: Iterable[Act] = Act) -> None:
        """Icons of `acts` in the colour that text has now."""
        for act in acts:
            if SPECS[act].icon:
                self._actions[act].setIcon(icon(SPECS[act].icon, palette))

    def _made(self, act: Act) -> QAction:
        action = QAction(self)
        action.setObjectName(act.name)
        action.setCheckable(SPECS[act].checkable)
        action.setAutoRepeat(SPECS[act].repeats)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.triggered.connect(lambda: self._run(act))
        return action

    def _bind(self, act: Act, binding: _Binding) -> None:
        self._bindings[act].append(binding)
        binding.widget.addAction(self._actions[act])
        binding.widget.destroyed.connect(lambda: self._unbind(act, binding))
        self._reach(act)

    def _unbind(self, act: Act, binding: _Binding) -> None:
        self._bindings[act].remove(binding)
        if isValid(self._actions[act]):
            self._reach(act)

    def _reach(self, act: Act) -> None:
        """An action that means nothing here is hidden, which disables its keys too."""
        here = reaches(SPECS[act].where, self._place)
        if self._away:
            here = act is Act.STEP_AWAY
        self._actions[act].setVisible(here and self.is_bound(act))

    def _run(self, act: Act) -> None:
        if SPECS[act].hold:
            return
        self.acting.emit(act)
        if act in AT_ONCE:
            for bound in tuple(self._bindings[act]):
                bound.slot()
        elif self.is_bound(act):
            self._binding(act).slot()

    def _binding(self, act: Act) -> _Binding:
        """The newest of those whose widget is seen: each page with a stage binds the same keys."""
        bound = self._bindings[act]
        return next((one for one in reversed(bound) if one.widget.isVisible()), bound[-1])

    def _on_settings(self, before: Settings, after: Settings) -> None:
        if before.key_overrides != after.key_overrides:
            self.retranslate()
