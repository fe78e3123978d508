"""The project file: what it may hold, what is refused and where, and the default project."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from smo_review.domain.errors import UserError
from smo_review.domain.project import Project, unmarked
from smo_review.exchange.project_file import default_project, load_project, parse_project

HEAD = 'id = "p"\nname = "P"\n'
LABEL = '[[labels]]\nid = "a"\nname = "A"\n'
CODE = '[[error_codes]]\nid = "m"\nname = "M"\nerror_class = "missed"\n'
KPI = '[[kpis]]\nid = "k"\nname = "K"\n'
PERSON = '[[people]]\nname = "Ann"\naliases = ["w1"]\n'
PLAN = '[[sampling]]\nname = "monthly"\n'
CLAUSE = '[[guideline.clauses]]\nnumber = "1"\ntitle = "T"\ntext = "X"\n'


def load(tmp_path: Path, text: str | bytes) -> Project:
    path = tmp_path / "p.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return load_project(path)


def test_the_example_is_a_project_with_everything_in_it(tmp_path: Path) -> None:
    text = files("resources").joinpath("example_project.toml").read_text(encoding="utf-8")
    project = load(tmp_path, text)
    for field in Project.__struct_fields__:
        assert getattr(project, field), field
    assert project.people[0].started == "2025-03-01"
    assert project.snippets[0] == {"en": "The slur is quoted in order to oppose it."}


def test_a_short_project_gets_the_default_codes_causes_and_kpis(tmp_path: Path) -> None:
    project, default = load(tmp_path, HEAD + LABEL), default_project(["a"])
    assert project.error_codes == default.error_codes
    assert project.root_causes == default.root_causes
    assert project.kpis == default.kpis
    assert load(tmp_path, HEAD + CODE).error_codes != default.error_codes


def test_the_default_project_has_codes_of_every_class_critical_and_not() -> None:
    project = default_project(["a", "b"])
    headings = {code.parent for code in project.error_codes}
    leaves = [code for code in project.error_codes if code.id not in headings]
    assert {c.error_class for c in leaves if not c.critical} == {
        "missed",
        "over-flagged",
        "wrong-label",
        "technical",
    }
    assert any(code.critical for code in leaves)


def test_the_default_project_speaks_three_languages_everywhere() -> None:
    project = default_project([])
    texts = [project.name, *project.snippets]
    for group in (project.error_codes, project.root_causes, project.kpis):
        texts += [entry.name for entry in group]
    texts += [code.help for code in project.error_codes if code.parent]
    texts += [text for c in project.guideline.clauses for text in (c.title, c.text)]
    assert all(set(text) == {"en", "km", "zh"} and all(text.values()) for text in texts)


def test_data_with_the_same_labels_share_a_project() -> None:
    assert default_project(["a", "b"]).id == default_project(["b", "a"]).id
    assert default_project(["a", "b"]).id != default_project(["a"]).id
    assert [label.id for label in default_project(["b", "a", "b"]).labels] == ["b", "a"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('name = "P"\n', "id"),
        ('id = "p"\n', "name"),
        ('id = " p"\nname = "P"\n', "id"),
        ('id = "p"\nname = { km = "ក" }\n', "name.en"),
        ('id = "p"\nname = { en = "P", "no-such-language!" = "x" }\n', "name"),
        (HEAD + "colour = 1\n", "colour"),
        (HEAD + 'cover_floor = "bare"\n', "cover_floor"),
        (HEAD + 'queue_rule = "any"\n', "queue_rule"),
        (HEAD + "reveal_seconds = 0\n", "reveal_seconds"),
        (HEAD + 'high_severity_run = "many"\n', "high_severity_run"),
        (HEAD + "format = 2\n", "format"),
        (HEAD + 'labels = "a"\n', "[[labels]]"),
        (HEAD + LABEL + LABEL, "[[labels]] 2, id"),
        (HEAD + LABEL + 'parent = "b"\n', "[[labels]] 1, parent"),
        (HEAD + LABEL + 'parent = "a"\n', "[[labels]] 1, parent"),
        (HEAD + LABEL + "severity = 5\n", "[[labels]] 1, severity"),
        (HEAD + LABEL + 'colour = "red"\n', "[[labels]] 1, colour"),
        (HEAD + LABEL + 'nam = "x"\n', "[[labels]] 1, nam"),
        (HEAD + CODE.replace("missed", "wrong"), "[[error_codes]] 1, error_class"),
        (HEAD + CODE + "weight = -1\n", "[[error_codes]] 1, weight"),
        (HEAD + CODE + 'critical = "yes"\n', "[[error_codes]] 1, critical"),
        (
            HEAD + CODE + CODE.replace('"m"', '"n"').replace("missed", "technical")
            + 'parent = "m"\n',
            "[[error_codes]] 2, error_class",
        ),
        (HEAD + KPI, "[[kpis]] 1"),
        (HEAD + KPI + "target = 95\nalarm = 90\n", "[[kpis]] 1, target"),
        (HEAD + KPI + "target = 0.9\nalarm = 0.95\n", "[[kpis]] 1, alarm"),
        (
            HEAD + KPI + 'target = 0.1\nalarm = 0.05\ndirection = "lower"\n',
            "[[kpis]] 1, alarm",
        ),
        (HEAD + PERSON + PERSON.replace("Ann", "Ben"), "[[people]] 2, aliases"),
        (HEAD + PERSON + 'started = "soon"\n', "[[people]] 1, started"),
        (HEAD + PERSON + 'languages = ["Khmer language"]\n', "[[people]] 1, languages"),
        (HEAD + CLAUSE + CLAUSE, "[[guideline.clauses]] 2, number"),
        (HEAD + LABEL + CLAUSE + 'labels = ["z"]\n', "[[guideline.clauses]] 1, labels"),
        (HEAD + PLAN, "[[sampling]] 1, n"),
        (HEAD + PLAN + "n = 5\nprecision = 0.1\n", "[[sampling]] 1, n"),
        (HEAD + PLAN + 'n = 5\nby = ["mood"]\n', "[[sampling]] 1, by"),
        (HEAD + PLAN + "n = 5\n" + PLAN + "n = 6\n", "[[sampling]] 2, name"),
        (HEAD + PLAN + "aql = 1.1\n", "[[sampling]] 1, aql"),
        (HEAD + PLAN + 'aql = 1.0\nlevel = "IV"\n', "[[sampling]] 1, level"),
        (HEAD + PLAN + "aql = 1.0\nedition = 1999\n", "[[sampling]] 1, edition"),
        (HEAD + PLAN + 'aql = 1.0\nedition = "2020"\n', "[[sampling]] 1, edition"),
        (HEAD + PLAN + 'aql = 1.0\nedition = "1999"\ndouble = true\n', "[[sampling]] 1, edition"),
        (HEAD + PLAN + 'n = 5\nallocation = "fair"\n', "[[sampling]] 1, allocation"),
        (HEAD + PLAN + 'n = 5\nrisk = ["bad luck"]\n', "[[sampling]] 1, risk"),
        (HEAD + PLAN + "n = 5\nrepeats = 0.9\n", "[[sampling]] 1, repeats"),
        (HEAD + PLAN + "precision = nan\n", "[[sampling]] 1, precision"),
        (HEAD + 'guideline = "none"\n', "[guideline]"),
        (HEAD + 'snippets = [{ km = "ក" }]\n', "snippets[1]"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    with pytest.raises(UserError) as refusal:
        load(tmp_path, text)
    assert refusal.value.where.startswith(str(tmp_path / "p.toml"))
    assert place in refusal.value.where or place in refusal.value.what
    assert refusal.value.do


def test_a_circle_of_parents_is_refused(tmp_path: Path) -> None:
    other = LABEL.replace('"a"', '"b"')
    with pytest.raises(UserError, match="above itself"):
        load(tmp_path, HEAD + LABEL + 'parent = "b"\n' + other + 'parent = "a"\n')


def test_an_unknown_field_brings_the_nearest_known_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="“severity”"):
        load(tmp_path, HEAD + LABEL + "sevrity = 1\n")


@pytest.mark.parametrize(
    "content", [b"", b"id = ", b"\xff\xfe", b"[" * 3000, b'id = "p"\nid = "q"', b"#" * (5 << 20)]
)
def test_what_is_no_project_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UserError):
        load(tmp_path, content)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"nowhere\.toml"):
        load_project(tmp_path / "nowhere.toml")


def test_a_plain_text_is_english() -> None:
    project = parse_project(HEAD + LABEL, "here")
    assert (project.name, project.labels[0].name) == ({"en": "P"}, {"en": "A"})


MASKS = '\n[[masks]]\nid = "m"\nlanguage = "km"\nwords = ["អាល្ងង់", "two words"]\n'


def test_mask_lists_are_read_with_their_words(tmp_path: Path) -> None:
    (masks,) = load(tmp_path, HEAD + LABEL + MASKS).masks
    assert (masks.id, masks.language, masks.words) == ("m", "km", ("អាល្ងង់", "two words"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (MASKS.replace("two words", " two"), "words[2]"),
        (MASKS.replace("two words", "\\u200b"), "words[2]"),
        (MASKS.replace("two words", "x" * 101), "words[2]"),
        (MASKS.replace('"km"', '"Khmer!"'), "language"),
        (MASKS + MASKS, "id"),
        (MASKS + "colour = 1", "colour"),
        (MASKS.replace("two words", '","'.join(map(str, range(10_000)))), "words"),
    ],
    ids=["blank", "unseen", "long", "language", "twice", "unknown", "many"],
)
def test_a_mask_list_that_cannot_be_used_is_refused_by_its_field(
    tmp_path: Path, change: str, field: str
) -> None:
    with pytest.raises(UserError) as refused:
        load(tmp_path, HEAD + LABEL + change)
    assert refused.value.where.endswith(field)
    assert "[[masks]]" in refused.value.where


@pytest.mark.parametrize("text", ["share = -0.1", "share = 0.21", 'share = "some"', "part = 0.1"])
def test_a_project_cannot_hide_more_golds_than_a_fifth(tmp_path: Path, text: str) -> None:
    assert load(tmp_path, HEAD + "[hidden_gold]\nshare = 0.2\n").hidden_gold.share == 0.2
    with pytest.raises(UserError) as told:
        load(tmp_path, f"{HEAD}[hidden_gold]\n{text}\n")
    assert "hidden_gold" in told.value.where


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("numbers of **someone else** are", "numbers of someone else are"),
        ("公开**他人**的号码", "公开他人的号码"),
        ("ការរិះគន់*អ្វីដែលគេធ្វើ* គឺ", "ការរិះគន់អ្វីដែលគេធ្វើ គឺ"),
        ("`code` and snake_case", "code and snake_case"),
        ("2 * 3 and 4 * 5", "2 * 3 and 4 * 5"),
    ],
)
def test_a_clause_reads_without_the_marks_of_its_emphasis(written: str, read: str) -> None:
    assert unmarked(written) == read
