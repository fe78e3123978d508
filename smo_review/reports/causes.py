"""Causes and actions in words and charts: nothing here says that a cause is proven."""

from __future__ import annotations

from collections.abc import Mapping

from smo_review.domain.actions import POINTS, Action, ActionView, Effectiveness, Evidence
from smo_review.domain.causes import (
    CauseState,
    Cluster,
    Clusters,
    Effect,
    Factor,
    Suggestion,
    Suggestions,
)
from smo_review.domain.charts import Bar, BarChart, Event, Line, LineChart, Point
from smo_review.domain.filters import Filter
from smo_review.domain.kpis import ENOUGH
from smo_review.language import listed, tr
from smo_review.reports.look import written

Names = Mapping[str, str]
"""Batches, labels and codes by id, as they are read; what is not in it is told by its id."""
NOBODY: Names = {}
MOST_BARS = 20


def factor_words(factor: Factor, key: str, names: Names = NOBODY) -> str:
    """A circumstance: "annotator ann", "week of 2026-03-02"."""
    name = names.get(key, key)
    if factor == "label in week":
        label, _, day = key.rpartition(" ")
        return tr("label {label} in the week of {day}", label=names.get(label, label), day=day)
    return {
        "annotator": tr("annotator {name}", name=name),
        "label": tr("label {name}", name=name),
        "language": tr("language {name}", name=name),
        "severity": tr("severity {name}", name=name),
        "week": tr("week of {name}", name=name),
        "stratum": tr("stratum {name}", name=name),
        "auditor": tr("auditor {name}", name=name),
        "guideline": tr("guideline version {name}", name=name),
        "clause": tr("clause {name}", name=name),
    }[factor]


def kind_words(factor: Factor) -> str:
    """A kind of circumstance: "annotator"."""
    return {
        "annotator": tr("annotator"),
        "label": tr("label"),
        "language": tr("language"),
        "severity": tr("severity"),
        "week": tr("week"),
        "stratum": tr("stratum"),
        "auditor": tr("auditor"),
        "guideline": tr("guideline version"),
        "clause": tr("clause"),
        "label in week": tr("label in a week"),
    }[factor]


def outcome_words(effect: Effect, outcome: str, names: Names = NOBODY) -> str:
    """What goes together with a circumstance."""
    return {
        "incorrect": tr("errors of any kind"),
        "critical": tr("critical errors"),
        "code": tr("errors with the code {name}", name=names.get(outcome, outcome)),
        "clause": tr("errors under clause {name}", name=outcome),
    }[effect]


def suggestion_title(one: Suggestion, names: Names = NOBODY) -> str:
    """ "annotator ann goes together with errors under clause 2.1"."""
    key = one.name if one.factor == "auditor" else one.key
    return tr(
        "{what} goes together with {outcome}",
        what=factor_words(one.factor, key, names),
        outcome=outcome_words(one.effect, one.outcome, names),
    )


def suggestion_words(one: Suggestion) -> tuple[str, ...]:
    """How strong it is, how sure, and what else may stand behind it."""
    rest, elsewhere = one.n - one.with_factor, one.with_outcome - one.both
    told = [
        tr(
            "{lift} times as often as overall ({low} to {high}, 95%): {both} of {n} here, "
            "{elsewhere} of {rest} elsewhere.",
            lift=f"{one.lift:.1f}",
            low=f"{one.low:.1f}",
            high=f"{one.high:.1f}",
            both=one.both,
            n=one.with_factor,
            elsewhere=elsewhere,
            rest=rest,
        )
    ]
    if one.fades:
        kinds = listed(kind_words(factor) for factor in one.fades)
        told.append(
            tr("With the same {kinds}, at least half of it goes away: look there too.", kinds=kinds)
        )
    return tuple(told)


def caution(found: Suggestions) -> str:
    """What has to stand beside every list of suggestions."""
    words = tr(
        "A reason to look, no proof: what goes together may have another cause behind both. "
        "Of those told, at most {share} are chance on average.",
        share=written(found.rate, "share"),
    )
    if not found.weighed:
        return words
    return f"{words} " + tr("How many times counts with the weights of the sample; counts do not.")


def cause_state_word(state: CauseState) -> str:
    """How an analysis stands."""
    return {
        "open": tr("not settled"),
        "settled": tr("settled"),
        "dropped": tr("dropped"),
    }[state]


def state_words(view: ActionView) -> str:
    """Where an action stands, in a few words."""
    return {
        "open": tr("to do"),
        "due": tr("due soon"),
        "overdue": tr("overdue"),
        "checking": tr("done, not shown yet"),
        "works": tr("works: can be closed"),
        "worse": tr("got worse"),
        "closed": tr("closed"),
        "lost": tr("to reopen: the shift is gone"),
        "reopened": tr("reopened"),
    }[view.state]


def measure_words(action: Action, names: Names = NOBODY) -> str:
    """What an action is to move, and how far."""
    measure = action.measure
    what = tr("critical errors") if action.figure == "critical" else tr("errors")
    if parts := about_words(measure, names):
        what = tr("{what} ({parts})", what=what, parts=parts)
    told = tr("{what} down", what=what) if action.wanted == "down" else tr("{what} up", what=what)
    if action.size:
        told = tr("{told} by {points} points", told=told, points=f"{action.size / 10_000:.1f}")
    return told


