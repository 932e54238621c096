"""Is a commodity code in a scheme's list of goods: the longest matching prefix decides, and a short code may branch.

Scope comes from Annex I of Regulation (EU) 2023/956 alone. That a table of default values prints a code says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from greencard.border.commodity import CN_DIGITS, commodity_code
from greencard.border.pack import BorderPack
from greencard.border.records import Category, Proposed, ScopeRule

__all__ = ["ScopeAnswer", "ScopeBranch", "covered_codes", "in_scope", "proposal_for", "scope_by_rules"]

In = Literal["in", "out"]


@dataclass(frozen=True, slots=True)
class ScopeBranch:
    """One way a short or "ex" code can go on. `code` is a prefix; empty: every other code below the one asked."""

    code: str
    verdict: In
    category: Category | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScopeAnswer:
    """In, out, or depends on digits that were not given; `rule` is the prefix that matched, empty where none did."""

    cn: str
    verdict: Literal["in", "out", "depends"]
    rule: str = ""
    category: Category | None = None
    ghg: tuple[str, ...] = ()
    indirect: bool = False
    note: str = ""
    branches: tuple[ScopeBranch, ...] = ()

    @property
    def categories(self) -> tuple[Category, ...]:
        """Every category the good may belong to."""
        if self.verdict == "in" and self.category:
            return (self.category,)
        found = [branch.category for branch in self.branches if branch.verdict == "in" and branch.category]
        return tuple(dict.fromkeys(found))


def in_scope(pack: BorderPack, cn: str, on: date) -> ScopeAnswer:
    """Whether Annex I of Regulation (EU) 2023/956 lists the code on a date, with the rule that says so.

    A code of 4 or 6 digits below which both answers occur, and a code marked "ex", give `depends` with each branch.

    Raises:
        InvalidInput: not a commodity code (GC-BRD-001).
    """
    code = commodity_code(cn)
    if on < pack.parameters.eu_transition_from:
        return ScopeAnswer(code, "out")
    return scope_by_rules(pack.scope, code, pack.taric)


def scope_by_rules(rules: Mapping[str, ScopeRule], code: str, taric: tuple[str, ...] = ()) -> ScopeAnswer:
    """The answer of one list of goods, by stem; `taric` are the printed codes that tell "ex" codes apart."""
    base = _longest(rules, code)
    deeper = []
    if len(code) < CN_DIGITS:
        deeper = [rule for stem, rule in rules.items() if len(stem) > len(code) and stem.startswith(code)]
    if base is not None and base.include and base.ex:
        return _ex(base, code, taric)
    if any(rule.include != _includes(base) or rule.ex for rule in deeper):
        branches = tuple(_branch(rule) for rule in deeper)
        rest = ScopeBranch("", "in" if _includes(base) else "out", base.category if base else None)
        return ScopeAnswer(code, "depends", base.prefix if base else "", branches=(*branches, rest))
    return _decided(base, code)


def _longest(rules: Mapping[str, ScopeRule], code: str) -> ScopeRule | None:
    for length in range(len(code), 1, -1):
        rule = rules.get(code[:length])
        if rule is not None:
            return rule
    return None


def _includes(rule: ScopeRule | None) -> bool:
    return rule is not None and rule.include


def _branch(rule: ScopeRule) -> ScopeBranch:
    return ScopeBranch(rule.prefix, "in" if rule.include else "out", rule.category, rule.note)


def _decided(rule: ScopeRule | None, code: str) -> ScopeAnswer:
    if rule is None:
        return ScopeAnswer(code, "out")
    if not rule.include:
        return ScopeAnswer(code, "out", rule.prefix, rule.category, note=rule.note)
    return ScopeAnswer(code, "in", rule.prefix, rule.category, rule.ghg, rule.indirect, rule.note)


def _ex(rule: ScopeRule, code: str, taric: tuple[str, ...]) -> ScopeAnswer:
    meant = tuple(good for good in taric if good.startswith(rule.prefix))
    if code in meant:
        return _decided(rule, code)
    if len(code) > CN_DIGITS:
        return ScopeAnswer(code, "out", rule.prefix, rule.category, note=rule.note)
    branches = tuple(ScopeBranch(good, "in", rule.category, rule.note) for good in meant)
    rest = ScopeBranch("", "out", rule.category, rule.note)
    return ScopeAnswer(code, "depends", rule.prefix, rule.category, note=rule.note, branches=(*branches, rest))


def covered_codes(pack: BorderPack, answer: ScopeAnswer) -> tuple[str, ...]:
    """The codes to calculate for: the code itself, or every covered code of the benchmark table below a short one.

    Codes that default values tell apart by TARIC (clinker, hydraulic cement, calcined clay) give their TARIC codes.
    """
    below = [answer.cn] if len(answer.cn) >= CN_DIGITS else [code for code in pack.codes if code.startswith(answer.cn)]
    found: list[str] = []
    for code in below:
        taric = [good for good in pack.taric if len(code) == CN_DIGITS and good.startswith(code)]
        found.extend(taric or [code])
    if found == [answer.cn]:
        return (answer.cn,) if answer.verdict == "in" else ()
    return tuple(code for code in found if scope_by_rules(pack.scope, code, pack.taric).verdict == "in")


def proposal_for(pack: BorderPack, code: str) -> Proposed | None:
    """The line of the proposal COM(2025) 989 (not law) that names a code, or names codes below a short one."""
    for length in range(len(code), 3, -1):
        found = pack.proposed.get(code[:length])
        if found is not None:
            return None if any(code.startswith(out) for out in found.carve_outs) else found
    return next((good for prefix, good in pack.proposed.items() if prefix.startswith(code)), None)
