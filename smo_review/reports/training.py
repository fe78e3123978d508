"""An exercise as its trainer reads it: who passed and why not, which items teach or mislead.

Learners stand by name, never by score: where intervals overlap an order would say what the
figures do not.
"""

from __future__ import annotations

from collections.abc import Iterable

from smo_review.domain.charts import Bar, BarChart, Chart, DotChart
from smo_review.domain.content import MILLION
from smo_review.domain.numbers import Rate
from smo_review.domain.project import Project, words
from smo_review.domain.scores import ItemFigures, Score
from smo_review.domain.tables import Table
from smo_review.domain.training import Difficulty, Skill, Training
from smo_review.language import current, listed, tr
from smo_review.reports.look import written

MOST_BARS = 60
"""Learners or items in one chart; the tables have them all."""


def rule_words(found: Training, project: Project) -> tuple[str, ...]:
    """The pass rule, a sentence for each thing that it asks."""
    rule = found.rule
    mark = _share(rule.mark / MILLION)
    told = [
        tr("At least {mark} of all items must be right.", mark=mark)
        if rule.on == "point"
        else tr(
            "The lower end of the 95% interval of right answers must reach {mark}, so that luck "
            "does not certify.",
            mark=mark,
        )
    ]
    best = found.perfect.low
    if rule.on == "low" and best is not None and best * MILLION < rule.mark:
        told.append(
            tr(
                "Nobody can pass: of {n} items, even all right reaches only {share}.",
                n=found.perfect.n,
                share=_share(best),
            )
        )
    told += [
        tr(
            "Of the items whose gold has {label}, at least {share} must be found.",
            label=label_name(project, label),
            share=_share(floor / MILLION),
        )
        for label, floor in sorted(rule.floors.items())
    ]
    if rule.critical:
        told.append(
            tr("These items must be right: {items}.", items=listed(_sources(found).values()))
        )
    told.append(tr("An item without an answer counts as not right."))
    return tuple(told)


def certified_words(score: Score, found: Training, project: Project) -> str:
    """What the rule says of a run: passed, not passed and why, or not enough yet."""
    if score.passed is None:
        return tr(
            "not enough yet: {done} of {n} answered, not handed in",
            done=score.answered,
            n=score.items,
        )
    if score.passed:
        return tr("passed")
    against = [_against(code, score, found, project) for code in score.because]
    return tr("not passed: {why}", why=tr("; ").join(against))


def critical_wrong(score: Score, found: Training) -> int:
    """How many of the items that must be right are not."""
    return sum(one.item in found.rule.critical and not one.right for one in score.results)


def cohort_table(found: Training, project: Project) -> Table:
    """Every attempt, by name."""
    asked = len(found.rule.critical)
    placed = any(one.placed for one in found.learners)
    rows = tuple(
        (
            one.name,
            one.attempt,
            one.right,
            tr("{n} of {all}", n=critical_wrong(one, found), all=asked) if asked else None,
            one.missed,
            one.over_flagged,
            one.wrong_reason,
            *((tr("{n} of {all}", n=one.wrong_place, all=one.placed),) if placed else ()),
            tr("{n} s", n=round(one.median_took / 1000)) if one.median_took else None,
            certified_words(one, found, project),
        )
        for one in found.learners
    )
    heads = (
        tr("Learner"),
        tr("Attempt"),
        tr("Right"),
        tr("Critical wrong"),
        tr("Missed"),
        tr("Over-flagged"),
        tr("Other reason"),
        *((tr("Other place"),) if placed else ()),
        tr("Time"),
        tr("Certified"),
    )
    return Table(tr("Cohort"), heads, rows)


def cohort_chart(found: Training) -> Chart:
    """The last run handed in of each learner, with its interval and the pass mark."""
    last = {one.person: one for one in found.learners if one.ended}
    bars = [_bar(one.name, one.right) for one in list(last.values())[:MOST_BARS]]
    title = tr("Right in the last run handed in, with 95% intervals; dashed: the pass mark")
    return BarChart(title, "share", tuple(bars), target=found.rule.mark / MILLION)


def items_table(found: Training, project: Project) -> Table:
    """Every item over the last runs handed in, with what its answers say about it."""
    doubted = {one.item for one in found.difficulties if one.suspicious}
    rows = tuple(
        (
            one.source,
            _labels(project, one.gold),
            one.right,
            reading_words(one, one.item in doubted, project),
            one.concept or None,
            listed(f"{_labels(project, labels)} {n}" for labels, n in one.said) or None,
        )
        for one in found.items
    )
    heads = (
        tr("Item"),
        tr("Gold"),
        tr("Right"),
        tr("What this says"),
        tr("Concept"),
        tr("Answers"),
    )
    return Table(tr("Items"), heads, rows, tuple(one.item for one in found.items))


def items_chart(found: Training) -> Chart:
    """The share that was right on each item, in the exercise's order."""
    bars = tuple(_bar(one.source, one.right, one.item) for one in found.items[:MOST_BARS])
    return BarChart(tr("Right answers by item, with 95% intervals"), "share", bars)


