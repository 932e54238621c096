"""Which factor answers to a merchant's words: ranked, with the reason for every rank.

Four things decide: does the name fit (the longest synonym found in the words), is the factor from where the goods are
made (a Chinese good prefers a Chinese factor), is it the route the words name, and is it the right form and standing.
A material without a factor of its own is answered by a stated proxy, which is always weak. Weak is not silent: the
footprint uses it and asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from greencard.factors.rating import Rating, rating_in
from greencard.model import Text

if TYPE_CHECKING:
    from greencard.factors.catalogue import Catalogue
    from greencard.factors.factor import LifeCycleFactor
    from greencard.factors.lexicon import Lexicon, Named, Reading
    from greencard.factors.material import Material, Proxy
    from greencard.factors.phrase import Span

__all__ = ["STRONG", "Candidate", "candidates", "grade_marks"]

STRONG: Final = 0.6
"""From this score on a factor stands for the material; below, it stands in for it and a question is asked."""

_REGION_NEAR: Final = {"CN": ("TW",), "TW": ("CN",)}
_WEIGHT: Final = {"same": 1.0, "near": 0.97, "global": 0.95, "other": 0.93}
_STANDING: Final = {"representative": 1.0, "ordinary": 0.97, "route": 0.75, "part": 0.6, "suspect": 0.55}
_QUALITY: Final = {
    "official": 1.0,
    "database": 1.0,
    "derived": 0.97,
    "literature": 0.97,
    "abstract": 0.97,
    "suspect": 0.97,
}
_FORM_OTHER: Final = 0.93
_PROXY: Final = 0.5
_MIXTURE: Final = 0.55
_MISSPELT: Final = 0.55
_HINT: Final = 0.55
_ONE_CHARACTER: Final = 0.55
_PLATED: Final = 0.55
"""Gold or silver on it: a few thousandths of the mass may emit as much as all the rest."""
_STEP: Final = 0.0001
_OTHER_ROUTE: Final = 0.5
_ROUTE_UNSTATED: Final = 0.55
"""The words name a route and the figure's is not stated: it stands in, it does not stand for."""
_OIL: Final = "oil"
"""The route of a plastic's figure that states none, outside coal chemistry."""
_MARK: Final = re.compile(r"[0-9a-z.]*[0-9][0-9a-z.]*")
_NUMBER: Final = re.compile(r"[0-9]{3,4}[a-z]?$")


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
class _Worth:
    material: str
    worth: float
    why: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class _Wanted:
    words: str
    reading: Reading
    marks: frozenset[str]
    recycled: bool
    region: str


def candidates(
    catalogue: Catalogue, words: str, *, recycled: bool = False, region: str = "CN"
) -> tuple[Candidate, ...]:
    """Factors for the material in `words`, best first; empty where nothing answers, or where the words deny it.

    Args:
        catalogue: the factors.
        words: a material as a merchant writes it, in English or Chinese.
        recycled: whether the recycled part is meant (ISO 14067 cut-off: recycled content carries its recycling only).
            What the words say of it is `Lexicon.read(words).recycled`; a share is stated in the record, not guessed.
        region: where the goods are made, ISO 3166-1 alpha-2.
    """
    reading = catalogue.lexicon.read(words)
    wanted = _Wanted(words, reading, grade_marks(reading.text), recycled, region)
    found: dict[str, Candidate] = {}
    answers = [_of_material(catalogue, named, wanted) for named in _worths(reading)]
    for candidate in _higher_first([sorted(answer, key=lambda c: _rank(c, region)) for answer in answers]):
        before = found.get(candidate.factor.id)
        if before is None or candidate.score > before.score:
            found[candidate.factor.id] = candidate
    return tuple(sorted(found.values(), key=lambda c: _rank(c, region)))


