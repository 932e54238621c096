"""Where the production route matters more than anything else, and the words do not name it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from greencard.model import Text
from greencard.quantity import decimal_text, significant

if TYPE_CHECKING:
    from greencard.factors.catalogue import Catalogue
    from greencard.factors.factor import LifeCycleFactor
    from greencard.factors.matching import Candidate

__all__ = ["RouteDoubt", "route_doubt"]

_MATTERS: Final = Decimal("1.5")
"""From this ratio on it is worth asking by which route a material was made."""
_NEAR: Final = {"CN": ("TW",), "TW": ("CN",)}
_FIGURES: Final = 3


@dataclass(frozen=True, slots=True)
class RouteDoubt:
    """A route nobody named, whose factor differs much from the one that stands."""

    other: LifeCycleFactor
    route: str
    times: Decimal
    """The other factor over the one that stands."""
    kg_co2e_per_kg: Decimal
    """What is at stake per kg of the material, kg CO2e."""
    text: Text


def route_doubt(catalogue: Catalogue, words: str, candidate: Candidate, *, region: str = "CN") -> RouteDoubt | None:
    """The route that would change the figure most, where the words name none; None where nothing is at stake.

    A plastic made from coal emits several times one made from oil; a Chinese record that does not say which keeps the
    representative figure, and the question shows what hangs on it.
    """
    factor = candidate.factor
    if candidate.proxy is not None or candidate.rating is not None or factor.emission <= 0:
        return None
    routes = {r.id: r for r in catalogue.lexicon.routes.values() if factor.material in r.materials}
    if not routes or any(route in routes for route in catalogue.lexicon.read(words).routes):
        return None
    rivals = [
        other
        for other in catalogue.by_material[factor.material]
        if other.technology in routes
        and other.technology != factor.technology
        and other.recycled == factor.recycled
        and other.standing not in {"part", "suspect"}
        and other.region in {region, *_NEAR.get(region, ())}
        and other.emission > 0
    ]
    if not rivals:
        return None
    other = max(rivals, key=lambda f: (abs(f.emission - factor.emission), f.id))
    times = significant(other.emission / factor.emission, _FIGURES)
    if not (times >= _MATTERS or times <= 1 / _MATTERS):
        return None
    route = routes[other.technology].names
    said = decimal_text(times)
    return RouteDoubt(
        other=other,
        route=other.technology,
        times=times,
        kg_co2e_per_kg=other.emission - factor.emission,
        text=Text(
            en=f"By which route was it made? {factor.name.en} stands now; by the {route.en} it would be {said} times "
            "that.",
            zh=f"由哪种工艺路线生产？目前采用“{factor.name.zh}”；若为{route.zh}，将是其 {said} 倍。",
        ),
    )
