"""The figures a buyer can ask for, each as an interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, localcontext
from functools import cached_property
from typing import Final

from greencard.model import Bounds, PlasticPillar, RecycledPillar, RecycledShare, SocialPillar
from greencard.pillars.given import EXACT, Given
from greencard.pillars.parameters import Parameters
from greencard.pillars.plastic import plastic_pillar
from greencard.pillars.recycled import recycled_pillar
from greencard.pillars.social import social_pillar

__all__ = ["MEASURES", "Measured"]

_ONE: Final = Decimal(1)
_ZERO: Final = Decimal(0)


class Measured:
    """The three pillars of one declared unit, each worked out when it is first asked for."""

    def __init__(self, given: Given, parameters: Parameters) -> None:
        self._given = given
        self._parameters = parameters

    @cached_property
    def recycled(self) -> RecycledPillar:
        """P1."""
        with localcontext(EXACT):
            return recycled_pillar(self._given, self._parameters)

    @cached_property
    def social(self) -> SocialPillar:
        """P2.

        Raises:
            InvalidInput: an indicator outside its range (GC-PIL-003).
        """
        with localcontext(EXACT):
            return social_pillar(self._given, self._parameters)

    @cached_property
    def plastic(self) -> PlasticPillar:
        """P3."""
        with localcontext(EXACT):
            return plastic_pillar(self._given, self._parameters)


def _share(of: str) -> Callable[[Measured], RecycledShare]:
    return lambda found: next(share for share in found.recycled.shares if share.of == of)


def _verified(of: str) -> Callable[[Measured], Bounds | None]:
    pick = _share(of)
    return lambda found: pick(found).bounds if pick(found).mass_kg > 0 else None


def _post(of: str) -> Callable[[Measured], Bounds | None]:
    pick = _share(of)
    return lambda found: pick(found).post_consumer if pick(found).mass_kg > 0 else None


def _gate(found: Measured) -> Bounds:
    status = found.social.gate.status
    return Bounds(low=_ONE if status == "clear" else _ZERO, high=_ZERO if status == "failed" else _ONE)


def _reduction(found: Measured) -> Bounds | None:
    """A reference from memory is shown and decides nothing."""
    reduction = found.plastic.reduction
    return None if reduction.trust == "recall" else reduction.reduction


def _at_least(value: Decimal, most: Decimal = _ONE) -> Bounds:
    """What is shown now; whoever shows more later reaches more."""
    return Bounds(low=value, high=most)


MEASURES: Final[Mapping[str, Callable[[Measured], Bounds | None]]] = {
    "recycled_product": _verified("product"),
    "recycled_sales_packaging": _verified("sales_packaging"),
    "recycled_product_and_sales_packaging": _verified("product_and_sales_packaging"),
    "post_consumer_product": _post("product"),
    "post_consumer_sales_packaging": _post("sales_packaging"),
    "post_consumer_product_and_sales_packaging": _post("product_and_sales_packaging"),
    "mci": lambda found: found.recycled.circularity.mci,
    "ilo_gate": _gate,
    "labour_index": lambda found: found.social.labour.score,
    "community_index": lambda found: found.social.community.score,
    "labour_coverage": lambda found: _at_least(found.social.labour.coverage),
    "community_coverage": lambda found: _at_least(found.social.community.coverage),
    "audit_cap": lambda found: _at_least(found.social.cap, Decimal(100)),
    "plastic_level": lambda found: found.plastic.level,
    "plastic_g": lambda found: found.plastic.total_g,
    "plastic_packaging_g": lambda found: found.plastic.packaging_g,
    "virgin_plastic_g": lambda found: found.plastic.virgin_g,
    "single_use_plastic_g": lambda found: found.plastic.single_use_g,
    "packaging_plastic_share": lambda found: found.plastic.packaging_share,
    "plastic_reduction": _reduction,
}
"""By the name a profile uses."""
