"""Which factor answers to a merchant's words: ranked, with the reason for every rank.

Three things decide: does the name fit (the longest synonym found in the words), is the factor from where the goods are
made (a Chinese good prefers a Chinese factor), and is it the right form and standing. A material without a factor of
its own is answered by a stated proxy, which is always weak. Weak is not silent: the footprint uses it and asks.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from greencard.factors.phrase import Span, normalise
from greencard.factors.rating import Rating, rating_in
from greencard.model import Text

if TYPE_CHECKING:
    from greencard.factors.catalogue import Catalogue
    from greencard.factors.factor import LifeCycleFactor
    from greencard.factors.material import Material, Proxy

__all__ = ["STRONG", "Candidate", "candidates"]

STRONG: Final = 0.6
"""From this score on a factor stands for the material; below, it stands in for it and a question is asked."""

_REGION_NEAR: Final = {"CN": ("TW",), "TW": ("CN",)}
_WEIGHT: Final = {"same": 1.0, "near": 0.97, "global": 0.95, "other": 0.93}
_STANDING: Final = {"representative": 1.0, "ordinary": 0.97, "route": 0.75, "part": 0.6, "suspect": 0.55}
_QUALITY: Final = {"official": 1.0, "database": 1.0, "literature": 0.97, "abstract": 0.97, "suspect": 0.97}
_FORM_OTHER: Final = 0.93
_PROXY: Final = 0.5
_MIXTURE: Final = 0.55
_MISSPELT: Final = 0.55
_ONE_CHARACTER: Final = 0.55
_SAME_WORTH: Final = 0.5
_LONG_ENOUGH: Final = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A factor, how well it answers (0 to 1), and why."""

    factor: LifeCycleFactor
    score: float
    reasons: tuple[Text, ...]
    material: Material
    """The material the words name; with a proxy, not the factor's own."""
    proxy: Proxy | None = None
    rating: Rating | None = None
    """Set where the factor is per kW or kWh and the words carry the amount."""

    @property
    def strong(self) -> bool:
        """Whether the factor stands for the material rather than in for it."""
        return self.score >= STRONG


@dataclass(frozen=True, slots=True)
class _Named:
    material: str
    worth: float
    why: Text


def candidates(
    catalogue: Catalogue, words: str, *, recycled: bool = False, region: str = "CN"
) -> tuple[Candidate, ...]:
    """Factors for the material in `words`, best first; empty where nothing answers.

    Args:
        catalogue: the factors.
        words: a material as a merchant writes it, in English or Chinese.
        recycled: whether the recycled part is meant (ISO 14067 cut-off: recycled content carries its recycling only).
        region: where the goods are made, ISO 3166-1 alpha-2.
    """
    text = normalise(words)
    forms = {form for form, phrases in catalogue.forms.items() if any(p.spans(text) for p in phrases)}
    found: dict[str, Candidate] = {}
    for named in _materials_in(catalogue, text):
        for candidate in _of_material(catalogue, named, words, text, forms, recycled=recycled, region=region):
            before = found.get(candidate.factor.id)
            if before is None or candidate.score > before.score:
                found[candidate.factor.id] = candidate
    return tuple(sorted(found.values(), key=lambda c: _rank(c, region)))


def _rank(candidate: Candidate, region: str) -> tuple[float, bool, bool, float, str]:
    """Best score first; then the country's own; then rated ones; then the higher value: doubt must not flatter."""
    factor = candidate.factor
    elsewhere, unrated = factor.region != region, candidate.rating is None
    return (-candidate.score, elsewhere, unrated, -float(factor.emission), factor.id)


def _materials_in(catalogue: Catalogue, text: str) -> list[_Named]:
    """Materials named in the text. A name inside a longer name does not count ("board" in "bamboo board")."""
    hits: list[tuple[Span, str]] = [
        (span, material) for phrase, material in catalogue.phrases for span in phrase.spans(text)
    ]
    hits = [(span, m) for span, m in hits if not any(span.inside(other) for other, _ in hits)]
    if not hits:
        return _misspelt(catalogue, text)
    best: dict[str, Span] = {}
    for span, material in hits:
        if material not in best or span.weight > best[material].weight:
            best[material] = span
    longest = max(span.weight for span in best.values())
    level = [m for m, span in best.items() if span.weight >= _SAME_WORTH * longest]
    named = []
    for material, span in best.items():
        word = text[span.start : span.end]
        worth = 1.0 if span.weight == longest else _SAME_WORTH * span.weight / longest
        why = Text(en=f"the name “{word}”", zh=f"名称“{word}”")
        if material in level and len(level) > 1:
            worth = _MIXTURE
            why = Text(
                en=f"“{word}” is one of several materials named; their shares are not known",
                zh=f"“{word}”为所列多种材料之一，比例未知",
            )
        elif len(word) == 1 and len(text) > 1:
            worth *= _ONE_CHARACTER
            why = Text(en=f"only the character “{word}”", zh=f"仅匹配到单字“{word}”")
        named.append(_Named(material, worth, why))
    return named


