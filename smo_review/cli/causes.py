"""Causes from the terminal: clusters and suggestions, trees, actions and incidents."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from smo_review.cli.agreement import aligned
from smo_review.cli.context import Context
from smo_review.cli.narrowing import add_filter, filter_from
from smo_review.domain.actions import FIGURES, WANTED, ActionView, IncidentView
from smo_review.domain.causes import CLUSTERS, CauseView, Clusters, Suggestions, told
from smo_review.domain.content import MILLION
from smo_review.language import tr

if TYPE_CHECKING:
    from smo_review.operations.workspace import Workspace

SHOWN = 12
"""Lines of each list in the text; `--json` has all."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`causes [filters] [--by KIND]`, or `causes tree|action|incident ACT ...`."""
    add_filter(parser)
    parser.add_argument(
        "--by", choices=CLUSTERS, default="code", help=tr("What the errors are clustered by.")
    )
    subjects = parser.add_subparsers(dest="subject")
    _add_trees(subjects.add_parser("tree", help=tr("Whys and fishbones that cite items.")))
    _add_actions(subjects.add_parser("action", help=tr("What is done about it, and its effect.")))
    _add_incidents(subjects.add_parser("incident", help=tr("What is new and spreading.")))


def _add_trees(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("list", help=tr("List the analyses that are here."))
    show = acts.add_parser("show", help=tr("Print one analysis."))
    show.add_argument("id", metavar="ID")
    add = acts.add_parser("add", help=tr("Begin an analysis, or change one, from a file."))
    add.add_argument("--from", dest="source", type=Path, required=True, metavar="FILE")


def _add_actions(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("list", help=tr("List the actions with their effect."))
    add = acts.add_parser("add", help=tr("Open an action; the filters say what it is to move."))
    add.add_argument("--title", required=True)
    add.add_argument("--owner", required=True, metavar="NAME")
    add.add_argument("--due", required=True, metavar="DATE")
    add.add_argument("--started", default="", metavar="DATE", help=tr("Today, if left out."))
    add.add_argument("--figure", choices=FIGURES, default="errors")
    add.add_argument("--wanted", choices=WANTED, default="down")
    add.add_argument(
        "--size", type=_share, default=0, metavar="SHARE", help=tr("How far it should move: 0.05.")
    )
    add.add_argument("--cause", default="", metavar="ID", help=tr("The analysis it answers."))
    add.add_argument("--id", default="", metavar="ID", help=tr("Change this action."))
    add_filter(add)
    for act, text in (
        ("done", tr("Say that the work is done.")),
        ("close", tr("Close it, if the chart after it has shifted.")),
        ("reopen", tr("Take it up again, if the shift is gone.")),
    ):
        one = acts.add_parser(act, help=text)
        one.add_argument("id", metavar="ID")
        if act == "done":
            one.add_argument("--on", default="", metavar="DATE", help=tr("Today, if left out."))


def _add_incidents(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("list", help=tr("List the incidents."))
    add = acts.add_parser("add", help=tr("Report an incident, or change one."))
    add.add_argument("--title", required=True)
    add.add_argument("--since", required=True, metavar="DATE")
    add.add_argument("--until", default="", metavar="DATE", help=tr("The day when it was over."))
    add.add_argument("--what", default="", help=tr("What is seen, in your own words."))
    add.add_argument("--clause", default="", help=tr("The clause that comes nearest."))
    add.add_argument("--project", default="", metavar="ID")
    add.add_argument("--id", default="", metavar="ID", help=tr("Change this incident."))


def _share(text: str) -> int:
    """A share in millionths; ValueError, which argparse tells as usage, for anything else."""
    value = float(text)
    if not 0 <= value <= 1:
        raise ValueError(text)
    return round(value * MILLION)


def run(args: argparse.Namespace, context: Context) -> int:
    """Do what was asked and print one answer."""
    subjects: Mapping[str | None, Callable[..., tuple[dict[str, Any], Sequence[str]]]] = {
        None: _causes,
        "tree": _tree,
        "action": _action,
        "incident": _incident,
    }
    with context.open() as workspace:
        record, lines = subjects[args.subject](args, workspace, context)
    context.answer(record, "\n".join(lines))
    return 0


def _causes(
    args: argparse.Namespace, ws: Workspace, context: Context
) -> tuple[dict[str, Any], Sequence[str]]:
    from smo_review.queries.clusters import clusters
    from smo_review.queries.suggestions import suggestions

    wanted = filter_from(args, ws)
    with context.progress() as progress:
        found = clusters(ws, wanted, args.by, progress)
    suggested = suggestions(ws, wanted)
    record = {
        "filter": msgspec.to_builtins(wanted),
        "clusters": msgspec.to_builtins(found),
        "suggestions": msgspec.to_builtins(suggested),
    }
    return record, [*_cluster_lines(found, names_in(ws)), "", *_lines(suggested, names_in(ws))]


def names_in(ws: Workspace) -> dict[str, str]:
    """Labels and error codes by id, as a person reads them."""
    from smo_review.queries.filters import filter_choices

    choices = filter_choices(ws)
    return {**dict(choices.batch), **dict(choices.label), **dict(choices.code)}


def _cluster_lines(found: Clusters, names: Mapping[str, str]) -> Sequence[str]:
    from smo_review.reports.causes import cluster_name

    head = tr("{wrong} incorrect of {n} judged.", wrong=found.incorrect, n=found.judged)
    if not found.clusters:
        return [head]
    rows = [
        (
            cluster_name(one, found.by, names),
            str(one.n),
            tr("{n} critical", n=one.critical),
            ", ".join(dict.fromkeys(cited.annotation.item for cited in one.members[:3])),
        )
        for one in found.clusters[:SHOWN]
    ]
    return [head, *aligned(rows)]


def _lines(found: Suggestions, names: Mapping[str, str]) -> list[str]:
    from smo_review.reports.causes import caution, suggestion_title, suggestion_words

    if not found.found:
        return [tr("Nothing goes together with errors beyond chance: {n} pairs looked at.",
                   n=found.looked)]  # fmt: skip
    lines = [caution(found)]
    for one in found.found[:SHOWN]:
        lines += [suggestion_title(one, names), *(f"  {text}" for text in suggestion_words(one))]
    return lines


def _tree(
    args: argparse.Namespace, ws: Workspace, _: Context
) -> tuple[dict[str, Any], Sequence[str]]:
    from smo_review.operations.causes import save_cause
    from smo_review.operations.tree_file import read_tree
    from smo_review.queries.causes import cause_of, causes
    from smo_review.reports.causes import cause_state_word

    if args.act == "list":
        found = causes(ws, project=args.project)
        lines = [f"{one.cause}  {one.title} · {cause_state_word(one.state)}" for one in found]
        return {"causes": msgspec.to_builtins(found)}, lines or [tr("No analysis yet.")]
    if args.act == "show":
        view = cause_of(ws, args.id)
        return msgspec.to_builtins(view), tree_lines(view)
    saved = save_cause(ws, read_tree(args.source))
    record = {"cause": saved.id, "facts_new": saved.changes.facts}
    return record, [saved.id]


def tree_lines(view: CauseView) -> list[str]:
    """An analysis as an indented list; what is cited stands behind its node."""
    lines = [view.title]
    for depth, node in told(view.nodes):
        words = tr("(words no longer here)") if node.lost else node.text
        cited = ", ".join(f"{key.item} {key.annotator}".strip() for key in node.cites)
        lines.append("  " * (depth + 1) + words + (f" [{cited}]" if cited else ""))
    return lines


def _action(
    args: argparse.Namespace, ws: Workspace, _: Context
) -> tuple[dict[str, Any], Sequence[str]]:
    from smo_review.operations.actions import (
        ActionDraft,
        close_action,
        mark_done,
        reopen_action,
        save_action,
    )
    from smo_review.queries.actions import actions

    if args.act == "add":
        draft = ActionDraft(
            args.title, args.owner, args.due, args.started, filter_from(args, ws), args.figure,
            args.wanted, args.size, args.cause, args.id,
        )  # fmt: skip
        name = save_action(ws, draft).id
    elif args.act == "list":
        name = ""
    else:
        name = args.id
        {"close": close_action, "reopen": reopen_action}.get(
            args.act, lambda ws, action: mark_done(ws, action, args.on)
        )(ws, name)
    found = actions(ws, project="" if name else args.project)
    if not name:
        text = "\n".join("\n".join(_action_lines(one)) for one in found)
        record = {"actions": [_action_record(one) for one in found]}
        return record, [text or tr("No action yet.")]
    (one,) = (one for one in found if one.action.action == name)
    return _action_record(one), _action_lines(one)


def _action_lines(one: ActionView) -> list[str]:
    from smo_review.reports.causes import effect_words, measure_words, state_words

    said = one.action
    due = tr("due {day}", day=said.due)
    return [
        f"{said.action}  {said.title} · {said.owner} · {due} · {state_words(one)}",
        f"  {measure_words(said)}",
        f"  {effect_words(one)}",
    ]


def _action_record(one: ActionView) -> dict[str, Any]:
    """An action flat, with its size as a share."""
    record: dict[str, Any] = msgspec.to_builtins(one)
    said: dict[str, Any] = msgspec.to_builtins(one.action)
    return {
        "done": "",
        "cause": "",
        "wanted": one.action.wanted,
        "figure": one.action.figure,
        **said,
        "size": one.action.size / MILLION,
        "measure": msgspec.to_builtins(one.action.measure),
        **{key: record[key] for key in record if key != "action"},
    }


def _incident(
    args: argparse.Namespace, ws: Workspace, _: Context
) -> tuple[dict[str, Any], Sequence[str]]:
    from smo_review.operations.actions import IncidentDraft, save_incident
    from smo_review.queries.actions import incidents

    name = ""
    if args.act == "add":
        draft = IncidentDraft(
            args.title, args.since, args.until, args.what, args.clause, args.project, args.id
        )
        name = save_incident(ws, draft).id
    found = [one for one in incidents(ws) if name in ("", one.incident.incident)]
    records = [_incident_record(one) for one in found]
    lines = [
        f"{one.incident.incident}  {one.incident.title} · {one.incident.since} – "
        f"{one.incident.until}"
        for one in found
    ]
    record = records[0] if name else {"incidents": records}
    return record, lines or [tr("No incident was reported.")]


def _incident_record(one: IncidentView) -> dict[str, Any]:
    record: dict[str, Any] = msgspec.to_builtins(one)
    said: dict[str, Any] = record.pop("incident")
    return {"until": "", "what": "", "clause": "", **said, **record}
