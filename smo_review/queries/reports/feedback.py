"""Feedback for one annotator: what was good, what to change, examples, progress. Never a ranking:
the annotator is compared with the project's target and with their own earlier weeks alone."""

from __future__ import annotations

from smo_review.domain.errors import UserError
from smo_review.domain.reports import Section
from smo_review.language import tr
from smo_review.quality.judged import CORRECT
from smo_review.queries.reports import parts
from smo_review.queries.reports.basis import Basis, accuracy, names_of, per_entry
from smo_review.queries.reports.examples import examples
from smo_review.queries.reports.lists import Chosen
from smo_review.queries.reports.mistakes import errors_section
from smo_review.reports.look import written

MOST_POINTS = 4


def subject(basis: Basis) -> str:
    """Whom it is about."""
    return basis.request.annotator


def sections(basis: Basis) -> tuple[Section, ...]:
    """UserError where nothing by this annotator was judged."""
    name = basis.request.annotator
    own = _own(basis)
    mine = basis.since(own)
    if not mine.mask.any():
        raise UserError(
            tr("Nothing by “{name}” was judged in this period.", name=name),
            "--annotator",
            tr("Choose one of: {all}.", all=", ".join(sorted(basis.judged.annotators)[:30]))
            if basis.judged.annotators
            else tr("Receive results first, or choose a longer period."),
        )
    return (
        Section("overview", tr("In short"), figures=parts.overview(basis, mine)),
        _good(basis, mine),
        errors_section(basis, mine, tr("What to change")),
        _examples(basis, mine),
        parts.progress_section(basis, own, tr("Progress")),
        _next(basis, mine),
    )


def _own(basis: Basis) -> Chosen:
    """The annotator's entries under all names of the roster."""
    names = names_of(basis.project, basis.request.annotator)
    used = set(names) & set(basis.judged.annotators)
    mask = basis.of_annotators(names)
    if len(used) == 1:
        return basis.everything.only(mask, annotator=used.pop())
    return basis.everything.only(mask)


def _good(basis: Basis, mine: Chosen) -> Section:
    """What was good, by label, with the figures."""
    mask = mine.mask
    groups = parts.label_groups(basis, mine)
    judged = basis.judged
    points = []
    for group in groups:
        which = group.mask & mask
        told = accuracy(judged, which)
        if told.n >= parts.ENOUGH and told.value is not None and told.value >= 0.9:
            right = int((which & (judged.outcome == CORRECT)).sum())
            points.append(
                tr(
                    "{label}: {right} of {n} right.",
                    label=group.name,
                    right=f"{right:,}",
                    n=f"{told.n:,}",
                )
            )
    if not parts.critical_of(basis, mine).mask.any():
        points.append(tr("No critical error was found."))
    if not points:
        n = int((mask & judged.counted).sum())
        right = int((mask & (judged.outcome == CORRECT)).sum())
        if n:
            points.append(
                tr("{right} of {n} annotations were right.", right=f"{right:,}", n=f"{n:,}")
            )
    table = parts.by(basis, mine, "label", groups)
    return Section("good", tr("What was good"), points=tuple(points), tables=(table,))


def _examples(basis: Basis, mine: Chosen) -> Section:
    told = examples(basis, mine)
    words = (
        tr("Pictures and videos stay covered, texts are left out: look at an item in SMO Review.")
        if told
        else tr("There is no error to learn from in this period.")
    )
    return Section("examples", tr("Examples"), (words,), examples=told)


def _next(basis: Basis, mine: Chosen) -> Section:
    """What to do next: the clauses that most errors went against."""
    found = [one for one in basis.findings(mine.mask) if one.clause]
    often = sorted(per_entry(found, "clause").items(), key=lambda told: (-told[1], told[0]))
    points = [
        tr("Read clause {clause} again: {n} annotations went against it.",
           clause=basis.clause(clause), n=n)
        for clause, n in often[:MOST_POINTS]
    ]  # fmt: skip
    target = next((one for one in basis.project.kpis if one.id == "accuracy"), None)
    if target is not None:
        points.append(
            tr("The target for accuracy is {target}.", target=written(target.target, "share"))
        )
    points.append(
        tr("If you do not agree with a verdict, dispute it: a second auditor looks, blind.")
    )
    return Section("next", tr("Next steps"), points=tuple(points))
