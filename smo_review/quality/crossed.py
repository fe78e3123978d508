"""Values of a circumstance beside outcomes: how many entries have both, and the design effect.

Annotations of one item are alike (a hard item is judged wrong thrice), so chances that take them
for independent would be too small. Each pair carries its design effect: the variance between items
over the variance if annotations were independent, at least 1 (score statistic with variance over
clusters; J. N. K. Rao and A. J. Scott, J. Am. Stat. Assoc. 76 (1981), 221-230). Where annotations
weigh differently, shares and the variance are those of the weighted table, so that the effect holds
what weighing costs too; its least is then what weights alone come to, which is below 1 where a
value's entries are few for what they stand for, or many.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from smo_review.quality.judged import Ints, Mask

Floats: TypeAlias = NDArray[np.float64]


class Carried(Struct, frozen=True):
    """Which of `count` values each entry carries: a pair of entry and value for each, in the order
    of entries. `known` marks the entries it is known of; None where it is of all."""

    entries: Ints
    values: Ints
    count: int
    known: Mask | None = None


class Hits(Struct, frozen=True):
    """Where each of `count` outcomes holds: a pair of entry and outcome for each."""

    entries: Ints
    outcomes: Ints
    count: int


class Crossed(Struct, frozen=True):
    """Of `n` entries `size` carry a value and `holds` have an outcome; `both` and `design` are
    outcomes by values. `heavy` are the sums of weights behind `size`, `holds` and `both`, in a
    scale in which all add up to `n`; None: all weigh the same."""

    n: int
    size: Ints
    holds: Ints
    both: Ints
    design: Floats
    heavy: tuple[Floats, Floats, Floats] | None = None


def crossed(carried: Carried, hits: Hits, items: Ints, weights: Floats | None = None) -> Crossed:
    """Count every value beside every outcome; `items` numbers each entry's item from 0, `weights`
    are those of the entries where they differ."""
    asked, w = items, weights
    if carried.known is not None:
        keep = carried.known[hits.entries]
        hits = Hits(hits.entries[keep], hits.outcomes[keep], hits.count)
        asked = items[carried.known]
    n, shape = len(asked), (hits.count, carried.count)
    if w is not None and n:
        w = w / (w if carried.known is None else w[carried.known]).mean()
    size = np.bincount(carried.values, minlength=carried.count)
    holds = np.bincount(hits.outcomes, minlength=hits.count)
    values_of = np.bincount(carried.entries, minlength=len(items))
    hit, at = spread(values_of, hits.entries)
    value = carried.values[at]
    pair = hits.outcomes[hit] * carried.count + value
    both = np.bincount(pair, minlength=shape[0] * shape[1]).reshape(shape)
    heavy, share, mean = None, size / max(n, 1), holds / max(n, 1)
    least = np.ones(carried.count)
    if w is not None:
        heavy = (
            _added(carried.values, w[carried.entries], carried.count),
            _added(hits.outcomes, w[hits.entries], hits.count),
            _added(pair, w[hits.entries[hit]], shape[0] * shape[1]).reshape(shape),
        )
        share, mean = heavy[0] / max(n, 1), heavy[1] / max(n, 1)
        least = _least(share, w, carried, n)
    between = _between(carried, hits, (items, asked), (hit, value), (share, mean), w)
    alone = n * share * (1 - share) * (mean * (1 - mean))[:, None]
    design = np.divide(between, alone, out=np.ones(shape), where=alone > 0)
    return Crossed(n, size, holds, both, np.maximum(least, design), heavy)


def _least(share: Floats, w: Floats, carried: Carried, n: int) -> Floats:
    """Of each value: sum w^2 (x - mean x)^2 over n mean x (1 - mean x), which is 1 where all weigh
    the same."""
    known = w if carried.known is None else w[carried.known]
    own = _added(carried.values, w[carried.entries] ** 2, carried.count)
    squares = (1 - share) ** 2 * own + share**2 * (float((known**2).sum()) - own)
    alone = n * share * (1 - share)
    return np.divide(squares, alone, out=np.ones(carried.count), where=alone > 0)


def _between(
    carried: Carried,
    hits: Hits,
    numbered: tuple[Ints, Ints],
    beside: tuple[Ints, Ints],
    means: tuple[Floats, Floats],
    weights: Floats | None,
) -> Floats:
    """The sum over items of the square of sum w (x - mean x)(y - mean y): x whether an entry
    carries the value, y whether the outcome holds, w its weight or 1; outcomes by values.

    Written out, an item comes in by four sums of weights: its entries (`whole`), those with the
    value (`own`), and of both those where the outcome holds (`wrong`, `both`). Products with a sum
    over hits are added over the hits alone, so that the many cells without one cost nothing.
    """
    items, asked = numbered
    values, many = carried.count, int(items.max(initial=0)) + 1
    hit, value = beside
    x, y = means[0], means[1][:, None]
    item = items[hits.entries[hit]]
    pair = hits.outcomes[hit] * values + value

    def by_pair(of: Ints, told: Floats) -> Floats:
        return _added(of, told, hits.count * values).reshape(hits.count, values)

    def sums(keys: Ints, entries: Ints) -> tuple[Ints, Ints, Floats]:
        """The keys there are, which of them each is, and the sum of weights of each."""
        found, at = np.unique(keys, return_inverse=True)
        own = np.ones(len(entries)) if weights is None else weights[entries]
        return found, at.astype(np.int64, copy=False), _added(at, own, len(found))

    known = None
    if weights is not None:
        known = weights if carried.known is None else weights[carried.known]
    whole = np.bincount(asked, known, many)
    cells, _, own = sums(items[carried.entries] * values + carried.values, carried.entries)
    cell_item, cell_value = cells // values, cells % values
    wrongs, which, wrong = sums(hits.outcomes * many + items[hits.entries], hits.entries)
    outcome, wrong_item = wrongs // many, wrongs % many
    several, _, both = sums(pair * many + item, hits.entries[hit])
    at, cell = spread(np.bincount(cell_item, minlength=many), wrong_item)

    # Each item's `both` once for every hit in it: the hit's own weight times the item's sum.
    one = np.ones(len(hit)) if weights is None else weights[hits.entries[hit]]
    both_both = by_pair(several // many, both * both)
    both_own = by_pair(pair, one * own[np.searchsorted(cells, item * values + value)])
    both_wrong = by_pair(pair, one * wrong[which[hit]])
    both_whole = by_pair(pair, one * whole[item])
    own_own = _added(cell_value, own * own, values)
    own_whole = _added(cell_value, own * whole[cell_item], values)
    own_wrong = by_pair(outcome[at] * values + cell_value[cell], wrong[at] * own[cell])
    wrong_wrong = _added(outcome, wrong * wrong, hits.count)[:, None]
    wrong_whole = _added(outcome, wrong * whole[wrong_item], hits.count)[:, None]
    whole_whole = float((whole * whole).sum())

    with_value = both_both - 2 * y * both_own + y**2 * own_own
    with_all = both_wrong - y * (both_whole + own_wrong) + y**2 * own_whole
    all_of_it = wrong_wrong - 2 * y * wrong_whole + y**2 * whole_whole
    return with_value - 2 * x * with_all + x**2 * all_of_it


def _added(of: Ints, weights: Floats, count: int) -> Floats:
    return np.bincount(of, weights=weights, minlength=count).astype(np.float64, copy=False)


def spread(lengths: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """Runs of `lengths` stand one behind the other: for every place in the runs that are `wanted`,
    which wish it belongs to, and the place."""
    ends = np.cumsum(lengths)
    many = lengths[wanted]
    wish = np.repeat(np.arange(len(wanted)), many)
    within = np.arange(len(wish)) - np.repeat(np.cumsum(many) - many, many)
    return wish, (ends - lengths)[wanted][wish] + within
