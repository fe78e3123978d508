"""resources/help/bundle-format.md tells the truth: another program can be written from it."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from pathlib import Path
from typing import get_args

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from smo_review.domain.bundles import BundleKind
from smo_review.exchange import limits, names
from smo_review.exchange.schemas import SCHEMAS, schema, schema_file
from tests.helpers.bundles import unpack, write_batch

HELP = Path(__file__).resolve().parents[2] / "resources" / "help"
PAGE = (HELP / "bundle-format.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_beside_the_page_is_the_one_of_the_record(name) -> None:
    written = (HELP / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert written == schema_file(name), (
        "run: python -m smo_review.exchange.schemas resources/help/schemas"
    )
    assert f"schemas/{name}.schema.json" in PAGE


def test_no_schema_is_left_over() -> None:
    there = {path.name for path in (HELP / "schemas").iterdir()}
    assert there == {f"{name}.schema.json" for name in SCHEMAS}


def test_the_table_of_parts_is_the_one_that_readers_hold_to() -> None:
    rows = {
        cells[0].strip("`"): [cell.strip() for cell in cells[1:5]]
        for line in PAGE.splitlines()
        if len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 6
        and cells[0].startswith("`")
    }
    for column, kind in enumerate(("batch", "results", "gold", "exercise")):
        told_needed = {name for name, cells in rows.items() if cells[column] == "yes"}
        told_allowed = {name for name, cells in rows.items() if cells[column] == "may be"}
        needed, allowed = limits.PARTS[kind]
        media = {"media/<SHA-256>"} if kind in limits.WITH_MEDIA else set()
        assert told_needed == needed | {limits.MANIFEST}
        assert told_allowed == allowed | media
    assert set(get_args(BundleKind)) == set(limits.PARTS)


@pytest.mark.parametrize(
    "bound",
    [
        limits.MAX_PARTS,
        limits.MAX_MANIFEST,
        limits.MAX_PROJECT,
        limits.MAX_PART,
        limits.MAX_LINE,
        limits.FREE_OF_RATIO,
        names.MAX_NAME,
    ],
)
def test_every_bound_is_told(bound) -> None:
    assert f"{bound:,}" in PAGE


def test_ratio_and_depth_are_told() -> None:
    assert f"{limits.MAX_RATIO} to 1" in PAGE
    assert f"{limits.MAX_DEPTH} levels" in PAGE


def test_a_reader_written_from_the_page_reads_a_batch(tmp_path) -> None:
    path = tmp_path / "batch.smo"
    write_batch(path)
    manifest = read_as_the_page_says(path)
    assert manifest["counts"] == {"items": 4, "annotations": 8}


def test_a_reader_written_from_the_page_notices_a_change(tmp_path) -> None:
    path = tmp_path / "batch.smo"
    write_batch(path)
    body = bytearray(path.read_bytes())
    body[200] ^= 1
    path.write_bytes(body)
    with pytest.raises(InvalidSignature):
        read_as_the_page_says(path)


def read_as_the_page_says(path: Path) -> dict:
    """A reader with nothing of ours: ZIP, SHA, Ed25519 and JSON as the page describes them."""
    body = path.read_bytes()
    comment = body[-104:]
    assert comment[:8] == b"SMOSEAL1"
    key, signature = comment[8:40], comment[40:]
    message = b"smo-bundle/1 seal\n" + hashlib.sha512(body[:-64]).digest()
    Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    parts = unpack(path)
    with zipfile.ZipFile(path) as archive:
        assert archive.comment == comment
        assert archive.namelist()[-1] == "manifest.json"
        for info in archive.infolist():
            stored = info.compress_type == zipfile.ZIP_STORED
            assert stored == info.filename.startswith("media/")
    manifest = json.loads(parts.pop("manifest.json"))
    assert manifest["format"] == "smo-bundle/1"
    assert manifest["author"]["key"] == key.hex()
    assert [part["name"] for part in manifest["parts"]] == list(parts)
    hashes = {}
    for part in manifest["parts"]:
        content = parts[part["name"]]
        hashes[part["name"]] = hashlib.sha256(content).hexdigest()
        assert (part["size"], part["sha256"]) == (len(content), hashes[part["name"]])
        if part["name"].endswith(".jsonl"):
            lines = content.decode("utf-8").split("\n")
            assert lines.pop() == ""
            assert part["lines"] == len(lines)
            assert all(isinstance(json.loads(line), dict) for line in lines)
    three = (manifest["project"], hashes["items.jsonl"], hashes["annotations.jsonl"])
    digest = hashlib.sha256("\n".join(three).encode()).hexdigest()
    assert manifest["id"] == "b-" + digest[:24]
    for name, secret in manifest["batch_keys"].items():
        assert name == hashlib.sha256(bytes.fromhex(secret)).hexdigest()[:16]
    return manifest


def test_what_is_written_has_the_fields_of_its_schema(tmp_path) -> None:
    write_batch(tmp_path / "batch.smo")
    parts = unpack(tmp_path / "batch.smo")
    for name, part in (("item", "items.jsonl"), ("annotation", "annotations.jsonl")):
        fields = fields_of(name)
        for line in parts[part].splitlines():
            record = json.loads(line)
            assert record.keys() <= fields["properties"].keys()
            assert set(fields["required"]) <= record.keys()
    manifest = json.loads(parts["manifest.json"])
    assert manifest.keys() <= fields_of("manifest")["properties"].keys()


def fields_of(name: str) -> dict:
    """The schema's own definition of its record."""
    made = schema(name)
    return made["$defs"][re.sub(r".*/", "", made["$ref"])]
