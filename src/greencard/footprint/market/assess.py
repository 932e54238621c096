"""From product records to a market."""

from __future__ import annotations

from typing import TYPE_CHECKING

from greencard.errors import GreencardError
from greencard.footprint.market.columns import Draft, block_of
from greencard.footprint.market.entry import entry_of
from greencard.footprint.market.market import Market, market_of
from greencard.footprint.market.template import Recipes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from greencard.factors import Catalogue
    from greencard.model import FactorRef, FootprintResult, Product

__all__ = ["assess_market", "taken_apart"]


def assess_market(
    products: Iterable[Product],
    catalogue: Catalogue,
    *,
    inbound: Callable[[str], FactorRef],
    single: Callable[[Product], FootprintResult],
    on: date | None = None,
) -> Market:
    """Footprints from cradle to gate of all products, kg CO2e per declared unit, and the faults of those without one.

    A product that names others (`product` of a line) takes gross kg over their mass per declared unit of them; cycles
    are solved as long as they yield something. What the columns do not know is left to `single`.

    Args:
        products: the records.
        catalogue: emission factors.
        inbound: well-to-wheel road intensity per tonne-kilometre in a country.
        single: assesses one product by itself; its refusal is the product's fault and stops no other.
        on: day on which evidence must be valid to count; None: dates are not looked at.
    """
    recipes = Recipes(catalogue, inbound=inbound, on=on)
    draft = Draft()
    for product in products:
        taken_apart(product, recipes, draft, single=single)
    return market_of(block_of(draft, recipes), recipes.stated)


def taken_apart(
    product: Product,
    recipes: Recipes,
    draft: Draft,
    *,
    single: Callable[[Product], FootprintResult],
    file: str = "",
) -> None:
    """One product into a draft; its refusal is kept beside the others and not raised."""
    try:
        draft.entries.append(entry_of(product, recipes, single, file))
    except GreencardError as error:
        draft.refused.append((product.id, file, error.faults))
