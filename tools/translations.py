"""Keeps the translations up to date: `python tools/translations.py [--check]`.

Without `--check`: extract every literal given to `tr` and `later`, bring the .po files up to date
and compile the .mo files. With it: change nothing, and fail where a catalogue is stale or
incomplete, where a placeholder differs, or where something else than a literal is translated.

Khmer puts no space between words, and Qt breaks no run of letters: a label that wraps would be as
wide as its longest run. So a long one is given zero-width spaces between its words; names and
buttons, which never wrap, go without and stay easy to search.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = ROOT / "resources" / "translations"
DOMAIN = "smo_review"
SOURCES = ("smo_review", "ui")
TEMPLATES = "resources/reports"
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
LANGUAGES = {"km": "km", "zh": "zh_Hans_CN"}
"""Folder of each catalogue, and the locale it is written for."""
MARKERS = ("tr", "later")
ALWAYS = datetime(2025, 1, 1, tzinfo=UTC)
"""Stands in every header, so that a run that changes no word changes no file."""
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
BREAK = "\N{ZERO WIDTH SPACE}"
LONGEST = 16
"""Signs of Khmer in a row that need no break yet: what fits a narrow column."""
LONGEST_WORD = 24
"""Signs of Khmer that one word has at most."""
RUN = re.compile("[\u1780-\u17d3\u17d7\u17dc\u17dd]+")
"""Letters, vowels and signs; the marks that end a sentence break by themselves."""
WHOLE = re.compile(
    "ការដាក់ស្លាក|អ្នកដាក់ស្លាក|របកគំហើញ|សវនករ|សំឡេងឆ្នោត|បណ្ដុំធាតុ|ចំណុចណែនាំ|ចម្លើយ|ឯកសារ|នីមួយៗ|ម្នាក់"
    "|ស៊ីកម៉ា|ហ្វ្រេម|បង្កើត|ម៉ូដែល|នរណា|ស្ថានភាព|ប្រសិទ្ធភាព|រំលង"
    "|សេចក្ដីសម្រេច|សម្រេច|ហេតុផល|ទាំងអស់|របាយការណ៍|ការងារ|រក្សាទុក|មកដល់|អាច|ជាមួយ|យល់ស្រប|ស្លាក"
)
"""Words that the dictionary of ICU does not know, or takes apart."""
BOUND = ("ការ", "ភាព")
"""They make a noun of the word that follows, and never end a line."""


def main(arguments: list[str]) -> int:
    """Update, or check; returns the exit code."""
    problems = list(not_literal(ROOT))
    wanted = extracted(ROOT)
    for language in LANGUAGES:
        if "--check" in arguments:
            problems += checked(language, wanted)
        else:
            updated(language, wanted)
    for problem in problems:
        print(problem)  # noqa: T201 - this is a command
    return 1 if problems else 0


def extracted(root: Path) -> Catalog:
    """Every literal of the sources, each with the files that it stands in."""
    found = Catalog(charset="utf-8")
    for source in (*SOURCES, TEMPLATES):
        rows = extract_from_dir(root / source, METHODS, keywords=dict.fromkeys(MARKERS))
        for file, _, message, _, _ in rows:
            found.add(message, locations=[(f"{source}/{file}", None)])
    return found


def kept(language: str) -> Catalog:
    """The catalogue as it is in the project; an empty one where there is none."""
    path = CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not path.exists():
        return _dated(Catalog(locale=LANGUAGES[language], domain=DOMAIN))
    with path.open("rb") as file:
        return _dated(read_po(file, locale=LANGUAGES[language], domain=DOMAIN))


def updated(language: str, wanted: Catalog) -> None:
    """Write the .po with what is wanted now, nothing else, and the .mo made from it."""
    folder = CATALOGUES / language / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    catalogue = merged(language, wanted)
    if language == "km":
        for message in catalogue:
            message.string = breakable(str(message.string))
    (folder / f"{DOMAIN}.po").write_bytes(po_bytes(catalogue))
    (folder / f"{DOMAIN}.mo").write_bytes(mo_bytes(catalogue))
    done = sum(1 for message in catalogue if message.id and message.string)
    total = sum(1 for message in catalogue if message.id)
    print(f"{language}: {done} of {total} translated")  # noqa: T201 - this is a command


def merged(language: str, wanted: Catalog) -> Catalog:
    """What is wanted, with the translations that there are. Nothing is guessed."""
    before = kept(language)
    catalogue = _dated(Catalog(locale=LANGUAGES[language], domain=DOMAIN, charset="utf-8"))
    for message in wanted:
        if message.id:
            known = before.get(message.id)
            files = sorted(set(message.locations))
            catalogue.add(message.id, known.string if known else "", locations=files)
    return catalogue


def checked(language: str, wanted: Catalog) -> Iterator[str]:
    """What is wrong with a catalogue, one line each."""
    folder = CATALOGUES / language / "LC_MESSAGES"
    catalogue = merged(language, wanted)
    before = kept(language)
    ids = {message.id for message in wanted if message.id}
    for message in before:
        if message.id and message.id not in ids:
            yield f"{language}: no longer used: {message.id!r}"
    for message in catalogue:
        if not message.id:
            continue
        if not message.string:
            yield f"{language}: not translated: {message.id!r}"
        elif sorted(PLACEHOLDER.findall(message.id)) != sorted(PLACEHOLDER.findall(message.string)):
            yield f"{language}: placeholders differ: {message.id!r}"
        elif language == "km" and unbroken(str(message.string)):
            yield f"{language}: no place to end a line: run tools/translations.py: {message.id!r}"
    compiled = folder / f"{DOMAIN}.mo"
    if not compiled.exists() or compiled.read_bytes() != mo_bytes(catalogue):
        yield f"{language}: the .mo file is stale: run tools/translations.py"


def not_literal(root: Path) -> Iterator[str]:
    """Calls of `tr` and `later` whose text is no literal: they would never be found."""
    for path in sorted(path for source in SOURCES for path in (root / source).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            first = node.args[0] if node.args else None
            literal = isinstance(first, ast.Constant) and isinstance(first.value, str)
            if node.func.id in MARKERS and not literal:
                yield f"{path.relative_to(root)}:{node.lineno}: {node.func.id}() needs a literal"


def breakable(text: str) -> str:
    """`text` with a zero-width space between the words of its long runs, and nowhere else."""
    return RUN.sub(lambda run: _broken(run[0]), text.replace(BREAK, ""))


def unbroken(text: str) -> list[str]:
    """The runs of Khmer in `text` that are more than a word."""
    return [run for run in RUN.findall(text) if len(run) > LONGEST_WORD]


def _broken(run: str) -> str:
    if len(run) <= LONGEST:
        return run
    words: list[str] = []
    for word in _words(run):
        if words and (word.startswith("ៗ") or words[-1] in BOUND):
            words[-1] += word
        else:
            words.append(word)
    return BREAK.join(words)


def _words(run: str) -> Iterator[str]:
    # Asked for only where texts are changed: a check needs no dictionary.
    from icu4py.breakers import LineBreaker

    done = 0
    for known in WHOLE.finditer(run):
        yield from LineBreaker(run[done : known.start()], "km")
        yield known[0]
        done = known.end()
    yield from LineBreaker(run[done:], "km")


def po_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as a .po file, sorted, without line numbers that change all the time."""
    file = io.BytesIO()
    write_po(file, catalogue, width=100, sort_output=True, include_lineno=False)
    return file.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as a .mo file."""
    file = io.BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def _dated(catalogue: Catalog) -> Catalog:
    catalogue.creation_date = catalogue.revision_date = ALWAYS
    return catalogue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
