"""A catalogue with a person's own factors beside those that ship.

An own factor is reached by its id, or by its name as it stands in the file; that name leads only to it. It takes the
place of no shipped factor, grid or fuel. Its citation says that it is own and on which line of which file it stands,
and the catalogue has another digest. Without source or licence it is refused by its id (GC-FAC-009) and no words lead
to it.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import msgspec

from greencard.errors import Place, raise_faults
from greencard.factors.codes import BAD_OWN_FACTOR
from greencard.factors.factor import LifeCycleFactor
from greencard.factors.lexicon import extended
from greencard.factors.matching import grade_marks
from greencard.factors.material import Material
from greencard.factors.phrase import normalise
from greencard.model import Text

if TYPE_CHECKING:
    from greencard.factors.catalogue import Catalogue
    from greencard.factors.factor import Factor
    from greencard.factors.own import OwnFactors

__all__ = ["OWN", "with_own"]

OWN: Final = "own factor"
"""How the source of an own factor begins."""
_PER_KG: Final = "kg CO2e/kg"
_PER_KWH: Final = "kg CO2e/kWh"
_AVERAGE: Final = "average"
_SHORTEST: Final = 2
"""A name of one character would answer to too many words."""


def with_own(catalogue: Catalogue, own: OwnFactors) -> Catalogue:
    """The catalogue with a person's own factors in it, each marked, under another digest.

    An own grid average (`supply` average, life-cycle, per kWh) stands for a country that has none here, no other.

    Raises:
        InvalidInput: an own id is one of the catalogue, or an own material is unknown (GC-FAC-015, file and line).
    """
    raise_faults(
        [
            BAD_OWN_FACTOR.fault(Place(file=own.file, line=own.lines[factor.id]), reason=why.en, reason_zh=why.zh)
            for factor in own.factors
            if (why := _wrong(catalogue, factor))
        ]
    )
    factors: dict[str, Factor] = dict(catalogue.factors)
    materials: dict[str, Material] = {}
    answers: dict[str, list[LifeCycleFactor]] = {}
    by_name: dict[str, str] = {}
    grids: dict[tuple[str, str], LifeCycleFactor] = {}
    for given in own.factors:
        factor = msgspec.structs.replace(given, source=f"{OWN} ({own.file}:{own.lines[given.id]}): {given.source}")
        if isinstance(factor, LifeCycleFactor):
            if factor.trust == "seen" and factor.unit == _PER_KG and not factor.supply:
                words = [name for name in (factor.name.en, factor.name.zh) if len(normalise(name)) >= _SHORTEST]
                known = next((by_name[w] for w in map(normalise, words) if w in by_name), factor.id)
                materials.setdefault(known, _material(known, words, catalogue.materials.get(factor.material)))
                by_name |= {normalise(word): known for word in words}
                factor = factor if factor.material else msgspec.structs.replace(factor, material=known)
                answers.setdefault(known, []).append(factor)
            elif factor.material not in catalogue.materials:
                factor = msgspec.structs.replace(factor, material="")
            key = (factor.region, _AVERAGE)
            if factor.trust == "seen" and factor.supply == _AVERAGE and factor.unit == _PER_KWH:
                before = grids.get(key)
                if key not in catalogue.supplies and (before is None or (factor.year or 0) > (before.year or 0)):
                    grids[key] = factor
        factors[factor.id] = factor
    marked = {f.id: grade_marks(normalise(f"{f.name.en} {f.name.zh}")) for fs in answers.values() for f in fs}
    lexicon = extended(catalogue.lexicon, materials)
    return replace(
        catalogue,
        factors=factors,
        materials=lexicon.materials,
        lexicon=lexicon,
        by_material={**catalogue.by_material, **{name: tuple(found) for name, found in answers.items()}},
        supplies={**catalogue.supplies, **grids},
        grades={**catalogue.grades, **{factor_id: marks for factor_id, marks in marked.items() if marks}},
        digest=hashlib.sha256(f"{catalogue.digest}\n{own.digest}".encode()).hexdigest(),
    )


def _wrong(catalogue: Catalogue, factor: Factor) -> Text | None:
    """Why an own factor cannot stand in the catalogue; None where it can."""
    if factor.id in catalogue.factors or factor.id in catalogue.materials:
        return Text(
            en=f"{factor.id} is an id of the factors that ship; give yours another",
            zh=f"{factor.id} 是随软件发布的编号，请另取编号",
        )
    material = factor.material if isinstance(factor, LifeCycleFactor) else ""
    if material and material not in catalogue.materials:
        said = repr(material[:40])
        return Text(en=f"no material {said} is known here; leave it empty", zh=f"没有材料 {said}，请留空")
    return None


def _material(known: str, words: list[str], like: Material | None) -> Material:
    """The words of an own factor; waste stream and carbon of the material it says it is of."""
    names = tuple(dict.fromkeys(words))
    if like is None:
        return Material(id=known, en=names, zh=names, waste="mixed")
    return Material(id=known, en=names, zh=names, waste=like.waste, carbon=like.carbon, carbon_note=like.carbon_note)