def grade_marks(text: str) -> frozenset[str]:
    """Grades and sizes in a normalised text: `304`, `pa66`, `2.6`; of `sus304` the number too."""
    marks = _MARK.findall(text)
    return frozenset(marks) | {number[0] for mark in marks if (number := _NUMBER.search(mark))}


def _rank(candidate: Candidate, region: str) -> tuple[float, bool, bool, float, str]:
    """Best score first; then the country's own; then rated ones; then the higher value: doubt must not flatter."""
    factor = candidate.factor
    elsewhere, unrated = factor.region != region, candidate.rating is None
    return (-candidate.score, elsewhere, unrated, -float(factor.emission), factor.id)


def _worths(reading: Reading) -> list[_Worth]:
    """Materials named, and how much each name is worth. Several are a mixture of unknown shares."""
    best: dict[str, Named] = {}
    for named in reading.materials:
        if named.material not in best or named.span.weight > best[named.material].span.weight:
            best[named.material] = named
    unheld = [beside for beside in reading.beside if beside.kind == "unheld"]
    several = tuple(named.word for named in best.values()) + tuple(beside.word for beside in unheld)
    return [_worth(named, several if len(several) > 1 else (), reading) for named in best.values()]


def _worth(named: Named, several: tuple[str, ...], reading: Reading) -> _Worth:
    word = named.word
    if named.how == "slip":
        why = Text(en=f"“{word}” read as “{named.meant}”", zh=f"“{word}”按“{named.meant}”理解")
        return _Worth(named.material, _MISSPELT, (why, *_notes(reading)))
    worth = 1.0
    why = Text(en=f"the name “{word}”", zh=f"名称“{word}”")
    if several:
        worth = _MIXTURE
        why = Text(
            en=f"“{word}” is one of several materials named ({', '.join(several)}); their shares are not known: give "
            "each a line of its own",
            zh=f"“{word}”为所列多种材料之一（{'、'.join(several)}），比例未知：请分行填写",
        )
    elif named.how == "hint":
        worth = _HINT
        why = Text(en=f"“{word}” names a kind of material, not one", zh=f"“{word}”只说明材料类别，未指明具体材料")
    elif len(word) == 1 and not _alone(reading.text, named.span):
        worth = _ONE_CHARACTER
        why = Text(en=f"only the character “{word}”", zh=f"仅匹配到单字“{word}”")
    if any(beside.kind == "precious" for beside in reading.beside):
        worth = min(worth, _PLATED)
    return _Worth(named.material, worth, (why, *_notes(reading)))


def _notes(reading: Reading) -> list[Text]:
    """What is named besides and is not in the figure."""
    said: dict[str, list[str]] = {}
    for beside in reading.beside:
        said.setdefault(beside.kind, []).append(beside.word)
    return [
        Text(en=en.format(", ".join(words)), zh=zh.format("、".join(words)))
        for kind, words in said.items()
        for en, zh in [_BESIDE_WHY[kind]]
    ]


def _alone(text: str, span: Span) -> bool:
    """Whether a lone Chinese character is a word of its own here, not part of a longer one."""
    before, after = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    return before < "\u3400" and after < "\u3400"


def _higher_first(by_material: list[list[Candidate]]) -> list[Candidate]:
    """Candidates of several materials named together: those of the higher figure lead, for doubt must not flatter."""
    answered = [found for found in by_material if found]
    if len(answered) > 1:
        lead = max(answered, key=lambda found: _heaviness(found[0]))
        most = round(lead[0].score - _STEP, 4)
        answered = [
            found if found is lead else [replace(c, score=min(c.score, most)) for c in found] for found in answered
        ]
    return [candidate for found in answered for candidate in found]


def _heaviness(candidate: Candidate) -> tuple[bool, float]:
    """Emission per kg; one with a rated power or energy of its own first: its factor is not per kg."""
    return candidate.rating is not None, float(candidate.factor.emission)


