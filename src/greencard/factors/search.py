"""Looking through the catalogue: by material, by the words of a name, by kind, region and unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from greencard.factors.factor import DirectFactor, Factor, FuelFactor, LifeCycleFactor
from greencard.factors.matching import candidates
from greencard.factors.phrase import normalise
from greencard.model import Text

if TYPE_CHECKING:
    from greencard.factors.catalogue import Catalogue

__all__ = ["Hit", "Kind", "kind_of", "leads_to", "search"]

Kind = Literal["life-cycle", "direct", "fuel"]
_RUN: Final = re.compile(r"[0-9a-z.]+|[\u3400-\u9fff]+")
_ENOUGH: Final = 0.5
_NAME_WORTH: Final = 0.5
"""A factor found by the words of its name alone ranks below one that answers to a material."""
_LENGTH: Final = 0.0005
"""Of two names that carry all the words, the shorter says more of them."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One factor found, how well it answers (0 to 1), and why."""

    factor: Factor
    score: float
    reasons: tuple[Text, ...]


def kind_of(factor: Factor) -> Kind:
    """The kind by its public name."""
    return "direct" if isinstance(factor, DirectFactor) else "fuel" if isinstance(factor, FuelFactor) else "life-cycle"


def search(
    catalogue: Catalogue,
    words: str,
    *,
    region: str = "",
    recycled: bool | None = None,
    kind: Kind | None = None,
    unit: str = "",
    most: int = 20,
) -> tuple[Hit, ...]:
    """Factors that answer to words or carry them in their name, best first, at most `most`.

    Args:
        catalogue: the factors.
        words: a material, a country, a fuel, a process …
        region: only factors of this region; goods are taken to be made there, else in China.
        recycled: the recycled part; None: as the words say.
        kind: only factors of this kind.
        unit: only factors per this unit, with or without `kg CO2e/`.
        most: how many at most.
    """
    said = catalogue.lexicon.read(words).recycled
    wanted = said == "recycled" if recycled is None else recycled
    answers = candidates(catalogue, words, recycled=wanted, region=region or "CN")
    if not answers and recycled is None:
        answers = candidates(catalogue, words, recycled=not wanted, region=region or "CN")
    found = {c.factor.id: Hit(c.factor, c.score, c.reasons) for c in answers}
    pieces = _pieces(normalise(words))
    for factor in catalogue.factors.values() if pieces else ():
        if factor.id not in found and _may(factor, recycled) and (share := _share(pieces, factor)) >= _ENOUGH:
            why = Text(en="the words stand in its name or id", zh="名称或编号中含有这些词")
            found[factor.id] = Hit(factor, round(_NAME_WORTH * share - _LENGTH * len(factor.name.en), 4), (why,))
    per = unit.rpartition("/")[2].strip().casefold()
    kept = [
        hit
        for hit in found.values()
        if (kind is None or kind_of(hit.factor) == kind)
        and (not region or hit.factor.region == region)
        and (not per or hit.factor.unit.rpartition("/")[2].casefold() == per)
    ]
    order = {c.factor.id: at for at, c in enumerate(answers)}
    last = len(order)
    kept.sort(key=lambda h: (-h.score, order.get(h.factor.id, last), -(h.factor.year or 0), h.factor.id))
    return tuple(kept[:most])


def _may(factor: Factor, recycled: bool | None) -> bool:
    """Whether a factor is of the part asked for, where it is of a material at all."""
    material = isinstance(factor, LifeCycleFactor) and bool(factor.material)
    return recycled is None or not material or (getattr(factor, "recycled", "") == "recycled") is recycled


def _pieces(text: str) -> list[str]:
    """Latin words, and Chinese by pairs of characters: a single one says too little."""
    pieces: list[str] = []
    for run in _RUN.findall(text):
        chinese = run[0] >= "\u3400"
        pieces += [run[i : i + 2] for i in range(len(run) - 1)] if chinese and len(run) > 1 else [run]
    return pieces


def _share(pieces: list[str], factor: Factor) -> float:
    """Part of the pieces that stand in a factor's names, id or region."""
    latin = set(normalise(f"{factor.name.en} {factor.id.replace('/', ' ')} {factor.region}").split(" "))
    return sum(piece in latin or piece in factor.name.zh for piece in pieces) / len(pieces)


def leads_to(catalogue: Catalogue, factor: Factor) -> tuple[Text, ...]:
    """Which words lead to a factor: those of its material, and of the materials it stands in for as a proxy."""
    if not isinstance(factor, LifeCycleFactor) or not factor.material:
        return ()
    own = catalogue.materials[factor.material]
    leads = [Text(en=", ".join(own.en), zh="、".join(own.zh))]
    leads += [
        Text(
            en=f"as a proxy for {', '.join(material.en)} ({proxy.en})",
            zh=f"代用于{'、'.join(material.zh)}（{proxy.zh}）",
        )
        for material in catalogue.materials.values()
        for proxy in material.proxies
        if proxy.material == factor.material
    ]
    return tuple(leads)
