"""A bundle that is not right is refused in words, whoever signed it."""

from __future__ import annotations

import contextlib
import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.errors import UserError
from smo_review.exchange import limits
from smo_review.exchange.seal import BLANK, SEAL_SIZE, seal
from tests.helpers.bundles import KEY, read_whole, refusal, respell, seal_zip, unpack, write_batch

OPENED = 0x1


@pytest.fixture
def parts(tmp_path) -> dict[str, bytes]:
    """The entries of a good batch, to be spoilt."""
    write_batch(tmp_path / "good.smo")
    return unpack(tmp_path / "good.smo")


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> bytes:
    """The bytes of a good batch."""
    path = tmp_path_factory.mktemp("good") / "good.smo"
    write_batch(path)
    return path.read_bytes()


def test_a_good_batch_packed_by_hand_is_read(tmp_path, parts) -> None:
    """Without this, every refusal below could have another reason than the one tested."""
    read_whole(seal_zip(tmp_path / "hand.smo", list(respell(parts).items())))


@given(st.data())
def test_any_flipped_bit_is_refused(good, tmp_path, data) -> None:
    place = data.draw(st.integers(0, len(good) - 1))
    bit = data.draw(st.integers(0, 7))
    spoilt = bytearray(good)
    spoilt[place] ^= 1 << bit
    path = tmp_path / "flipped.smo"
    path.write_bytes(spoilt)
    refusal(path)


@given(st.data())
def test_any_cut_is_refused(good, tmp_path, data) -> None:
    path = tmp_path / "cut.smo"
    path.write_bytes(good[: data.draw(st.integers(0, len(good) - 1))])
    refusal(path)


@given(st.binary(min_size=1, max_size=100))
def test_bytes_added_before_or_after_are_refused(good, tmp_path, more) -> None:
    path = tmp_path / "longer.smo"
    for body in (good + more, more + good):
        path.write_bytes(body)
        refusal(path)


@given(st.data())
def test_any_damage_that_is_correctly_signed_is_read_or_refused_in_words(good, tmp_path, data):
    """Whatever an attacker with a key does to the ZIP's own structure: never another error."""
    spoilt = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        place = len(spoilt) - SEAL_SIZE - 1 - data.draw(st.integers(0, 600))
        spoilt[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=8))
    path = tmp_path / "signed.smo"
    path.write_bytes(spoilt)
    with contextlib.suppress(UserError):
        with path.open("r+b") as file:
            seal(file, KEY)
        read_whole(path)


@pytest.mark.parametrize("body", [b"", b"hello", b"PK\x03\x04" + bytes(500), b"\x00" * 1000])
def test_a_file_of_another_kind_is_refused(tmp_path, body) -> None:
    path = tmp_path / "other.smo"
    path.write_bytes(body)
    assert "signature" in refusal(path).what


def test_a_folder_and_a_missing_file_are_refused(tmp_path) -> None:
    refusal(tmp_path)
    refusal(tmp_path / "nowhere.smo")


@pytest.mark.parametrize(
    "name",
    [
        "../escape.jsonl",
        "/etc/passwd",
        "media/../../escape",
        "media/" + "a" * 63,
        "media/" + "A" * 64,
        "C:\\temp\\x.jsonl",
        "items.jsonl/",
        "sub/items.jsonl",
        "ITEMS.JSONL",
        "items.jsonl\x00.exe",
    ],
)
def test_a_name_that_escapes_or_is_not_allowed_is_refused(tmp_path, parts, name) -> None:
    info = zipfile.ZipInfo("placeholder")
    info.filename = info.orig_filename = name
    error = refusal(seal_zip(tmp_path / "evil.smo", [*parts.items(), (info, b"")]))
    assert "name" in error.what


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_given_twice_is_refused(tmp_path, parts) -> None:
    entries = [*parts.items(), ("items.jsonl", b"{}\n")]
    error = refusal(seal_zip(tmp_path / "evil.smo", entries))
    assert "twice" in error.what
    assert "items.jsonl" in error.where


def test_a_part_that_the_manifest_does_not_list_is_refused(tmp_path, parts) -> None:
    entries = [*parts.items(), ("gold.jsonl", b"")]
    error = refusal(seal_zip(tmp_path / "evil.smo", entries))
    assert "gold.jsonl" in error.where


@pytest.mark.parametrize("name", ["items.jsonl", "project.json", "manifest.json"])
def test_a_missing_part_is_refused(tmp_path, parts, name) -> None:
    entries = [entry for entry in parts.items() if entry[0] != name]
    error = refusal(seal_zip(tmp_path / "evil.smo", entries))
    assert name in error.what + error.where


