"""Joins the packaged rules to the services that let a person read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from greencard.model import Product
    from greencard.services.law_changes import LawChange
    from greencard.services.packs import Packs
    from greencard.services.rulebook import RuleLine, RuleShown, Topic

__all__ = ["law_changes", "list_rules", "show_rule"]


def _packs(own: Path | None) -> Packs:
    """The packs, with the own rules of a directory beside those that ship."""
    from greencard.adapters.packs.shipped import ShippedPacks  # noqa: PLC0415 - loaded when rules are asked for

    return ShippedPacks(own)


def list_rules(
    words: str, *, to: str, law: str, topic: Topic | None, on: date | None, own: Path | None = None
) -> tuple[RuleLine, ...]:
    """Rules that answer to what is asked."""
    from greencard.services.rulebook import list_rules as listed  # noqa: PLC0415 - same

    return listed(_packs(own), to=to, words=words, law=law, topic=topic, on=on)


def show_rule(rule_id: str, *, own: Path | None = None) -> RuleShown:
    """One rule in full.

    Raises:
        NotFound: no such rule (GC-SVC-033).
    """
    from greencard.services.rulebook import show_rule as shown  # noqa: PLC0415 - same

    return shown(_packs(own), rule_id)


def law_changes(
    since: date,
    until: date,
    *,
    destinations: Sequence[str],
    products: Sequence[Product],
    quantity: int,
    own: Path | None = None,
) -> LawChange:
    """What changes between two days.

    Raises:
        InvalidInput: the later day is not later (GC-SVC-034).
    """
    from greencard.services.law_changes import law_changes as changes  # noqa: PLC0415 - same

    return changes(_packs(own), since, until, destinations=destinations, products=products, quantity=quantity)
