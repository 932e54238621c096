"""What a careful reader finds in a set of factors: echoes, mixed GWP sets, stale years, wide spreads, unlike kinds.

A `note` says what is so and stated; a `warning` asks for a decision before the figures are used together.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from greencard.factors.factor import CO2_ONLY, DirectFactor, Factor, LifeCycleFactor
from greencard.model import Text, Value
from greencard.quantity import decimal_text, significant

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from greencard.factors.catalogue import Catalogue
    from greencard.factors.lexicon import Lexicon

__all__ = ["Finding", "FindingKind", "findings", "findings_among"]

FindingKind = Literal["echo", "mixed_gwp", "stale", "undated", "spread", "no_gwp", "kinds", "unsourced"]
_DIGITS: Final = 3
"""Figures that agree in fewer digits agree by chance."""
_SCALES: Final = (Decimal(1), Decimal(1000), Decimal("0.001"))
_SPREAD: Final = 5
_STALE_YEARS: Final = 10
_UNSTATED: Final = "not stated"
_EXPLAINED: Final = frozenset({"part", "suspect", "route"})


class Finding(Value, frozen=True, kw_only=True):
    """One thing found among factors."""

    kind: FindingKind
    severity: Literal["note", "warning"]
    factors: tuple[str, ...]
    text: Text


def findings(
    catalogue: Catalogue, *, own: Iterable[Factor] = (), on_year: int | None = None, stale_years: int = _STALE_YEARS
) -> tuple[Finding, ...]:
    """Findings of the catalogue, or, with `own`, of those factors among themselves and against the catalogue.

    Args:
        catalogue: the factors that ship, and the words by which own ones are told apart.
        own: a person's own factors; with any, only findings that touch one of them come back.
        on_year: the year of use; the rating table's year unless given.
        stale_years: age from which a year counts as stale.
    """
    year = catalogue.rating_table.reference_year if on_year is None else on_year
    mine = tuple(own)
    found = findings_among([*catalogue.factors.values(), *mine], catalogue.lexicon, year, stale_years)
    if not mine:
        return found
    ids = {factor.id for factor in mine}
    return tuple(finding for finding in found if ids & set(finding.factors))


def findings_among(
    factors: Iterable[Factor], lexicon: Lexicon, on_year: int, stale_years: int = _STALE_YEARS
) -> tuple[Finding, ...]:
    """Findings among any factors, warnings first, then by kind and id."""
    every = tuple(factors)
    subjects: dict[str, list[Factor]] = defaultdict(list)
    for factor in every:
        if subject := _subject(factor, lexicon):
            subjects[subject].append(factor)
    found = [*_ages(every, on_year, stale_years), *_without_gwp(every), *_unsourced(every), *_kinds(every)]
    for subject, group in subjects.items():
        found += _echoes(group)
        found += _spread(subject, group)
        found += _mixed(subject, group)
    return tuple(sorted(found, key=lambda f: (f.severity == "note", f.kind, f.factors)))


def _subject(factor: Factor, lexicon: Lexicon) -> str:
    """What the factor is of, so that only like is held against like; empty where nothing says it."""
    if isinstance(factor, LifeCycleFactor) and factor.material:
        return factor.material
    if factor.unit == "kg CO2e/kg" and not factor.id.startswith(("waste/", "fuel/", "material/other", "goods/")):
        named = [n for n in lexicon.read(factor.name.en).materials if n.how == "name"]
        return named[0].material if len({n.material for n in named}) == 1 else ""
    return ""


def _echoes(group: list[Factor]) -> list[Finding]:
    """One figure under two regions' names: equal to the digits printed, at the scale of kg or of tonnes."""
    found = []
    for at, one in enumerate(group):
        for other in group[at + 1 :]:
            declared = one.id == _echo_of(other) or other.id == _echo_of(one)
            if not declared and (one.region == other.region or not _same_form(one, other)):
                continue
            if not declared and not _same_digits(one.value, other.value):
                continue
            pair = tuple(sorted((one.id, other.id)))
            said = f"{decimal_text(one.value)} ({one.region}), {decimal_text(other.value)} ({other.region})"
            found.append(
                Finding(
                    kind="echo",
                    severity="note" if declared else "warning",
                    factors=pair,
                    text=Text(
                        en=f"One figure under two names: {said}. Find out whose it is before using both.",
                        zh=f"同一数值出现在两个名下：{said}。同时使用前请查明原始来源。",
                    ),
                )
            )
    return found


def _same_form(one: Factor, other: Factor) -> bool:
    """Whether both are of one form, as far as it is stated: wire rod and coil agree by chance."""
    forms = {form for f in (one, other) if isinstance(f, LifeCycleFactor) and (form := f.form)}
    return len(forms) < 2  # noqa: PLR2004 - two forms are unlike


def _echo_of(factor: Factor) -> str:
    return factor.echo_of if isinstance(factor, LifeCycleFactor) else ""


def _same_digits(one: Decimal, other: Decimal) -> bool:
    """Whether two figures are one to the digits of the shorter, at the same scale or a thousand times it."""
    if one <= 0 or other <= 0:
        return False
    digits = min(_digits(one), _digits(other))
    if digits < _DIGITS:
        return False
    return any(significant(one * scale, digits) == significant(other, digits) for scale in _SCALES)