def reading_words(item: ItemFigures, doubted: bool, project: Project) -> str:
    """How an item reads, with its reason. `doubted`: skill does not decide it."""
    answers, right = item.answers, round((item.right.value or 0.0) * item.answers)
    top, most = item.said[0] if item.said else ((), 0)
    if item.reading == "suspicious" or (doubted and item.reading != "few"):
        return tr("suspicious: those who are right elsewhere are wrong here; look at its gold")
    return {
        "few": tr("too few answers: {n}", n=answers),
        "easy": tr("too easy: {right} of {n} right", right=right, n=answers),
        "split": tr("split: the most frequent answer has only {most} of {n}", most=most, n=answers),
        "hard": tr(
            "hard: {right} of {n} right, {most} say {labels}",
            right=right,
            n=answers,
            most=most,
            labels=_labels(project, top),
        ),
        "usual": tr("usual: {right} of {n} right", right=right, n=answers),
    }[item.reading]


def skills_table(found: Training) -> Table:
    """Skill of each learner: the group's mean is 0, its spread 1."""
    heads = (tr("Learner"), tr("Answers"), tr("Skill"), tr("95% from"), tr("to"))
    rows = tuple((one.name, one.answers, *_known(one)) for one in found.skills)
    return Table(tr("Skill"), heads, rows)


def difficulties_table(found: Training) -> Table:
    """Difficulty of each item, on the scale of skill."""
    heads = (tr("Item"), tr("Answers"), tr("Difficulty"), tr("95% from"), tr("to"))
    rows = tuple((one.source, one.answers, *_known(one)) for one in found.difficulties)
    return Table(tr("Difficulty"), heads, rows, tuple(one.item for one in found.difficulties))


def skill_charts(found: Training) -> tuple[Chart, ...]:
    """People as dots, items as squares: two charts on one scale."""
    people = tuple(Bar(one.name, *_known(one), one.answers) for one in found.skills[:MOST_BARS])
    items = tuple(
        Bar(one.source, *_known(one), one.answers, one.item)
        for one in found.difficulties[:MOST_BARS]
    )
    return (
        DotChart(tr("Skill of learners, with 95% intervals"), "", people),
        DotChart(tr("Difficulty of items, with 95% intervals"), "", items, shape=1),
    )


def _known(one: Skill | Difficulty) -> tuple[float | None, float | None, float | None]:
    """A value with its interval, where enough answers tell it."""
    return (one.value, one.low, one.high) if one.enough else (None, None, None)


def rule_table(found: Training, project: Project) -> Table:
    """Each run held against each thing that the rule asks."""
    floors, critical = sorted(found.rule.floors), _sources(found)
    rows = []
    for one in found.learners:
        recalls = {label.label: label.recall for label in one.labels}
        wrong = [
            critical[told.item] for told in one.results if told.item in critical and not told.right
        ]
        rows.append(
            (
                one.name,
                one.attempt,
                one.right,
                *(recalls.get(label) for label in floors),
                listed(wrong) or None,
                certified_words(one, found, project),
            )
        )
    heads = (
        tr("Learner"),
        tr("Attempt"),
        tr("Right"),
        *(tr("{label} found", label=label_name(project, label)) for label in floors),
        tr("Critical wrong"),
        tr("Certified"),
    )
    return Table(tr("Certification"), heads, tuple(rows))


def label_name(project: Project, label: str) -> str:
    """What a label is called in the person's language; its id where the project has it not."""
    known = (words(one.name, current()) for one in project.labels if one.id == label)
    return next(known, label)


def _labels(project: Project, labels: Iterable[str]) -> str:
    return listed(label_name(project, one) for one in labels) or tr("None applies")


def _against(code: str, score: Score, found: Training, project: Project) -> str:
    """One code of `Score.because` in words, with its figures."""
    what, _, name = code.partition(" ")
    mark = _share(found.rule.mark / MILLION)
    if what == "critical":
        return tr("{item} must be right", item=_sources(found)[name])
    if what == "floor":
        recall = next(one for one in score.labels if one.label == name).recall
        return tr(
            "{label} found in {share}, below {floor}",
            label=label_name(project, name),
            share=_share(recall.value),
            floor=_share(found.rule.floors[name] / MILLION),
        )
    if found.rule.on == "low":
        return tr("lower end {share} is below {mark}", share=_share(score.right.low), mark=mark)
    return tr("{share} right is below {mark}", share=_share(score.right.value), mark=mark)


def _sources(found: Training) -> dict[str, str]:
    """Items that must be right, by their name in the exercise: what the trainer calls them."""
    return {one.item: one.source for one in found.items if one.item in found.rule.critical}


def _bar(name: str, told: Rate, link: str = "") -> Bar:
    return Bar(name, told.value, told.low, told.high, told.n, link)


def _share(value: float | None) -> str:
    return written(value, "share")
