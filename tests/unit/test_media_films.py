"""Videos: exact frames, honest counts, and what their containers say."""

from __future__ import annotations

import random
import struct
import time
from collections.abc import Callable
from typing import Any

import pytest

from smo_review.media import limits
from smo_review.media.capture import Capture, Stream
from smo_review.media.containers import Told, read_container
from smo_review.media.films import Film, Unfinished
from smo_review.media.reasons import Refused
from smo_review.media.sniff import sniff
from tests.helpers.drawn_media import FPS, clip


def soon() -> float:
    return time.monotonic() + 30


def lightness(film: Film, frame: int) -> int:
    shown = film.frame(frame, soon())
    assert shown.frame == frame
    return round(float(shown.bgr.mean()))


def in_slices(work: Callable[..., Any], *values: Any) -> tuple[Any, int]:
    """The result of work that is stopped at every chance, and how often it was stopped."""
    for stops in range(10_000):
        try:
            return work(*values, 0.0), stops
        except Unfinished:
            continue
    raise AssertionError("it never ends")


def test_a_video_says_what_it_is() -> None:
    probe = Film(clip(30), "AVI").probe()
    assert (probe.kind, probe.width, probe.height) == ("video", 64, 48)
    assert (probe.frames, probe.duration, probe.audio) == (30, 1000 * 30 // FPS, True)


def test_any_frame_in_any_order_is_exactly_that_frame() -> None:
    film = Film(clip(31), "AVI")
    order = list(range(31)) * 2
    random.Random(3).shuffle(order)
    for frame in order:
        assert abs(lightness(film, frame) - 8 * frame) <= 3


def test_a_time_shows_the_frame_that_is_on_screen_then() -> None:
    film = Film(clip(30), "AVI")
    for at, frame in ((0, 0), (99, 0), (100, 1), (1550, 15), (40, 0), (2999, 29), (90_000, 29)):
        shown = film.frame_at(at, soon())
        assert (shown.frame, shown.at) == (frame, frame * 1000 // FPS)


def test_the_time_of_a_frame_leads_back_to_it() -> None:
    film = Film(clip(30), "AVI")
    for frame in (29, 3, 17, 0):
        assert film.frame_at(film.frame(frame, soon()).at, soon()).frame == frame


def test_a_cover_by_time_is_that_of_the_frame_shown_then() -> None:
    film = Film(clip(31), "AVI")
    for at in (2700, 50, 1999, 3000):
        cover = film.cover_at(at, soon())
        assert cover.at == at // 100 * 100
        assert abs(cover.pixels[0] - 8 * (at // 100)) <= 3


def test_frames_around_the_last_one_are_kept_for_stepping_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    film = Film(clip(31), "AVI")
    film.frame(30, soon())
    film.frame(29, soon())

    def decode(capture: Capture) -> None:
        raise AssertionError("decoded again")

    monkeypatch.setattr(Capture, "grab", decode)
    assert [film.frame(k, soon()).frame for k in (28, 27, 26, 25)] == [28, 27, 26, 25]


def test_playing_decodes_each_frame_once_even_after_a_storyboard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    film = Film(clip(31), "AVI")
    film.storyboard(4, soon())
    decoded: list[Capture] = []
    grab = Capture.grab

    def counted(capture: Capture) -> int | None:
        decoded.append(capture)
        return grab(capture)

    monkeypatch.setattr(Capture, "grab", counted)
    shown = [film.frame_at(at, soon()).frame for at in range(0, 2800, 100)]
    assert shown == list(range(28))
    assert len(decoded) <= 28 + 5


def test_a_file_that_cannot_be_jumped_in_is_read_from_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Capture, "jump", lambda capture, stamp: None)
    film = Film(clip(31), "AVI")
    for frame in (30, 2, 17, 16, 29):
        shown, _ = in_slices(film.frame, frame)
        assert shown.frame == frame
        assert abs(float(shown.bgr.mean()) - 8 * frame) <= 3
    assert film.cover_at(450, soon()).at == 400


def test_a_jump_that_lands_on_another_frame_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    film = Film(clip(31), "AVI")
    film.count(soon())
    jump = Capture.jump
    monkeypatch.setattr(Capture, "jump", lambda capture, stamp: jump(capture, stamp + 900_000))
    for frame in (30, 2, 17, 4):
        assert abs(lightness(film, frame) - 8 * frame) <= 3


def test_what_is_kept_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "RECENT_BYTES", 5 * 64 * 48 * 3)
    film = Film(clip(30), "AVI")
    for frame in range(30):
        film.frame(frame, soon())
    assert len(film._recent) == 5


def test_a_frame_that_is_not_there_is_refused() -> None:
    film = Film(clip(30), "AVI")
    for frame in (30, 31, 100_000, -1):
        with pytest.raises(Refused) as refused:
            film.frame(frame, soon())
        assert refused.value.reason == "end"


def test_a_broken_tail_leaves_the_frames_before_it() -> None:
    whole = clip(30)
    film = Film(whole[: len(whole) // 2], "AVI")
    film.count(soon())
    probe = film.probe()
    assert probe.counted
    assert 5 <= probe.frames < 30
    assert abs(lightness(film, probe.frames - 2) - 8 * (probe.frames - 2)) <= 3
    assert film.frame_at(2900, soon()).frame == probe.frames - 1


def test_long_work_goes_on_where_it_stopped() -> None:
    film = Film(clip(30), "AVI")
    _, stops = in_slices(film.count)
    assert stops >= 25
    assert film.probe().frames == 30
    tiles, stops = in_slices(Film(clip(30), "AVI").storyboard, 6)
    assert stops >= 5
    assert [tile.at for tile in tiles] == [200, 700, 1200, 1700, 2200, 2700]
    shown, stops = in_slices(Film(clip(30), "AVI").frame, 25)
    assert (shown.frame, stops > 20) == (25, True)


def test_a_storyboard_spans_a_film_whose_length_is_known_only_by_decoding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("smo_review.media.films.read_container", lambda data, format: Told())
    film = Film(clip(30), "AVI")
    film._claimed = 0
    tiles, stops = in_slices(film.storyboard, 6)
    assert stops >= 5
    assert [tile.at for tile in tiles] == [200, 700, 1200, 1700, 2200, 2700]


def test_a_storyboard_of_few_frames_repeats_none() -> None:
    assert [tile.at for tile in Film(clip(2), "AVI").storyboard(8, soon())] == [0, 100]


def test_a_video_too_large_or_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FRAME_PIXELS", 64 * 48 - 1)
    with pytest.raises(Refused) as refused:
        Film(clip(2), "AVI")
    assert refused.value.reason == "pixels"
    monkeypatch.setattr(limits, "DURATION", 100)
    with pytest.raises(Refused) as refused:
        Film(clip(2), "AVI")
    assert refused.value.reason == "duration"


def test_counting_stops_at_the_limit_of_frames(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FRAMES", 12)
    film = Film(clip(30), "AVI")
    film.count(soon())
    assert film.probe().frames == 12


def test_a_decoder_given_back_is_opened_again_when_needed() -> None:
    film = Film(clip(30), "AVI")
    film.frame(12, soon())
    film.rest()
    assert abs(lightness(film, 12) - 96) <= 3


def test_a_file_that_points_before_its_own_beginning_raises_nothing_in_the_decoder() -> None:
    """OpenCV 4.14 dies of an exception in the stream that it reads from."""
    stream = Stream(b"0123456789")
    assert stream.seek(4) == 4
    for offset, whence in ((-1, 0), (-1_431_325_520, 0), (-5, 1), (-11, 2), (0, 65_536)):
        assert stream.seek(offset, whence) == -1
        assert stream.tell() == 4
    assert (stream.seek(-4, 2), stream.seek(2, 1), stream.seek(500)) == (6, 8, 500)
    assert stream.read(10) == b""


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def movie(units: int, handler: bytes) -> bytes:
    header = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 600, units))
    media = box(b"mdhd", struct.pack(">IIIII", 0, 0, 0, 1000, 2500))
    media += box(b"hdlr", struct.pack(">II4s", 0, 0, handler))
    track = box(b"trak", box(b"mdia", media))
    return box(b"ftyp", b"isom\0\0\0\0") + box(b"free", b"") + box(b"moov", header + track)


def test_an_mp4_tells_length_and_sound() -> None:
    told = read_container(movie(900, b"soun"), "MP4")
    assert (told.duration, told.audio) == (1500, True)
    told = read_container(movie(0, b"vide"), "MP4")
    assert (told.duration, told.audio) == (2500, False)


def test_a_film_that_waits_before_it_begins_lasts_from_its_first_frame() -> None:
    """FFmpeg 7 says the same of such a file."""
    header = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 600, 1500))
    media = box(b"mdia", box(b"hdlr", struct.pack(">II4s", 0, 0, b"vide")))
    for first, wanted in ((-1, 1500), (0, 2500)):
        edit = box(b"elst", struct.pack(">IIIiI", 0, 1, 600, first, 1 << 16))
        track = box(b"trak", box(b"edts", edit) + media)
        told = read_container(box(b"ftyp", b"isom") + box(b"moov", header + track), "MP4")
        assert told.duration == wanted


def test_a_file_of_too_many_streams_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "STREAMS", 2)
    assert Film(clip(2), "AVI").probe().ok
    monkeypatch.setattr(limits, "STREAMS", 1)
    with pytest.raises(Refused) as refused:
        Film(clip(2), "AVI")
    assert refused.value.reason == "streams"
    track = box(b"trak", b"")
    assert read_container(box(b"moov", track * 100), "MP4").streams == 100
    tracks = element(0x1654AE6B, element(0xAE, element(0x83, b"\x01")) * 9)
    data = element(0x1A45DFA3, b"") + bytes.fromhex("18538067ff") + tracks
    assert read_container(data, "MKV").streams == 9