def test_a_part_of_another_kind_of_file_is_refused(tmp_path, parts) -> None:
    spoilt = respell(parts | {"facts.jsonl": b""})
    assert "facts.jsonl" in refusal(seal_zip(tmp_path / "evil.smo", list(spoilt.items()))).what


def test_another_hash_than_declared_is_refused(tmp_path, parts) -> None:
    body = parts["items.jsonl"].replace(b"sleeps", b"sleepz")
    error = refusal(seal_zip(tmp_path / "evil.smo", list((parts | {"items.jsonl": body}).items())))
    assert "SHA-256" in error.what
    assert "items.jsonl" in error.where


def test_another_size_than_declared_is_refused(tmp_path, parts) -> None:
    body = parts["items.jsonl"] + b"{}\n"
    error = refusal(seal_zip(tmp_path / "evil.smo", list((parts | {"items.jsonl": body}).items())))
    assert "size" in error.what


def test_a_part_that_declares_ten_gigabytes_is_refused_before_reading(tmp_path, parts) -> None:
    huge = 10 << 30
    manifest = json.loads(respell(parts)["manifest.json"])
    next(part for part in manifest["parts"] if part["name"] == "items.jsonl")["size"] = huge
    path = seal_zip(
        tmp_path / "evil.smo", list((parts | {"manifest.json": json.dumps(manifest)}).items())
    )
    assert "size" in refusal(path).what
    error = refusal(_redeclared(path, "items.jsonl", 0xFFFF_FFF0))
    assert "times its size" in error.what


def test_a_zip_that_declares_ten_gigabytes_is_refused_before_reading(tmp_path, parts) -> None:
    """The size stands in the ZIP's own 64-bit field, as a real 10 GB part would have it."""
    info = zipfile.ZipInfo("items.jsonl")
    info.compress_type = zipfile.ZIP_DEFLATED
    path = tmp_path / "evil.smo"
    with path.open("w+b") as file:
        with zipfile.ZipFile(file, "w") as archive:
            archive.comment = BLANK
            for name, body in parts.items():
                archive.writestr(name, body)
            next(e for e in archive.filelist if e.filename == "items.jsonl").file_size = 10 << 30
        seal(file, KEY)
    error = refusal(path)
    assert "10,737,418,240" in error.what
    assert "items.jsonl" in error.where


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path, parts) -> None:
    bomb = b"0" * (limits.FREE_OF_RATIO + 1)
    path = seal_zip(tmp_path / "evil.smo", list(respell(parts | {"items.jsonl": bomb}).items()))
    assert path.stat().st_size < 1 << 20
    assert "times its size" in refusal(path).what


def test_a_part_that_unpacks_to_more_than_declared_is_refused(tmp_path, parts) -> None:
    spoilt = parts | {"items.jsonl": parts["items.jsonl"] + b"x" * 100_000}
    path = seal_zip(tmp_path / "evil.smo", list(spoilt.items()))
    refusal(_redeclared(path, "items.jsonl", len(parts["items.jsonl"])))


def test_parts_that_share_their_bytes_are_refused(tmp_path, parts) -> None:
    path = tmp_path / "evil.smo"
    with path.open("w+b") as file:
        with zipfile.ZipFile(file, "w") as archive:
            archive.comment = BLANK
            for name, body in parts.items():
                archive.writestr(name, body)
            archive.filelist[1].header_offset = archive.filelist[2].header_offset
        seal(file, KEY)
    assert "over each other" in refusal(path).what


def test_an_encrypted_entry_is_refused(tmp_path, parts) -> None:
    path = seal_zip(tmp_path / "evil.smo", list(parts.items()))
    error = refusal(_with_directory(path, "items.jsonl", 8, OPENED.to_bytes(2, "little")))
    assert "encrypted" in error.what


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, 99])
def test_an_unknown_compression_is_refused(tmp_path, parts, method) -> None:
    path = seal_zip(tmp_path / "evil.smo", list(parts.items()))
    error = refusal(_with_directory(path, "items.jsonl", 10, method.to_bytes(2, "little")))
    assert "packed" in error.what


def _redeclared(path: Path, name: str, size: int) -> Path:
    """The same file whose ZIP declares another unpacked size for one part."""
    return _with_directory(path, name, 24, size.to_bytes(4, "little"))


def _with_directory(path: Path, name: str, offset: int, value: bytes) -> Path:
    """The same file with bytes changed in one entry of the list of parts, and signed again."""
    body = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        place = archive.start_dir
    while body[place + 46 : place + 46 + len(name)] != name.encode():
        place = body.index(b"PK\x01\x02", place + 1)
    body[place + offset : place + offset + len(value)] = value
    path.write_bytes(body)
    with path.open("r+b") as file:
        seal(file, KEY)
    return path
