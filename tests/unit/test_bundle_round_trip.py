"""What is written into a bundle comes out of it, and nothing else."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.content import Annotation, Box, Gold, Item, Mark, Part, Polygon, Span
from smo_review.domain.errors import Cancelled, UserError
from smo_review.domain.project import Project
from smo_review.exchange.batch_reader import BatchReader
from smo_review.exchange.bundle import open_bundle, write_bundle
from smo_review.exchange.names import is_name
from smo_review.exchange.project_file import load_project
from smo_review.exchange.seal import SEAL_SIZE
from smo_review.queries.inspect import inspect
from tests.helpers.bundles import AUTHOR, KEY, PICTURE, PROJECT, sample_items, write_batch

names = st.text(min_size=1, max_size=12).filter(is_name)
words = st.text(max_size=60)
millionths = st.integers(0, 1_000_000)
locations = st.none() | st.one_of(
    st.builds(Box, st.just(0), millionths, millionths, millionths, millionths),
    st.builds(
        Polygon, st.just(0), st.lists(st.tuples(millionths, millionths), min_size=3).map(tuple)
    ),
    st.builds(lambda a, b: Span(0, min(a, b), max(a, b)), millionths, millionths),
)
marks = st.builds(Mark, names, locations, st.none() | millionths)
texts = st.builds(lambda text, said: Part("text", text=text, transcript=said), words, words)


@st.composite
def batches(draw: st.DrawFn) -> tuple[list[Item], list[Annotation], list[Gold]]:
    """Items with unique ids, annotations with unique keys, gold for some items."""
    ids = draw(st.lists(names, unique=True, max_size=6))
    items = [
        Item(
            identity,
            tuple(draw(st.lists(texts, min_size=1, max_size=3))),
            category=draw(words),
            severity=draw(st.none() | st.integers(0, 4)),
        )
        for identity in ids
    ]
    annotations = [
        Annotation(identity, annotator, tuple(draw(st.lists(marks, max_size=3))), ordinal)
        for identity in ids
        for annotator in draw(st.lists(names, unique=True, max_size=2))
        for ordinal in range(draw(st.integers(1, 2)))
    ]
    gold = [Gold(identity, ("cat",), draw(words)) for identity in ids if draw(st.booleans())]
    return items, annotations, gold


@given(batches(), st.lists(st.binary(max_size=2000), unique=True, max_size=3))
def test_a_batch_comes_out_as_it_went_in(tmp_path, batch, media) -> None:
    items, annotations, gold = batch
    path = tmp_path / "batch.smo"
    written = write_batch(path, items, annotations, gold, media=media)
    with open_bundle(path) as bundle:
        reader = BatchReader(bundle)
        assert list(reader.items()) == items
        assert list(reader.annotations()) == annotations
        assert list(reader.gold()) == gold
        assert bundle.record("project.json", Project) == PROJECT
        assert [b"".join(bundle.chunks(part.name)) for part in bundle.media()] == media
        assert bundle.manifest == written


def test_the_same_content_gives_the_same_file(tmp_path) -> None:
    write_batch(tmp_path / "a.smo")
    write_batch(tmp_path / "b.smo")
    assert (tmp_path / "a.smo").read_bytes() == (tmp_path / "b.smo").read_bytes()


def test_a_batch_id_follows_content_and_project_but_not_name_or_key(tmp_path) -> None:
    first = write_batch(tmp_path / "a.smo")
    renamed = write_batch(tmp_path / "b.smo", name="Other", batch_key=b"x" * 32)
    other_items = write_batch(tmp_path / "c.smo", items=sample_items(3))
    other_project = write_batch(
        tmp_path / "d.smo", project=msgspec.structs.replace(PROJECT, id="plants")
    )
    assert first.id == renamed.id
    assert len({first.id, other_items.id, other_project.id}) == 3


def test_a_large_part_streams_through(tmp_path) -> None:
    body = hashlib.sha256(b"seed").digest() * 100_000
    name = f"media/{hashlib.sha256(body).hexdigest()}"
    write_batch(tmp_path / "batch.smo", [], [], media=[body])
    with open_bundle(tmp_path / "batch.smo") as bundle:
        pieces = list(bundle.chunks(name))
    assert b"".join(pieces) == body
    assert len(pieces) > 10


def test_inspect_tells_what_is_inside(tmp_path) -> None:
    written = write_batch(tmp_path / "batch.smo")
    found = inspect(tmp_path / "batch.smo")
    assert (found.kind, found.id, found.project) == ("batch", written.id, "animals")
    assert (found.items, found.annotations, found.facts) == (4, 8, 0)
    assert found.author == AUTHOR
    assert found.verified
    assert [part["name"] for part in found.parts][:3] == [
        "project.json",
        "items.jsonl",
        "annotations.jsonl",
    ]


def test_media_lies_uncompressed_and_readable_by_any_zip_program(tmp_path) -> None:
    path = tmp_path / "batch.smo"
    write_batch(path)
    assert PICTURE in path.read_bytes()


def test_cancelling_leaves_the_earlier_file_and_nothing_beside_it(tmp_path) -> None:
    path = tmp_path / "batch.smo"
    write_batch(path)
    before = path.read_bytes()

    def cancel(done: int, total: int | None, what: str) -> None:
        raise Cancelled

    with open_bundle(path) as bundle:
        manifest = bundle.manifest
    parts = [("project.json", [b"{}"]), ("items.jsonl", [b""]), ("annotations.jsonl", [b""])]
    with pytest.raises(Cancelled):
        write_bundle(path, manifest, parts, KEY, cancel)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_to_is_named(tmp_path) -> None:
    (tmp_path / "folder.smo").mkdir()
    for path in (tmp_path / "nowhere" / "batch.smo", tmp_path / "folder.smo"):
        with pytest.raises(UserError, match="cannot be written") as caught:
            write_batch(path)
        assert caught.value.where == str(path)
    assert list(tmp_path.iterdir()) == [tmp_path / "folder.smo"]


@pytest.mark.skipif(os.name != "posix", reason="pipes are a POSIX word")
def test_a_pipe_is_never_replaced_by_a_file_nor_waited_for(tmp_path) -> None:
    pipe = tmp_path / "pipe.smo"
    os.mkfifo(pipe)
    for use in (write_batch, inspect, load_project):
        with pytest.raises(UserError) as caught:
            use(pipe)
        assert caught.value.where == str(pipe)
    assert list(tmp_path.iterdir()) == [pipe] and pipe.is_fifo()


def test_a_name_that_is_no_files_name_is_refused() -> None:
    for path in (Path(), Path(".."), Path("/")):
        with pytest.raises(UserError, match="cannot be written"):
            write_batch(path)


def test_a_full_disk_leaves_the_earlier_file_and_nothing_beside_it(tmp_path) -> None:
    path = tmp_path / "batch.smo"
    write_batch(path)
    before = path.read_bytes()

    def content():
        yield b"x" * 1000
        raise OSError(errno.ENOSPC, "No space left on device")

    with open_bundle(path) as bundle:
        manifest = bundle.manifest
    with pytest.raises(UserError, match="No space left"):
        write_bundle(path, manifest, [("items.jsonl", content())], KEY)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_half_file_of_a_crash_goes_away_with_the_next_write_of_its_name(tmp_path) -> None:
    path = tmp_path / "batch.smo"
    old, running, other = (
        tmp_path / name
        for name in (".batch.smo.0a1b2c3d.part", ".batch.smo.ffffffff.part", ".b.smo.00000000.part")
    )
    for half in (old, running, other):
        half.write_bytes(b"half")
    for half in (old, other):
        os.utime(half, (0, 0))
    write_batch(path)
    assert set(tmp_path.iterdir()) == {path, running, other}


def test_what_a_reader_would_refuse_is_not_written(tmp_path) -> None:
    with open_bundle(_written(tmp_path / "good.smo")) as bundle:
        manifest = bundle.manifest
    with pytest.raises(UserError):
        write_bundle(tmp_path / "bad.smo", manifest, [("../escape.jsonl", [b""])], KEY)
    assert not (tmp_path / "bad.smo").exists()


def test_every_byte_but_the_signature_is_signed(tmp_path) -> None:
    assert SEAL_SIZE == 8 + 32 + 64
    assert _written(tmp_path / "batch.smo").read_bytes()[-SEAL_SIZE:].startswith(b"SMOSEAL1")


def _written(path: Path) -> Path:
    write_batch(path)
    return path
