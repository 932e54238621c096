"""All claims of a text against the acts of the destinations where it will be read.

A rule of the pack is asked as it is in a verdict, with the claim as the one claim made: what it forbids is forbidden,
what it leaves open becomes the evidence to bring. Acts without a rule add to that. Only sources that were read forbid;
an act that protects consumers warns where the text is for business; words with a plain sense besides, and names, are
asked about and never forbidden.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from greencard.errors import Place
from greencard.model.base import Text
from greencard.model.claim_words import MOST_FOUND, ClaimFound, ClaimLexicon
from greencard.model.claims import (
    Audience,
    ClaimFigures,
    ClaimFinding,
    ClaimReport,
    ClaimRuling,
    ClaimStanding,
)
from greencard.model.fact import Fact
from greencard.rules.claims.acts import ClaimActs
from greencard.rules.claims.codes import NO_DESTINATION, TEXT_TOO_LONG, TOO_MANY_DESTINATIONS
from greencard.rules.claims.desk import WORST_FIRST, Desk
from greencard.rules.claims.instead import Sentences
from greencard.rules.claims.proof import proof_of
from greencard.rules.pack import RulePack
from greencard.rules.wording import joined

__all__ = ["MAX_CHARACTERS", "MAX_DESTINATIONS", "lint"]

MAX_CHARACTERS: Final = 400_000
MAX_DESTINATIONS: Final = 60
_ADVISED: Final = frozenset({"asserted", "ambiguous", "name"})
_USE_NOTES: Final[Mapping[str, Text]] = {
    "ambiguous": Text(
        en="These words have a plain sense too. If that is meant, say it plainly: “green-coloured”.",
        zh="该词也有普通含义。若指颜色等，请写明，例如“绿色（颜色）”。",
    ),
    "name": Text(
        en="Part of a name. A name that says so is a claim too (Directive 2005/29/EC Art 2): have it looked at.",
        zh="属于名称的一部分。含有此类意思的名称也属于声称（指令 2005/29/EC 第 2 条）：请核实。",
    ),
    "denied": Text(en="Denied here, so no claim.", zh="此处为否定表述，不构成声称。"),
    "mentioned": Text(en="Mentioned here, not claimed.", zh="此处仅为提及，不构成声称。"),
}
_SAME_MEDIUM: Final = Text(
    en="Say it on the same pack, label or page, where it is read with the claim.",
    zh="须写在同一包装、标签或页面上，与声称一并可见。",
)
_NOT_COVERED: Final = (
    Text(
        en="Words alone are read: no pictures, colours, logos or context, and not how good the evidence is.",
        zh="仅审阅文字：不含图片、颜色、标志和语境，也不评价证据质量。",
    ),
    Text(
        en="Not legal advice. Where nothing is held for a destination, that is no permission.",
        zh="非法律意见。未收录某目的地的规定，不代表允许。",
    ),
)


def lint(
    text: str,
    *,
    lexicon: ClaimLexicon,
    acts: ClaimActs,
    sentences: Sentences,
    packs: Mapping[str, RulePack],
    on: date,
    audience: Audience = "consumer",
    figures: ClaimFigures | None = None,
    facts: Mapping[str, Iterable[Fact]] | None = None,
    names: Iterable[str] = (),
) -> ClaimReport:
    """What the text claims, per destination of `packs` what each act says of it, and what may be said instead.

    Args:
        text: as it will be printed; at most `MAX_CHARACTERS`.
        lexicon: words that make a claim.
        acts: acts without a rule in the packs.
        sentences: what may be said of figures.
        packs: rules of each destination, in the order asked for.
        on: the day on which the text is read.
        audience: who reads it.
        figures: those of the goods' card; without them nothing is proved and only general advice is given.
        facts: what is known of the goods at each destination; claims among it are replaced.
        names: firms and brands, whose words are reported as names.

    Raises:
        InvalidInput: no or too many destinations, a text too long (GC-CLM-003 to 005), a destination that is no code
            (GC-RUL-010).
    """
    if not packs:
        raise NO_DESTINATION.at(Place("/destinations"))
    if len(packs) > MAX_DESTINATIONS:
        raise TOO_MANY_DESTINATIONS.at(Place("/destinations"), count=len(packs), limit=MAX_DESTINATIONS)
    if len(text) > MAX_CHARACTERS:
        raise TEXT_TOO_LONG.at(Place("/text"), characters=len(text), limit=MAX_CHARACTERS)
    desk = Desk(lexicon=lexicon, acts=acts, packs=packs, on=on, audience=audience, facts=facts or {})
    found = lexicon.find(text, names=names)
    places = _places(text, found)
    lang = lexicon.language(text)
    findings = tuple(_finding(one, place, desk, sentences, figures) for one, place in zip(found, places, strict=True))
    digests = (lexicon.digest, acts.digest, sentences.digest, *(pack.digest for pack in packs.values()))
    return ClaimReport(
        standing=_worst_of([finding.standing for finding in findings]),
        audience=audience,
        on=on,
        destinations=tuple(packs),
        text_lang=lang,
        characters=len(text),
        findings=findings,
        truncated=len(found) >= MOST_FOUND,
        figures="" if figures is None else figures.source,
        data=hashlib.sha256("\n".join(digests).encode()).hexdigest(),
        not_covered=_NOT_COVERED,
    )


def _places(text: str, found: Sequence[ClaimFound]) -> list[tuple[int, int]]:
    """Line and column of each finding, from 1."""
    places = []
    line, begin, at = 1, 0, 0
    for one in found:
        newlines = text.count("\n", at, one.start)
        if newlines:
            line += newlines
            begin = text.rindex("\n", at, one.start) + 1
        at = one.start
        places.append((line, one.start - begin + 1))
    return places


def _finding(
    found: ClaimFound, place: tuple[int, int], desk: Desk, sentences: Sentences, figures: ClaimFigures | None
) -> ClaimFinding:
    family = desk.lexicon.families[found.family]
    meant = found.use in _ADVISED
    proof = proof_of(found, figures)
    rulings = desk.rulings(found, proof) if meant else ()
    notes = [
        note for note in (_USE_NOTES.get(found.use), proof.note if meant else None) if note is not None and note.en
    ]
    instead = sentences.instead(found.family, figures, found.lang) if meant and figures is not None else ()
    if instead and desk.audience == "consumer":
        notes.append(_SAME_MEDIUM)
    return ClaimFinding(
        family=family.id,
        title=family.title,
        words=found.words,
        start=found.start,
        end=found.end,
        line=place[0],
        column=place[1],
        use=found.use,
        share_percent=found.share,
        standing=_standing(rulings, meant=meant),
        note=joined(notes, " ", ""),
        rulings=rulings,
        instead=instead,
        advice=family.instead if meant else Text(),
    )


def _standing(rulings: Sequence[ClaimRuling], *, meant: bool) -> ClaimStanding:
    if not meant:
        return "no_claim"
    if not rulings:
        return "nothing_held"
    worst = min((ruling.effect for ruling in rulings), key=WORST_FIRST.index)
    return "may_be_said" if worst == "allowed" else worst


def _worst_of(standings: Sequence[ClaimStanding]) -> ClaimStanding:
    order: tuple[ClaimStanding, ...] = (
        "forbidden",
        "evidence",
        "warn",
        "later",
        "nothing_held",
        "may_be_said",
        "no_claim",
    )
    return min(standings, key=order.index, default="no_claim")
