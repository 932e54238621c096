"""Recipes: what one kilogram, kilowatt-hour or megajoule brings into a footprint, asked of the rooms once and kept.

Each recipe is what the functions of the single assessment give for one unit, so that a rule lives in one place. All of
it is linear in the amount; where it is not (a rating in the words), the recipe says so and the line is asked each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from greencard.footprint.carbon import CO2_PER_C, biogenic_carbon_kg, without_carbon
from greencard.footprint.electricity import supply_of
from greencard.footprint.evidence import standing_evidence
from greencard.footprint.inbound import GUESSED_KM, inbound_leaves, per_tkm
from greencard.footprint.kernel import COMPONENTS
from greencard.footprint.market.leaf import LeafTable
from greencard.footprint.material import line_part, packaging_part
from greencard.footprint.production import loss_leaf, process_step
from greencard.footprint.resolution import KEPT, resolver_of
from greencard.footprint.tree import leaves
from greencard.model import BomLine, Customs, Facility, PackagingPart, Party, Process, Product, Recycled, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from greencard.factors import Catalogue
    from greencard.footprint.electricity import Supply
    from greencard.footprint.tree import Leaf
    from greencard.model import Evidence, FactorRef, Question

__all__ = ["Recipe", "Recipes", "Use"]

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

_ONE: Final = Decimal(1)
_ZERO: Final = Decimal(0)
_TEXT: Final = Text(en="-", zh="-")
GWP_SET: Final = "AR6"
MOST_KEPT: Final = 100_000
"""Recipes, leaves or questions after which a block's end starts them anew."""
_USES: Final = (np.int64, np.int64, np.float64, np.float64, np.bool_)
_ASKED: Final = (np.int64, np.float64)
_RAW, _INBOUND, _PRODUCTION, _PACKAGING = range(4)
_FOSSIL: Final = COMPONENTS.index("fossil")
_OF_PACKAGING: Final = COMPONENTS.index("packaging")


@dataclass(frozen=True, slots=True)
class Use:
    """Taking from a leaf: its number, units of the factor per unit of the recipe, ln-spread of the amount, basis."""

    leaf: int
    amount: float
    amount_sigma: float
    measured: bool


@dataclass(frozen=True, slots=True)
class Recipe:
    """What one unit brings: uses of factors, questions with the kg that rest on them, carbon."""

    number: int
    carbon: float = 0.0
    """kg CO2 taken up per kg of wholly bio-based material, zero or negative; of a fuel, biogenic CO2 per MJ."""
    linear: bool = True
    never_bio: bool = False
    """The words name only what cannot be bio-based."""
    kg: float = 0.0
    """kg CO2e of one unit."""


