"""CSV sources: three forms of tables, guessed columns, and every way in which a row can break."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smo_review.domain.content import Span
from smo_review.domain.errors import UserError
from smo_review.exchange.formats.records import MAX_FIELD
from tests.helpers.packing import pack_bytes, pack_file


def test_a_row_of_a_long_table_is_an_annotation(tmp_path: Path) -> None:
    batch = pack_bytes(
        tmp_path,
        "id,text,annotator,label\n1,hello,ann,ok\n1,hello,ben,bad\n2,bye,ann,ok\n1,hello,ann,bad\n",
    )
    assert [item.id for item in batch.items] == ["1", "2"]
    assert batch.said == [
        ("1", "ann", ("ok",)),
        ("1", "ben", ("bad",)),
        ("1", "ann", ("bad",)),
        ("2", "ann", ("ok",)),
    ]
    assert [a.ordinal for a in batch.annotations] == [0, 0, 1, 0]


def test_without_an_id_the_same_content_is_one_item_where_annotators_are_named(
    tmp_path: Path,
) -> None:
    batch = pack_bytes(tmp_path, "text,worker,label\nhello,a,x\nhello,b,y\n")
    assert len(batch.items) == 1
    assert [a.annotator for a in batch.annotations] == ["a", "b"]


def test_without_id_and_annotator_every_row_is_an_item_even_if_it_repeats(tmp_path: Path) -> None:
    batch = pack_bytes(tmp_path, "text,label\nhello,x\nhello,y\n")
    first, second = (item.id for item in batch.items)
    assert second == f"{first}-2"


def test_a_column_of_a_wide_table_is_an_annotator_and_an_empty_cell_is_nothing(
    tmp_path: Path,
) -> None:
    batch = pack_bytes(tmp_path, "id,text,label_1,label_2\n1,a,x,y\n2,b,,y\n")
    assert batch.said == [
        ("1", "label_1", ("x",)),
        ("1", "label_2", ("y",)),
        ("2", "label_2", ("y",)),
    ]


def test_counts_become_that_many_votes_in_the_order_of_the_columns(tmp_path: Path) -> None:
    batch = pack_bytes(tmp_path, "unit,a,b\nu1,2,1\nu2,0,\n", "count:hateful=b", "count:normal=a")
    assert batch.said == [
        ("u1", "vote-1", ("hateful",)),
        ("u1", "vote-2", ("normal",)),
        ("u1", "vote-3", ("normal",)),
    ]
    assert {a.kind for a in batch.annotations} == {"votes"}
    assert batch.packed.labels == ("hateful", "normal")
    assert batch.items[1].parts == ()


@pytest.mark.parametrize("count", ["x", "-1", "1.5", "1000000"])
def test_a_count_that_is_no_count_is_listed(tmp_path: Path, count: str) -> None:
    batch = pack_bytes(tmp_path, f"id,a\n1,{count}\n2,1\n", "count:x=a")
    assert batch.reasons == [(2, "count:x")]


@pytest.mark.parametrize("header", ["Tweet;Label", "COMMENT\tSentiment", "text_joined,class"])
def test_names_and_delimiters_are_guessed_and_told(tmp_path: Path, header: str) -> None:
    delimiter = next(mark for mark in ";\t," if mark in header)
    batch = pack_bytes(tmp_path, f"{header}\nhello{delimiter}ok\n")
    text, label = header.split(delimiter)
    assert batch.packed.columns == {"text": [text], "label": [label]}


def test_a_mapping_wins_over_a_guess(tmp_path: Path) -> None:
    batch = pack_bytes(tmp_path, "text,other,label\nno,yes,x\n", "text=other")
    assert batch.texts == ["yes"]


def test_several_text_columns_are_a_post_of_several_parts(tmp_path: Path) -> None:
    batch = pack_bytes(tmp_path, "title,body,label\nA,B,x\n", "text=title,body")
    assert batch.texts == ["A", "B"]


def test_a_json_list_in_a_cell_is_several_labels_and_a_comma_is_not(tmp_path: Path) -> None:
    batch = pack_bytes(tmp_path, 'id,label\n1,"[""x"", ""y""]"\n2,"x, y"\n3,[x\n')
    assert [a.labels for a in batch.annotations] == [("x", "y"), ("x, y",), ("[x",)]


def test_several_annotators_may_stand_in_one_cell(tmp_path: Path) -> None:
    cell = "{'label': ['normal', 'hate'], 'annotator_id': [9, 17]}"
    batch = pack_bytes(tmp_path, f'id,text,annotators\n1,a,"{cell}"\n')
    assert batch.said == [("1", "9", ("normal",)), ("1", "17", ("hate",))]


def test_confidence_and_span_come_with_the_label(tmp_path: Path) -> None:
    batch = pack_bytes(tmp_path, "id,text,label,confidence,start,end\n1,👍 សួស្តី,x,0.25,2,8\n")
    (mark,) = batch.annotations[0].marks
    assert mark.confidence == 250_000
    assert mark.location == Span(0, 2, 8)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("1,hello,x,1.5,,", "confidence"),
        ("1,hello,x,nan,,", "confidence"),
        ("1,hello,x,,3,", "end"),
        ("1,hello,x,,3,2", "end"),
        ("1,hello,x,,0,6", "end"),
        ("1,,x,,0,1", "start"),
        (",,x,,,", "id"),
        ("1,hello,x", ""),
        ("1,hello,x,,,,more", ""),
        ('1,"hel"lo,x,,,', ""),
        (f"{'i' * 501},hello,x,,,", "id"),
        ("1,he\0llo,x,,,", "text"),
    ],
)
def test_a_row_that_cannot_be_used_is_listed_and_the_others_stay(
    tmp_path: Path, row: str, field: str
) -> None:
    source = f"id,text,label,confidence,start,end\n{row}\n9,fine,x,,,\n"
    batch = pack_bytes(tmp_path, source)
    assert batch.reasons == [(2, field)]
    assert [item.id for item in batch.items] == ["9"]


def test_bytes_that_are_not_utf8_cost_their_own_row(tmp_path: Path) -> None:
    batch = pack_bytes(tmp_path, b"id,text\n1,fine\n2,\xb0\xa1\n3,\xe4\xbd\xa0\n")
    assert batch.reasons == [(3, "text")]
    assert batch.texts == ["fine", "你"]


def test_a_quote_left_open_costs_its_own_row(tmp_path: Path) -> None:
    batch = pack_bytes(tmp_path, 'id,text\n1,a\n2,"b\n3,c\n4,d\n')
    assert batch.reasons == [(3, "")]
    assert batch.texts == ["a", "c", "d"]


def test_a_field_that_nobody_could_review_costs_its_own_row(tmp_path: Path) -> None:
    batch = pack_bytes(tmp_path, f"id,text\n1,a\n2,{'x' * (MAX_FIELD + 10)}\n3,c\n")
    assert batch.reasons == [(3, "")]
    assert batch.texts == ["a", "c"]


def test_an_id_used_for_other_content_is_listed(tmp_path: Path) -> None:
    batch = pack_bytes(tmp_path, "id,text,label\n1,a,x\n1,b,y\n1,a,z\n")
    assert batch.reasons == [(3, "id")]
    assert [a.labels for a in batch.annotations] == [("x",), ("z",)]


def test_a_rejected_row_leaves_neither_label_nor_item_behind(tmp_path: Path) -> None:
    batch = pack_bytes(tmp_path, "id,text,label,confidence\n1,a,secret,7\n2,b,x,\n")
    assert batch.packed.labels == ("x",)


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        lambda text: gzip.compress(text.encode()),
        lambda text: gzip.compress(text.encode("utf-16")),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
    ],
    ids=["bom", "utf-16", "utf-16-be", "gz", "gz-utf-16", "crlf", "cr"],
)
def test_wrappings_make_no_difference(tmp_path: Path, encode) -> None:
    plain = pack_bytes(tmp_path, "id,text,label\n1,សួស្តី,x\n\n2,你好 👍,y\n")
    wrapped = pack_bytes(tmp_path, encode("id,text,label\n1,សួស្តី,x\n\n2,你好 👍,y\n"))
    assert wrapped.packed.id == plain.packed.id
    assert wrapped.packed.rejected == 0


def test_a_line_break_inside_quotes_belongs_to_the_text(tmp_path: Path) -> None:
    batch = pack_bytes(tmp_path, 'id,text\n1,"a\nb, ""c"""\n2,d\n3\n')
    assert batch.texts == ['a\nb, "c"', "d"]
    assert batch.reasons == [(5, "")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"id,text\n",
        b"id,id\n1,2\n",
        b"a,b\n1,2\n",
        b"id,t\xff\n1,2\n",
        b'"id\n',
        b"PK\x03\x04rest",
        bytes(range(256)) * 20,
        gzip.compress(b"id,text\n1,a\n", mtime=0)[:-12],
        "id,text\n1,a\n".encode("utf-16")[:-1],
        b"id,text,label\n,,x\n",
    ],
)
def test_a_file_that_is_no_table_is_refused_in_plain_words(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UserError) as refusal:
        pack_bytes(tmp_path, content)
    assert refusal.value.what and refusal.value.where and refusal.value.do
    assert [path.name for path in tmp_path.iterdir()] == ["source"]


