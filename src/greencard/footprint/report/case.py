"""What the checklist looks at, and a finding about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from greencard.model import FootprintResult, Product

__all__ = ["Case", "Finding", "Status"]

Status = Literal["met", "not_met", "open"]


@dataclass(frozen=True, slots=True)
class Case:
    """A record, as far as its evidence stands on the day of the report, and its result."""

    product: Product
    result: FootprintResult
    verified_by: str = ""
    """Who verified the figure (ISO 14064-3); empty: nobody."""

    @property
    def bio_based(self) -> bool:
        """Whether anything in the product grew, by the record or by a supplier's card."""
        parts = self.result.components
        stated = any(line.bio_based_share > 0 for line in self.product.bom)
        return stated or parts.biogenic_carbon_content_kg > 0 or parts.biogenic_uptake < 0


@dataclass(frozen=True, slots=True)
class Finding:
    """Status of one requirement, why in both languages, and where in the record a remedy goes."""

    status: Status
    en: str
    zh: str
    pointer: str = ""
