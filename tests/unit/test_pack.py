"""Packing: ids that stay, gold that is kept apart, media, strictness, and the command itself."""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from main import main
from smo_review.domain.content import Gold
from smo_review.domain.errors import Cancelled, UserError
from smo_review.exchange.bundle import open_bundle
from smo_review.exchange.project_rules import check_project
from smo_review.operations.pack import PackOptions, pack
from smo_review.operations.signer import own_identity
from tests.helpers.packing import MP4, PNG, pack_bytes, pack_file, signer

TABLE = "id,text,label,gold\n1,a,x,x\n2,b,y,x\n3,c,y,\n"


def test_packing_twice_gives_the_same_ids_and_another_key(tmp_path: Path) -> None:
    first = pack_bytes(tmp_path, TABLE, name="one")
    second = pack_bytes(tmp_path, TABLE, name="two", due="2026-01-31")
    assert first.packed.id == second.packed.id == first.manifest.id
    assert first.items == second.items
    assert first.manifest.batch_keys.keys() != second.manifest.batch_keys.keys()


def test_other_annotations_are_another_batch(tmp_path: Path) -> None:
    other = TABLE.replace("2,b,y", "2,b,x")
    assert pack_bytes(tmp_path, TABLE).packed.id != pack_bytes(tmp_path, other).packed.id


def test_gold_goes_beside_the_batch_and_never_into_it(tmp_path: Path) -> None:
    batch = pack_bytes(tmp_path, TABLE)
    assert batch.gold == ()
    beside = tmp_path / "source.gold.smo"
    assert (batch.packed.gold, batch.packed.gold_path) == (2, str(beside))
    with open_bundle(beside) as bundle:
        assert bundle.manifest.kind == "gold"
        assert bundle.manifest.batch is not None
        assert bundle.manifest.batch.id == batch.packed.id
        found = list(bundle.records("gold.jsonl", Gold))
    assert found == [Gold("1", ("x",)), Gold("2", ("x",))]


def test_gold_goes_into_the_batch_where_it_is_asked_for(tmp_path: Path) -> None:
    batch = pack_bytes(tmp_path, TABLE, with_gold=True)
    assert [gold.item for gold in batch.gold] == ["1", "2"]
    assert not (tmp_path / "source.gold.smo").exists()


def test_two_golds_for_one_item_are_a_row_that_cannot_be_used(tmp_path: Path) -> None:
    batch = pack_bytes(
        tmp_path, "id,annotator,label,gold\n1,a,x,x\n1,b,x,x\n1,c,x,y\n1,d,x,\n", with_gold=True
    )
    assert batch.reasons == [(4, "gold")]
    assert [a.annotator for a in batch.annotations] == ["a", "b", "d"]


def test_strict_refuses_the_source_and_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="confidence"):
        pack_bytes(tmp_path, "id,label,confidence\n1,x,2\n2,x,1\n", strict=True)
    assert [path.name for path in tmp_path.iterdir()] == ["source"]


def test_a_batch_that_was_there_survives_a_refusal(tmp_path: Path) -> None:
    (tmp_path / "source.smo").write_bytes(b"earlier")
    with pytest.raises(UserError):
        pack_bytes(tmp_path, "id,label\n", strict=True)
    assert (tmp_path / "source.smo").read_bytes() == b"earlier"


def test_a_batch_whose_gold_cannot_be_written_is_not_left_alone(tmp_path: Path) -> None:
    (tmp_path / "source.gold.smo").mkdir()
    with pytest.raises(UserError) as caught:
        pack_bytes(tmp_path, TABLE)
    assert caught.value.where == str(tmp_path / "source.gold.smo")
    assert {path.name for path in tmp_path.iterdir()} == {"source", "source.gold.smo"}


def test_gold_whose_batch_cannot_be_renamed_goes_away_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.replace

    def refuse(half: Path, target: Path) -> Path:
        if target.name == "source.smo":
            raise OSError(errno.EIO, "Input/output error", str(target))
        return rename(half, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UserError):
        pack_bytes(tmp_path, TABLE)
    assert [path.name for path in tmp_path.iterdir()] == ["source"]


@pytest.mark.parametrize("label", ["a\nb", " a \r\n b ", "a\tb"])
def test_a_label_over_several_lines_is_one_label(tmp_path: Path, label: str) -> None:
    batch = pack_bytes(tmp_path, f'id,label\n1,"{label}"\n2,a b\n')
    assert [a.labels for a in batch.annotations] == [("a b",)] * 2
    check_project(batch.project, "project.json")


@pytest.mark.parametrize("label", ["x" * 501, "a\x07b"])
def test_a_label_that_no_project_could_have_is_listed(tmp_path: Path, label: str) -> None:
    batch = pack_bytes(tmp_path, f"id,label\n1,{label}\n2,{'y' * 500}\n3,ស្រី\u200bស្អាត\n")
    assert batch.reasons == [(2, "label")]
    check_project(batch.project, "project.json")