class Recipes:
    """The recipes of one catalogue and day, with the leaves they use."""

    def __init__(self, catalogue: Catalogue, *, inbound: Callable[[str], FactorRef], on: date | None) -> None:
        self.catalogue, self.on = catalogue, on
        self._inbound = inbound
        self.resolver = resolver_of(catalogue)
        self.stated = float(catalogue.uncertainty.activity.stated)
        self._begin()

    def _begin(self) -> None:
        self.leaves = LeafTable()
        self.questions: list[tuple[str, str]] = []
        """Code and subject of every question met so far."""
        self._numbers: dict[tuple[str, str], int] = {}
        self._uses: list[tuple[Any, ...]] = []
        self._asked: list[tuple[Any, ...]] = []
        self._use_starts, self._asked_starts = [0], [0]
        self._use_table = _columns((), _USES)
        self._asked_table = _columns((), _ASKED)
        self._carbon = lru_cache(8 * KEPT)(self._carbon_of)
        self.unit_vector = lru_cache(8 * KEPT)(self._unit_vector)
        self.line = lru_cache(8 * KEPT)(self._line)
        self.never_bio = lru_cache(KEPT)(self._never_bio)
        self.lost = lru_cache(KEPT)(self._lost)
        self.packaging = lru_cache(KEPT)(self._packaging)
        self.electricity = lru_cache(KEPT)(self._electricity)
        self.heat = lru_cache(KEPT)(self._heat)
        self.grid = lru_cache(KEPT)(self._grid)
        self.road = lru_cache(KEPT)(self._road)
        self.standing = lru_cache(KEPT)(self._standing)

    def trim(self) -> None:
        """Forget everything where strangers' words have filled it; blocks made before keep what they need."""
        if len(self._use_starts) > MOST_KEPT or len(self.questions) > MOST_KEPT or len(self.leaves) > MOST_KEPT:
            self._begin()

    def uses(self, found: Iterable[Leaf], owner: str = "") -> tuple[Use, ...]:
        """Leaves of the single assessment as uses; `owner`: the product, for factors that are its own."""
        return tuple(
            Use(
                self.leaves.number(leaf, owner),
                float(leaf.amount) * float(leaf.conversion) * float(leaf.share),
                leaf.amount_sigma,
                leaf.basis == "measured",
            )
            for leaf in found
        )

    def standing_line(self, line: BomLine) -> BomLine:
        """A line with the grades of evidence that stand on the day."""
        return standing_evidence(_product("CN", line=line), self.on)[0].bom[0]

    def standing_part(self, part: PackagingPart) -> PackagingPart:
        """A packaging part with the grades of evidence that stand on the day."""
        return standing_evidence(_product("CN", part=part), self.on)[0].packaging[0]

    def _made(
        self,
        stage: int,
        found: Iterable[Leaf],
        questions: Iterable[Question],
        about: str,
        *,
        carbon: float = 0.0,
        linear: bool = True,
        never_bio: bool = False,
    ) -> Recipe:
        """A new recipe; its uses and questions become rows of the columns."""
        kg = 0.0
        for use in self.uses(found):
            self._uses.append((stage, use.leaf, use.amount, use.amount_sigma, use.measured))
            kg += use.amount * self.leaves.keys[use.leaf].value
        for question in questions:
            number = self.question(question.code, about)
            self._asked.append((number, float(question.kg_co2e_at_stake)))
        self._use_starts.append(len(self._uses))
        self._asked_starts.append(len(self._asked))
        return Recipe(len(self._use_starts) - 2, carbon, linear, never_bio, kg)

    def question(self, code: str, about: str) -> int:
        """The number of a question and its subject."""
        number = self._numbers.setdefault((code, about), len(self.questions))
        if number == len(self.questions):
            self.questions.append((code, about))
        return number

    def use_columns(self) -> tuple[Longs, tuple[Any, ...]]:
        """Where the uses of each recipe begin (one more than there are recipes), and their columns.

        Stage, leaf, units of the factor per unit of the recipe, ln-spread of the amount, whether it is measured.
        """
        self._use_table = _grown(self._use_table, self._uses, _USES)
        return np.array(self._use_starts, dtype=np.int64), self._use_table

    def vector(self, uses: Iterable[tuple[Any, ...]]) -> Floats:
        """Components of some uses (rows of `use_columns`), kg CO2e, by the kernel's `COMPONENTS`."""
        vector = np.zeros(len(COMPONENTS))
        for stage, leaf, amount, _, _ in uses:
            key = self.leaves.keys[leaf]
            kg = amount * key.value
            for k, part in enumerate(key.parts, 1):
                vector[k] += kg * part
            vector[_FOSSIL] += kg * (1.0 - sum(key.parts))
            if stage == _PACKAGING:
                vector[_OF_PACKAGING] += kg
        return vector

    def _unit_vector(self, number: int) -> Floats:
        """Components of one unit of a recipe, kg CO2e."""
        return self.vector(self._uses[self._use_starts[number] : self._use_starts[number + 1]])

    def asked_columns(self) -> tuple[Longs, tuple[Any, ...]]:
        """Where the questions of each recipe begin, their numbers and kg CO2e at stake per unit of the recipe."""
        self._asked_table = _grown(self._asked_table, self._asked, _ASKED)
        return np.array(self._asked_starts, dtype=np.int64), self._asked_table

    def _line(self, words: str, factor: str, region: str, share: Decimal | None, shown: bool) -> Recipe:
        line = BomLine(material=words, net_kg=_ONE, gross_kg=_ONE, factor=factor, recycled=_recycled(share, shown))
        part = line_part(self.catalogue, line, 0, region)
        found = tuple(leaves(part.node))
        return self._made(
            _RAW,
            found,
            part.questions,
            words,
            carbon=self._carbon(words, factor, part.material),
            linear=all(leaf.unit == "kg" for leaf in found),
            never_bio=self.never_bio(words, region),
        )

    def _carbon_of(self, words: str, factor: str, material: str) -> float:
        """What one kg takes up, wholly bio-based: kg CO2, zero or negative."""
        line = BomLine(material=words, net_kg=_ONE, gross_kg=_ONE, factor=factor, bio_based_share=_ONE)
        carbon, _ = biogenic_carbon_kg(self.catalogue, line, material)
        return float(-carbon * CO2_PER_C)

    def _never_bio(self, words: str, region: str) -> bool:
        """Whether the words name only what cannot be bio-based."""
        line = BomLine(material=words, net_kg=_ONE, gross_kg=_ONE, bio_based_share=_ONE)
        return without_carbon(self.catalogue, line, 0, region) is not None

    def _lost(self, words: str, factor: str, region: str) -> Recipe:
        """One kg that entered and did not stay."""
        material = self.resolver.material(words, factor, region)
        line = BomLine(material=words, net_kg=_ZERO, gross_kg=_ONE)
        leaf, question = loss_leaf(self.catalogue, line, 0, material, region)
        leaf_found = [leaf] if leaf is not None else []
        return self._made(_PRODUCTION, leaf_found, [question] if question is not None else [], words)

    def _packaging(self, words: str, factor: str, region: str, share: Decimal | None, shown: bool) -> Recipe:
        part = PackagingPart(material=words, mass_kg=_ONE, factor=factor, recycled=_recycled(share, shown))
        found = packaging_part(self.catalogue, part, 0, region)
        own = tuple(leaves(found.node))
        linear = all(leaf.unit == "kg" for leaf in own)
        return self._made(_PACKAGING, own, found.questions, part.material, linear=linear)

    def _electricity(self, region: str, documented: bool, name: str) -> Recipe:
        """One kWh of a facility without own generation or certificates, in the process `name`."""
        return self._step(region, Process(name=name, electricity_kwh=_ONE, evidence=_evidence(documented)))

    def _heat(self, region: str, documented: bool, fuel: str, name: str) -> Recipe:
        """One MJ of a fuel (net calorific value) in the process `name`."""
        process = Process(name=name, heat_mj=_ONE, heat_fuel=fuel, evidence=_evidence(documented))
        return self._step(region, process)

    def _grid(self, region: str) -> Supply:
        """How a facility without own generation or certificates is supplied; a country without a factor is refused."""
        return supply_of(self.catalogue, Facility(id="-", name=_TEXT, place=_TEXT, country=region), None, "", None)

    def _step(self, region: str, process: Process) -> Recipe:
        supply = self.grid(region)
        step = process_step(self.catalogue, process, 0, supply, self.catalogue.gwp[GWP_SET])
        if step is None:
            return self._made(_PRODUCTION, (), (), process.name)
        found = tuple(leaves(step.node))
        return self._made(_PRODUCTION, found, step.questions, process.name, carbon=float(step.biogenic_co2_kg))

    def _road(self, region: str) -> tuple[Recipe, float]:
        """One kg over one km, and kg CO2e at stake per kg and km where no distance is given."""
        road = per_tkm(self._inbound(region))
        known = BomLine(material="-", net_kg=_ONE, gross_kg=_ONE, distance_km=_ONE)
        unknown = BomLine(material="-", net_kg=_ONE, gross_kg=_ONE)
        found, _ = inbound_leaves(self.catalogue, _product(region, known), road)
        _, asked = inbound_leaves(self.catalogue, _product(region, unknown), road)
        return self._made(_INBOUND, found, (), "-"), float(asked[0].kg_co2e_at_stake) / float(GUESSED_KM)

    def _standing(self, evidence: Evidence) -> bool:
        """Whether a document stands behind the evidence on the day."""
        if evidence.grade == "E0":
            return False
        process = Process(name="-", evidence=evidence)
        stands, _ = standing_evidence(_product("CN", process=process), self.on)
        return stands.processes[0].evidence.grade != "E0"


