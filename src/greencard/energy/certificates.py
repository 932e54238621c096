"""What energy-attribute certificates do to a facility's electricity: whose kWh each one is (ISO 14067:2018 6.4.9.4).

A certificate moves the attribute of a kWh, never the kWh. Sold, it takes own solar away; bought and cancelled for this
use, it covers grid supply of the same market; it never makes an own kWh. What was exported stays in its own ledger, and
so do the certificates of exports. GEC rules: National Energy Administration, rules for issuing and trading green
electricity certificates, 2024 (1 000 kWh each, the remainder rolls over, two years from the production month).

A carbon credit (CCER) of the same kWh excludes its certificate. The record has no field for credits, so whoever holds
one of a kWh must list its certificate as sold.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from greencard.energy import allocation_codes as codes
from greencard.errors import Place
from greencard.model.base import Text
from greencard.model.energy import EnergyCertificate, SolarMatch
from greencard.model.facility import CertifiedSupply, ElectricityClaims, UnusedCertificate, UsedCertificate
from greencard.model.party import CertificateState
from greencard.quantity import decimal_text

__all__ = ["CERTIFICATE_WH", "SupplySums", "certificate_number", "electricity_claims", "last_use", "whole_certificates"]

CERTIFICATE_WH: Final = 1_000_000
"""One GEC, I-REC or GO."""
_GEC_MONTHS: Final = 24
_OTHER_MONTHS: Final = 12
"""Our convention for I-REC and GO, whose rules of expiry differ by country: no older than a year when used."""
_MONTHS: Final = 12

_NOT_CANCELLED: Final = Text(en="bought, but not cancelled for this use", zh="已购入，但未为本次使用注销")
_OTHER_MARKET: Final = Text(en="made in another market than the load", zh="发电与用电不在同一市场")
_TOO_LATE: Final = Text(en="produced after the end of the period", zh="发电时间晚于本期末")
_EXPIRED: Final = Text(
    en="too old: no longer valid in the period or when cancelled", zh="已过期：在本期内或注销时已失效"
)
_TOO_EARLY: Final = Text(en="cancelled before it was produced", zh="注销早于发电")
_NO_NEED: Final = Text(en="more than the grid supply of the period", zh="超出本期电网供电量")
_OUTSIDE: Final = Text(en="produced outside the period", zh="发电不在本期内")
_NOT_THE_ROOF: Final = Text(en="not of the own solar plant", zh="不属于自有光伏电站")


@dataclass(frozen=True, slots=True)
class SupplySums:
    """Sums of a period, Wh: load, own solar used in its interval, exported, generated."""

    load_wh: int
    self_wh: int
    exported_wh: int
    generated_wh: int
    """The most the plant can have generated: metered, plus its mean for intervals nobody metered."""

    @classmethod
    def of(cls, match: SolarMatch) -> SupplySums:
        """The sums of a match."""
        expected = match.intervals + match.missing_intervals
        most = -(-match.pv_wh * expected // match.intervals) if match.intervals else match.pv_wh
        return cls(match.load_wh, match.self_consumed_wh, match.exported_wh, most)


def electricity_claims(
    supply: SolarMatch | SupplySums,
    certificates: Sequence[EnergyCertificate],
    *,
    country: str,
    first: date,
    last: date,
    state: CertificateState = "unknown",
) -> ElectricityClaims:
    """Load of the period by whose it is, Wh; the five parts sum to the load.

    Own solar: certificates that were sold speak for exported kWh first and, beyond them, for own use; certificates
    cancelled for own use keep it; kept ones speak for unsold exports first. What no listed certificate speaks for
    follows `state`, the plant-level word. Grid supply: certificates cancelled for this use cover it if they were
    produced in `country`, no later than `last`, and were still valid. What covers nothing is listed with its reason.

    Args:
        supply: a match, or its sums.
        certificates: of the facility; a block of several is one entry of a multiple of 1 000 kWh.
        country: market of the load, ISO 3166-1 alpha-2.
        first: first day of use.
        last: last day of use.
        state: fate of own solar certificates that are not listed.

    Raises:
        Refused: own certificates for more than was generated (GC-MTR-050), one certificate twice (GC-MTR-051).
        InvalidInput: a part of a certificate (GC-MTR-052), a production period that runs backwards (GC-MTR-053).
    """
    sums = SupplySums.of(supply) if isinstance(supply, SolarMatch) else supply
    listed = sorted(certificates, key=lambda one: (one.produced_until, one.produced_from, one.scheme, one.id))
    _check(listed)
    unused: list[UnusedCertificate] = []
    own = [one for one in listed if _is_own(one, sums)]
    sold, kept = _own_solar(own, sums, (first, last), unused)
    rest = sums.self_wh - sold - kept
    grid = sums.load_wh - sums.self_wh
    covered: dict[str, int] = {}
    users: list[UsedCertificate] = []
    for one in listed:
        if _is_own(one, sums):
            continue
        why = _why_not(one, country, first, last)
        used = 0 if why is not None else min(one.energy_wh, grid - sum(covered.values()))
        if used:
            covered[one.technology] = covered.get(one.technology, 0) + used
            users.append(UsedCertificate(scheme=one.scheme, id=one.id, wh=used))
        if used < one.energy_wh:
            unused.append(_unused(one, one.energy_wh - used, why or _NO_NEED))
    certified = sum(covered.values())
    return ElectricityClaims(
        load_wh=sums.load_wh,
        self_kept_wh=kept + (rest if state in {"kept", "not_issued"} else 0),
        self_sold_wh=sold + (rest if state == "sold" else 0),
        self_unsettled_wh=rest if state == "unknown" else 0,
        certified_wh=certified,
        grid_wh=grid - certified,
        certified=tuple(CertifiedSupply(technology=name, wh=wh) for name, wh in covered.items()),
        unused=tuple(unused),
        used=tuple(users),
    )


def whole_certificates(generated_wh: int, rolled_over_wh: int = 0) -> tuple[int, int]:
    """How many certificates a month's generation gives with what rolled over, and the Wh that roll over again."""
    return divmod(generated_wh + rolled_over_wh, CERTIFICATE_WH)


