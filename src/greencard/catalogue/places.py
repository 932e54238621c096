"""Where the parts of a product record stand in its file, for faults that are found after the reading."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from greencard.catalogue.fields import PRODUCT
from greencard.catalogue.rows import Reading, Row, TooManyFaults
from greencard.catalogue.source import load
from greencard.catalogue.tree import Table
from greencard.errors import Fault, GreencardError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["ProductPlaces", "product_places"]

_MODEL: Final = {"rooftop_solar": "solar"}
"""Fields that the model names otherwise than the file does."""


@dataclass(frozen=True, slots=True)
class ProductPlaces:
    """Lines of a product file by JSON pointer of the record (`/bom/0/net_kg`)."""

    file: str
    places: Mapping[str, Place]

    def place(self, pointer: str) -> Place:
        """Where a pointer of the record stands: its own line, or that of the nearest group around it."""
        here = pointer
        while here and here not in self.places:
            here = here.rpartition("/")[0]
        return Place(pointer, self.file, self.places[here].line if here in self.places else None)

    def placed(self, fault: Fault) -> Fault:
        """The fault with file and line, where it names a part of the record and no line yet."""
        place = fault.place
        if place.line is not None or place.file not in {"", self.file} or not place.pointer:
            return fault
        return replace(fault, place=self.place(place.pointer))


def product_places(data: bytes, file: str) -> ProductPlaces:
    """Where everything stands in a product file that has been read before; of a file that does not read, nothing."""
    reading = Reading(file)
    try:
        root = load(data, file).root
        row = reading.row(PRODUCT, root, "") if isinstance(root, Table) else None
    except (GreencardError, TooManyFaults):
        row = None
    return ProductPlaces(file, dict(_walk(row, "")) if row is not None else {})


def _walk(row: Row, pointer: str) -> Iterator[tuple[str, Place]]:
    yield pointer, row.place
    for name, cell in row.cells.items():
        here = f"{pointer}/{_MODEL.get(name, name)}"
        yield here, cell.place
        if isinstance(cell.value, Row):
            yield from _walk(cell.value, here)
        elif isinstance(cell.value, tuple | list):
            for at, one in enumerate(cell.value):
                if isinstance(one, Row):
                    yield from _walk(one, f"{here}/{at}")
    if not pointer and "carton" in row.cells:  # its part of one unit stands last among the packaging
        yield f"/packaging/{len(row.get('packaging', ()))}", row.at("carton")
