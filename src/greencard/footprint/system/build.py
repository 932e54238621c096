"""From a product system to arrays: every source found, shared burdens split, sums proved to be whole.

Subdivision comes first (`only_for`), then the rule of the process. Recycling is by cut-off: scrap leaves without burden
and without credit, waste is treated at the cost of the process that makes it (ISO 14067:2018 6.4.6 and Annex D).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np

from greencard.errors import Fault, GreencardError, Place, raise_faults
from greencard.factors import LifeCycleFactor, candidates, life_cycle
from greencard.footprint.doubt.data_quality import Rater
from greencard.footprint.question import ask
from greencard.footprint.system.built import BuiltSystem, Emission, Take
from greencard.footprint.system.check import MAX_FAULTS, check_system, gas_key
from greencard.footprint.system.codes import CLAIMS, SHARES_SUM
from greencard.footprint.system.index import Index
from greencard.footprint.system.sharing import carbon_shares, products_of, shares_of
from greencard.footprint.system.source import (
    BIOGENIC_CO2,
    FOSSIL,
    LAND_MANAGEMENT,
    LAND_USE_CHANGE,
    NON_CO2,
    PACKAGING,
    Leaf,
    card_leaf,
    factor_leaf,
    fuel_leaves,
    material_leaf,
    named_leaf,
    waste_leaf,
)
from greencard.footprint.system.supply import ElectricityClaim, SupplierLeaf, usable_card
from greencard.footprint.system.units import ratio
from greencard.model import FactorRef, Text

if TYPE_CHECKING:
    from datetime import date

    from greencard.factors import Candidate, Catalogue, GwpSet
    from greencard.model import Evidence, Grade, ProductSystem, Question, Release, StageId, SystemInput, UnitProcess

__all__ = ["ENGINE", "RULES", "build"]

ENGINE: Final = "greencard-system/2"
RULES: Final = "iso14067-2018"
PER_KWH: Final = "kg CO2e/kWh"
_WHOLE: Final = 1e-12
_CLAIM_LABEL: Final = {
    "self_solar": Text(en="own solar electricity, used as it was made", zh="自用光伏电力（同时段）"),
    "certified": Text(en="electricity with cancelled certificates", zh="已注销绿证的电力"),
    "residual": Text(en="electricity whose certificates were sold, residual mix", zh="绿证已售电力（剩余混合）"),
}
_GRID: Final = Text(en="electricity from the grid", zh="电网电力")


def build(
    system: ProductSystem,
    catalogue: Catalogue,
    *,
    gwp: str = "AR6",
    grid_factor: str = "",
    claims: Mapping[str, tuple[ElectricityClaim, ...]] | None = None,
    cards: Mapping[str, SupplierLeaf] | None = None,
    on: date | None = None,
) -> BuiltSystem:
    """The system with every source found and every shared burden split, ready to be solved.

    Args:
        system: amounts per period or batch of each process; outputs may be taken in cycles.
        catalogue: emission factors; life-cycle ones alone, direct CO2 factors are refused by their type.
        gwp: name of the set that weighs gases let out by the processes.
        grid_factor: id of a life-cycle electricity factor to use instead of the newest one of the country.
        claims: own solar, cancelled or sold certificates, by process id; under "" for every process not named.
        cards: verified supplier cards by the name inputs give them.
        on: day on which evidence and cards must be valid; None: dates are not looked at.

    Raises:
        InvalidInput: every fault of the record in one exception (GC-FPT-110 to 131).
        Refused: no factor answers, or one of another kind (GC-FAC-002 to 010); a card that cannot be used (GC-FPT-125).
    """
    gases = catalogue.gwp.get(gwp) or catalogue.gwp["AR6"]
    raise_faults(check_system(system, gases))
    return _Builder(
        system=system,
        catalogue=catalogue,
        gwp=gases,
        grid_factor=grid_factor,
        claims=claims or {},
        cards=cards or {},
        on=on,
    ).build()


class _Builder:
    def __init__(
        self,
        *,
        system: ProductSystem,
        catalogue: Catalogue,
        gwp: GwpSet,
        grid_factor: str,
        claims: Mapping[str, tuple[ElectricityClaim, ...]],
        cards: Mapping[str, SupplierLeaf],
        on: date | None,
    ) -> None:
        self.system, self.catalogue, self.gwp = system, catalogue, gwp
        self.claims, self.cards, self.on = claims, cards, on
        self.index = Index(system)
        taken = self.index.taken()
        self.nodes = [
            found
            for name, found in self.index.outputs.items()
            if found.output.kind == "product" or (found.output.kind == "scrap" and name in taken)
        ]
        self.places = {found.output.id: place for place, found in enumerate(self.nodes)}
        self.leaves: list[Leaf] = []
        self.known: dict[tuple[Any, ...], int] = {}
        self.words: dict[str, tuple[Candidate, ...]] = {}
        self.takes: list[Take] = []
        self.emissions: list[Emission] = []
        self.questions: list[tuple[int, Question]] = []
        self.notes: list[Text] = []
        self.faults: list[Fault] = []
        self.grid_factor = grid_factor
        self._grid: LifeCycleFactor | None = None

    @property
    def grid(self) -> LifeCycleFactor:
        """The country's grid average, looked up once and only where electricity is used."""
        if self._grid is None:
            named = self.grid_factor
            self._grid = (
                life_cycle(self.catalogue.factor(named), PER_KWH) if named else self.catalogue.grid(self.system.country)
            )
        return self._grid

    def build(self) -> BuiltSystem:
        for number, process in enumerate(self.system.processes):
            if len(self.faults) >= MAX_FAULTS:
                break
            pointer = f"/processes/{number}"
            for j, taken in enumerate(process.inputs):
                self._guarded(number, taken, f"{pointer}/inputs/{j}")
            for j, output in enumerate(process.outputs):
                if output.kind == "waste":
                    self._waste(number, j, f"{pointer}/outputs/{j}")
            for j, release in enumerate(process.releases):
                self._release(number, release, f"{pointer}/releases/{j}")
            if not process.inputs and not process.releases:
                name = process.name.en or process.name.zh or process.id
                self.notes.append(
                    Text(
                        en=f"{name} takes nothing and lets nothing out: what it yields bears no burden.",
                        zh=f"{process.name.zh or name}没有任何投入和排放：其产出不带负担。",
                    )
                )
        raise_faults(self.faults)
        shares, carbon = self._shares()
        rules = self.catalogue.uncertainty
        return BuiltSystem(
            system=self.system,
            gwp=self.gwp,
            outputs=tuple(found.output for found in self.nodes),
            owner=tuple(found.position for found in self.nodes),
            leaves=tuple(self.leaves),
            takes=tuple(self.takes),
            emissions=tuple(self.emissions),
            shares=shares,
            carbon_shares=carbon,
            wanted=tuple(self.places[name] for name in self.index.wanted()),
            release_sigma=float(rules.activity.stated),
            questions=tuple(self.questions),
            notes=tuple(dict.fromkeys(self.notes)),
            digest=self._digest(),
            rater=Rater(self.catalogue, used_in=self.system.country),
        )

    def _guarded(self, number: int, taken: SystemInput, pointer: str) -> None:
        """One input; what is wrong with it is kept, so that all inputs are read before anything is raised."""
        try:
            self._input(number, taken, pointer)
        except GreencardError as error:
            self.faults.extend(error.faults)

    def _input(self, number: int, taken: SystemInput, pointer: str) -> None:
        process = self.system.processes[number]
        label = _words(taken.material or taken.factor or taken.card or taken.fuel)
        country = self.system.country
        if taken.output:
            found = self.index.outputs[taken.output]
            self._take(
                number,
                taken,
                pointer,
                provider=self.places[taken.output],
                unit=found.output.unit,
                label=found.output.name,
            )
        elif taken.electricity:
            self._electricity(number, taken, pointer)
        elif taken.fuel:
            fuel = self.catalogue.fuel(taken.fuel, Place(f"{pointer}/fuel"))
            names = (
                Text(en=f"{fuel.names.en}, burnt at the site", zh=f"{fuel.names.zh}，现场燃烧"),
                Text(en=f"{fuel.names.en}, supply chain", zh=f"{fuel.names.zh}，上游"),
            )
            for leaf, name in zip(fuel_leaves(self.catalogue, fuel, self.gwp, country), names, strict=False):
                self._leaf(number, taken, pointer, leaf=leaf, label=name, stage=process.stage)
            if fuel.biogenic:
                self.notes.append(
                    Text(
                        en=f"Burning {fuel.names.en} lets out biogenic CO2 that was taken up when it grew; both stand "
                        "apart. CH4 and N2O are in the total.",
                        zh=f"燃烧{fuel.names.zh}释放的生物源 CO2 是其生长时所吸收的，"
                        "两者均单独列出。CH4 和 N2O 计入总量。",
                    )
                )
        elif taken.card:
            given, made_up = self.cards.get(taken.card), self.system.illustrative
            card = usable_card(given, taken, pointer, on=self.on, illustrative=made_up)
            leaf = card_leaf(self.catalogue, card, country)
            self._leaf(number, taken, pointer, leaf=leaf, label=card.name, stage=_outside(process, leaf.unit))
        elif taken.factor:
            leaf, notes = named_leaf(self.catalogue, taken, pointer, country)
            self.notes += notes
            name = Text(en=leaf.factor.name, zh=leaf.factor.name_zh)
            self._leaf(number, taken, pointer, leaf=leaf, label=name, stage=_outside(process, leaf.unit))
        else:
            found_words = self.words.get(taken.material)
            if found_words is None:
                found_words = candidates(self.catalogue, taken.material, region=country)
                self.words[taken.material] = found_words
            leaf, asked, notes = material_leaf(self.catalogue, taken, found_words, pointer, country)
            self.notes += notes
            self._leaf(number, taken, pointer, leaf=leaf, label=label, stage=_outside(process, leaf.unit))
            self.questions += [(len(self.takes) - 1, question) for question in asked]

    def _electricity(self, number: int, taken: SystemInput, pointer: str) -> None:
        """Each claim at its factor, the rest at the grid average of the country (ISO 14067:2018 6.4.9.4)."""
        process = self.system.processes[number]
        claims = self.claims.get(process.id, self.claims.get("", ()))
        claimed = sum((claim.share for claim in claims), Decimal(0))
        if any(not claim.share.is_finite() or claim.share < 0 for claim in claims) or claimed > 1:
            raise CLAIMS.at(Place(pointer), process=process.id[:60], sum=claimed)
        country = self.system.country
        parts = [
            (claim.share, life_cycle(self.catalogue.factor(claim.factor), PER_KWH), _CLAIM_LABEL[claim.kind])
            for claim in claims
        ]
        for share, factor, label in [*parts, (1 - claimed, self.grid, _GRID)]:
            if share > 0:
                leaf = factor_leaf(self.catalogue, factor, country, Text(), by_amount=True)
                part = msgspec.structs.replace(taken, amount=taken.amount * share)
                self._leaf(number, part, pointer, leaf=leaf, label=label, stage=process.stage)
        if _grade(taken.evidence, self.on) == "E0":
            name = process.name.en or process.name.zh or process.id
            asked = ask(
                "energy.meter",
                process.id,
                en=f"Is the electricity of {name} metered or billed? It is a statement now.",
                zh=f"{process.name.zh or name}的用电量有电表读数或电费单吗？目前仅为声明。",
                kg=0.0,
                pointer=f"{pointer}/evidence",
            )
            self.questions.append((len(self.takes) - 1, asked))

    def _waste(self, number: int, at: int, pointer: str) -> None:
        process = self.system.processes[number]
        output = process.outputs[at]
        kg = output.mass_kg if output.mass_kg is not None else output.amount * (ratio(output.unit, "kg") or 0)
        try:
            leaf, asked = waste_leaf(self.catalogue, output, kg, pointer, self.system.country)
        except GreencardError as error:
            self.faults.extend(error.faults)
            return
        if leaf is None:
            return
        name = Text(
            en=f"treatment of {output.name.en or output.name.zh}", zh=f"处理：{output.name.zh or output.name.en}"
        )
        place = self._known(leaf, process.stage)
        sigma = float(self.catalogue.uncertainty.activity.stated)
        self.takes.append(Take(number, place, kg, sigma, process.stage, 0.0, "E0", name, pointer))
        self.questions += [(len(self.takes) - 1, question) for question in asked]

    def _leaf(self, number: int, taken: SystemInput, pointer: str, *, leaf: Leaf, label: Text, stage: StageId) -> None:
        place = self._known(leaf, stage)
        self._take(number, taken, pointer, provider=place, unit=leaf.unit, label=label, outside=(leaf, stage))

    def _known(self, leaf: Leaf, stage: StageId) -> int:
        """The place of a leaf; one for every factor, spread and use, packaging apart from the rest."""
        if stage == "packaging":
            direct = list(leaf.direct)
            direct[PACKAGING] = math.fsum(
                direct[column] for column in (FOSSIL, LAND_USE_CHANGE, LAND_MANAGEMENT, NON_CO2)
            )
            leaf = Leaf(leaf.unit, leaf.factor, tuple(direct), leaf.sigma, leaf.measured, leaf.by_amount, leaf.note)
        key = (leaf.factor.id, leaf.direct, leaf.sigma, leaf.unit)
        if key not in self.known:
            self.known[key] = len(self.nodes) + len(self.leaves)
            self.leaves.append(leaf)
        return self.known[key]

    def _take(
        self,
        number: int,
        taken: SystemInput,
        pointer: str,
        *,
        provider: int,
        unit: str,
        label: Text,
        outside: tuple[Leaf, StageId] | None = None,
    ) -> None:
        rules = self.catalogue.uncertainty.activity
        grade = _grade(taken.evidence, self.on)
        sigma = float(rules.measured if grade != "E0" else rules.stated)
        if taken.uncertainty is not None:
            sigma = float(taken.uncertainty)
        measured = 0.0
        if outside is not None:
            leaf = outside[0]
            measured = float(grade != "E0") if leaf.by_amount else leaf.measured
        self.takes.append(
            Take(
                process=number,
                provider=provider,
                amount=taken.amount * (ratio(taken.unit, unit) or Decimal(0)),
                sigma=sigma,
                stage=self.system.processes[number].stage if outside is None else outside[1],
                measured=measured,
                grade=grade,
                label=label,
                pointer=pointer,
                only_for=self.places[taken.only_for] if taken.only_for else -1,
            )
        )

    def _release(self, number: int, release: Release, pointer: str) -> None:
        gas = gas_key(release, self.gwp)
        column = {"land_use_change": LAND_USE_CHANGE, "land_management": LAND_MANAGEMENT}.get(release.origin, FOSSIL)
        if release.origin == "biogenic":
            column = BIOGENIC_CO2 if gas == "CO2" else NON_CO2
        factor = FactorRef(
            id=f"gwp/{self.gwp.name}/{gas}",
            name=f"{gas}, global warming potential over 100 years",
            name_zh=f"{gas}，100 年全球增温潜势",
            value=self.gwp.gases[gas],
            unit=f"kg CO2e/kg {gas}",
            region="GLO",
            year=None,
            gwp=self.gwp.name,
            source=f"{self.gwp.source}: {self.gwp.record}",
            licence="cite",
        )
        stage = self.system.processes[number].stage
        self.emissions.append(Emission(number, gas, release.kg, column, factor, stage, pointer))

    def _shares(self) -> tuple[Any, Any]:
        """Share of every node in its process; what is allocated is what there is, or nothing is built."""
        shares = np.zeros(len(self.nodes))
        carbon = np.zeros(len(self.nodes))
        for number, process in enumerate(self.system.processes):
            parts = shares_of(process)
            if abs(math.fsum(parts) - 1) > _WHOLE:
                raise SHARES_SUM.at(Place(f"/processes/{number}/allocation"), process=process.id, sum=math.fsum(parts))
            for output, part in zip(products_of(process), parts, strict=True):
                shares[self.places[output.id]] = part
            for output, part in zip(process.outputs, carbon_shares(process, process.outputs), strict=True):
                if output.id in self.places:
                    carbon[self.places[output.id]] = part
        return shares, carbon

    def _digest(self) -> str:
        """SHA-256 over everything the result depends on, as JSON with sorted names."""
        basis = {
            "engine": ENGINE,
            "rules": RULES,
            "gwp": self.gwp.name,
            "factors": self.catalogue.digest,
            "system": self.system,
            "grid_factor": self.grid_factor,
            "claims": {name: [asdict(claim) for claim in found] for name, found in self.claims.items()},
            "cards": {name: asdict(card) for name, card in self.cards.items()},
            "on": self.on,
        }
        return hashlib.sha256(msgspec.json.encode(basis, order="sorted")).hexdigest()


def _words(text: str) -> Text:
    return Text(en=text, zh=text)


def _outside(process: UnitProcess, unit: str) -> StageId:
    """Stage of what is bought: transport is inbound transport, energy the process's own, the rest raw material."""
    if process.stage != "production":
        return process.stage
    if unit == "tkm":
        return "inbound_transport"
    return "production" if ratio(unit, "kWh") is not None else "raw_materials"


def _grade(evidence: Evidence, on: date | None) -> Grade:
    """A grade that names no document, or whose document does not stand on the day, is a statement."""
    named = (evidence.kind or evidence.issuer or evidence.number).strip()
    late = on is not None and evidence.valid_until is not None and evidence.valid_until < on
    early = on is not None and evidence.valid_from is not None and evidence.valid_from > on
    return "E0" if not named or late or early else evidence.grade