def certificate_number(text: str) -> str:
    """A certificate's number as it is compared: blanks, letter case and full-width forms make no other certificate."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def last_use(certificate: EnergyCertificate) -> date:
    """Last day on which a certificate can be used: the end of the month 24 months after production (GEC).

    For I-REC and GO twelve months, our own convention.
    """
    months = _GEC_MONTHS if certificate.scheme == "GEC" else _OTHER_MONTHS
    produced = certificate.produced_until
    # The first day of the month after the last one of validity, less a day.
    count = produced.year * _MONTHS + produced.month - 1 + months + 1
    if count >= date.max.year * _MONTHS:
        return date.max
    return date(count // _MONTHS, count % _MONTHS + 1, 1) - timedelta(days=1)


def _check(certificates: Sequence[EnergyCertificate]) -> None:
    seen: set[tuple[str, str]] = set()
    for one in certificates:
        number = one.scheme, certificate_number(one.id)
        if number in seen:
            raise codes.DOUBLE_USE.at(Place("/certificates"), scheme=one.scheme, id=one.id)
        seen.add(number)
        if one.energy_wh <= 0 or one.energy_wh % CERTIFICATE_WH:
            raise codes.PART_CERTIFICATE.at(
                Place("/certificates"), scheme=one.scheme, id=one.id, kwh=_kwh(one.energy_wh)
            )
        if one.produced_until < one.produced_from:
            raise codes.CERTIFICATE_DATES.at(
                Place("/certificates"), scheme=one.scheme, id=one.id, first=one.produced_from, last=one.produced_until
            )


def _is_own(one: EnergyCertificate, sums: SupplySums) -> bool:
    """Whether a certificate is one of the own plant's.

    One cancelled for own use is where there is a plant that could have made it: bought ones say `bought`, with the day
    of their cancellation.
    """
    return one.fate in {"kept", "sold"} or (
        one.fate == "cancelled_for_self" and one.technology == "pv" and sums.generated_wh > 0
    )


def _own_solar(
    own: Iterable[EnergyCertificate], sums: SupplySums, period: tuple[date, date], unused: list[UnusedCertificate]
) -> tuple[int, int]:
    """Own solar use that was sold, and that listed certificates keep, Wh."""
    totals = {"sold": 0, "kept": 0, "cancelled_for_self": 0}
    inside = 0
    for one in own:
        if one.technology != "pv":
            unused.append(_unused(one, one.energy_wh, _NOT_THE_ROOF))
            continue
        # A block produced over a longer time speaks for this period in proportion to days, rounded against the owner.
        part = _part_in(one, *period, up=one.fate == "sold")
        if part < one.energy_wh:
            unused.append(_unused(one, one.energy_wh - part, _OUTSIDE))
        else:
            inside += part
        totals[one.fate] += part
    # By days a block of a year can exceed what a winter month made; one of the period itself cannot.
    if inside > sums.generated_wh:
        raise codes.SOLD_ABOVE_GENERATION.at(
            Place("/certificates"), listed=_kwh(inside), generated=_kwh(sums.generated_wh)
        )
    sold = min(sums.self_wh, max(0, totals["sold"] - sums.exported_wh))
    # Sold exports free no kept certificate for own use: else selling more could look like owning more.
    keeps = totals["cancelled_for_self"] + max(0, totals["kept"] - sums.exported_wh)
    return sold, min(keeps, sums.self_wh - sold)


def _part_in(one: EnergyCertificate, first: date, last: date, *, up: bool) -> int:
    days = (one.produced_until - one.produced_from).days + 1
    within = (min(one.produced_until, last) - max(one.produced_from, first)).days + 1
    product = one.energy_wh * max(0, within)
    return -(-product // days) if up else product // days


def _why_not(one: EnergyCertificate, country: str, first: date, last: date) -> Text | None:
    """Why a bought certificate covers nothing here; None where it does."""
    if one.fate == "bought" and one.cancelled_on is None:
        return _NOT_CANCELLED
    if one.country != country:
        return _OTHER_MARKET
    if one.produced_until > last:
        return _TOO_LATE
    until = last_use(one)
    if until < first or (one.cancelled_on is not None and one.cancelled_on > until):
        return _EXPIRED
    if one.cancelled_on is not None and one.cancelled_on < one.produced_until:
        return _TOO_EARLY
    return None


def _unused(one: EnergyCertificate, wh: int, why: Text) -> UnusedCertificate:
    return UnusedCertificate(scheme=one.scheme, id=one.id, wh=wh, why=why)


def _kwh(wh: int) -> str:
    return decimal_text(Decimal(wh).scaleb(-3))
