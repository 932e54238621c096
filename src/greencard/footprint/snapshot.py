"""The hash of everything a result depends on: the same snapshot gives the same bytes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from greencard.footprint.rulesets import RuleSet

__all__ = ["ENGINE", "snapshot"]

ENGINE: Final = "greencard-footprint/3"
"""Changes whenever the same input may give another figure."""


def snapshot(under: RuleSet, factors: str, **inputs: Any) -> str:
    """SHA-256 over engine, rule set, factor data (`factors`: their hash) and inputs, as JSON with sorted names."""
    basis = {"engine": ENGINE, "rules": under.id, "gwp": under.gwp_set, "factors": factors, **inputs}
    return hashlib.sha256(msgspec.json.encode(basis, order="sorted")).hexdigest()
