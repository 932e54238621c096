"""Answers of this door that are no value of the model: closed structs, so that the OpenAPI document can show them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
from msgspec import Meta

from greencard.model import Order, Value
from greencard.ports import StoredProduct
from greencard.services.views import CardSummary

if TYPE_CHECKING:
    from greencard.errors import Fault, Lang
    from greencard.interfaces.http.contract import Verification

__all__ = [
    "CardList",
    "CheckLine",
    "FaultLine",
    "Live",
    "OrderApart",
    "OrdersAsked",
    "Problem",
    "ProductCheck",
    "ProductList",
    "ReadingsStored",
    "VerificationResult",
    "Withdrawn",
    "fault_line",
    "verification_result",
]


class FaultLine(Value, frozen=True, kw_only=True):
    """One thing wrong at one place, in the reader's language."""

    code: str
    severity: Literal["error", "warning", "question"]
    detail: str
    remedy: str
    pointer: str
    file: str
    line: int | None


class Problem(Value, frozen=True, kw_only=True):
    """RFC 9457 problem details; `code`, `remedy` and `faults` are extension members."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    remedy: str
    faults: tuple[FaultLine, ...]


class ProductCheck(Value, frozen=True, kw_only=True):
    """Everything wrong with a product file; `ok` says that it could be stored."""

    ok: bool
    faults: tuple[FaultLine, ...]


class ProductList(Value, frozen=True, kw_only=True):
    """Newest version of each own product."""

    items: tuple[StoredProduct, ...]


class CardList(Value, frozen=True, kw_only=True):
    """Published cards, newest first."""

    items: tuple[CardSummary, ...]


class ReadingsStored(Value, frozen=True, kw_only=True):
    """How many readings were new; a reading that was there already with the same values is not counted."""

    new: int
    warnings: tuple[FaultLine, ...] = ()
    """What looks implausible in the file; it was stored as it was read, and every assessment judges it again."""


class CheckLine(Value, frozen=True, kw_only=True):
    """One check of a card, with the clause it comes from. `unchecked` is never a pass."""

    id: str
    state: Literal["pass", "fail", "unchecked"]
    code: str
    text: str
    remedy: str
    spec: str


class VerificationResult(Value, frozen=True, kw_only=True):
    """What checking a card file gave: one line per check and the outcome they add up to."""

    outcome: str
    checks: tuple[CheckLine, ...]


class Withdrawn(Value, frozen=True, kw_only=True):
    """The card is withdrawn: it stays readable and says so, and the status list carries its bit."""

    status: Literal["revoked"] = "revoked"


class Live(Value, frozen=True, kw_only=True):
    """The process answers."""

    status: Literal["ok"] = "ok"


class OrderApart(Value, frozen=True, kw_only=True):
    """What is different about the order for one destination."""

    on: date | None = None
    importer_size: Literal["micro", "small", "medium", "large"] | None = None
    documents: tuple[str, ...] | None = None
    registrations: tuple[str, ...] | None = None
    marks: tuple[str, ...] | None = None


class OrdersAsked(Value, frozen=True, kw_only=True):
    """Own products and the destinations they are asked for: at most 50 by 100, and 200 cells with whole verdicts."""

    products: Annotated[tuple[str, ...], Meta(min_length=1, max_length=50)]
    destinations: Annotated[tuple[Annotated[str, Meta(max_length=6)], ...], Meta(min_length=1, max_length=100)]
    on: date
    quantity: int
    importer_size: Literal["micro", "small", "medium", "large"] | None = None
    importer_cbam_tonnes: Decimal | None = None
    importer_cbam_value_gbp: Decimal | None = None
    documents: tuple[str, ...] = ()
    registrations: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    sales_channel: str = ""
    apart: dict[str, OrderApart] = msgspec.field(default_factory=dict)
    """By destination: what differs there."""
    full: bool = False

    def __post_init__(self) -> None:
        unknown = sorted(set(self.apart) - set(self.destinations))
        if unknown:
            message = f"apart names {unknown[0][:20]!r}, which is none of the destinations"
            raise ValueError(message)

    def orders(self) -> tuple[Order, ...]:
        """One order for each destination."""
        shared = Order(
            product_id="",
            destination="",
            on=self.on,
            quantity=self.quantity,
            importer_size=self.importer_size,
            importer_cbam_tonnes=self.importer_cbam_tonnes,
            importer_cbam_value_gbp=self.importer_cbam_value_gbp,
            documents=self.documents,
            registrations=self.registrations,
            marks=self.marks,
            sales_channel=self.sales_channel,
        )
        found = []
        for place in self.destinations:
            own = msgspec.structs.asdict(self.apart.get(place, OrderApart()))
            differs = {name: value for name, value in own.items() if value is not None}
            found.append(msgspec.structs.replace(shared, destination=place, **differs))
        return tuple(found)


def fault_line(fault: Fault, lang: Lang) -> FaultLine:
    """`fault` in the reader's language."""
    place = fault.place
    return FaultLine(
        code=fault.code,
        severity=fault.severity,
        detail=fault.text(lang),
        remedy=fault.remedy(lang),
        pointer=place.pointer,
        file=place.file,
        line=place.line,
    )


def verification_result(found: Verification, lang: Lang) -> VerificationResult:
    """`found` in the reader's language; a state this door does not know counts as unchecked."""
    return VerificationResult(
        outcome=found.outcome,
        checks=tuple(
            CheckLine(
                id=check.id,
                state="pass" if check.state == "pass" else "fail" if check.state == "fail" else "unchecked",
                code=check.code,
                text=check.text.in_lang(lang),
                remedy=check.remedy.in_lang(lang),
                spec=check.spec,
            )
            for check in found.checks
        ),
    )
