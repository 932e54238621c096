"""Which factors answer for a material: decided by its words, the factor named, the region and its recycled share.

No amount plays a part, so a choice is made once per catalogue and wording, and kept: a market names the same few
hundred materials a million times.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from greencard.errors import Place
from greencard.factors import Candidate, LifeCycleFactor, candidates, life_cycle
from greencard.factors.codes import NO_CANDIDATE, NOT_A_MATERIAL
from greencard.factors.route import RouteDoubt, route_doubt
from greencard.footprint.doubt.moments import sigma_reaching
from greencard.footprint.need import PER_KG
from greencard.model import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from greencard.factors import Catalogue
    from greencard.model import FactorRef

__all__ = ["Choice", "Pair", "Resolver", "Share", "resolver_of"]

Share = Literal["none", "part", "all"]
"""How much of a material is recycled, as far as the choice of factors depends on it."""
KEPT: Final = 8192
"""Wordings kept per catalogue. Words come from strangers: what is kept of them must not grow without end."""
_CATALOGUES: Final = 4
_SOURCE_PAIR: Final = 0.02


@dataclass(frozen=True, slots=True)
class Choice:
    """The factor taken for a share of a material, how it was found, and how uncertain it is there."""

    factor: LifeCycleFactor
    reference: FactorRef
    sigma: float
    """Standard deviation of ln(factor)."""
    note: Text
    candidate: Candidate | None = None
    doubt: Text | None = None
    """Why a factor named in the record stands in for the material rather than for it."""
    instead_of: Candidate | None = None
    """What the catalogue would take where a named factor is in doubt."""
    instead: bool = False
    """The primary factor of a share that has no recycled one."""
    route: RouteDoubt | None = None
    """Another production route that would change the figure, where the words name none."""

    @property
    def weak(self) -> bool:
        """Whether the factor stands in for the material rather than for it."""
        return self.doubt is not None or (self.candidate is not None and not self.candidate.strong)

    @property
    def rated(self) -> bool:
        """Whether the amount comes from a rating in the words, not from the mass."""
        return self.candidate is not None and self.candidate.rating is not None


@dataclass(frozen=True, slots=True)
class Pair:
    """Factors of the primary and of the recycled share; `again` is the latter's own where `found`, else the primary."""

    new: Choice
    again: Choice
    found: bool
    material: str
    """The material the words name, for waste stream and carbon; empty where none is known."""
    recycled_instead: LifeCycleFactor | None = None
    """The recycled factor that would stand if the words, which say recycled, were taken for a share; else None."""


@dataclass(frozen=True, slots=True)
class _Taken:
    factor: LifeCycleFactor
    candidate: Candidate | None = None
    doubt: Text | None = None
    instead_of: Candidate | None = None

    @property
    def weak(self) -> bool:
        return self.doubt is not None or (self.candidate is not None and not self.candidate.strong)


