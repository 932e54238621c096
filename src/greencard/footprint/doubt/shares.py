"""What the doubt in a result rests on, and the next measurement worth making.

Each factor and each amount is a datum. First order, the variance of ln(total) is a sum over data: a factor contributes
(the sum of kg × sigma over its uses)², an amount (kg × amount_sigma)², both over total². What knowing a datum would
bring is computed exactly, as the upper end of the interval now less the upper end with that datum certain.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from greencard.footprint.doubt.datum_names import amount_name, factor_name, measurable
from greencard.footprint.doubt.interval import terms_of
from greencard.footprint.doubt.moments import LognormalSum
from greencard.footprint.tree import Leaf
from greencard.model import Measurement, Text
from greencard.quantity import decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from greencard.footprint.doubt.moments import Term
    from greencard.footprint.tree import Node

__all__ = ["Datum", "leaves_within", "next_measurements", "variance_shares"]

_LOOKED_AT: Final = 4
"""Data per asked-for measurement whose gain is computed: those with the largest shares of variance."""
_NOWHERE: Final = Text()


@dataclass(frozen=True, slots=True)
class Datum:
    """Something that could be known better, and its part of the variance of ln(total), first order."""

    about: Literal["factor", "amount"]
    key: str
    """Factor id, or the amount's name."""
    leaves: tuple[int, ...]
    """Positions of the leaves that rest on it."""
    share: float
    """0 to 1; the shares of a result sum to one, or are all zero where nothing is in doubt."""


def leaves_within(node: Node, inside: Text = _NOWHERE) -> Iterator[tuple[Leaf, Text]]:
    """Every leaf below a node with the label of the branch it stands in: the process, or the line of materials."""
    if isinstance(node, Leaf):
        yield node, inside
    else:
        for child in node.children:
            yield from leaves_within(child, node.label)


def variance_shares(leaves: Iterable[Leaf], inside: Sequence[Text] = ()) -> tuple[Datum, ...]:
    """Every datum with its share of the variance of ln(total), largest first; they sum to one.

    Args:
        leaves: the leaves of a result.
        inside: where each leaf stands (`leaves_within`). Leaves of one place in the record and one unit are one
            reading (the kWh of a process, from the roof and from the grid), as are those of one branch where no leaf
            names its place.
    """
    found = list(leaves)
    uses: defaultdict[tuple[Literal["factor", "amount"], str], list[int]] = defaultdict(list)
    for i, leaf in enumerate(found):
        uses["factor", leaf.factor.id].append(i)
        uses["amount", _amount_key(leaf, i, inside)].append(i)
    parts = []
    for (about, key), where in uses.items():
        if about == "factor":
            part = math.fsum(found[i].kg * found[i].sigma for i in where) ** 2
        else:
            part = math.fsum((found[i].kg * found[i].amount_sigma) ** 2 for i in where)
        parts.append((about, key, tuple(where), part))
    whole = math.fsum(part for *_, part in parts)
    data = [Datum(about, key, where, part / whole if whole else 0.0) for about, key, where, part in parts]
    return tuple(sorted(data, key=lambda d: (-d.share, d.about, d.key)))


def _amount_key(leaf: Leaf, index: int, inside: Sequence[Text]) -> str:
    if leaf.pointer:
        return f"{leaf.pointer} {leaf.unit}"
    where = inside[index] if inside else _NOWHERE
    return f"{where.en or where.zh} {leaf.unit}" if where != _NOWHERE else f"#{index:06d}"


def next_measurements(
    leaves: Iterable[Leaf], most: int = 5, *, inside: Sequence[Text] = (), whole: LognormalSum | None = None
) -> tuple[Measurement, ...]:
    """The data whose better knowledge narrows the interval most, kg CO2e off its upper half, largest first.

    What a merchant cannot measure (the average of a national grid) comes after everything he can, and is named as
    such; it takes the last place where it outweighs the one that would stand there.

    Args:
        leaves: the leaves of a result.
        most: how many to name.
        inside: where each leaf stands (`leaves_within`); names processes and joins the readings of one.
        whole: the sum of the same leaves, where it is at hand.
    """
    found = list(leaves)
    terms = terms_of(found)
    sum_ = whole or LognormalSum(terms)
    high = sum_.central()[1]
    gains = []
    for datum in variance_shares(found, inside)[: most * _LOOKED_AT]:
        gain = max(0.0, high - sum_.central(changed=_known(terms, datum))[1])
        if datum.share > 0 and gain > 0:
            gains.append((decimal_of(gain), datum))
    labels: dict[tuple[str, str], Text] = {}

    def label(datum: Datum) -> Text:
        """Named only where it is asked for: most data never reach the list."""
        key = (datum.about, datum.key)
        if key not in labels:
            about = [found[i] for i in datum.leaves]
            around = [inside[i] for i in datum.leaves] if inside else []
            labels[key] = factor_name(about, around) if datum.about == "factor" else amount_name(about, around)
        return labels[key]

    seen = Counter((gain, datum.about, _factor_id(datum)) for gain, datum in gains)
    ranked = sorted(
        gains,
        key=lambda pair: (
            -pair[0],
            pair[1].about,
            _factor_id(pair[1]),
            # A name decides between equals alone.
            label(pair[1]).en if seen[pair[0], pair[1].about, _factor_id(pair[1])] > 1 else "",
        ),
    )
    yours = [pair for pair in ranked if _can(pair[1], found)]
    others = [pair for pair in ranked if not _can(pair[1], found)]
    chosen = (yours + others)[:most]
    if others and len(yours) >= most and others[0][0] > chosen[-1][0]:
        chosen[-1] = others[0]
    return tuple(
        Measurement(
            label=label(datum),
            about=datum.about,
            factor_id=_factor_id(datum),
            pointer=found[datum.leaves[0]].pointer,
            variance_share=decimal_of(datum.share),
            kg_co2e=gain,
        )
        for gain, datum in chosen
    )


def _factor_id(datum: Datum) -> str:
    return datum.key if datum.about == "factor" else ""


def _can(datum: Datum, leaves: Sequence[Leaf]) -> bool:
    """Whether the datum is the merchant's to get."""
    return datum.about == "amount" or measurable(leaves[datum.leaves[0]].factor)


def _known(terms: list[Term], datum: Datum) -> dict[int, Term]:
    """The terms that rest on a datum, with it certain."""
    if datum.about == "factor":
        return {i: replace(terms[i], sigma=0.0) for i in datum.leaves}
    return {i: replace(terms[i], amount_sigma=0.0) for i in datum.leaves}
