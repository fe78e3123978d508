"""A manifest or a line that is not right is refused, and the refusal says where it stands."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.exchange import limits
from smo_review.exchange.lines import too_deep
from tests.helpers.bundles import refusal, respell, seal_zip, unpack, write_batch


@pytest.fixture
def parts(tmp_path) -> dict[str, bytes]:
    """The entries of a good batch, to be spoilt."""
    write_batch(tmp_path / "good.smo")
    return unpack(tmp_path / "good.smo")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "novel"}, "kind"),
        ({"format": "smo-bundle/2"}, "format"),
        ({"format": "zip"}, "format"),
        ({"id": ""}, "empty"),
        ({"batch": None}, "not described"),
        ({"batch_keys": {}}, "no key"),
        ({"batch_keys": {"0" * 16: "1" * 64}}, "key"),
        ({"counts": {"items": 5}}, "count"),
        ({"parts": "all"}, "parts"),
    ],
)
def test_a_manifest_that_is_not_right_is_refused(tmp_path, parts, changes, words) -> None:
    spoilt = respell(parts, **changes)
    error = refusal(seal_zip(tmp_path / "evil.smo", list(spoilt.items())))
    assert words in error.what
    assert "manifest.json" in error.where


def test_a_newer_format_says_to_update(tmp_path, parts) -> None:
    spoilt = respell(parts, format="smo-bundle/2")
    assert "update" in refusal(seal_zip(tmp_path / "evil.smo", list(spoilt.items()))).do


def test_an_id_that_is_not_of_this_content_is_refused(tmp_path, parts) -> None:
    manifest = json.loads(parts["manifest.json"])
    manifest["id"] = manifest["batch"]["id"] = "b-" + "0" * 24
    spoilt = parts | {"manifest.json": json.dumps(manifest).encode()}
    assert "id" in refusal(seal_zip(tmp_path / "evil.smo", list(spoilt.items()))).what


def test_a_file_signed_by_another_than_its_author_is_refused(tmp_path, parts) -> None:
    manifest = json.loads(parts["manifest.json"])
    manifest["author"]["key"] = "00" * 32
    spoilt = parts | {"manifest.json": json.dumps(manifest).encode()}
    assert "another device" in refusal(seal_zip(tmp_path / "evil.smo", list(spoilt.items()))).what


DEEP = b"[" * 200_000 + b"]" * 200_000


@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        ("items.jsonl", b"{", "as it must be"),
        ("items.jsonl", b"", "as it must be"),
        ("items.jsonl", b"[1]", "object"),
        ("items.jsonl", b'{"id":7}', "$.id"),
        ("items.jsonl", b'{"id":"\xff"}', "utf-8"),
        ("items.jsonl", b'{"id":"\\ud800"}', "as it must be"),
        ("items.jsonl", b'{"id":"x","colour":"red"}', "colour"),
        ("items.jsonl", b'{"id":"item-0"}', "once"),
        ("items.jsonl", b'{"id":" "}', "characters"),
        ("items.jsonl", b'{"id":"x","severity":5}', "severity"),
        ("items.jsonl", b'{"id":"x","weight":-1}', "weight"),
        ("items.jsonl", b'{"id":"x","weight":1e400}', "as it must be"),
        ("items.jsonl", b'{"id":"x","parts":[{"kind":"smell"}]}', "$.parts[0].kind"),
        ("items.jsonl", b'{"id":"x","parts":[{"kind":"image","media":"ab"}]}', "parts[0].media"),
        ("items.jsonl", b'{"id":"x","parts":[{"kind":"text","media":"ab"}]}', "parts[0].media"),
        (
            "items.jsonl",
            b'{"id":"x","parts":[{"kind":"image","translation":"t"}]}',
            "parts[0].translation",
        ),
        ("items.jsonl", b'{"id":"x","parts":' + DEEP + b"}", "deep"),
        ("annotations.jsonl", b'{"item":"nobody","annotator":"ann"}', "nobody"),
        ("annotations.jsonl", b'{"item":"item-0","annotator":"ann"}', "once"),
        ("annotations.jsonl", b'{"item":"item-0","annotator":""}', "annotator"),
        ("annotations.jsonl", b'{"item":"item-0","annotator":"x","ordinal":-1}', "ordinal"),
        (
            "annotations.jsonl",
            b'{"item":"item-0","annotator":"x","marks":[{"label":"a","confidence":2000000}]}',
            "marks[0].confidence",
        ),
        (
            "annotations.jsonl",
            b'{"item":"item-0","annotator":"x","marks":[{"label":"a","location":'
            b'{"type":"span","part":1,"start":0,"end":1}}]}',
            "location.part",
        ),
        (
            "annotations.jsonl",
            b'{"item":"item-0","annotator":"x","marks":[{"label":"a","location":'
            b'{"type":"span","part":0,"start":2,"end":1}}]}',
            "location.end",
        ),
    ],
)
def test_a_line_that_is_not_right_is_named(tmp_path, parts, name, line, words) -> None:
    body = parts[name] + line + b"\n"
    spoilt = respell(parts | {name: body})
    error = refusal(seal_zip(tmp_path / "evil.smo", list(spoilt.items())))
    assert words in error.what
    assert error.where == f"{name}, line {body.count(10)}"


def test_a_last_line_without_its_end_is_refused(tmp_path, parts) -> None:
    spoilt = respell(parts | {"items.jsonl": parts["items.jsonl"] + b'{"id":"x"}'})
    assert "end" in refusal(seal_zip(tmp_path / "evil.smo", list(spoilt.items()))).what


def test_a_line_without_bound_is_refused(tmp_path, parts) -> None:
    long = b'{"id":"' + b"x" * (limits.MAX_LINE + limits.MAX_LINE // 8) + b'"}\n'
    spoilt = respell(parts | {"items.jsonl": parts["items.jsonl"] + long})
    error = refusal(seal_zip(tmp_path / "evil.smo", list(spoilt.items())))
    assert "too long" in error.what
    assert "line 5" in error.where


@given(st.integers(1, 100))
def test_depth_is_counted_outside_of_strings_only(depth) -> None:
    nested = b"[" * depth + b"]" * depth
    assert too_deep(nested) == (depth > limits.MAX_DEPTH)
    assert not too_deep(json.dumps(nested.decode()).encode())
    assert not too_deep(b'{"a":"\\"' + nested + b'"}')