def _misspelt(catalogue: Catalogue, text: str) -> list[_Named]:
    names = {phrase.text: material for phrase, material in catalogue.phrases if len(phrase.text) >= _LONG_ENOUGH}
    for token in (token for token in text.split() if len(token) >= _LONG_ENOUGH):
        close = difflib.get_close_matches(token, sorted(names), n=1, cutoff=0.85)
        if close:
            why = Text(en=f"“{token}” read as “{close[0]}”", zh=f"“{token}”按“{close[0]}”理解")
            return [_Named(names[close[0]], _MISSPELT, why)]
    return []


def _of_material(
    catalogue: Catalogue, named: _Named, words: str, text: str, forms: set[str], *, recycled: bool, region: str
) -> list[Candidate]:
    material = catalogue.materials[named.material]
    rating = rating_in(words, material.rating) if material.rating else None
    answers: list[Candidate] = []
    for factor in catalogue.by_material.get(material.id, ()):
        rated = factor.form == "rated"
        if (factor.recycled == "recycled") != recycled or (rated and rating is None):
            continue
        score, reasons = _score(factor, text, forms, region)
        use = rating if rated else None
        answers.append(Candidate(factor, round(score * named.worth, 4), (named.why, *reasons), material, None, use))
    if any(not candidate.factor.echo_of for candidate in answers) or (
        recycled and catalogue.by_material.get(material.id)
    ):
        return answers
    for order, proxy in enumerate(material.proxies):
        why = Text(en=f"proxy: {proxy.en}", zh=f"代用：{proxy.zh}")
        for factor in catalogue.by_material[proxy.material]:
            if (factor.recycled == "recycled") != recycled or factor.form == "rated":
                continue
            score, reasons = _score(factor, text, forms, region)
            score = round(score * named.worth * _PROXY * (1 - 0.1 * order), 4)
            answers.append(Candidate(factor, score, (named.why, why, *reasons), material, proxy))
    return answers


def _score(factor: LifeCycleFactor, text: str, forms: set[str], region: str) -> tuple[float, list[Text]]:
    where = (
        "same"
        if factor.region == region
        else "near"
        if factor.region in _REGION_NEAR.get(region, ())
        else "global"
        if factor.region in {"GLO", "RER"}
        else "other"
    )
    reasons = [_REGION_WHY[where](factor.region)]
    score = _WEIGHT[where] * _STANDING[factor.standing] * _QUALITY[factor.quality]
    if factor.standing in _STANDING_WHY:
        reasons.append(_STANDING_WHY[factor.standing])
    said = set(text.split())
    own = set(normalise(f"{factor.name.en} {factor.name.zh}").split())
    if factor.form != "rated" and forms and factor.form not in forms:
        score *= _FORM_OTHER
        reasons.append(Text(en=f"another form ({factor.form})", zh=f"形态不同（{factor.form}）"))
    marks = {token for token in said & own if any(c.isdigit() for c in token)}
    if marks:
        score = min(1.0, score * 1.04)
        reasons.append(Text(en=f"grade {', '.join(sorted(marks))}", zh=f"牌号 {'、'.join(sorted(marks))}"))
    return score, reasons


_REGION_WHY: Final = {
    "same": lambda r: Text(en=f"a factor of the same region ({r})", zh=f"同一地区的因子（{r}）"),
    "near": lambda r: Text(en=f"a factor of the nearest region ({r})", zh=f"邻近地区的因子（{r}）"),
    "global": lambda r: Text(en=f"a supra-national factor ({r})", zh=f"跨国平均因子（{r}）"),
    "other": lambda r: Text(en=f"a factor of another region ({r})", zh=f"其他地区的因子（{r}）"),
}
_STANDING_WHY: Final = {
    "suspect": Text(en="the figure is doubtful beside its peers", zh="与同类数值相比存疑"),
    "route": Text(en="one production route among several", zh="仅代表多种工艺路线之一"),
    "part": Text(en="covers a part of the material or its making", zh="仅涵盖该材料或其生产的一部分"),
}
