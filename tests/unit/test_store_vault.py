"""The vault gives back the bytes it was given, in any stretch, and never in plain on disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.errors import UserError
from smo_review.store.vault import CHUNK, Vault

KEY = bytes(range(32))
MARKER = b"marker bytes of a picture"


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    opened = Vault(tmp_path_factory.mktemp("vault") / "vault.db")
    yield opened
    opened.close()


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@given(
    size=st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 77]),
    piece=st.integers(1, 2 * CHUNK),
    start=st.integers(0, 3 * CHUNK),
    length=st.integers(-1, 2 * CHUNK),
)
def test_any_stretch_of_any_medium_comes_back(
    vault: Vault, size: int, piece: int, start: int, length: int
) -> None:
    data = os.urandom(size)
    pieces = [data[at : at + piece] for at in range(0, size, piece)]
    media = vault.put(KEY, sha(data), pieces)
    assert media.size == size
    assert vault.read(KEY, media) == data
    wanted = data[start:] if length < 0 else data[start : start + length]
    assert vault.read(KEY, media, start, length) == wanted
    vault.delete([media.number])


def test_content_that_was_not_announced_is_refused_and_nothing_stays(vault: Vault) -> None:
    before = vault.numbers()
    with pytest.raises(UserError, match="announced"):
        vault.put(KEY, sha(b"one"), [b"another"])
    assert vault.numbers() == before


def test_a_source_that_fails_half_way_leaves_nothing(vault: Vault) -> None:
    def cut_off() -> Iterator[bytes]:
        yield b"x" * CHUNK
        raise UserError("cut off")

    before = vault.numbers()
    with pytest.raises(UserError, match="cut off"):
        vault.put(KEY, sha(b""), cut_off())
    assert vault.numbers() == before


def test_another_key_opens_nothing(vault: Vault) -> None:
    media = vault.put(KEY, sha(MARKER), [MARKER])
    with pytest.raises(UserError):
        vault.read(bytes(32), media)


def test_what_was_deleted_is_not_there_any_more(vault: Vault) -> None:
    media = vault.put(KEY, sha(MARKER), [MARKER])
    vault.delete([media.number])
    with pytest.raises(UserError):
        vault.read(KEY, media)


def test_media_of_a_receive_that_was_cut_off_are_swept_a_day_later(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("time.time", lambda: 1_000_000.0)
        old = vault.put(KEY, sha(MARKER), [MARKER])
        kept = vault.put(KEY, sha(MARKER), [MARKER])
    fresh = vault.put(KEY, sha(MARKER), [MARKER])
    vault.sweep({kept.number})
    assert vault.numbers() & {old.number, kept.number, fresh.number} == {
        kept.number,
        fresh.number,
    }


def test_the_file_never_holds_the_bytes_in_plain(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault.db")
    vault.put(KEY, sha(MARKER * 9000), [MARKER * 9000])
    found = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    vault.close()
    assert len(found) > CHUNK // 8
    assert MARKER not in found
    assert MARKER[:8] not in found