def _of_material(catalogue: Catalogue, named: _Worth, wanted: _Wanted) -> list[Candidate]:
    material = catalogue.materials[named.material]
    own = catalogue.by_material.get(material.id, ())
    rating = rating_in(wanted.words, material.rating) if material.rating else None
    routes = [r for r in wanted.reading.routes if material.id in catalogue.lexicon.routes[r].materials]
    answers: list[Candidate] = []
    for factor in own:
        rated = factor.form == "rated"
        if not _wanted(factor, wanted) or (rated and rating is None):
            continue
        score, reasons = _score(catalogue, factor, wanted, routes)
        use = rating if rated else None
        answers.append(Candidate(factor, round(score * named.worth, 4), (*named.why, *reasons), material, None, use))
    if any(not candidate.factor.echo_of for candidate in answers) or (wanted.recycled and own):
        return answers
    for order, proxy in enumerate(material.proxies):
        why = Text(en=f"proxy: {proxy.en}", zh=f"代用：{proxy.zh}")
        for factor in catalogue.by_material[proxy.material]:
            if not _wanted(factor, wanted) or factor.form == "rated":
                continue
            score, reasons = _score(catalogue, factor, wanted, routes)
            score = round(score * named.worth * _PROXY * (1 - 0.1 * order), 4)
            answers.append(Candidate(factor, score, (*named.why, why, *reasons), material, proxy))
    return answers


def _wanted(factor: LifeCycleFactor, wanted: _Wanted) -> bool:
    return factor.recycled != "reused" and (factor.recycled == "recycled") == wanted.recycled


def _score(
    catalogue: Catalogue, factor: LifeCycleFactor, wanted: _Wanted, routes: list[str]
) -> tuple[float, list[Text]]:
    region = wanted.region
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
    standing = factor.standing
    named_route = factor.technology in routes
    score = _WEIGHT[where] * _QUALITY[factor.quality]
    if standing == "route" and named_route:
        standing = "ordinary"
    score *= _STANDING[standing]
    if standing in _STANDING_WHY:
        reasons.append(_STANDING_WHY[standing])
    if routes:
        factor_route, why = _route(catalogue.lexicon, factor, routes)
        score *= factor_route
        reasons.append(why)
    forms = wanted.reading.forms
    if factor.form != "rated" and forms and factor.form not in forms:
        score *= _FORM_OTHER
        reasons.append(Text(en=f"another form ({factor.form})", zh=f"形态不同（{factor.form}）"))
    marks = wanted.marks & catalogue.grades.get(factor.id, frozenset()) if wanted.marks else frozenset()
    if marks:
        score = min(1.0, score * 1.04)
        reasons.append(Text(en=f"grade {', '.join(sorted(marks))}", zh=f"牌号 {'、'.join(sorted(marks))}"))
    return score, reasons


def _route(lexicon: Lexicon, factor: LifeCycleFactor, routes: list[str]) -> tuple[float, Text]:
    """How a factor's route stands to the one the words name."""
    if factor.technology in routes:
        name = lexicon.routes[factor.technology].names
        return 1.0, Text(en=f"the route named: {name.en}", zh=f"所述路线：{name.zh}")
    if factor.technology:
        return _OTHER_ROUTE, Text(en=f"another route ({factor.technology})", zh=f"路线不同（{factor.technology}）")
    if routes == [_OIL]:
        return 1.0, Text(en="the figure's route is not stated; it lies with oil", zh="数值未注明路线，量级与油制一致")
    return _ROUTE_UNSTATED, Text(en="the figure's route is not stated", zh="数值未注明工艺路线")


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
_BESIDE_WHY: Final = {
    "unheld": ("no factor is held for {}", "没有“{}”的因子"),
    "coating": ("the coating ({}) is not in the figure", "数值不含表面处理（{}）"),
    "precious": (
        "the precious-metal plating ({}) is not in the figure and may weigh heavily",
        "数值不含贵金属镀层（{}），其影响可能较大",
    ),
}
