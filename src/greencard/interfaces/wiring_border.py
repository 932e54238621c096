"""Joins the border data and files of a person to the border use cases; nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from greencard.errors import GreencardError, Place
from greencard.interfaces import wiring

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal
    from pathlib import Path

    from greencard.border import CalendarEvent, Outlook, ScopeReport
    from greencard.services.border import BorderAnswer, BorderQuestion
    from greencard.services.border_statement import Statement

__all__ = ["calendar", "cost_of_line", "outlook", "scope", "statement_schema"]

_OPTION: Final = {
    "/cn": "--cn",
    "/origin": "--origin",
    "/net_mass_t": "--kg",
    "/on": "--on",
    "/as_of": "--as-of",
    "/importer_tonnes": "--importer-tonnes",
    "/importer_value_gbp": "--value-gbp",
    "/destination": "--to",
    "/prices": "--price",
    "/from_area": "--sea-from",
    "/to_area": "--sea-to",
    "/equipment": "--equipment",
    "/containers": "--containers",
}
"""Where a person at the terminal wrote what a pointer of the question names."""


def _packs() -> Any:
    from greencard.adapters.packs.shipped import ShippedPacks  # noqa: PLC0415 - a verb loads only what it asks for

    return ShippedPacks()


def _statement(path: Path | None) -> Statement | None:
    if path is None:
        return None
    from greencard.catalogue import MAX_PRODUCT_BYTES  # noqa: PLC0415 - same
    from greencard.services.border_statement import read_statement  # noqa: PLC0415 - same

    return read_statement(wiring.read_file(path, MAX_PRODUCT_BYTES), str(path), _packs().border())


def _where(statement: Statement | None, place: Place) -> Place:
    option = _OPTION.get(place.pointer)
    if option is not None:
        return Place(option)
    return place if statement is None else statement.place(place)


def cost_of_line(question: BorderQuestion, *, actual: Path | None = None, as_of: date | None = None) -> BorderAnswer:
    """The answer for one line, with the producer's data from a file where one is given.

    Raises:
        InvalidInput, Refused: a fault of the question at its option, of the file at its pointer and line.
    """
    import msgspec  # noqa: PLC0415 - same

    from greencard.services.border import border_cost, placed  # noqa: PLC0415 - same

    statement = _statement(actual)
    if statement is not None:
        question = msgspec.structs.replace(question, actual=statement.actual, carbon_price=statement.carbon_price)
    made_up = statement is not None and statement.illustrative
    try:
        return border_cost(question, packs=_packs(), as_of=as_of or wiring.today(), illustrative=made_up)
    except GreencardError as error:
        raise placed(error, lambda place: _where(statement, place)) from error


def outlook(
    cn: str,
    origin: str,
    net_mass_t: Decimal,
    *,
    prices: Sequence[Decimal] = (),
    actual: Path | None = None,
    as_of: date | None = None,
) -> Outlook:
    """The years ahead of one good; `prices` are held in EUR per t, without them a range of published ones."""
    from greencard.border import PriceScenario  # noqa: PLC0415 - same
    from greencard.model import Text  # noqa: PLC0415 - same
    from greencard.services.border import border_outlook, placed  # noqa: PLC0415 - same

    statement = _statement(actual)
    held = [PriceScenario(name=Text(en="held as asked", zh="按所给价格假定"), eur_per_t=price) for price in prices]
    try:
        return border_outlook(
            cn,
            origin,
            net_mass_t,
            packs=_packs(),
            as_of=as_of or wiring.today(),
            prices=held,
            actual=None if statement is None else statement.actual,
        )
    except GreencardError as error:
        raise placed(error, lambda place: _where(statement, place)) from error


def scope(cn: str) -> ScopeReport:
    """Where a commodity code stands."""
    from greencard.services.border import border_scope  # noqa: PLC0415 - same

    return border_scope(cn, packs=_packs())


def calendar(
    *, first: date | None = None, last: date | None = None, regime: str = "", as_of: date | None = None
) -> tuple[CalendarEvent, ...]:
    """Dated events of the schemes, as seen from a day."""
    from greencard.services.border import border_calendar  # noqa: PLC0415 - same

    return border_calendar(packs=_packs(), as_of=as_of or wiring.today(), first=first, last=last, regime=regime)


def statement_schema() -> dict[str, Any]:
    """JSON Schema of the file that `--actual` takes."""
    from greencard.services.border_statement import statement_schema as schema  # noqa: PLC0415 - same

    return schema()
