"""The registry of KPIs: each with its formula in words and symbols, its source, what it needs.

One table: the command, the client, the reports and the help page read it, and a test holds that
each has its function, its words in every language, and its line on the help page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeAlias

from msgspec import Struct

from smo_review.domain.kpis import Unit
from smo_review.language import later
from smo_review.quality import counting
from smo_review.quality.evidence import Evidence

Needs: TypeAlias = Literal[
    "verdicts", "findings", "annotations", "several annotators", "several auditors", "repeats",
    "disputes", "times",
]  # fmt: skip

_CHECKED = later("{n} checked, {hits} found: {interval} (95%)")
_ALIKE = later("{n} judged by several: {value}, {interval} (95%)")
_ITEMS = later("{n} items with several annotators: {value}, {interval} (95%)")
_WILSON = later(
    "Share with Wilson's interval (1927); weighted: Kish (1965), Korn and Graubard (1998)"
)
_GWET = later(
    "K. L. Gwet, Handbook of Inter-Rater Reliability, 4th ed. (2014); weighted: D. A. Binder,"
    " Int. Stat. Rev. 51 (1983), 279-292"
)


class KpiDef(Struct, frozen=True):
    """One KPI. `name`, `words`, `source` and `sentence` are English that the catalogues know.

    `symbols` is the formula; `per` says of what each has a figure of its own. `sentence` may use
    {n}, {hits}, {failed} (n less hits), {value}, {interval} and {errors} (1 less the interval).
    """

    id: str
    name: str
    words: str
    symbols: str
    source: str
    needs: tuple[Needs, ...]
    sentence: str
    count: Callable[[Evidence], counting.Figures]
    unit: Unit = "share"
    per: Literal["", "label", "code"] = ""
    direction: Literal["higher", "lower"] = "higher"


KPIS: tuple[KpiDef, ...] = (
    KpiDef(
        "accuracy",
        later("Accuracy"),
        later("Annotations judged correct, of those judged correct or incorrect."),
        "Σ w·correct / Σ w·(correct + incorrect)",
        _WILSON,
        ("verdicts",),
        later("{hits} of {n} correct: {interval} (95%)"),
        counting.accuracy,
    ),
    KpiDef(
        "critical_accuracy",
        later("Critical accuracy"),
        later("Annotations without a critical finding, of those judged correct or incorrect."),
        "1 − Σ w·critical / Σ w·(correct + incorrect)",
        _WILSON,
        ("verdicts", "findings"),
        later("{n} checked, {failed} critical: critical error rate {errors} (95%)"),
        counting.critical_accuracy,
    ),
    KpiDef(
        "noncritical_accuracy",
        later("Non-critical accuracy"),
        later(
            "Annotations without a finding that is not critical, of those judged correct or"
            " incorrect."
        ),
        "1 − Σ w·noncritical / Σ w·(correct + incorrect)",
        _WILSON,
        ("verdicts", "findings"),
        later("{n} checked, {failed} non-critical: error rate {errors} (95%)"),
        counting.noncritical_accuracy,
    ),
    KpiDef(
        "weighted_score",
        later("Weighted score"),
        later(
            "The mean score of judged annotations: 1 less the weights of its error codes over the"
            " project's heaviest weight, never below 0, and 0 for a critical finding."
        ),
        "Σ w·s / Σ w,  s = max(0, 1 − Σ weight(code) / max weight),  s = 0 if critical",
        later("Scorecard that a critical finding fails; interval of a weighted mean (Kish 1965)"),
        ("verdicts", "findings"),
        later("{n} checked, {hits} with full score: {interval} (95%)"),
        counting.weighted_score,
    ),
    KpiDef(
        "error_rate",
        later("Error rate"),
        later("For each error code: judged annotations that it was found in."),
        "Σ w·found(code) / Σ w·(correct + incorrect)",
        _WILSON,
        ("verdicts", "findings"),
        _CHECKED,
        counting.error_rate,
        per="code",
        direction="lower",
    ),
    KpiDef(
        "missed_rate",
        later("Missed rate"),
        later("Judged annotations with a finding of the class missed (false negative)."),
        "Σ w·missed / Σ w·(correct + incorrect)",
        _WILSON,
        ("verdicts", "findings"),
        _CHECKED,
        counting.missed_rate,
        direction="lower",
    ),
    KpiDef(
        "over_flagged_rate",
        later("Over-flagged rate"),
        later("Judged annotations with a finding of the class over-flagged (false positive)."),
        "Σ w·over-flagged / Σ w·(correct + incorrect)",
        _WILSON,
        ("verdicts", "findings"),
        _CHECKED,
        counting.over_flagged_rate,
        direction="lower",
    ),
    KpiDef(
        "ambiguous_rate",
        later("Share of ambiguous annotations"),
        later("Annotations judged ambiguous, of all with a verdict."),
        "Σ w·ambiguous / Σ w·reviewed",
        _WILSON,
        ("verdicts",),
        _CHECKED,
        counting.ambiguous_rate,
        direction="lower",
    ),
    KpiDef(
        "unreviewable_rate",
        later("Share of unreviewable annotations"),
        later("Annotations judged unreviewable, of all with a verdict."),
        "Σ w·unreviewable / Σ w·reviewed",
        _WILSON,
        ("verdicts",),
        _CHECKED,
        counting.unreviewable_rate,
        direction="lower",
    ),
    KpiDef(
        "precision",
        later("Precision"),
        later("For each label: how often it was rightly given, of all times given."),
        "Σ w·TP / Σ w·(TP + FP)",
        later("C. J. van Rijsbergen, Information Retrieval, 2nd ed. (1979), chapter 7"),
        ("verdicts", "findings"),
        later("given {n} times, {hits} rightly: {interval} (95%)"),
        counting.precision,
        per="label",
    ),
    KpiDef(
        "recall",
        later("Recall"),
        later("For each label: how often it was given, of all times it was right to give it."),
        "Σ w·TP / Σ w·(TP + FN)",
        later("C. J. van Rijsbergen, Information Retrieval, 2nd ed. (1979), chapter 7"),
        ("verdicts", "findings"),
        later("right {n} times, given {hits} times: {interval} (95%)"),
        counting.recall,
        per="label",
    ),
    KpiDef(
        "first_pass_acceptance",
        later("First-pass acceptance"),
        later("Items of which no judged annotation is incorrect, of all judged items."),
        "Σ w·passed / Σ w·items",
        later("First-pass yield, as in process quality; Wilson's interval (1927)"),
        ("verdicts",),
        later("{n} items checked, {hits} passed at once: {interval} (95%)"),
        counting.first_pass_acceptance,
    ),
    KpiDef(
        "agreement",
        later("Agreement among annotators"),
        later("The mean share of pairs of annotators of one item who gave the same labels."),
        "Σ w·[Σ k(k−1) / r(r−1)] / Σ w, over items",
        _GWET,
        ("annotations", "several annotators"),
        _ITEMS,
        counting.agreement,
    ),
    KpiDef(
        "agreement_kappa",
        later("Agreement among annotators (Fleiss' kappa)"),
        later("Agreement corrected for chance as the labels' own shares tell it."),
        "(pₐ − pₑ) / (1 − pₑ),  pₑ = Σ π²",
        later("J. L. Fleiss, Psychol. Bull. 76 (1971), 378-382; Gwet (2014)"),
        ("annotations", "several annotators"),
        _ITEMS,
        counting.agreement_kappa,
        "coefficient",
    ),
    KpiDef(
        "agreement_ac1",
        later("Agreement among annotators (Gwet's AC1)"),
        later("Agreement corrected for chance in a way that rare labels do not depress."),
        "(pₐ − pₑ) / (1 − pₑ),  pₑ = Σ π(1−π) / (q−1)",
        later("K. L. Gwet, Brit. J. Math. Stat. Psych. 61 (2008), 29-48"),
        ("annotations", "several annotators"),
        _ITEMS,
        counting.agreement_ac1,
        "coefficient",
    ),
    KpiDef(
        "agreement_alpha",
        later("Agreement among annotators (Krippendorff's alpha)"),
        later("1 less the disagreement seen over the disagreement expected by chance."),
        "1 − Dₒ / Dₑ",
        later("K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011)"),
        ("annotations", "several annotators"),
        _ITEMS,
        counting.agreement_alpha,
        "coefficient",
    ),
    KpiDef(
        "auditor_agreement",
        later("Auditor against auditor"),
        later(
            "The mean share of pairs of auditors of one annotation who came to the same outcome,"
            " before anybody settled it."
        ),
        "Σ w·[Σ k(k−1) / r(r−1)] / Σ w, over annotations",
        _GWET,
        ("verdicts", "several auditors"),
        _ALIKE,
        counting.auditor_agreement,
    ),
    KpiDef(
        "self_consistency",
        later("Self-consistency"),
        later("Hidden repeats that an auditor judged as the first time, of all judged twice."),
        "Σ w·alike / Σ w·repeats",
        _WILSON,
        ("verdicts", "repeats"),
        later("{n} judged twice, {hits} alike: {interval} (95%)"),
        counting.self_consistency,
    ),
    KpiDef(
        "dispute_rate",
        later("Dispute rate"),
        later("Annotations disputed, of those found incorrect."),
        "Σ w·disputed / Σ w·incorrect",
        _WILSON,
        ("verdicts", "disputes"),
        later("{n} found incorrect, {hits} disputed: {interval} (95%)"),
        counting.dispute_rate,
        direction="lower",
    ),
    KpiDef(
        "overturn_rate",
        later("Overturn rate"),
        later("Disputes accepted wholly or in part, of those ruled on."),
        "Σ w·(accepted + partly) / Σ w·ruled",
        _WILSON,
        ("disputes",),
        later("{n} disputes ruled on, {hits} upheld: {interval} (95%)"),
        counting.overturn_rate,
        direction="lower",
    ),
    KpiDef(
        "coverage",
        later("Coverage"),
        later("Annotations with a verdict, of all annotations in the batches."),
        "reviewed / annotations",
        later("A count of what is there: it has no interval"),
        ("annotations", "verdicts"),
        later("{hits} of {n} annotations have a verdict"),
        counting.coverage,
    ),
    KpiDef(
        "throughput",
        later("Throughput"),
        later("Verdicts over the hours spent on them; time away never counts."),
        "verdicts / Σ time",
        later("F. Garwood, Biometrika 28 (1936), 437-442"),
        ("verdicts", "times"),
        later("{n} verdicts with a time: {interval} an hour (95%)"),
        counting.throughput,
        "per hour",
    ),
    KpiDef(
        "median_time",
        later("Median time"),
        later("Half of the verdicts took no longer; time away never counts."),
        "median(time)",
        later("M. J. Campbell and M. J. Gardner, BMJ 296 (1988), 1454-1456"),
        ("verdicts", "times"),
        later("{n} verdicts with a time: {interval} seconds (95%)"),
        counting.median_time,
        "seconds",
        direction="lower",
    ),
)


def kpi_def(id_: str) -> KpiDef | None:
    """A KPI of the registry by its id, or None."""
    return next((one for one in KPIS if one.id == id_), None)