def test_labels_of_the_data_and_of_the_clauses_make_one_project(tmp_path: Path) -> None:
    project = tmp_path / "p.toml"
    project.write_text(
        'id = "p"\nname = "P"\n[[guideline.clauses]]\n'
        'number = "1"\ntitle = "T"\ntext = "X"\nlabels = ["z"]\n'
    )
    batch = pack_bytes(tmp_path, TABLE, project=project)
    assert [label.id for label in batch.project.labels] == ["x", "y", "z"]


def test_cancelling_leaves_nothing_half_done(tmp_path: Path) -> None:
    source = tmp_path / "source.csv"
    source.write_text("id,label\n" + "".join(f"{n},x\n" for n in range(3000)))

    def cancel(done: int, total: int | None, what: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        pack(source, tmp_path / "out.smo", PackOptions(), signer(), cancel)
    assert [path.name for path in tmp_path.iterdir()] == ["source.csv"]


def test_images_and_videos_are_told_by_their_bytes_not_their_names(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(MP4)
    (tmp_path / "b.png").write_bytes(PNG)
    (tmp_path / "empty.png").write_bytes(b"")
    (tmp_path / "notes.png").write_bytes(b"only words")
    names = ("a.jpg", "b.png", "empty.png", "notes.png", "gone.png")
    batch = pack_bytes(tmp_path, "id,image\n" + "".join(f"{n},{n}\n" for n in names))
    kinds = [[part.kind for part in item.parts] for item in batch.items]
    assert kinds == [["video"], ["image"], []]
    assert batch.reasons == [(4, "image"), (5, "image")]
    assert batch.packed.media_missing == 1


def test_the_same_picture_is_packed_once(tmp_path: Path) -> None:
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(PNG)
    batch = pack_bytes(tmp_path, "id,image\n1,a.png\n2,b.png\n")
    assert sum(part.name.startswith("media/") for part in batch.manifest.parts) == 1


def test_a_named_media_folder_must_hold_every_file(tmp_path: Path) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / "b.png").write_bytes(PNG)
    batch = pack_bytes(tmp_path, "id,image\n1,a.png\n2,b.png\n", media=folder)
    assert batch.reasons == [(2, "image")]
    assert [item.id for item in batch.items] == ["2"]


@pytest.mark.parametrize(
    "path",
    ["../secret.png", "x/../../secret.png", "..\\secret.png", "https://example.org/../secret.png"],
)
def test_a_path_that_leads_out_of_the_folder_is_a_row_that_cannot_be_used(
    tmp_path: Path, path: str
) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    folder = tmp_path / "media"
    folder.mkdir()
    batch = pack_bytes(tmp_path, f"id,image\n1,{path}\n2,\n", media=folder)
    assert batch.reasons == [(2, "image")]


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / "a.png").symlink_to(tmp_path / "secret.png")
    batch = pack_bytes(tmp_path, "id,image\n1,a.png\n2,\n", media=folder)
    assert batch.reasons == [(2, "image")]


@pytest.mark.skipif(os.name != "posix", reason="pipes and links are POSIX words")
def test_a_pipe_or_a_circle_of_links_is_a_row_that_cannot_be_used(tmp_path: Path) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    os.mkfifo(folder / "pipe.png")
    (folder / "circle.png").symlink_to(folder / "circle.png")
    table = "id,image\n1,pipe.png\n2,circle.png\n3,http://[bad/a.png\n4,\n"
    batch = pack_bytes(tmp_path, table, media=folder)
    assert batch.reasons == [(2, "image"), (3, "image"), (4, "image")]


@pytest.mark.parametrize("name", ["my cat.png", "ឆ្មា.png", "100%.png"])
def test_a_name_in_percent_code_finds_its_file(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "media"
    folder.mkdir()
    (folder / name).write_bytes(PNG)
    table = f"id,image\n1,{quote(name)}\n2,{name}\n3,sub/{quote(name)}\n"
    batch = pack_bytes(tmp_path, table, media=folder)
    assert [len(item.parts) for item in batch.items] == [1, 1, 1]


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be any bytes")
def test_names_that_are_no_text_are_written_so_that_they_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "cat.png").write_bytes(PNG)
    (tmp_path / os.fsdecode(b"\xff.png")).write_bytes(PNG + b"2")
    (tmp_path / "link.png").symlink_to(tmp_path / os.fsdecode(b"\xff.png"))
    source = tmp_path / os.fsdecode(b"t\xff.csv")
    source.write_text("id,image\n1,link.png\n2,cat.png\n")
    batch = pack_file(source, out=tmp_path / "out.smo")
    assert batch.manifest.batch is not None and batch.manifest.batch.name == "t?"
    assert [part.name for item in batch.items for part in item.parts] == ["?.png", "cat.png"]