def _digits(value: Decimal) -> int:
    """Significant digits printed, trailing zeros not counted."""
    return len(significant(value, 28).as_tuple().digits)


def _spread(subject: str, group: list[Factor]) -> list[Finding]:
    """Candidates of one material that differ more than a merchant can ignore."""
    found = []
    for recycled in ("primary", "recycled"):
        like = [
            f
            for f in group
            if isinstance(f, LifeCycleFactor)
            and f.unit == "kg CO2e/kg"
            and f.recycled == recycled
            and f.standing not in {"part", "suspect"}
            and f.emission > 0
        ]
        if len(like) < 2:  # noqa: PLR2004 - a spread needs two
            continue
        low, high = min(like, key=_emission), max(like, key=_emission)
        times = high.emission / low.emission
        if times <= _SPREAD:
            continue
        explained = high.standing in _EXPLAINED or low.standing in _EXPLAINED or bool(high.technology or low.technology)
        said = decimal_text(significant(times, 2))
        found.append(
            Finding(
                kind="spread",
                severity="note" if explained else "warning",
                factors=(low.id, high.id),
                text=Text(
                    en=f"{subject}, {recycled}: {said} times between the lowest and the highest; the route matters.",
                    zh=f"{subject}（{recycled}）：最高值是最低值的 {said} 倍，工艺路线影响很大。",
                ),
            )
        )
    return found


def _emission(factor: LifeCycleFactor) -> Decimal:
    return factor.emission


def _mixed(subject: str, group: list[Factor]) -> list[Finding]:
    """Candidates of one material under different GWP sets, or a stated set beside figures that state none."""
    sets: Mapping[str, list[str]] = defaultdict(list)
    for factor in group:
        if isinstance(factor, LifeCycleFactor) and factor.gwp != CO2_ONLY and not factor.gases:
            sets[factor.gwp].append(factor.id)
    if len(sets) < 2:  # noqa: PLR2004 - mixed is two
        return []
    stated = sets.keys() - {_UNSTATED}
    names = ", ".join(sorted(sets))
    return [
        Finding(
            kind="mixed_gwp",
            severity="warning" if len(stated) > 1 else "note",
            factors=tuple(sorted(i for listed in sets.values() for i in listed)),
            text=Text(
                en=f"{subject}: figures under {names}; figures in CO2e alone cannot be moved from one set to another.",
                zh=f"{subject}：数值分别基于 {names}；仅有二氧化碳当量的数值无法在两套之间换算。",
            ),
        )
    ]


def _ages(factors: tuple[Factor, ...], on_year: int, stale_years: int) -> list[Finding]:
    found = []
    for factor in factors:
        if factor.year is not None and on_year - factor.year > stale_years:
            age = on_year - factor.year
            text = Text(en=f"Of {factor.year}, {age} years old.", zh=f"{factor.year} 年的数值，已有 {age} 年。")
            found.append(Finding(kind="stale", severity="note", factors=(factor.id,), text=text))
        elif factor.year is None:
            text = Text(en="No year is stated.", zh="未注明年份。")
            found.append(Finding(kind="undated", severity="note", factors=(factor.id,), text=text))
    return found


def _without_gwp(factors: tuple[Factor, ...]) -> list[Finding]:
    """CO2e of which nobody says under which GWPs it was summed, by source."""
    sources: dict[str, list[str]] = defaultdict(list)
    for factor in factors:
        if factor.gwp == _UNSTATED:
            sources[factor.source].append(factor.id)
    return [
        Finding(
            kind="no_gwp",
            severity="note",
            factors=tuple(sorted(ids)),
            text=Text(
                en=f"{len(ids)} figures of “{source}” in CO2e without a GWP set.",
                zh=f"来源“{source}”的 {len(ids)} 个数值未注明 GWP 依据。",
            ),
        )
        for source, ids in sources.items()
    ]


def _unsourced(factors: tuple[Factor, ...]) -> list[Finding]:
    return [
        Finding(
            kind="unsourced",
            severity="warning",
            factors=(factor.id,),
            text=Text(
                en="Source or licence is missing: it may be looked at, not counted.",
                zh="缺少来源或许可：可供查看，不得计入。",
            ),
        )
        for factor in factors
        if factor.trust != "seen"
    ]


def _kinds(factors: tuple[Factor, ...]) -> list[Finding]:
    """Direct and life-cycle factors of one grid, side by side: two kinds, never one for the other."""
    newest: dict[tuple[str, bool], Factor] = {}
    for factor in factors:
        if factor.supply == "average":
            key = (factor.region, isinstance(factor, DirectFactor))
            if key not in newest or (factor.year or 0) > (newest[key].year or 0):
                newest[key] = factor
    found = []
    for (region, direct), factor in newest.items():
        other = newest.get((region, False))
        if not direct or other is None or factor.value <= 0:
            continue
        percent = decimal_text(significant((other.value / factor.value - 1) * 100, 2))
        found.append(
            Finding(
                kind="kinds",
                severity="note",
                factors=(factor.id, other.id),
                text=Text(
                    en=f"{region}: the life-cycle factor lies {percent} % from the direct one; they are not exchanged.",
                    zh=f"{region}：全生命周期因子与直接排放因子相差 {percent}%，两者不可互换。",
                ),
            )
        )
    return found