@pytest.mark.parametrize(
    "maps",
    [
        ["label=nothing"],
        ["lable=label"],
        ["label"],
        ["id=id,text"],
        ["count:x=label", "label=label"],
        ["label=label,text", "annotator=id"],
        ["start=id"],
        ["count:=label"],
    ],
)
def test_a_mapping_that_cannot_be_is_refused(tmp_path: Path, maps: list[str]) -> None:
    with pytest.raises(UserError):
        pack_bytes(tmp_path, "id,text,label\n1,a,x\n", *maps)


def test_a_missing_column_is_named_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="column_1, text") as refusal:
        pack_bytes(tmp_path, ",text\n1,a\n", "label=class")
    assert "class" in refusal.value.what


CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)
LABELS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1)


@given(rows=st.lists(st.tuples(CELLS, LABELS), min_size=1, max_size=20))
def test_packing_and_unpacking_loses_nothing(rows, tmp_path: Path) -> None:
    quoted = "".join(
        '{},"{}","{}"\n'.format(n, text.replace('"', '""'), "l" + label.replace('"', '""')[:99])
        for n, (text, label) in enumerate(rows)
    )
    batch = pack_bytes(tmp_path, "id,text,label\n" + quoted)
    assert batch.packed.rejected == 0
    assert batch.texts == [text for text, _ in rows]
    assert [a.labels[0] for a in batch.annotations] == [
        ("l" + label.replace('"', '""')[:99]).replace('""', '"').strip() for _, label in rows
    ]


@given(junk=st.binary(max_size=300))
def test_any_bytes_are_packed_or_refused_in_plain_words(junk: bytes, tmp_path: Path) -> None:
    source = tmp_path / "junk.csv"
    source.write_bytes(b"id,text,label\n" + junk)
    try:
        pack_file(source)
    except UserError as refusal:
        assert refusal.do


def test_a_translation_comes_with_the_text_whose_column_it_belongs_to(tmp_path: Path) -> None:
    batch = pack_bytes(
        tmp_path,
        "id,title,body,title_en,body_en\n1,A,B,a,b\n2,,B,a,b\n3,A,B,, \n",
        "text=title,body",
        "translation=title_en,body_en",
    )
    assert [[(p.text, p.translation) for p in item.parts] for item in batch.items] == [
        [("A", "a"), ("B", "b")],
        [("B", "b")],
        [("A", ""), ("B", "")],
    ]


def test_the_same_text_with_and_without_a_translation_is_not_the_same_content(
    tmp_path: Path,
) -> None:
    batch = pack_bytes(tmp_path, "id,text,translation,label\n1,A,,x\n1,A,a,x\n")
    assert batch.reasons == [(3, "id")]
