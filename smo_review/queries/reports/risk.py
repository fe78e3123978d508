"""The risk assessment: what reviews say of critical errors that were missed, how severe, where, and
how much was not looked at. It is one input to an assessment of systemic risks, and says no more
than its figures do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from smo_review.domain.charts import Cell, HeatMap
from smo_review.domain.filters import Filter
from smo_review.domain.numbers import Rate
from smo_review.domain.reports import LIST, Figure, Section, Table
from smo_review.language import tr
from smo_review.quality.judged import Found
from smo_review.queries.reports import matters, parts
from smo_review.queries.reports.basis import Basis, count_figure, rate_figure
from smo_review.queries.reports.lists import Chosen
from smo_review.queries.reports.targets import unreviewed_list
from smo_review.queries.reports.unjudged import labelled
from smo_review.reports.look import written
from smo_review.store.workspace import Workspace

SEVERITIES = (4, 3, 2, 1, 0)


def sections(basis: Basis, ws: Workspace) -> tuple[Section, ...]:
    """All of it, over the project or one batch."""
    period = basis.period
    missed = [one for one in basis.findings(period.mask) if one.error_class == "missed"]
    return (
        _scope(basis, period),
        _missed(basis, period, missed),
        _languages(basis, period, missed),
        _unreviewed(basis, period, missed),
        _gaps(basis, period),
        _models(basis, period),
        *matters.open_sections(basis, ws),
        _limits(),
    )


def _scope(basis: Basis, chosen: Chosen) -> Section:
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
        figures=parts.overview(basis, chosen),
    )  # fmt: skip


def _severe(missed: list[Found]) -> list[Found]:
    return [one for one in missed if one.critical]


def _missing(basis: Basis, chosen: Chosen, places: Iterable[int], **fields: str) -> Chosen:
    """Entries that missed something: no filter says more of them than that they are incorrect."""
    return chosen.roughly(basis.at(places), outcome="incorrect", **fields)


def _missed(basis: Basis, chosen: Chosen, missed: list[Found]) -> Section:
    """Severity by frequency: which labels were missed, how often, how severe."""
    mask = chosen.mask
    n = int((basis.judged.counted & mask).sum())
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
        of = (
            f"missed-{label}",
            tr("Missed: {label}", label=basis.label(label)),
            _missing(basis, chosen, where),
        )
        hits = (
            f"missed-{label}-critical",
            tr("Critical content missed: {label}", label=basis.label(label)),
            _missing(basis, chosen, critical),
        )
        rows.append(
            (
                basis.label(label),
                str(worst[label]),
                rate_figure(
                    f"missed/{label}/rate", "", basis.share_of(where, mask),
                    items=basis.listed(*of),
                ),
                rate_figure(
                    f"missed/{label}/critical", "", basis.share_of(critical, mask),
                    items=basis.behind(hits, of),
                ),
            )
        )  # fmt: skip
    severe_ones = _missing(basis, chosen, severe)
    figure = rate_figure(
        "missed_critical", tr("Critical content missed, of all judged"),
        basis.share_of(severe, mask),
        sentence=tr("Of {n} judged annotations {found} missed critical content.",
                    n=f"{n:,}", found=len(severe)),
        items=basis.listed("missed_critical", tr("Critical content missed"), severe_ones)
        or parts.checked_list(basis, chosen),
    )  # fmt: skip
    heads = (
        tr("Label missed"),
        tr("Severity"),
        tr("Missed, of all judged"),
        tr("Critical, of all judged"),
    )
    table = Table(tr("What was missed, most severe first"), heads, tuple(rows))
    return Section("missed", title, figures=(figure,), tables=(table,) if rows else ())


def _languages(basis: Basis, chosen: Chosen, missed: list[Found]) -> Section:
    """How often something was missed, by severity and language of the content."""
    judged = basis.judged
    groups = parts.language_groups(basis, chosen)
    rows = []
    cells = []
    place_of: dict[int, set[int]] = {severity: set() for severity in SEVERITIES}
    for one in missed:
        place_of[min(4, max(0, one.severity))].add(one.place)
    for severity in SEVERITIES:
        row = []
        for group in groups:
            mine = group.of(chosen)
            n = int((judged.counted & mine.mask).sum())
            hits = {place for place in place_of[severity] if mine.mask[place]}
            title = tr("Missed, severity {n}: {language}", n=severity, language=group.name)
            link = basis.behind(
                (f"severity-{severity}-{group.key}", title, _missing(basis, mine, hits)),
                _checked(group, mine),
            )
            value = basis.share_of(hits, mine.mask).value if n >= parts.ENOUGH else None
            row.append(Cell(value, n, link=f"{LIST}{link}" if link else ""))
        cells.append(tuple(row))
    severe = {one.place for one in _severe(missed)}
    for group in groups:
        mine = group.of(chosen)
        hits = {place for place in severe if mine.mask[place]}
        title = tr("Critical content missed: {language}", language=group.name)
        items = basis.behind(
            (f"language-{group.key}", title, _missing(basis, mine, hits)), _checked(group, mine)
        )
        total = sum(one.n for one in basis.totals if one.language == group.key)
        reviewed = int(group.mask.sum())
        rows.append(
            (
                group.name,
                rate_figure(
                    f"language/{group.key}/missed_critical", "", basis.share_of(hits, mine.mask),
                    items=items,
                ),
                _known(
                    f"language/{group.key}/unreviewed", total - reviewed, total,
                    items=unreviewed_list(basis, group.key, group.name)
                    or basis.listed(*_checked(group, mine)),
                ),
            )
        )  # fmt: skip
    chart = HeatMap(
        tr("Share of judged annotations that missed something, by severity and language"
           " (a dash: fewer than {n} judged)", n=parts.ENOUGH),
        "share",
        tuple(tr("severity {n}", n=severity) for severity in SEVERITIES),
        tuple(group.name for group in groups),
        tuple(cells),
    )  # fmt: skip
    heads = (tr("Language"), tr("Critical content missed"), tr("Not reviewed"))
    table = Table(tr("By language"), heads, tuple(rows))
    return Section(
        "languages", tr("By severity and language"),
        charts=(chart,) if groups else (), tables=(table,) if rows else (),
    )  # fmt: skip


def _checked(group: parts.Group, mine: Chosen) -> tuple[str, str, Chosen]:
    """The list of all that was checked of a language."""
    return f"language-{group.key}-checked", tr("Checked: {group}", group=group.name), mine


def _known(
    id_: str, n: int, total: int, name: str = "", sentence: str = "", items: str = ""
) -> Figure:
    """A share of what is fully known: counted, not estimated, so without an interval."""
    value = n / total if total else None
    return Figure(id_, name, value, "share", total, sentence=sentence, items=items)


def _unreviewed(basis: Basis, chosen: Chosen, missed: list[Found]) -> Section:
    """How much was not looked at, and what that may hold if it is like what was."""
    total = sum(one.n for one in basis.totals)
    left = total - len(basis.judged)
    told = basis.share_of({one.place for one in _severe(missed)}, chosen.mask)
    figure = _known(
        "unreviewed",
        left,
        total,
        tr("Not reviewed"),
        tr("{left} of {total} annotations have no verdict.", left=f"{left:,}", total=f"{total:,}"),
        unreviewed_list(basis) or parts.checked_list(basis, chosen),
    )
    low, high = _most(told, left)
    words = tr("If what was not reviewed is like what was, it holds between {low} and {high} more"
               " annotations that missed critical content (95%). If it was drawn in another way,"
               " this does not follow.", low=low, high=high)  # fmt: skip
    text = (words,) if told.value is not None and left else ()
    return Section("unreviewed", tr("What was not looked at"), text, figures=(figure,))


def _most(told: Rate, left: int) -> tuple[str, str]:
    return f"{(told.low or 0.0) * left:,.0f}", f"{(told.high or 0.0) * left:,.0f}"


def _gaps(basis: Basis, chosen: Chosen) -> Section:
    """Labels about which too little is known to speak."""
    judged = basis.judged
    rows = []
    every = {label for one in basis.totals for label in one.labels or ("",)}
    every |= {one.id for one in basis.project.labels}
    for label in sorted(every, key=basis.label):
        known = chosen.roughly(judged.counted & judged.has_label(label), label=label)
        n = int(known.mask.sum())
        total = sum(one.n for one in basis.totals if label in (one.labels or ("",)))
        if n < parts.ENOUGH:
            name = basis.label(label)
            all_ = _labelled(basis, label, total)
            title = tr("Judged: {label}", label=name)
            rows.append(
                (
                    name,
                    count_figure(
                        f"gap/label/{label}/judged", "", n,
                        items=basis.listed(f"gap-{label}", title, known) or all_,
                    ),
                    count_figure(f"gap/label/{label}/all", "", total, items=all_),
                )
            )  # fmt: skip
    title = tr("Where too little is known")
    if not rows:
        words = tr("Of every label at least {n} annotations were judged.", n=parts.ENOUGH)
        return Section("gaps", title, (words,))
    heads = (tr("Label"), tr("Judged"), tr("Annotations"))
    note = tr("Fewer than {n} judged: no claim can be made.", n=parts.ENOUGH)
    return Section("gaps", title, tables=(Table(tr("Labels"), heads, tuple(rows), note),))


def _labelled(basis: Basis, label: str, total: int) -> str:
    """The list of all annotations with a label, judged or not."""
    with basis.ws.read() as conn:
        refs = labelled(conn, basis.batches, label)
    wanted = Filter(project=basis.project.id, batch=basis.request.batch, label=label)
    title = tr("All annotations: {label}", label=basis.label(label))
    return basis.lists.keep(f"all-{label}", title, refs, total, wanted, show="all", wider=not label)


def _models(basis: Basis, chosen: Chosen) -> Section:
    """Annotations that models made, beside those of people."""
    title = tr("Models")
    if not any(one.kind == 1 for one in basis.totals):
        return Section("models", title, (tr("No annotation here says that a model made it."),))
    judged = basis.judged
    groups = [
        parts.Group("person", tr("people"), judged.kind == 0),
        parts.Group("model", tr("models"), judged.kind == 1),
    ]
    for place in sorted(set(judged.annotator[judged.kind == 1].tolist())):
        name = judged.annotators[place]
        mask = judged.annotator == place
        groups.append(parts.Group(name, name, mask, {"annotator": name}))
    table = parts.by(basis, chosen, "kind", [*groups[:2], *sorted(groups[2:], key=_name)])
    words = tr("People and models may have annotated different content: a difference between them"
               " can come from that.")  # fmt: skip
    return Section("models", title, (words,), tables=(table,))


def _name(group: parts.Group) -> str:
    return group.name


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