def about_words(wanted: Filter, names: Names = NOBODY) -> str:
    """A filter in words, empty where it leaves everything."""
    told = [
        (wanted.project, tr("project {name}", name=wanted.project)),
        (wanted.batch, tr("batch {name}", name=names.get(wanted.batch, wanted.batch))),
        (wanted.annotator, factor_words("annotator", wanted.annotator)),
        (wanted.label, factor_words("label", wanted.label, names)),
        (wanted.code, tr("code {name}", name=names.get(wanted.code, wanted.code))),
        (wanted.clause, factor_words("clause", wanted.clause)),
        (wanted.auditor, factor_words("auditor", wanted.auditor)),
        (wanted.language, factor_words("language", wanted.language)),
        (wanted.stratum, factor_words("stratum", wanted.stratum)),
        (wanted.severity is not None, factor_words("severity", str(wanted.severity))),
        (wanted.since, tr("from {day}", day=wanted.since)),
        (wanted.until, tr("up to {day}", day=wanted.until)),
    ]
    return listed(words for is_set, words in told if is_set)


def effect_words(view: ActionView) -> str:
    """What the data after an action say, with its figures."""
    if view.state == "lost" and view.since_close is not None:
        back = view.since_close
        if back.verdict == "shown":
            return tr("Since it was closed the figure went back.") + " " + _figures(back)
    told = {
        "shown": tr("The shift is shown."),
        "not shown": _not_shown(view.effect),
        "worse": tr("The figure went the other way."),
        "not enough": tr("Not enough yet to tell."),
    }[view.effect.verdict]
    words = f"{told} {_figures(view.effect)}"
    if view.effect.verdict == "shown" and not view.effect.reached:
        words += " " + tr("It is less than was expected.")
    return words


def _not_shown(effect: Effectiveness) -> str:
    """Why it is not shown: the interval holds no change, or no point of the chart tells of it."""
    if effect.low is not None and effect.high is not None and effect.low * effect.high > 0:
        return tr("Not shown yet: the shares differ, but the chart has not moved.")
    return tr("No shift is shown: the difference may be chance.")


def _figures(effect: Effectiveness) -> str:
    before, after = effect.before, effect.after
    if effect.low is None or effect.high is None:
        return tr(
            "Before: {before_hits} of {before_n}; after: {after_hits} of {after_n}; points after "
            "it: {points}. It takes {enough} checked on each side and {least} points.",
            before_hits=effect.before_hits,
            before_n=before.n,
            after_hits=effect.after_hits,
            after_n=after.n,
            points=len(effect.points_after),
            enough=ENOUGH,
            least=POINTS,
        )
    signals = [one.start for one in effect.points_after if one.signal]
    told = tr(
        "Before: {before} of {before_n}; after: {after} of {after_n}; change {low} to {high} "
        "points (95%).",
        before=written(before.value, "share"),
        before_n=before.n,
        after=written(after.value, "share"),
        after_n=after.n,
        low=f"{effect.low * 100:+.1f}",
        high=f"{effect.high * 100:+.1f}",
    )
    if signals:
        return (
            told
            + " "
            + tr("{n} points tell of it, the first {day}.", n=len(signals), day=signals[0])
        )
    if effect.verdict == "worse":
        return told
    return told + " " + tr("No point tells of a shift.")


def evidence_words(evidence: Evidence) -> str:
    """The figures that an action was closed or reopened on."""
    return tr(
        "Decided on: {before_hits} of {before_n} before, {after_hits} of {after_n} after, up to "
        "{until}.",
        before_hits=evidence.before_hits,
        before_n=evidence.before_n,
        after_hits=evidence.after_hits,
        after_n=evidence.after_n,
        until=evidence.until,
    )


def action_chart(view: ActionView) -> LineChart:
    """The points before and after an action, under the limits of the time before."""
    effect = view.effect
    points = (*effect.points, *effect.points_after)
    title = (
        tr("{title}, by day", title=view.action.title)
        if effect.step == "day"
        else tr("{title}, by week", title=view.action.title)
    )
    mark = tr("action") if view.action.done else tr("action begun")
    return LineChart(
        title,
        "share",
        (
            Line(
                "",
                tuple(
                    Point(
                        one.start,
                        one.value,
                        n=one.n,
                        alarm=tr("tells of the shift") if one.signal else "",
                    )
                    for one in points
                ),
            ),
        ),
        centre=effect.centre,
        upper=tuple(one.high for one in points),
        lower=tuple(one.low for one in points),
        events=(Event(len(effect.points), mark),) if effect.points_after else (),
    )


def cluster_name(one: Cluster, by: str, names: Names = NOBODY) -> str:
    """How a cluster is called."""
    if by == "labels":
        wrong, right = (names.get(label, label) or tr("none") for label in one.labels)
        return tr("{wrong} → {right}", wrong=wrong, right=right)
    if by == "likeness":
        return tr("like {item}", item=one.key)
    return names.get(one.key, one.key) if by == "code" else one.key


def cluster_chart(found: Clusters, names: Names = NOBODY) -> BarChart:
    """The Pareto bars, or counts of what is alike; each links to its place in the list."""
    title = {
        "code": tr("Errors by code"),
        "clause": tr("Errors by clause"),
        "annotator": tr("Errors by annotator"),
        "labels": tr("Errors by wrong and right label"),
        "likeness": tr("Errors on content that is alike"),
    }[found.by]
    counts = found.by == "likeness"
    bars = tuple(
        Bar(
            cluster_name(one, found.by, names),
            one.n if counts else found.parts[place],
            n=one.n,
            link=str(place),
        )
        for place, one in enumerate(found.clusters[:MOST_BARS])
    )
    return BarChart(title, "count" if counts else "share", bars, running=not counts)
