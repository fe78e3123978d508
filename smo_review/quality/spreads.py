"""Agreement over several spreads of votes: the four coefficients, as for annotations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from smo_review.domain.sessions import Round
from smo_review.quality.agreement import Coefficients, coefficients
from smo_review.quality.patterns import from_counts


def coefficients_of(rounds: Sequence[Round]) -> Coefficients:
    """Raw agreement, Fleiss' kappa, AC1 and alpha over the revealed rounds, one an item.

    A category is a whole answer, the set of labels that somebody voted for.
    """
    told = [one for one in rounds if one.revealed and one.votes]
    answers = sorted({side.labels for one in told for side in one.spread})
    counts = np.zeros((len(told), max(1, len(answers))))
    for row, one in enumerate(told):
        for side in one.spread:
            counts[row, answers.index(side.labels)] = side.n
    return coefficients(from_counts(counts))
