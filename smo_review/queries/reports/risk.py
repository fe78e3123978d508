"""The risk assessment: what reviews say of critical errors that were missed, how severe, where, and
how much was not looked at. It is one input to an assessment of systemic risks, and says no more
than its figures do."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from smo_review.domain.charts import Cell, HeatMap
from smo_review.domain.numbers import Rate
from smo_review.domain.reports import LIST, Figure, Section, Table
from smo_review.language import tr
from smo_review.quality.judged import Found, Mask, share
from smo_review.queries.reports import matters, parts
from smo_review.queries.reports.basis import Basis, count_figure, rate_figure
from smo_review.reports.look import written
from smo_review.store.workspace import Workspace

SEVERITIES = (4, 3, 2, 1, 0)


def sections(basis: Basis, ws: Workspace) -> tuple[Section, ...]:
    """All of it, over the project or one batch."""
    mask = basis.period
    missed = [one for one in basis.findings(mask) if one.error_class == "missed"]
    return (
        _scope(basis, mask),
        _missed(basis, mask, missed),
        _languages(basis, mask, missed),
        _unreviewed(basis, mask, missed),
        _gaps(basis, mask),
        _models(basis, mask),
        *matters.open_sections(basis, ws),
        _limits(),
    )


def _scope(basis: Basis, mask: Mask) -> Section:
    return Section(
        "scope",
        tr("What this report rests on"),
        (
            tr("Auditors judged annotations of content that was drawn for review. This report tells"
               " how often they found that something was missed, how severe it was, and how much"
               " was not looked at. It is one input to an assessment of systemic risks; it does"
               " not assess those by itself."),
            tr("Batches that were drawn because they looked risky are left out: what was looked for"
               " cannot measure."),
        ),
        figures=parts.overview(basis, mask),
    )  # fmt: skip


def _severe(missed: list[Found]) -> list[Found]:
    return [one for one in missed if one.critical]


def _missed(basis: Basis, mask: Mask, missed: list[Found]) -> Section:
    """Severity by frequency: which labels were missed, how often, how severe."""
    judged = basis.judged
    n = int((judged.counted & mask).sum())
    title = tr("Missed critical content")
    if not n:
        return Section("missed", title, (tr("Nothing was judged yet."),))
    severe = {one.place for one in _severe(missed)}
    places: dict[str, set[int]] = defaultdict(set)
    worst: dict[str, int] = defaultdict(int)
    for one in missed:
        label = one.right_label or one.label
        places[label].add(one.place)
        worst[label] = max(worst[label], one.severity)
    rows = []
    for label, where in sorted(places.items(), key=lambda told: (-worst[told[0]], told[0])):
        critical = where & severe
        items = basis.listed(
            f"missed-{label}", tr("Missed: {label}", label=basis.label(label)), where
        )
        rows.append(
            (
                basis.label(label),
                str(worst[label]),
                rate_figure(f"missed/{label}/rate", "", basis.share_of(where, mask), items=items),
                rate_figure(
                    f"missed/{label}/critical",
                    "",
                    basis.share_of(critical, mask),
                    items=basis.listed(
                        f"missed-{label}-critical",
                        tr("Critical content missed: {label}", label=basis.label(label)),
                        critical,
                    ),
                ),
            )
        )
    whole = basis.share_of(severe, mask)
    figure = rate_figure(
        "missed_critical", tr("Critical content missed, of all judged"), whole,
        sentence=tr("Of {n} judged annotations {found} missed critical content.",
                    n=f"{n:,}", found=len(severe)),
        items=basis.listed("missed_critical", tr("Critical content missed"), severe),
    )  # fmt: skip
    heads = (
        tr("Label missed"),
        tr("Severity"),
        tr("Missed, of all judged"),
        tr("Critical, of all judged"),
    )
    table = Table(tr("What was missed, most severe first"), heads, tuple(rows))
    return Section("missed", title, figures=(figure,), tables=(table,) if rows else ())


def _languages(basis: Basis, mask: Mask, missed: list[Found]) -> Section:
    """How often something was missed, by severity and language of the content."""
    judged = basis.judged
    groups = parts.language_groups(basis, mask)
    rows = []
    cells = []
    place_of: dict[int, set[int]] = {severity: set() for severity in SEVERITIES}
    for one in missed:
        place_of[min(4, max(0, one.severity))].add(one.place)
    for severity in SEVERITIES:
        row = []
        for key, name, which in groups:
            n = int((judged.counted & mask & which).sum())
            hits = {place for place in place_of[severity] if which[place]}
            title = tr("Missed, severity {n}: {language}", n=severity, language=name)
            link = basis.listed(f"severity-{severity}-{key}", title, hits)
            value = basis.share_of(hits, mask & which).value if n >= parts.ENOUGH else None
            row.append(Cell(value, n, link=f"{LIST}{link}" if link else ""))
        cells.append(tuple(row))
    severe = np.zeros(len(judged), dtype=np.bool_)
    severe[[one.place for one in _severe(missed)]] = True
    for key, name, which in groups:
        total = sum(one.n for one in basis.totals if one.language == key)
        reviewed = int((judged.language == judged.languages.index(key)).sum())
        items = basis.listed(
            f"language-{key}", tr("Critical content missed: {language}", language=name),
            severe & which & mask,
        )  # fmt: skip
        told = share(judged, severe, judged.counted & mask & which)
        rows.append(
            (
                name,
                rate_figure(f"language/{key}/missed_critical", "", told, items=items),
                _known(f"language/{key}/unreviewed", total - reviewed, total),
            )
        )
    chart = HeatMap(
        tr("Share of judged annotations that missed something, by severity and language"
           " (a dash: fewer than {n} judged)", n=parts.ENOUGH),
        "share",
        tuple(tr("severity {n}", n=severity) for severity in SEVERITIES),
        tuple(name for _, name, _ in groups),
        tuple(cells),
    )  # fmt: skip
    heads = (tr("Language"), tr("Critical content missed"), tr("Not reviewed"))
    table = Table(tr("By language"), heads, tuple(rows))
    return Section(
        "languages", tr("By severity and language"),
        charts=(chart,) if groups else (), tables=(table,) if rows else (),
    )  # fmt: skip


def _known(
    id_: str, n: int, total: int, name: str = "", sentence: str = "", items: str = ""
) -> Figure:
    """A share of what is fully known: counted, not estimated, so without an interval."""
    value = n / total if total else None
    return Figure(id_, name, value, "share", total, sentence=sentence, items=items)


def _unreviewed(basis: Basis, mask: Mask, missed: list[Found]) -> Section:
    """How much was not looked at, and what that may hold if it is like what was."""
    judged = basis.judged
    total = sum(one.n for one in basis.totals)
    left = total - len(judged)
    told = basis.share_of({one.place for one in _severe(missed)}, mask)
    figure = _known(
        "unreviewed",
        left,
        total,
        tr("Not reviewed"),
        tr("{left} of {total} annotations have no verdict.", left=f"{left:,}", total=f"{total:,}"),
        basis.named("unreviewed", tr("Not reviewed"), basis.unreviewed, left),
    )
    low, high = _most(told, left)
    words = tr("If what was not reviewed is like what was, it holds between {low} and {high} more"
               " annotations that missed critical content (95%). If it was drawn in another way,"
               " this does not follow.", low=low, high=high)  # fmt: skip
    text = (words,) if told.value is not None and left else ()
    return Section("unreviewed", tr("What was not looked at"), text, figures=(figure,))


def _most(told: Rate, left: int) -> tuple[str, str]:
    return f"{(told.low or 0.0) * left:,.0f}", f"{(told.high or 0.0) * left:,.0f}"


def _gaps(basis: Basis, mask: Mask) -> Section:
    """Labels and languages about which too little is known to speak."""
    judged = basis.judged
    rows = []
    every = {label for one in basis.totals for label in one.labels or ("",)}
    every |= {one.id for one in basis.project.labels}
    for label in sorted(every, key=basis.label):
        known = judged.counted & mask & judged.has_label(label)
        n = int(known.sum())
        total = sum(one.n for one in basis.totals if label in (one.labels or ("",)))
        if n < parts.ENOUGH:
            rows.append(
                (
                    basis.label(label),
                    count_figure(
                        f"gap/label/{label}/judged",
                        "",
                        n,
                        items=basis.listed(
                            f"gap-{label}", tr("Judged: {label}", label=basis.label(label)), known
                        ),
                    ),
                    count_figure(f"gap/label/{label}/all", "", total),
                )
            )
    title = tr("Where too little is known")
    if not rows:
        words = tr("Of every label at least {n} annotations were judged.", n=parts.ENOUGH)
        return Section("gaps", title, (words,))
    heads = (tr("Label"), tr("Judged"), tr("Annotations"))
    note = tr("Fewer than {n} judged: no claim can be made.", n=parts.ENOUGH)
    return Section("gaps", title, tables=(Table(tr("Labels"), heads, tuple(rows), note),))


def _models(basis: Basis, mask: Mask) -> Section:
    """Annotations that models made, beside those of people."""
    title = tr("Models")
    if not any(one.kind == 1 for one in basis.totals):
        return Section("models", title, (tr("No annotation here says that a model made it."),))
    kind = basis.judged.kind
    groups = [("person", tr("people"), kind == 0), ("model", tr("models"), kind == 1)]
    names = [
        (judged_name, judged_name, basis.of_annotators((judged_name,)))
        for judged_name in sorted(
            {
                basis.judged.annotators[place]
                for place in set(basis.judged.annotator[kind == 1].tolist())
            }
        )
    ]
    table = parts.by(basis, mask, "kind", [*groups, *names])
    words = tr("People and models may have annotated different content: a difference between them"
               " can come from that.")  # fmt: skip
    return Section("models", title, (words,), tables=(table,))


def _limits() -> Section:
    share = written(0.95, "share")
    return Section(
        "limits",
        tr("What this report does not say"),
        points=(
            tr("It tells of annotations, not of what people saw or of harm that came of it."),
            tr("It tells of content that was sampled. Content that never came to review is not in"
               " it."),
            tr("A verdict is a person's judgement; double reviews, disputes and gold say how far"
               " verdicts agree."),
            tr("Intervals hold in {share} of samples drawn alike; they do not cover how the sample"
               " was drawn.", share=share),
        ),
    )  # fmt: skip