def test_of_two_files_with_one_name_the_path_decides(tmp_path: Path) -> None:
    for n, place in enumerate(("one/cats", "two/cats")):
        (tmp_path / "media" / place).mkdir(parents=True)
        (tmp_path / "media" / place / "a.png").write_bytes(PNG + bytes([n]))
    table = "id,image\n1,/srv/two/cats/a.png\n2,a.png\n"
    batch = pack_bytes(tmp_path, table, media=tmp_path / "media")
    assert len(batch.items) == 1
    assert batch.reasons == [(3, "image")]


def test_beside_a_source_only_one_level_is_looked_at(tmp_path: Path) -> None:
    deep = tmp_path / "images" / "private"
    deep.mkdir(parents=True)
    (deep / "a.png").write_bytes(PNG)
    (tmp_path / "images" / "b.png").write_bytes(PNG)
    batch = pack_bytes(tmp_path, "id,image\n1,a.png\n2,b.png\n")
    assert [len(item.parts) for item in batch.items] == [0, 1]


def test_a_project_knows_its_labels_by_id_and_by_name(tmp_path: Path) -> None:
    project = tmp_path / "p.toml"
    project.write_text(
        'id = "p"\nname = "P"\n[[labels]]\nid = "hate"\n'
        'name = { en = "Hate speech", zh = "仇恨言论" }\n',
        encoding="utf-8",
    )
    table = "id,label\n1,hate\n2,HATE SPEECH\n3,仇恨言论\n4,other\n"
    batch = pack_bytes(tmp_path, table, project=project)
    assert [a.labels for a in batch.annotations] == [("hate",)] * 3
    assert batch.reasons == [(5, "label")]
    assert batch.project.error_codes


def test_a_project_without_labels_takes_those_of_the_data(tmp_path: Path) -> None:
    project = tmp_path / "p.toml"
    project.write_text('id = "p"\nname = "P"\n')
    batch = pack_bytes(tmp_path, TABLE, project=project)
    assert [label.id for label in batch.project.labels] == ["x", "y"]


def test_language_and_what_came_with_the_item_are_kept(tmp_path: Path) -> None:
    table = "id,label,lang,severity,category\n1,x,,3,spam\n2,x,zh,,\n3,x,,9,\n"
    batch = pack_bytes(tmp_path, table, language="km")
    told = [(item.language, item.severity, item.category) for item in batch.items]
    assert told == [("km", 3, "spam"), ("zh", None, "")]
    assert batch.reasons == [(4, "severity")]


@pytest.mark.parametrize(
    "options",
    [
        {"language": "not a language"},
        {"due": "tomorrow"},
        {"media": Path("nowhere")},
        {"name": "x" * 501},
        {"name": "two\nlines"},
    ],
)
def test_an_option_that_cannot_be_is_refused(tmp_path: Path, options: dict[str, object]) -> None:
    with pytest.raises(UserError):
        pack_bytes(tmp_path, TABLE, **options)


def test_a_batch_never_replaces_its_own_source(tmp_path: Path) -> None:
    source = tmp_path / "source.csv"
    source.write_text(TABLE)
    with pytest.raises(UserError):
        pack_file(source, out=source)
    assert source.read_text() == TABLE


def test_without_a_workspace_one_identity_signs_every_time() -> None:
    first, second = own_identity(), own_identity()
    assert first.author == second.author
    assert first.public_key == first.key.public_key().public_bytes_raw().hex()


def test_the_command_answers_with_one_json_object(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "table.csv"
    source.write_text(TABLE + "4\n")
    out = tmp_path / "out.smo"
    assert main(["--json", "pack", str(source), "-o", str(out)]) == 0
    printed = capsys.readouterr()
    answer = json.loads(printed.out)
    assert {key: answer[key] for key in ("items", "annotations", "gold", "rejected")} == {
        "items": 3,
        "annotations": 3,
        "gold": 2,
        "rejected": 1,
    }
    assert answer["labels"] == ["x", "y"]
    assert [(row["line"], row["field"]) for row in answer["rejected_rows"]] == [(5, "")]
    assert answer["columns"]["text"] == ["text"]
    assert "text" in printed.err


def test_the_command_tells_people_what_it_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "table.csv"
    source.write_text(TABLE + "4\n")
    assert main(["pack", str(source), "-o", str(tmp_path / "out.smo")]) == 0
    told = capsys.readouterr().out
    assert "3 items, 3 annotations" in told
    assert "line 5" in told
    assert "out.gold.smo" in told


@pytest.mark.parametrize(
    ("words", "code"), [(["--strict"], 1), (["--map", "label=q"], 1), (["--format", "xls"], 2)]
)
def test_the_command_refuses_with_its_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int
) -> None:
    source = tmp_path / "table.csv"
    source.write_text(TABLE + "4\n")
    main(["pack", str(source), "-o", str(tmp_path / "first.smo")])  # makes the identity
    capsys.readouterr()
    out = tmp_path / "out.smo"
    assert main(["pack", str(source), "-o", str(out), "--json", *words]) == code
    assert set(json.loads(capsys.readouterr().out)["error"]) == {"what", "where", "do"}
    assert not out.exists()
