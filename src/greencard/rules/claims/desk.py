"""The acts of the destinations asked for, and what each says of a claim.

A rule of the pack is evaluated as in a verdict, once with the claim and once without; where that makes no difference,
the rule is not about the claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from greencard.model.base import Text
from greencard.model.claim_words import ClaimFound, ClaimLexicon
from greencard.model.claims import Audience, ClaimEffect, ClaimRuling
from greencard.model.fact import Fact
from greencard.model.verdict import Order, RuleOutcome
from greencard.rules.claims.acts import ClaimAct, ClaimActs, RuleNote
from greencard.rules.claims.proof import Proof
from greencard.rules.evaluate import evaluate
from greencard.rules.pack import CompiledRule, RulePack
from greencard.rules.wording import joined

__all__ = ["WORST_FIRST", "Desk"]

WORST_FIRST: Final[tuple[ClaimEffect, ...]] = ("forbidden", "evidence", "warn", "later", "allowed")
_NO_NOTE: Final = RuleNote()


class Desk:
    """The acts of all destinations, asked once per kind of claim."""

    def __init__(
        self,
        *,
        lexicon: ClaimLexicon,
        acts: ClaimActs,
        packs: Mapping[str, RulePack],
        on: date,
        audience: Audience,
        facts: Mapping[str, Iterable[Fact]],
    ) -> None:
        self.lexicon: Final = lexicon
        self.audience: Final = audience
        self._acts: Final = acts
        self._packs: Final = packs
        self._on: Final = on
        self._facts: Final = {to: tuple(f for f in facts.get(to, ()) if f.name != "claims") for to in packs}
        self._asked: Final[dict[tuple[str, str, date], dict[int, RuleOutcome]]] = {}
        self._ruled: Final[dict[tuple[str, str], tuple[ClaimRuling, ...]]] = {}

    def rulings(self, found: ClaimFound, proof: Proof) -> tuple[ClaimRuling, ...]:
        """What each act of each destination says of the claim, worst first within a destination."""
        rulings: list[ClaimRuling] = []
        for to in self._packs:
            key = (to, found.family)
            if key not in self._ruled:
                self._ruled[key] = tuple(self._by_rules(to, found.family))
            here = [*self._ruled[key], *self._by_acts(to, found, proof)]
            if proof.state == "contradicted":
                here.append(_contradicted(to, proof))
            if found.use != "asserted":
                here = [_softer(ruling) for ruling in here]
            rulings += sorted(here, key=lambda ruling: WORST_FIRST.index(ruling.effect))
        return tuple(rulings)

    # -- rules of the pack --------------------------------------------------------------------------------------------

    def _by_rules(self, to: str, family: str) -> Iterable[ClaimRuling]:
        pack = self._packs[to]
        code = self.lexicon.families[family].code
        for n, one in enumerate(pack.view(to).rules):
            if "claims" not in one.names or one.rule.consequence == "information":
                continue
            note = self._acts.rules.get(one.rule.id, _NO_NOTE)
            asked = code if code and note.also.get(family) is None else note.also.get(family, "")
            if asked:
                ruling = self._by_rule(to, n, one, asked, note)
                if ruling is not None:
                    yield ruling

    def _by_rule(self, to: str, n: int, one: CompiledRule, code: str, note: RuleNote) -> ClaimRuling | None:
        starts = one.rule.applies_from
        if starts is None or (one.rule.applies_until is not None and one.rule.applies_until < self._on):
            return None
        day = max(self._on, starts)
        with_it, without = self._outcomes(to, code, day).get(n), self._outcomes(to, "", day).get(n)
        if with_it is None or without is None:
            return None  # another version of it counts on that day, or a narrower rule in its place
        if with_it.status in {"not_applicable", without.status}:
            return None  # it does not reach the goods, or says the same whether the claim is made or not
        effect: ClaimEffect
        if with_it.status == "pass":
            effect = "allowed"
        elif with_it.status == "unknown":
            effect = "evidence"
        else:
            effect = "forbidden" if with_it.severity in {"block", "fix"} else "warn"
        kinds = self._packs[to].vocabulary.kinds
        return self._as_it_counts(
            ClaimRuling(
                destination=to,
                jurisdiction=one.rule.jurisdiction,
                rule=one.rule.id,
                title=one.rule.title,
                citation=one.rule.citation,
                effect=effect,
                since=starts,
                reason=joined(with_it.reasons, " ", ""),
                needs=tuple(kinds[name].question for name in with_it.missing_facts if name in kinds),
                audience=note.audience,
                trust=one.rule.trust,
                source=one.rule.source,
            ),
        )

    def _outcomes(self, to: str, code: str, day: date) -> dict[int, RuleOutcome]:
        """What the rules say that an order of that day sees, by their place among all that are held."""
        key = (to, code, day)
        if key not in self._asked:
            facts = (
                *self._facts[to],
                Fact(name="destination", value=to),
                Fact(name="placed_on_market_date", value=day.isoformat()),
                Fact(name="claims", value=(code,) if code else ()),
            )
            last = {fact.name: fact for fact in facts}
            order = Order(product_id="", destination=to, on=day, quantity=1)
            seen = self._packs[to].view(to).seen(day)
            self._asked[key] = dict(zip(seen, evaluate(self._packs[to], last.values(), order), strict=True))
        return self._asked[key]

    # -- acts without a rule ------------------------------------------------------------------------------------------

    def _by_acts(self, to: str, found: ClaimFound, proof: Proof) -> Iterable[ClaimRuling]:
        chain = self._packs[to].jurisdictions.chain(to)
        for act in self._acts.acts:
            if act.jurisdiction not in chain or found.family not in act.families or not _meant(act, found, proof):
                continue
            if act.applies_until is not None and act.applies_until < self._on:
                continue
            met = (act.met_by == "figure" and proof.state == "carried") or (
                act.met_by == "whole" and proof.state == "carried" and proof.whole
            )
            effect: ClaimEffect = "allowed" if met and act.effect == "evidence" else act.effect
            yield self._as_it_counts(
                ClaimRuling(
                    destination=to,
                    jurisdiction=act.jurisdiction,
                    rule=act.id,
                    title=act.title,
                    citation=act.citation,
                    effect=effect,
                    since=act.applies_from,
                    reason=proof.note if act.when == "partial" or met else Text(),
                    needs=() if met else (act.needs,),
                    audience=act.audience,
                    trust=act.trust,
                    source=act.source,
                ),
            )

    def _as_it_counts(self, ruling: ClaimRuling) -> ClaimRuling:
        """The ruling on that day, for that audience, by that source."""
        effect = ruling.effect
        if effect not in {"forbidden", "evidence"}:
            return ruling
        if ruling.since is not None and ruling.since > self._on:
            effect = "later"
        elif ruling.trust != "seen" or (ruling.audience == "consumer" and self.audience == "business"):
            effect = "warn"
        return msgspec.structs.replace(ruling, effect=effect)


def _meant(act: ClaimAct, found: ClaimFound, proof: Proof) -> bool:
    if act.when == "always":
        return True
    if act.when == "partial":
        return proof.state == "part"
    return found.share is None and proof.state in {"untouched", "stated", "carried"}


def _softer(ruling: ClaimRuling) -> ClaimRuling:
    """As it counts for words that may be meant otherwise."""
    return msgspec.structs.replace(ruling, effect="warn") if ruling.effect in {"forbidden", "evidence"} else ruling


def _contradicted(to: str, proof: Proof) -> ClaimRuling:
    return ClaimRuling(
        destination=to,
        jurisdiction="",
        rule="claims/own-figures",
        title=Text(en="The card says otherwise; misleading anywhere", zh="与卡片不符，在任何地方都属误导"),
        citation="",
        effect="forbidden",
        reason=proof.note,
        source="figures of the card",
    )
