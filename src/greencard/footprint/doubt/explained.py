"""A result's own explain tree as terms of doubt: a result carries all that is needed to sample it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from greencard.footprint.doubt.codes import NO_DOUBT_TOLD
from greencard.footprint.doubt.moments import Term
from greencard.footprint.tree import exact_sum
from greencard.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from greencard.model import ExplainNode, FactorRef, FootprintResult

__all__ = ["Told", "terms_told", "told"]

_NOWHERE: Final = Text()


class Told(NamedTuple):
    """A leaf as a result shows it."""

    kg: float
    factor: FactorRef
    sigma: float
    amount_sigma: float
    words: str
    """Its label under the label of the branch it stands in."""


def told(result: FootprintResult) -> tuple[Told, ...]:
    """Every leaf of a result with its uncertainties.

    Raises:
        InvalidInput: a leaf says nothing of its uncertainty, or the leaves do not add up (GC-FPT-043): a result of
            another program or of an older version.
    """
    nodes = list(_tips(result.explain, _NOWHERE))
    found = [
        Told(
            float(node.kg_co2e),
            node.factor,
            float(node.sigma),
            float(node.amount_sigma),
            f"{inside.in_lang('en')} / {node.label.in_lang('en')}",
        )
        for node, inside in nodes
        if node.factor is not None and node.sigma is not None and node.amount_sigma is not None
    ]
    whole = exact_sum(node.kg_co2e for node, _ in nodes) == result.total_kg_co2e
    if not whole or len(found) != len(nodes):
        raise NO_DOUBT_TOLD.at(product=result.product_id[:80])
    return tuple(found)


def terms_told(result: FootprintResult) -> list[Term]:
    """The same as lognormal terms: one factor, one random number; every amount its own.

    Raises:
        InvalidInput: as `told` (GC-FPT-043).
    """
    return [Term(leaf.kg, leaf.factor.id, leaf.sigma, i, leaf.amount_sigma) for i, leaf in enumerate(told(result))]


def _tips(node: ExplainNode, inside: Text) -> Iterator[tuple[ExplainNode, Text]]:
    if node.children:
        for child in node.children:
            yield from _tips(child, node.label)
    elif node.kg_co2e or node.factor is not None:
        yield node, inside
