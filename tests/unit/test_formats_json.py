"""JSON records: lines, lists and pretty-printed documents, spans, Prodigy."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.content import Mark, Span, TimeRange
from smo_review.domain.errors import UserError
from smo_review.exchange.formats.bounded_json import BoundedJson
from tests.helpers.packing import MP4, pack_bytes

RECORDS = [
    {"id": 1, "text": "សួស្តី", "label": "x", "annotator": "a"},
    {"id": 2, "text": "你好", "label": ["x", "y"], "annotator": "b"},
    {"id": 3, "text": "none", "label": [], "annotator": "b"},
    {"id": 4, "text": "nobody", "label": None, "annotator": "b"},
]


@pytest.mark.parametrize(
    "written",
    [
        "\n".join(json.dumps(record) for record in RECORDS),
        "\n\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS) + "\n",
        json.dumps(RECORDS),
        json.dumps(RECORDS, indent=2),
        "\n".join(json.dumps(record, indent=1) for record in RECORDS),
        json.dumps({str(record["id"]): record for record in RECORDS}),
        json.dumps({str(record["id"]): record for record in RECORDS}, indent=2),
    ],
    ids=["lines", "blank-lines", "list", "pretty-list", "pretty", "by-id", "pretty-by-id"],
)
def test_records_are_the_same_however_they_are_laid_out(tmp_path: Path, written: str) -> None:
    batch = pack_bytes(tmp_path, written)
    assert [item.id for item in batch.items] == ["1", "2", "3", "4"]
    assert batch.said == [("1", "a", ("x",)), ("2", "b", ("x", "y")), ("3", "b", ())]


@pytest.mark.parametrize(
    "label",
    [
        [[2, 8, "PER"]],
        [{"start": 2, "end": 8, "label": "PER"}],
        [{"start_offset": 2, "end_offset": 8, "label": "PER"}],
    ],
)
def test_spans_are_read_in_code_points(tmp_path: Path, label: list[object]) -> None:
    batch = pack_bytes(tmp_path, json.dumps({"text": "👍 សួស្តី!", "label": label}))
    assert batch.annotations[0].marks == (Mark("PER", Span(0, 2, 8)),)


@pytest.mark.parametrize("span", [[0, 99, "X"], [5, 2, "X"], [0, 1], [0, 1, ""], [0.5, 1, "X"]])
def test_a_span_outside_its_text_is_listed(tmp_path: Path, span: list[object]) -> None:
    lines = [{"text": "hello", "label": [span]}, {"text": "fine"}]
    batch = pack_bytes(tmp_path, "\n".join(map(json.dumps, lines)))
    assert [line for line, _ in batch.reasons] == [1]


def test_start_and_end_are_seconds_where_there_is_a_video(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").write_bytes(MP4)
    record = {"text": "caption", "video": "clip.mp4", "label": "x", "start": 1.5, "end": 2.25}
    batch = pack_bytes(tmp_path, json.dumps(record))
    assert batch.annotations[0].marks[0].location == TimeRange(1, 1500, 2250)


@pytest.mark.parametrize(
    "line", ['{"id": 1', "[1]", "7", '{"id": "\\ud83d"}', '{"id": {}}', "{" * 5000, '{"a": NaN}']
)
def test_a_broken_line_is_listed_and_the_others_stay(tmp_path: Path, line: str) -> None:
    batch = pack_bytes(
        tmp_path, f'{{"id": "a", "text": "x"}}\n{line}\n{{"id": "b", "text": "y"}}\n'
    )
    assert [line for line, _ in batch.reasons] == [2]
    assert [item.id for item in batch.items] == ["a", "b"]


@pytest.mark.parametrize(
    "text", ['[{"text": "a"}, {"text": ', '[{"text": "a"}] x', "[]", "{}", "[1]"]
)
def test_a_document_that_is_cut_off_or_empty_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UserError):
        pack_bytes(tmp_path, text)


def test_a_mapped_field_may_come_late_in_the_file(tmp_path: Path) -> None:
    lines = [json.dumps({"id": n, "text": f"t{n}"}) for n in range(1500)]
    lines.append(json.dumps({"id": "last", "text": "z", "mood": "sad"}))
    batch = pack_bytes(tmp_path, "\n".join(lines), "label=mood")
    assert batch.said == [("last", "annotator", ("sad",))]


def test_a_mapped_field_that_never_comes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="mood"):
        pack_bytes(tmp_path, '{"id": 1, "text": "a"}\n', "label=mood")


def test_prodigy_answers_say_whether_the_label_applies(tmp_path: Path) -> None:
    common = {"_task_hash": 1, "label": "INSULT"}
    lines = [
        {"text": "a", "_input_hash": 1, "answer": "accept"} | common,
        {"text": "b", "_input_hash": 2, "answer": "reject"} | common,
        {"text": "c", "_input_hash": 3, "answer": "ignore"} | common,
        {"text": "Ann", "_input_hash": 4, "answer": "accept", "_task_hash": 4}
        | {"spans": [{"start": 0, "end": 3, "label": "PER"}], "_annotator_id": "ben"},
    ]
    batch = pack_bytes(tmp_path, "\n".join(map(json.dumps, lines)))
    assert batch.said == [
        ("1", "annotator", ("INSULT",)),
        ("2", "annotator", ()),
        ("4", "ben", ("PER",)),
    ]
    assert sum(batch.packed.left_out.values()) == 1


@pytest.mark.parametrize("closed", [True, False])
def test_a_document_nested_without_end_is_refused_at_once(tmp_path: Path, closed: bool) -> None:
    deep = "[" * 200_000 + ("]" * 200_000 if closed else "")
    with pytest.raises(UserError, match="deeper"):
        pack_bytes(tmp_path, f'[{{"text": {deep}}}]')


@given(texts=st.lists(st.text('a"\\[]{}\n', max_size=40), min_size=1), size=st.integers(1, 9))
def test_brackets_and_quotes_in_texts_are_not_depth(texts: list[str], size: int) -> None:
    stream = BoundedJson(io.BufferedReader(io.BytesIO(json.dumps([texts * 50]).encode())))
    read = b"".join(iter(lambda: stream.read(size), b""))
    assert json.loads(read) == [texts * 50]
    assert stream._depth == 0


def test_lines_that_are_all_broken_are_told_one_by_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="trailing characters") as refusal:
        pack_bytes(tmp_path, '{"id":1,"text":"a"},\n' * 1500)
    assert "line 1" in refusal.value.where


def test_a_thousand_broken_lines_do_not_hide_a_good_one(tmp_path: Path) -> None:
    batch = pack_bytes(tmp_path, "{]\n" * 1200 + '{"id":1,"text":"a","label":"x"}\n')
    assert (batch.packed.rejected, len(batch.items)) == (1200, 1)


@pytest.mark.parametrize("text", ['{"id":1,"text":"你好"}\n', '[{"id":1,"text":"你好"}]'])
@pytest.mark.parametrize("encoding", ["gbk", "big5"])
def test_chinese_in_another_encoding_is_refused_with_what_helps(
    tmp_path: Path, text: str, encoding: str
) -> None:
    with pytest.raises(UserError, match="save the file as UTF-8"):
        pack_bytes(tmp_path, text.encode(encoding))
