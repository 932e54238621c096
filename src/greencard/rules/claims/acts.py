"""Acts about words for which the rule pack has no rule, and what the linter must know of the rules it has."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Final, Literal

import msgspec

from greencard.errors import GreencardError, Place
from greencard.model.base import Text, Value
from greencard.rules.claims.codes import BAD_CLAIM_DATA
from greencard.rules.vocabulary import read_yaml

__all__ = ["ClaimAct", "ClaimActs", "RuleNote", "parse_claim_acts"]


class ClaimAct(Value, frozen=True, kw_only=True):
    """What one act of one jurisdiction says of families of claims."""

    id: str
    jurisdiction: str
    title: Text
    citation: str
    families: tuple[str, ...]
    when: Literal["always", "unqualified", "partial"]
    """Of every such claim; of those without a percentage; of those that the card shows to be true of a part only."""
    effect: Literal["forbidden", "evidence"]
    met_by: Literal["", "figure", "whole"] = ""
    """Whether a figure of the card is the evidence: any that carries the claim, or one that says all of it."""
    applies_from: date
    applies_until: date | None = None
    audience: Literal["consumer", "any"]
    needs: Text
    trust: Literal["seen", "recall"]
    source: str
    note: str = ""
    checked_on: date


class RuleNote(Value, frozen=True, kw_only=True):
    """What the pack does not say of its rule: whom it protects, and which families it reaches besides its codes."""

    audience: Literal["consumer", "any"] = "any"
    also: dict[str, str] = msgspec.field(default_factory=dict)
    """Family to the code of the fact `claims` under which the rule reaches it."""


class _File(Value, frozen=True, kw_only=True):
    schema: Literal["greencard/claim-acts/1"]
    rules: dict[str, RuleNote]
    acts: tuple[ClaimAct, ...]


class ClaimActs:
    """All acts, and the notes on rules by their id."""

    __slots__ = ("acts", "digest", "rules")

    def __init__(self, acts: tuple[ClaimAct, ...], rules: dict[str, RuleNote], digest: str) -> None:
        self.acts: Final = acts
        self.rules: Final = rules
        self.digest: Final = digest
        """SHA-256 of the file."""


def parse_claim_acts(raw: bytes, file: str = "acts.yaml") -> ClaimActs:
    """The acts in `raw`.

    Raises:
        InvalidInput: unreadable, an id twice, or an act without title, citation, needs or source (GC-CLM-002).
    """
    try:
        content = msgspec.convert(read_yaml(raw, file), _File)
    except (msgspec.ValidationError, GreencardError) as problem:
        raise BAD_CLAIM_DATA.at(Place(file=file), problem=str(problem)[:200]) from None
    seen: set[str] = set()
    for n, act in enumerate(content.acts):
        place = Place(f"/acts/{n}", file)
        if act.id in seen:
            raise BAD_CLAIM_DATA.at(place, problem=f"{act.id} is given twice")
        seen.add(act.id)
        texts = (act.title.en, act.title.zh, act.needs.en, act.needs.zh, act.citation, act.source)
        if not all(text.strip() for text in texts) or not act.families:
            raise BAD_CLAIM_DATA.at(place, problem=f"{act.id} lacks title, citation, needs, source or families")
    return ClaimActs(content.acts, content.rules, hashlib.sha256(raw).hexdigest())
