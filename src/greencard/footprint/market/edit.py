"""One product of a market changed: it and everything made of it, re-priced in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from greencard.errors import GreencardError, Place
from greencard.footprint.kernel import COMPONENTS, IN_TOTAL, Repricer, compile_snapshot, snapshot_of
from greencard.footprint.link_codes import LINK_MISSING, LINK_REFUSED, UNKNOWN_PRODUCT
from greencard.footprint.market.columns import Draft, block_of, joined, without
from greencard.footprint.market.entry import entry_of
from greencard.footprint.market.market import Market, market_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from greencard.footprint.market.columns import Entry, Floats
    from greencard.footprint.market.template import Recipes
    from greencard.model import FootprintResult, Product

__all__ = ["Edited", "MarketEditor"]

_UPTAKE = COMPONENTS.index("uptake")
_BIOGENIC_CO2 = COMPONENTS.index("biogenic_co2")


@dataclass(frozen=True, eq=False)
class Edited:
    """Products that an edit re-priced and their new figures, kg CO2e per declared unit."""

    ids: tuple[str, ...]
    totals: Floats
    components: Floats
    """One row each, by the kernel's `COMPONENTS`."""


class MarketEditor:
    """A market under edit. Totals and components follow at once; `settled` solves everything, intervals too."""

    def __init__(self, market: Market, recipes: Recipes, single: Callable[[Product], FootprintResult]) -> None:
        self.market, self.recipes, self._single = market, recipes, single
        self._entries: dict[str, Entry] = {}
        self._prices = self._products_alone()
        block = market.block
        self._mass = {
            name: float(block.mass_kg[number]) for name, number in zip(market.ids, market.numbers, strict=True)
        }
        self._links: dict[int, dict[int, float]] = {}
        """Taker → giver → kg of it in one unit."""
        self._takers: dict[int, set[int]] = {}
        place = {int(number): k for k, number in enumerate(market.numbers.tolist())}
        for product, kg, to in zip(block.link_product.tolist(), block.link_kg.tolist(), block.link_to, strict=True):
            if product in place:
                self._link(place[product], market.places[to], kg)

    def _link(self, taker: int, giver: int, kg: float) -> None:
        row = self._links.setdefault(taker, {})
        row[giver] = row.get(giver, 0.0) + kg
        self._takers.setdefault(giver, set()).add(taker)

    def _products_alone(self) -> Repricer:
        """The products without their leaves: what each emits through factors is its own."""
        market = self.market
        snapshot = market.kernel.snapshot
        count = len(snapshot) - len(market)
        takers, givers, amounts = snapshot.consumers, snapshot.providers, snapshot.amounts
        factor = givers < count
        uses = csr_array((amounts[factor], (takers[factor] - count, givers[factor])), shape=(len(market), count))
        direct = snapshot.direct[count:] + uses @ snapshot.direct[:count]
        made = ~factor
        return Repricer(
            compile_snapshot(snapshot_of(market.ids, takers[made] - count, givers[made] - count, amounts[made], direct))
        )

    def edit(self, product: Product, file: str = "") -> Edited:
        """The product as it now is, and everything made of it, re-priced.

        Raises:
            InvalidInput: no such product in the market (GC-FPT-065).
            Refused: the product cannot be assessed, takes of one that is not there (GC-FPT-060, 063) or closes a cycle
                that yields nothing (GC-FPT-105, 106); nothing has changed.
        """
        at = self.market.places.get(product.id)
        if at is None:
            raise UNKNOWN_PRODUCT.at(Place("/id", file), product=product.id[:80])
        entry = entry_of(product, self.recipes, self._single, file)
        links = self._resolved(entry)
        before = self._links.get(at, {})
        wanted = {(at, giver): kg / self._mass_of(giver, at, entry) for giver, kg in links.items()}
        for giver, kg in before.items():
            wanted.setdefault((at, giver), 0.0)
            if wanted[at, giver] == kg / self._mass[self.market.ids[giver]]:
                del wanted[at, giver]  # as it was: most edits leave the links alone
        if entry.mass_kg != self._mass[product.id]:
            for taker in self._takers.get(at, set()) - {at}:
                wanted[taker, at] = self._links[taker][at] / entry.mass_kg
        touched = self._priced(at, self._own(entry), wanted)
        for giver in self._links.pop(at, {}):
            self._takers[giver].discard(at)
        for giver, kg in links.items():
            self._link(at, giver, kg)
        self._mass[product.id] = entry.mass_kg
        self._entries[product.id] = entry
        values = self._prices.intensities()[touched]
        return Edited(
            tuple(self.market.ids[k] for k in touched.tolist()), values[:, list(IN_TOTAL)].sum(axis=1), values.copy()
        )

    def settled(self) -> Market:
        """The market with all edits, solved anew; edited products stand last. The editor goes on from there."""
        market = self.market
        if self._entries:
            numbers = np.array([market.numbers[market.places[name]] for name in self._entries], dtype=np.int32)
            new = block_of(Draft(list(self._entries.values())), self.recipes)
            market = market_of(joined([without(market.block, numbers), new]), self.recipes.stated)
            self.__init__(market, self.recipes, self._single)  # type: ignore[misc]
        return market

    def _resolved(self, entry: Entry) -> dict[int, float]:
        found: dict[int, float] = {}
        for name, kg, line, words in entry.links:
            giver = self.market.places.get(name)
            if giver is None:
                code = LINK_REFUSED if name in self.market.faults else LINK_MISSING
                raise code.at(Place(f"/bom/{line}/product", entry.file), material=words[:80], linked=name[:80])
            found[giver] = found.get(giver, 0.0) + kg
        return found

    def _mass_of(self, giver: int, at: int, entry: Entry) -> float:
        return entry.mass_kg if giver == at else self._mass[self.market.ids[giver]]

    def _own(self, entry: Entry) -> Floats:
        """What the product emits through factors and by itself, kg CO2e per unit, by component."""
        vector = self.recipes.vector(entry.uses)
        if entry.takes:
            units = np.array([units for _, units in entry.takes])
            vector += units @ np.array([self.recipes.unit_vector(number) for number, _ in entry.takes])
        vector[_UPTAKE] = entry.uptake
        vector[_BIOGENIC_CO2] = entry.biogenic_co2
        return vector

    def _priced(self, at: int, own: Floats, wanted: dict[tuple[int, int], float]) -> np.ndarray:
        """Places of what changed; where one step is refused all steps before it are taken back."""
        touched: set[int] = set()
        before = self._prices.snapshot() if wanted else None
        try:
            for (taker, giver), amount in wanted.items():
                touched.update(self._prices.set_amount(taker, giver, amount).processes.tolist())
            touched.update(self._prices.set_direct(at, own).processes.tolist())
        except GreencardError:
            if before is not None:
                self._prices = Repricer(compile_snapshot(before))
            raise
        return np.array(sorted(touched), dtype=np.int64)