class Resolver:
    """Choices of one catalogue, kept for the wordings asked for last."""

    candidates: Callable[[str, bool, str], tuple[Candidate, ...]]
    """(words, whether the recycled part is meant, region): factors, best first."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.candidates = lru_cache(KEPT)(self._candidates)
        self._pair = lru_cache(KEPT)(self._resolved)
        self._named_material = lru_cache(KEPT)(self._material)

    def pair(self, words: str, named: str, region: str, share: Share, *, shown: bool, pointer: str = "") -> Pair:
        """Factors for a material.

        Args:
            words: the material as its merchant writes it.
            named: id of a factor named in the record; empty: the catalogue proposes.
            region: where the goods are made.
            share: whether none, part or all of it is recycled.
            shown: whether a document supports the recycled share; where none does, the interval reaches the primary
                factor.
            pointer: of the line, for refusals.

        Raises:
            Refused: no factor answers (GC-FAC-002 to 005, 009).
        """
        # `pointer` belongs to a refusal alone, and a refusal is never kept: it must not divide what is kept.
        try:
            return self._pair(words, named, region, share, shown)
        except _Unanswered:
            self._refuse(words, named, pointer)
            raise

    def material(self, words: str, named: str, region: str) -> str:
        """The material the words name, else that of the named factor; empty where none is known."""
        return self._named_material(words, named, region)

    def _candidates(self, words: str, recycled: bool, region: str) -> tuple[Candidate, ...]:
        return candidates(self.catalogue, words, recycled=recycled, region=region)

    def _material(self, words: str, named: str, region: str) -> str:
        found = self.candidates(words, False, region)
        if found:
            return found[0].material.id
        factor = self.catalogue.factors.get(named)
        return factor.material if isinstance(factor, LifeCycleFactor) else ""

    def _refuse(self, words: str, named: str, pointer: str) -> None:
        if named:
            place = Place(f"{pointer}/factor")
            factor = life_cycle(self.catalogue.factor(named, place), PER_KG, place)
            raise NOT_A_MATERIAL.at(place, id=factor.id, words=words[:80])
        raise NO_CANDIDATE.at(Place(f"{pointer}/material"), words=words[:80])

    def _resolved(self, words: str, named: str, region: str, share: Share, shown: bool) -> Pair:
        new, again = self._taken(words, named, region, share)
        primary = self._choice(new, words, region)
        reaches = None if shown else new.factor
        second = self._choice(again or new, words, region, instead=again is None, reaches=reaches)
        instead = self._said_recycled(new, words, region) if share == "none" else None
        return Pair(primary, second, again is not None, self.material(words, named, region), instead)

    def _said_recycled(self, new: _Taken, words: str, region: str) -> LifeCycleFactor | None:
        """The best recycled factor per kg where the words say recycled and the record states no share."""
        if self.catalogue.lexicon.read(words).recycled != "recycled" or new.factor.recycled == "recycled":
            return None
        found = (c.factor for c in self.candidates(words, True, region) if c.rating is None)
        return next(found, None) if new.candidate is None or new.candidate.rating is None else None

    def _choice(
        self,
        taken: _Taken,
        words: str,
        region: str,
        *,
        instead: bool = False,
        reaches: LifeCycleFactor | None = None,
    ) -> Choice:
        """`reaches`: the factor that would stand if the share were not what it is said to be."""
        factor = taken.factor
        sigma = self.catalogue.uncertainty.sigma(
            "suspect" if factor.standing == "suspect" else factor.quality,
            factor.region,
            factor.year,
            used_in=region,
            proxy=taken.weak or instead,
            guessed=taken.candidate is not None,
        )
        for other in (taken.instead_of.factor if taken.instead_of is not None else None, reaches):
            if other is not None and 0 < factor.emission < other.emission:
                # In doubt: the interval reaches what would stand instead.
                sigma = max(sigma, sigma_reaching(float(other.emission / factor.emission)))
        return Choice(
            factor,
            factor.reference(),
            sigma,
            _why(taken, instead=instead),
            taken.candidate,
            taken.doubt,
            taken.instead_of,
            instead,
            route_doubt(self.catalogue, words, taken.candidate, region=region) if taken.candidate is not None else None,
        )

    def _taken(self, words: str, named_id: str, region: str, share: Share) -> tuple[_Taken, _Taken | None]:
        """Factors of the primary and of the recycled share; a pair from one source wins a near tie."""
        primary = self.candidates(words, False, region)
        recycled = self.candidates(words, True, region) if share != "none" else ()
        best = primary[0] if primary else None
        if named_id:
            named = self._named(named_id)
            if named.recycled == "recycled":
                again = self._named_choice(named, primary, recycled[0] if recycled else best)
                return (_Taken(primary[0].factor, primary[0]) if primary else again), again
            same = [c for c in recycled if c.factor.source == named.source] or list(recycled)
            return self._named_choice(named, primary, best), (_Taken(same[0].factor, same[0]) if same else None)
        if not primary and not recycled:
            raise _Unanswered
        if not primary:
            again = _Taken(recycled[0].factor, recycled[0])
            return again, again
        if not recycled:
            return _Taken(primary[0].factor, primary[0]), None
        if share == "all":
            return _Taken(primary[0].factor, primary[0]), _Taken(recycled[0].factor, recycled[0])
        new, old = max(
            ((p, r) for p in primary for r in recycled if p.strong or p is primary[0]),
            key=lambda pair: (
                pair[0].score + pair[1].score + (_SOURCE_PAIR if pair[0].factor.source == pair[1].factor.source else 0)
            ),
        )
        return _Taken(new.factor, new), _Taken(old.factor, old)

    def _named(self, named: str) -> LifeCycleFactor:
        factor = self.catalogue.factors.get(named)
        if factor is None or not isinstance(factor, LifeCycleFactor):
            raise _Unanswered
        if factor.trust != "seen" or factor.unit != PER_KG or not factor.material:
            raise _Unanswered
        return factor

    def _named_choice(self, named: LifeCycleFactor, found: tuple[Candidate, ...], best: Candidate | None) -> _Taken:
        """A factor named in the record; in doubt where the words name another material or the figure is doubtful."""
        meant = {m for candidate in found for m in (candidate.material.id, candidate.factor.material)}
        doubt = None
        if named.material not in meant:
            doubt = Text(en="the words do not name that material", zh="名称与该因子的材料不符")
        elif named.echo_of or named.standing in {"suspect", "part"}:
            doubt = Text(
                en="the figure is doubtful or covers a part of making the material",
                zh="该数值存疑，或仅涵盖该材料生产的一部分",
            )
        other = best if doubt is not None and best is not None and best.rating is None else None
        return _Taken(named, None, doubt, other)


class _Unanswered(Exception):
    """No choice: the refusal is made by whoever knows the place."""


def _why(taken: _Taken, *, instead: bool) -> Text:
    """How the factor was found, in both languages."""
    if taken.candidate is None:
        said = Text(en="factor named in the record", zh="记录中指定的因子")
        doubt = taken.doubt
        return said if doubt is None else Text(en=f"{said.en}; {doubt.en}", zh=f"{said.zh}；{doubt.zh}")
    candidate = taken.candidate
    en = ["proposed by the catalogue, not confirmed by a person"]
    zh = ["由目录推荐，未经人工确认"]
    if instead:
        en.append("no factor for the recycled material: the primary one, which does not flatter")
        zh.append("没有再生材料因子：采用原生材料因子，不低估")
    if candidate.rating is not None:
        en.append(f"amount read from the name: {candidate.rating.words}")
        zh.append(f"数量取自名称：{candidate.rating.words}")
    en += [reason.en for reason in candidate.reasons]
    zh += [reason.zh for reason in candidate.reasons]
    if candidate.factor.note:
        en.append(candidate.factor.note.rstrip("."))
    return Text(en="; ".join(en), zh="；".join(zh))


_RESOLVERS: OrderedDict[int, Resolver] = OrderedDict()


def resolver_of(catalogue: Catalogue) -> Resolver:
    """The resolver of a catalogue; the last few catalogues keep theirs.

    Kept by identity, not by digest: two catalogues may differ and have been given the same digest by hand. The
    resolver holds its catalogue, so that an identity is not given to another object while it is a key here.
    """
    found = _RESOLVERS.get(id(catalogue))
    if found is None:
        found = _RESOLVERS[id(catalogue)] = Resolver(catalogue)
        while len(_RESOLVERS) > _CATALOGUES:
            _RESOLVERS.popitem(last=False)
    return found
