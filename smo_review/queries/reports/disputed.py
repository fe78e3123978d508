"""The section on disputes, and the lists of disputed annotations behind its figures."""

from __future__ import annotations

from collections.abc import Iterable

from smo_review.domain.disputes import DisputeView, RulingOutcome
from smo_review.domain.reports import ItemRef, Section, Table, Value
from smo_review.language import titled, tr
from smo_review.queries.disputes import dispute_figures
from smo_review.queries.reports.basis import Basis, count_figure, rate_figure
from smo_review.store.workspace import Workspace


def dispute_section(basis: Basis, ws: Workspace) -> Section:
    """Disputes by what became of them, and the clauses that caused those that were upheld."""
    title = tr("Disputes")
    asked = basis.request
    found = dispute_figures(ws, batch=asked.batch, project=basis.project.id)
    if not found.disputed:
        return Section("disputes", title, (tr("No verdict was disputed."),))
    views = basis.disputes
    all_ = disputed_list(basis)
    figures = (
        count_figure(
            "disputes/open",
            tr("Open"),
            found.open,
            items=_kept(
                basis, "disputes-open", tr("Disputes that are open"),
                [one for one in views if _ruling(one) is None],
            ) or all_,
        ),
        rate_figure(
            "disputes/rate", tr("Disputed, of those found incorrect"), found.dispute_rate,
            items=all_,
        ),
        rate_figure(
            "disputes/upheld", tr("Upheld, of those ruled"), found.overturn_rate,
            items=ruled_list(basis) or all_,
        ),
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = []
    for clause in found.clauses:
        cells = []
        for outcome, name, n in (
            ("accept", "accepted", clause.accepted),
            ("partly", "partly", clause.partly),
        ):
            mine = [one for one in views if _upheld(one, outcome, clause.clause)]
            items = _kept(
                basis, f"disputes-{clause.clause}-{name}",
                titled(_word(outcome), basis.clause(clause.clause)), mine,
            )  # fmt: skip
            id_ = f"disputes/{clause.clause}/{name}"
            cells.append(count_figure(id_, "", n, items=items or all_))
        rows.append((basis.clause(clause.clause), *cells))
    heads = (tr("Clause"), tr("Upheld"), tr("Upheld in part"))
    table = Table(tr("Clauses that upheld disputes come from"), heads, tuple(rows))
    return Section("disputes", title, figures=figures, tables=(table,) if rows else ())


def disputed_list(basis: Basis) -> str:
    """Every disputed annotation, the open ones first; "" where there is none."""
    return _kept(basis, "disputed", tr("Disputed"), basis.disputes)


def ruled_list(basis: Basis) -> str:
    """Those that were ruled on, the upheld ones first; "" where there is none."""
    ruled = [one for one in basis.disputes if _ruling(one) is not None]
    upheld = sorted(ruled, key=lambda one: _ruling(one) == "reject")
    return _kept(basis, "disputes-ruled", tr("Disputes that were ruled on, upheld first"), upheld)


def _kept(basis: Basis, id_: str, title: str, views: Iterable[DisputeView]) -> str:
    told = list(views)
    refs = basis.unsealed(
        ItemRef(one.key.batch, one.key.item, one.key.annotator, _word(_ruling(one))) for one in told
    )
    wanted = basis.everything.wanted
    return basis.lists.keep(id_, title, refs, len(told), wanted, wider=True, ordered=True)


def _ruling(view: DisputeView) -> RulingOutcome | None:
    """How it was ruled; None where it was not, or in several ways apart from each other."""
    if view.state == "apart" or not view.rulings:
        return None
    return view.rulings[0].outcome


def _upheld(view: DisputeView, outcome: str, clause: str) -> bool:
    return _ruling(view) == outcome and clause in (view.rulings[0].clauses or ("",))


def _word(outcome: str | None) -> str:
    return {
        None: tr("not ruled yet"), "accept": tr("upheld"), "partly": tr("upheld in part"),
        "reject": tr("rejected"),
    }[outcome]  # fmt: skip
