"""Lots under acceptance sampling, and the command that draws."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec import structs

import main
from smo_review.domain.facts import Verdict
from smo_review.domain.project import SamplingPlan
from smo_review.domain.sampling import Draw
from smo_review.language import speaking
from smo_review.operations.draw import draw_sample
from smo_review.operations.receive import receive
from smo_review.quality.intervals import wilson
from smo_review.queries.drawing import FIRST, SECOND, select
from smo_review.queries.lots import lots
from smo_review.store.ledger import merge_facts
from smo_review.store.workspace import Workspace
from tests.helpers.sampling_cases import WRONG, plan, source
from tests.helpers.store_cases import DAY, Writer, made


@pytest.fixture
def ws(tmp_path: Path):
    workspace = made(tmp_path / "ws", source())
    yield workspace
    workspace.close()


def judge(ws: Workspace, batch: str, said: dict[str, bool]) -> None:
    """Verdicts on every annotation of some items: True is wrong."""
    writer = Writer(f"{batch} {len(said)} {sum(said.values())}"[:32])
    bodies = []
    for item, wrong in said.items():
        with ws.read() as conn:
            names = [
                name for (name,) in conn.execute(
                    "SELECT n.name FROM annotations a JOIN annotators n ON n.number = a.annotator"
                    " JOIN items i ON i.row = a.item JOIN batches b ON b.number = i.batch"
                    " WHERE b.id = ? AND i.id = ?", (batch, item),
                )
            ]  # fmt: skip
        for name in names:
            outcome, found = ("incorrect", WRONG) if wrong else ("correct", ())
            told = Verdict(batch, item, name, outcome, findings=found)  # type: ignore[arg-type]
            bodies.append(writer.write("verdict", told, time=DAY))
    merge_facts(ws, bodies)


def lot_file(tmp_path: Path, ws: Workspace, turn: int, **more: object) -> tuple[str, list[str]]:
    """A lot drawn and received in the same workspace: its batch, and the items to check."""
    wanted = Draw(plan(aql=6.5, level="I", **more), f"lot {turn}", ("b-1",), name=f"lot {turn}")
    told = draw_sample(ws, wanted, tmp_path / f"lot-{turn}.smo")
    receive(ws, tmp_path / f"lot-{turn}.smo")
    with ws.read() as conn:
        ids = conn.execute(
            "SELECT i.id FROM items i JOIN batches b ON b.number = i.batch WHERE b.id = ?"
            " ORDER BY i.row", (told.id,),
        ).fetchall()  # fmt: skip
    return told.id, [id_ for (id_,) in ids]


def test_two_lots_that_are_not_accepted_tighten_and_five_that_are_bring_normal_back(
    tmp_path, ws
) -> None:
    """The inspection of each lot follows what the lots before it came to."""
    state = lots(ws, "project", 6.5, "I", False)
    assert (state.lots, state.stage) == ((), "normal")
    turn = 0
    for _ in range(2):
        batch, ids = lot_file(tmp_path, ws, turn)
        judge(ws, batch, {one: place < 3 for place, one in enumerate(ids)})
        turn += 1
    state = lots(ws, "project", 6.5, "I", False)
    assert [one.answer for one in state.lots] == ["reject", "reject"]
    assert state.stage == "tightened"
    for _ in range(5):
        batch, ids = lot_file(tmp_path, ws, turn)
        judge(ws, batch, dict.fromkeys(ids, False))
        turn += 1
    state = lots(ws, "project", 6.5, "I", False)
    assert [one.inspection for one in state.lots] == ["normal"] * 2 + ["tightened"] * 5
    assert state.stage == "normal"


def test_reduced_inspection_begins_where_a_draw_asks_for_it_and_lots_of_editions_stand_apart(
    tmp_path, ws
) -> None:
    """Fifteen lots at two points each are a score of 30."""
    for turn in range(15):
        batch, ids = lot_file(tmp_path, ws, turn, edition="1999")
        judge(ws, batch, dict.fromkeys(ids, False))
    asked = {"edition": "1999", "steady": True}
    assert lots(ws, "project", 6.5, "I", False, **asked).stage == "reduced"
    assert lots(ws, "project", 6.5, "I", False).lots == ()
    wanted = Draw(plan(aql=6.5, level="I", edition="1999"), "next", ("b-1",))
    stages = []
    for steady in (False, True):
        found = select(ws, structs.replace(wanted, steady=steady)).acceptance
        assert found is not None
        stages.append((found.severity, found.edition))
    assert stages == [("normal", "1999"), ("reduced", "1999")]


def test_a_lot_is_open_until_its_sample_is_checked(tmp_path, ws) -> None:
    batch, ids = lot_file(tmp_path, ws, 1)
    (one,) = lots(ws, "project", 6.5, "I", False).lots
    assert (one.batch, one.checked, one.answer) == (batch, 0, "open")
    judge(ws, batch, dict.fromkeys(ids[:-1], False))
    assert lots(ws, "project", 6.5, "I", False).lots[0].answer == "open"
    judge(ws, batch, {ids[-1]: False})
    assert lots(ws, "project", 6.5, "I", False).lots[0].answer == "accept"


def test_the_second_sample_of_a_double_plan_is_checked_only_where_the_first_does_not_decide(
    tmp_path,
) -> None:
    ws = made(tmp_path / "ws", source(200))
    try:
        wanted = Draw(plan(aql=6.5, level="II", double=True, severity="normal"), "1", ("b-1",))
        told = draw_sample(ws, wanted, tmp_path / "lot.smo")
        receive(ws, tmp_path / "lot.smo")
        assert {one.name: one.drawn for one in told.planned.strata} == {FIRST: 20, SECOND: 20}
        with ws.read() as conn:
            found = conn.execute(
                "SELECT i.id, i.stratum FROM items i JOIN batches b ON b.number = i.batch"
                " WHERE b.id = ? ORDER BY i.row", (told.id,),
            ).fetchall()  # fmt: skip
        assert [stratum for _, stratum in found] == [FIRST] * 20 + [SECOND] * 20
        ids = [id_ for id_, _ in found]
        # Letter G: 20, 2, 5; 20, 6, 7.
        judge(ws, told.id, {one: place < 3 for place, one in enumerate(ids[:20])})
        (one,) = lots(ws, "project", 6.5, "II", True).lots
        assert (one.answer, one.ac, one.re) == ("second sample", 6, 7)
        judge(ws, told.id, dict.fromkeys(ids[20:], False))
        assert lots(ws, "project", 6.5, "II", True).lots[0].answer == "accept"
    finally:
        ws.close()


def told_by(capsys, *words: str, code: int = 0) -> dict[str, object]:
    assert main.main(["--json", *words]) == code
    told: dict[str, object] = json.loads(capsys.readouterr().out)
    return told


def test_the_command_draws_and_tells_how(tmp_path, capsys) -> None:
    plans = (SamplingPlan("monthly", n=10, by=("language",)),)
    made(tmp_path / "ws", source(plans=plans)).close()
    at = ("--workspace", str(tmp_path / "ws"), "sample", "--batch", "b-1", "--seed", "7")
    told = told_by(capsys, *at, "--n", "8", "-o", str(tmp_path / "one.smo"))
    assert (told["drawn"], told["frame"], told["seed"], told["items"]) == (8, 40, "7", 8)
    assert told["strata"] == [{"name": "", "size": 40, "drawn": 8, "weight": 5.0}]
    preview = told_by(capsys, *at, "--plan", "monthly")
    assert preview["method"] == "stratified by language; proportional"
    assert "path" not in preview
    state = told_by(capsys, *at, "--aql", "6.5")
    assert (state["stage"], state["lots"]) == ("normal", [])
    with speaking("zh"):
        assert main.main([*at, "--aql", "6.5"]) == 0
        assert capsys.readouterr().out == "下一批：正常；转移得分 0\n"
    for words in (("--plan", "none"), ("--plan", "monthly", "--n", "3"), ("--n", "0"), ()):
        refused = told_by(capsys, *at, *words, code=1)
        assert refused.keys() == {"error"}


def test_the_command_tells_how_many_and_which_plan(capsys) -> None:
    told = told_by(capsys, "sample", "--how-many", "--precision", "0.03", "--expected", "0.1")
    assert told["n"] == 388
    (low, high), (less, more) = wilson(38.8, 388), wilson(38.7, 387)
    assert (high - low) / 2 <= 0.03 < (more - less) / 2
    worst = told_by(capsys, "sample", "--how-many", "--precision", "0.03", "--population", "500")
    assert worst["n"] == 341
    told = told_by(capsys, "sample", "--aql", "1.5", "--lot", "5000")
    assert (told["n"], told["ac"], told["re"], told["letter"]) == (200, 7, 8, "L")
    double = told_by(capsys, "sample", "--aql", "1.5", "--lot", "5000", "--double")
    assert (double["n1"], double["ac2"], double["re2"]) == (125, 8, 9)
    reduced = ("sample", "--aql", "0.4", "--lot", "2000", "--severity", "reduced")
    first, second = (told_by(capsys, *reduced, *more) for more in ((), ("--edition", "1999")))
    assert (first["n"], first["ac"], first["re"], first["edition"]) == (50, 0, 2, "1989")
    assert (second["n"], second["ac"], second["re"], second["edition"]) == (80, 1, 2, "1999")
    for words in (
        ("--how-many",), ("--how-many", "--precision", "nan"), ("--aql", "1.1", "--lot", "5"),
        ("--aql", "1.0", "--lot", "1"), ("--n", "5"),
        ("--how-many", "--precision", "0.03", "--population", "-1"),
        ("--aql", "1.0", "--lot", "500", "--double", "--edition", "1999"),
    ):  # fmt: skip
        assert told_by(capsys, "sample", *words, code=1).keys() == {"error"}


@pytest.mark.parametrize(
    ("words", "where"),
    [
        (("--n", "5", "--edition", "1999"), "--edition"),
        (("--n", "5", "--edition", "1989", "--double"), "--double --edition"),
        (("--n", "5", "--level", "II"), "--level"),
        (("--n", "5", "--severity", "normal"), "--severity"),
        (("--n", "5", "--steady"), "--steady"),
        (("--n", "5", "--expected", "0.5"), "--expected"),
        (("--n", "5", "--allocation", "equal"), "--allocation"),
        (("--n", "5", "--population", "9"), "--population"),
        (("--plan", "lots", "--edition", "1989"), "--edition"),
        (("--how-many", "--precision", "0.03", "--edition", "1999"), "--edition"),
    ],
)
def test_an_option_that_would_be_passed_over_is_refused(words, where, capsys) -> None:
    told = told_by(capsys, "sample", "--batch", "b-1", *words, code=1)["error"]
    assert (told["what"], told["where"]) == ("This option changes nothing here.", where)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        (("--n", "0"), "0"),
        (("--n", "-3"), "-3"),
        (("--n", "99999999999999999999"), "99999999999999999999"),
        (("--precision", "0"), "0"),
        (("--precision", "0.9"), "0.9"),
        (("--aql", "0"), "0"),
        (("--aql", "-1"), "-1"),
        (("--aql", "1.0", "--lot", "0"), "0"),
        (("--aql", "1.0", "--lot", "1"), "1"),
        (("--how-many", "--precision", "0.03", "--population", "-1"), "-1"),
    ],
)
def test_a_number_out_of_bounds_is_refused_by_its_own_name(words, value, capsys) -> None:
    told = told_by(capsys, "sample", "--batch", "b-1", *words, code=1)["error"]
    assert told["what"] == f"{value} is out of bounds."
    assert told["where"] == [one for one in words if one.startswith("--")][-1]
    assert told["do"].startswith("Give a number from")