def element(name: int, body: bytes) -> bytes:
    width = (name.bit_length() + 7) // 8
    return name.to_bytes(width, "big") + bytes([0x08, 0, 0, 0, len(body)]) + body


def test_a_matroska_tells_length_and_sound() -> None:
    info = element(0x2AD7B1, (1_000_000).to_bytes(3, "big"))
    info += element(0x4489, struct.pack(">d", 1234.0))
    for kind, audio in ((b"\x01", False), (b"\x02", True), (b"\x11", False)):
        tracks = element(0xAE, element(0x83, kind))
        body = element(0x1549A966, info) + element(0x1654AE6B, tracks)
        data = element(0x1A45DFA3, b"") + bytes.fromhex("18538067ff") + body
        told = read_container(data, "MKV")
        assert (told.duration, told.audio) == (1234, audio)


def tag(kind: int, body: bytes) -> bytes:
    return bytes([kind]) + len(body).to_bytes(3, "big") + b"\0" * 7 + body + b"\0\0\0\x0b"


FLASH = b"FLV\1\5\0\0\0\x09\0\0\0\0" + tag(
    18, b"\2\0\x0aonMetaData\x08\0\0\0\1\0\x08duration\0" + struct.pack(">d", 2.5) + b"\0\0\x09"
)


def packet(name: int, body: bytes) -> bytes:
    return b"\0\0\1" + bytes([name]) + (len(body) + 3).to_bytes(2, "big") + b"\x80\0\0" + body


