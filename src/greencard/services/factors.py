"""Looking at emission factors: search, one factor in full, and what is to be found among them or a person's own."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from greencard.factors.factor import Factor, LifeCycleFactor
from greencard.factors.findings import Finding, findings
from greencard.factors.own import parse_own_factors
from greencard.factors.process import ProcessEnergy
from greencard.factors.quality import Ratings
from greencard.factors.search import Kind, kind_of, leads_to, search
from greencard.factors.with_own import with_own
from greencard.model import Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from greencard.border import BorderPack
    from greencard.catalogue import FactVocabulary, HsCodes
    from greencard.factors import Catalogue
    from greencard.factors.gwp import GwpSet
    from greencard.model.claim_words import ClaimLexicon
    from greencard.pillars import BuyerProfile, Parameters
    from greencard.rules import Measures, RulePack, RuleTests
    from greencard.rules.claims import ClaimActs, Sentences
    from greencard.services.packs import Packs
    from greencard.transport import IntensityCatalogue

__all__ = [
    "FactorChecked",
    "FactorFound",
    "FactorShown",
    "OwnPacks",
    "check_factors",
    "find_factors",
    "find_processes",
    "show_factor",
]


class FactorFound(Value, frozen=True, kw_only=True):
    """One factor of a search, how well it answers and why."""

    factor: Factor
    kind: Kind
    score: float
    reasons: tuple[Text, ...]


class FactorShown(Value, frozen=True, kw_only=True):
    """Everything known of one factor."""

    factor: Factor
    kind: Kind
    citation: str
    ratings: Ratings
    under: dict[str, Decimal]
    """Value by GWP set, for those it can be expressed under."""
    leads: tuple[Text, ...]
    """Words that lead here."""
    findings: tuple[Finding, ...]


class FactorChecked(Value, frozen=True, kw_only=True):
    """Findings among the factors that ship, or of a file."""

    count: int
    """Factors looked at."""
    digest: str
    """Of the shipped data."""
    findings: tuple[Finding, ...]

    @property
    def warned(self) -> bool:
        """Whether anything asks for a decision."""
        return any(finding.severity == "warning" for finding in self.findings)


def find_factors(
    packs: Packs,
    words: str,
    *,
    region: str = "",
    recycled: bool | None = None,
    kind: Kind | None = None,
    unit: str = "",
) -> tuple[FactorFound, ...]:
    """Factors that answer to words or carry them in their name, best first."""
    hits = search(packs.factors(), words, region=region, recycled=recycled, kind=kind, unit=unit)
    return tuple(FactorFound(factor=h.factor, kind=kind_of(h.factor), score=h.score, reasons=h.reasons) for h in hits)


def find_processes(packs: Packs, words: str) -> tuple[ProcessEnergy, ...]:
    """Published process energies whose name or scope carries every word, by id."""
    asked = words.casefold().split()
    return tuple(
        process
        for process in packs.factors().processes.values()
        if asked
        and all(
            word in f"{process.name.en} {process.name.zh} {process.scope.en} {process.scope.zh}".casefold()
            for word in asked
        )
    )


def show_factor(packs: Packs, factor_id: str, *, used_in: str = "CN", on_year: int | None = None) -> FactorShown:
    """One factor with its citation, ratings, GWP sets, words and findings.

    Raises:
        Refused: no such factor (GC-FAC-002).
    """
    catalogue = packs.factors()
    factor = catalogue.factor(factor_id)
    found = findings(catalogue, on_year=on_year)
    return FactorShown(
        factor=factor,
        kind=kind_of(factor),
        citation=f"{factor.source}: {factor.record}" if factor.record else factor.source,
        ratings=catalogue.quality_of(factor, used_in=used_in, on_year=on_year),
        under=_under(factor, catalogue.gwp.values()),
        leads=leads_to(catalogue, factor),
        findings=tuple(finding for finding in found if factor.id in finding.factors),
    )


def _under(factor: Factor, sets: Iterable[GwpSet]) -> dict[str, Decimal]:
    """The value under each set it can be expressed in; uptake a source has subtracted is added back."""
    netted = factor.biogenic_netted if isinstance(factor, LifeCycleFactor) else 0
    return {gwp.name: factor.under(gwp) - netted for gwp in sets if factor.convertible(gwp)}


def check_factors(
    packs: Packs, raw: bytes | None = None, file: str = "", *, on_year: int | None = None
) -> FactorChecked:
    """Findings among the factors that ship, or of the factors in a person's file against each other and those.

    Raises:
        InvalidInput: the file is no table (GC-FAC-016), or rows are no factors, bear an id that ships or name an
            unknown material (GC-FAC-015, all of them named).
    """
    catalogue = packs.factors()
    if raw is None:
        found = findings(catalogue, on_year=on_year)
        return FactorChecked(count=len(catalogue.factors), digest=catalogue.digest, findings=found)
    parsed = parse_own_factors(raw, file, catalogue.gwp["AR6"])
    with_own(catalogue, parsed)  # what an assessment would refuse is refused here
    own = parsed.factors
    found = findings(catalogue, own=own, on_year=on_year) if own else ()
    return FactorChecked(count=len(own), digest=catalogue.digest, findings=found)


class OwnPacks:
    """Data packs whose factors are those of other packs with a person's own beside them; all else is unchanged."""

    def __init__(self, packs: Packs, raw: bytes, file: str) -> None:
        """Read the own factors.

        Raises:
            InvalidInput: the file is no table (GC-FAC-016), or rows are no factors, bear an id that ships or name an
                unknown material (GC-FAC-015, all of them named).
        """
        self._packs = packs
        catalogue = packs.factors()
        self._factors = with_own(catalogue, parse_own_factors(raw, file, catalogue.gwp["AR6"]))

    def factors(self) -> Catalogue:
        """Emission factors, own ones among them."""
        return self._factors

    def intensities(self) -> IntensityCatalogue:
        """Transport intensities."""
        return self._packs.intensities()

    def rules(self, destination: str) -> RulePack:
        """Rules that may apply in a destination."""
        return self._packs.rules(destination)

    def destinations(self) -> tuple[str, ...]:
        """Every destination for which rules are held."""
        return self._packs.destinations()

    def rule_tests(self, rule_id: str) -> RuleTests | None:
        """Tests that stand with a rule."""
        return self._packs.rule_tests(rule_id)

    def measures(self) -> Measures:
        """Trade measures told beside a verdict."""
        return self._packs.measures()

    def all_rules(self) -> RulePack:
        """Every rule held."""
        return self._packs.all_rules()

    def facts(self) -> FactVocabulary:
        """The vocabulary of facts."""
        return self._packs.facts()

    def claims(self) -> ClaimLexicon:
        """Which words make an environmental claim."""
        return self._packs.claims()

    def claim_acts(self) -> ClaimActs:
        """Acts about claims, beside the rules."""
        return self._packs.claim_acts()

    def claim_sentences(self) -> Sentences:
        """What may be said of a card's figures."""
        return self._packs.claim_sentences()

    def border(self) -> BorderPack:
        """Border carbon-cost tables."""
        return self._packs.border()

    def hs(self) -> HsCodes:
        """Customs codes."""
        return self._packs.hs()

    def pillar_parameters(self) -> Parameters:
        """Parameters of the pillars."""
        return self._packs.pillar_parameters()

    def buyer_profile(self, name: str) -> BuyerProfile | None:
        """A buyer profile that ships."""
        return self._packs.buyer_profile(name)

    def buyer_profiles(self) -> tuple[str, ...]:
        """Names of the buyer profiles."""
        return self._packs.buyer_profiles()
