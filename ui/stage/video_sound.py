"""The sound of one video: off until the person asks for it, and never louder than the cap."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from smo_review.domain.errors import UserError
from smo_review.language import tr
from ui.player.player import Player
from ui.stage.loader import MediaLoader
from ui.stage.shots import Source

VOLUME_STEP = 0.05
SOFTEST = 0.05


class VideoSound(QObject):
    """Nothing is heard but between `play` and `halt`, and only after `toggle`."""

    changed = Signal()
    """What `words` and `levels` say is new."""
    heard = Signal(float, float)
    """This time of the video, milliseconds, was heard at this moment of the monotonic clock."""
    lost = Signal()
    """There is nothing to be heard any more of what was played."""
    said = Signal(str)
    """What the person has to know now."""

    def __init__(self, source: Source, loader: MediaLoader, parent: QObject) -> None:
        super().__init__(parent)
        self._source = source
        self._loader = loader
        self._player: Player = loader.player
        self._key = source.sha
        self.has_sound = False
        self.is_on = False
        self.is_whole = False
        self.levels = b""
        self._why = ""
        self._is_taken = False
        self._is_wanted = False
        self._place: tuple[int, float] | None = None
        """Where the video plays, while it does; its speed."""
        self._player.leveled.connect(self._on_levels)
        self._player.placed.connect(self._on_placed)
        self._player.ended.connect(self._on_ended)
        self._player.silenced.connect(self._on_silenced)

    def begin(self, has_sound: bool) -> None:
        """Learn how loud it is, where there is any sound. Nothing is played."""
        self.has_sound = has_sound
        if has_sound:
            self._take()
        self.changed.emit()

    def toggle(self) -> None:
        """Sound on or off for this video alone."""
        if not self.has_sound:
            self.said.emit(tr("This video has no sound."))
            return
        self.is_on = not self.is_on
        if not self.is_on:
            self._hush()
        else:
            self._why = ""
            self._sound_on()
        self.changed.emit()

    def change_volume(self, step: int) -> None:
        """Louder or softer by steps, up to the person's limit."""
        self._player.set_volume(max(SOFTEST, self._player.volume + step * VOLUME_STEP))
        self.changed.emit()

    def play(self, at: int, speed: float) -> None:
        """The video plays from here: so does the sound, if it is on."""
        self._place = (at, speed)
        self._sound_on()

    def halt(self) -> None:
        """The video plays no more."""
        self._place = None
        self._hush()

    def went_to(self, at: int) -> None:
        """The video has come here: where sound is switched on while it plays, it begins here."""
        if self._place is not None:
            self._place = (at, self._place[1])

    def words(self) -> str:
        """What is heard, or why nothing is."""
        if not self.has_sound:
            return tr("No sound")
        reasons = {
            "none": tr("No sound"),
            "broken": tr("Sound cannot be played"),
            "crash": tr("Sound cannot be played"),
            "device": tr("No loudspeaker"),
            "missing": tr("Sound is not installed"),
        }
        if self._why:
            return reasons[self._why]
        if not self.is_on:
            return tr("Sound off")
        return tr("Sound {n}%", n=round(self._player.volume * 100))

    def _take(self) -> None:
        self._is_taken = True
        self._loader.sound(self._source, self._on_failed)

    def _sound_on(self) -> None:
        """Play, if it is on and the video plays; bring the sound first where it is not at hand."""
        if not self.is_on or self._place is None or self._why:
            return
        if self._player.has(self._key):
            self._is_wanted = True
            self._player.play(self._key, *self._place)
        else:
            self._is_wanted = False
            self._take()

    def _hush(self) -> None:
        if self._is_wanted:
            self._is_wanted = False
            self._player.halt()
            self.lost.emit()

    def _on_levels(self, key: str, levels: bytes, whole: bool) -> None:
        if key != self._key or not self._is_taken:
            return
        self.levels, self.is_whole = levels, whole
        self.changed.emit()
        if not self._is_wanted:
            self._sound_on()

    def _on_placed(self, key: str, at: float, when: float) -> None:
        if key == self._key and self._is_wanted:
            self.heard.emit(at, when)

    def _on_ended(self, key: str) -> None:
        if key == self._key and self._is_wanted:
            self._is_wanted = False
            self.lost.emit()

    def _on_silenced(self, key: str, why: str) -> None:
        if key != self._key or not self._is_taken:
            return
        was_wanted, self._is_wanted = self._is_wanted, False
        if why == "none":
            self.has_sound = False
        self._why = why if self.is_on or why in ("broken", "missing", "none") else ""
        if self.is_on or was_wanted:
            self.said.emit(
                {
                    "none": tr("This video has no sound."),
                    "device": tr("There is no loudspeaker here. The video plays without sound."),
                    "missing": tr(
                        "A system library for sound is missing. The video plays without sound."
                    ),
                }.get(why, tr("The sound of this video cannot be played. The video goes on."))
            )
        self.is_on = False
        self.lost.emit()
        self.changed.emit()

    def _on_failed(self, error: UserError) -> None:
        self._on_silenced(self._key, "broken")