def _grown(table: tuple[Any, ...], rows: Sequence[tuple[Any, ...]], kinds: Sequence[type]) -> tuple[Any, ...]:
    """The columns with the rows that came since they were made."""
    known = table[0].size
    if known == len(rows):
        return table
    return tuple(np.concatenate(pair) for pair in zip(table, _columns(rows[known:], kinds), strict=True))


def _columns(rows: Sequence[tuple[Any, ...]], kinds: Sequence[type]) -> tuple[Any, ...]:
    return tuple(np.array([row[k] for row in rows], dtype=kind) for k, kind in enumerate(kinds))


def _evidence(documented: bool) -> Evidence:
    from greencard.model import Evidence  # noqa: PLC0415 - a value, not a type only

    return Evidence(grade="E1" if documented else "E0", kind="document" if documented else "")


def _recycled(share: Decimal | None, shown: bool) -> Recycled | None:
    return None if share is None else Recycled(share=share, evidence=_evidence(shown))


def _product(
    region: str,
    line: BomLine | None = None,
    process: Process | None = None,
    part: PackagingPart | None = None,
) -> Product:
    """A product that says one thing, for the functions that take a whole one."""
    return Product(
        id="-",
        name=_TEXT,
        declared_unit=_TEXT,
        mass_kg=_ONE,
        customs=Customs(code="000000", system="HS2022"),
        seller=Party(id="-", name=_TEXT),
        facility=Facility(id="-", name=_TEXT, place=_TEXT, country=region),
        bom=(line,) if line is not None else (),
        processes=(process,) if process is not None else (),
        packaging=(part,) if part is not None else (),
    )
