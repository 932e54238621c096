"""One installation in memory: the same store code, deterministic keys, a clock that stands still until moved."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from greencard.adapters.clock import FixedClock
from greencard.adapters.keys import MemoryKeys
from greencard.adapters.packs.shipped import ShippedPacks
from greencard.adapters.sql import in_memory_store
from greencard.energy import parse_readings
from greencard.model import Party, Product, Text
from greencard.ports import Principal
from greencard.services import Greencard, Settings
from greencard.services.products import read_product_file

EXAMPLES = Path(__file__).parent.parent / "examples"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LOU = Principal(party="ms-lou")
OTHER = Principal(party="mr-wang")

SETTINGS = Settings(
    issuer_name=Text(en="Yiwu programme", zh="义乌项目"),
    base_url="https://cards.example",
    party=Party(id="ms-lou", name=Text(en="Ms Lou", zh="楼女士"), stall="4-1187"),
)


class Bench:
    """The use cases and the parts a test may turn."""

    def __init__(self) -> None:
        self.clock = FixedClock(NOW)
        self.keys = MemoryKeys()
        self.packs = ShippedPacks()
        self.store = in_memory_store(self.clock)
        self.app = Greencard(store=self.store, keys=self.keys, clock=self.clock, packs=self.packs, settings=SETTINGS)

    def close(self) -> None:
        self.store.close()

    def product(self, name: str) -> Product:
        file = EXAMPLES / f"{name}.yaml"
        return read_product_file(file.read_bytes(), file.name, self.packs)

    def stored(self, name: str, who: Principal = LOU) -> Product:
        """An example product with its readings, in the store of `who`."""
        product = self.product(name)
        self.app.put_product(who, product)
        if product.meter is not None:
            file = EXAMPLES / product.meter.file
            readings = parse_readings(file.read_bytes(), file.name)
            self.app.put_readings(who, product.facility.id, readings.intervals)
        return product
