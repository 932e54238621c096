"""The packaged rules: one file per country, read when a destination first needs it, and kept."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from greencard.adapters.packs.claims import claim_lexicon
from greencard.catalogue import FactKind, FactVocabulary
from greencard.rules import Jurisdictions, RuleGroup, RulePack, Vocabulary, parse_group, parse_jurisdictions
from greencard.rules import parse_vocabulary as _parse_vocabulary

__all__ = ["destinations", "fact_vocabulary", "jurisdictions", "load_all", "load_pack", "vocabulary"]


def _read(name: str) -> bytes:
    return resources.files("greencard").joinpath("data", "rules", name).read_bytes()


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of facts."""
    return _parse_vocabulary(_read("facts.yaml"), "facts.yaml")


@lru_cache(maxsize=1)
def fact_vocabulary() -> FactVocabulary:
    """The same vocabulary as a product file needs it: type, unit and codes of each fact."""
    return {
        kind.name: FactKind(kind.type, kind.unit, frozenset(kind.codes), kind.closed, kind.label.zh)
        for kind in vocabulary().kinds.values()
    }


@lru_cache(maxsize=1)
def jurisdictions() -> Jurisdictions:
    """Which law each destination is under."""
    return parse_jurisdictions(_read("jurisdictions.yaml"))


@lru_cache(maxsize=64)
def _group(file: str) -> RuleGroup:
    return parse_group(_read(file), vocabulary(), file)


@lru_cache(maxsize=64)
def _pack(files: tuple[str, ...]) -> RulePack:
    return RulePack(vocabulary(), jurisdictions(), [_group(file) for file in files], claim_lexicon())


def load_pack(destination: str) -> RulePack:
    """The rules a destination needs (an EU member: EU and member), without rules where none are held.

    Raises:
        InvalidInput: not an ISO 3166 code (GC-RUL-010).
    """
    return _pack(jurisdictions().files(destination))


def load_all() -> RulePack:
    """Every packaged rule, for answers about many destinations."""
    return _pack(tuple(sorted(set(jurisdictions().groups.values()))))


def destinations() -> tuple[str, ...]:
    """Codes of the states and subdivisions for which rules are held, sorted."""
    table = jurisdictions()
    below = {one.rule.jurisdiction for one in load_all().rules() if "-" in one.rule.jurisdiction}
    return tuple(sorted((set(table.groups) - {"EU"}) | set(table.eu_members) | below))
