"""The stages of a footprint and the electricity behind it, as the card page shows them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from greencard.interfaces.web import charts
from greencard.interfaces.web.formatting import fixed, picture
from greencard.interfaces.web.messages import format_date, say
from greencard.interfaces.words import STAGE
from greencard.quantity import decimal_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from greencard.errors import Lang
    from greencard.model import Assessment

__all__ = ["power_of", "stages_of", "total_basis"]

_STAGE_KEY: Final = {"raw_materials": "raw", "inbound_transport": "inb", "production": "prd", "packaging": "pkg"}
"""Keys of the published figures (`greencard.card.figures`)."""


def stages_of(assessment: Assessment, figures: Mapping[str, str], lang: Lang) -> tuple[Mapping[str, Any], ...]:
    """The stages, largest first, in the published figures: they add up to the published total."""
    found = []
    for stage in assessment.footprint.stages:
        key = _STAGE_KEY[stage.id]
        measured, default = Decimal(figures[f"{key}_m"]), Decimal(figures[f"{key}_d"])
        found.append((Decimal(figures[key]), measured, default, key, STAGE[stage.id].in_lang(lang)))
    scale = max((kg for kg, *_ in found), default=Decimal(0))
    return tuple(
        {
            "label": label,
            "kg": figures[key],
            "basis": _basis(measured, default, lang),
            "bar": picture(charts.stage_bar(measured, default, scale)),
        }
        for _, measured, default, key, label in sorted(found, key=lambda item: -item[0])
    )


def total_basis(figures: Mapping[str, str], lang: Lang) -> Markup:
    """How much of the total is measured and how much default, in the published figures."""
    parts = [
        sum((Decimal(value) for name, value in figures.items() if name.endswith(end)), Decimal(0))
        for end in ("_m", "_d")
    ]
    return _basis(parts[0], parts[1], lang)


def _basis(measured: Decimal, default: Decimal, lang: Lang) -> Markup:
    if measured == 0 and default == 0:
        return say(lang, "stages.none")
    if measured == 0:
        return say(lang, "stages.all_default")
    if default == 0:
        return say(lang, "stages.all_measured")
    return say(lang, "stages.both", measured=decimal_text(measured), default=decimal_text(default))


def power_of(assessment: Assessment, lang: Lang, unit: str) -> Mapping[str, Any]:
    """Title, sentences and, where a day is known, its picture."""
    power = assessment.footprint.electricity
    matched = power.treatment == "solar_interval_matched"
    lines = []
    if not matched and not power.residual_kwh:
        key = "power.uncounted" if power.treatment == "solar_not_counted" else "power.grid"
        lines.append(say(lang, key, kwh=fixed(power.kwh_per_unit, 2), unit=unit))
    lines += [say(lang, key) for key in _why(assessment)]
    for key, kwh, factor in (
        ("power.residual", power.residual_kwh, power.residual_factor),
        ("power.certified", power.certified_kwh, power.certified_factor),
    ):
        if kwh > 0 and factor is not None:
            kg = decimal_text(factor.value)
            lines.append(say(lang, key, kwh=fixed(kwh, 2), of=fixed(power.kwh_per_unit, 2), unit=unit, kg=kg))
    found: dict[str, Any] = {
        "matched": matched,
        "title": say(lang, "power.title.roof" if matched else "power.title.grid"),
        "lines": lines,
        "day": None,
    }
    day = power.match.clearest_day if power.match is not None else None
    if matched and day is not None and day.load_kw:
        peak = max((*day.load_kw, *day.pv_kw))
        top = _nice_top(peak)
        hours = Decimal(day.seconds) / 3600
        found["day"] = {
            "picture": picture(charts.day_curve(day.load_kw, day.pv_kw, day.matched_kw, top)),
            "top": f"{top:f} kW",
            "half": f"{(top / 2).normalize():f}",
            "text": say(
                lang,
                "power.day",
                day=_day_words(day.day, lang),
                matched=fixed(sum(day.matched_kw, Decimal(0)) * hours, 0),
                load=fixed(sum(day.load_kw, Decimal(0)) * hours, 0),
            ),
        }
    return found


def _why(assessment: Assessment) -> tuple[str, ...]:
    """Why own solar counts or not, as a key of a closed sentence.

    The reason in the result may tell yearly output against the meter, which is the factory's own affair.
    """
    power, solar = assessment.footprint.electricity, assessment.product.facility.solar
    if solar is None or power.treatment == "grid_only":
        return ()
    if power.treatment == "solar_interval_matched":
        return ("power.certificates.part" if power.residual_kwh > 0 else f"power.certificates.{solar.certificates}",)
    if power.residual_kwh > 0:
        return ()
    if power.match is None:
        return ("power.no_readings",)
    if solar.certificates in {"sold", "unknown"}:
        return (f"power.certificates.{solar.certificates}",)
    return ("power.not_supported",)


def _nice_top(peak: Decimal) -> Decimal:
    """The next of 1, 1.5, 2, 3, 4, 6, 8, 10 times a power of ten: an upper edge whose half is a plain number too."""
    if peak <= 0:
        return Decimal(1)
    power = Decimal(1).scaleb(peak.adjusted())
    step = next(m for m in (Decimal(1), Decimal("1.5"), *map(Decimal, (2, 3, 4, 6, 8, 10))) if peak <= m * power)
    top = step * power
    return top.quantize(Decimal(1)) if top == top.to_integral_value() else top.normalize()


def _day_words(text: str, lang: Lang) -> str:
    return format_date(date.fromisoformat(text), lang)