PROGRAM = b"\0\0\1\xba" + b"\x44" * 10 + packet(0xE0, b"picture")


def test_a_flash_video_tells_length_and_sound() -> None:
    for kinds, audio in (((9,), False), ((9, 8, 9), True)):
        told = read_container(FLASH + b"".join(tag(kind, b"data") for kind in kinds), "FLV")
        assert (told.duration, told.audio, told.streams) == (2500, audio, len(set(kinds)))


def test_a_program_stream_tells_sound() -> None:
    """Private stream 1 carries sound or subtitles, told apart by their first byte."""
    for body, audio in (
        (packet(0xC0, b"sound"), True),
        (packet(0xBD, b"\x80AC-3"), True),
        (packet(0xBD, b"\x20subtitle"), False),
        (packet(0xBE, b"\xff\xff"), False),
    ):
        assert read_container(PROGRAM + body, "MPEG").audio == audio


@pytest.mark.parametrize("format", ["MP4", "MKV", "AVI", "TS", "FLV", "MPEG"])
def test_a_container_full_of_nonsense_tells_nothing_and_ends(format: str) -> None:
    rng = random.Random(11)
    heads = {"MP4": movie(900, b"vide"), "AVI": clip(2)[:400], "MKV": b"\x1a\x45\xdf\xa3"}
    heads |= {"FLV": FLASH, "MPEG": PROGRAM}
    for _ in range(300):
        data = bytearray(heads.get(format, b"\x47") + rng.randbytes(600))
        for _ in range(12):
            data[rng.randrange(len(data))] = rng.randrange(256)
        started = time.monotonic()
        told = read_container(bytes(data), format)
        assert told.duration >= 0
        assert time.monotonic() - started < 2


def test_videos_are_known_by_their_first_bytes() -> None:
    ts = (b"\x47" + b"\0" * 187) * 4
    for data, format in (
        (clip(1), "AVI"),
        (movie(1, b"vide"), "MP4"),
        (b"\0\0\0\x14ftypqt  ", "MOV"),
        (b"\0\0\0\x14ftyp3gp5", "3GP"),
        (b"\0\0\0\x08wide", "MOV"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm", "WEBM"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska", "MKV"),
        (ts, "TS"),
        (FLASH, "FLV"),
        (PROGRAM, "MPEG"),
    ):
        guess = sniff(data)
        assert guess is not None
        assert (guess.kind, guess.format) == ("video", format)
