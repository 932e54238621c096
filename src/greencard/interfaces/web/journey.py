"""The journey beside its baseline, as the card page shows it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from greencard.interfaces.web import charts
from greencard.interfaces.web.formatting import fixed, picture, places_of
from greencard.interfaces.web.messages import say
from greencard.interfaces.words import MODE
from greencard.quantity import decimal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from markupsafe import Markup

    from greencard.errors import Lang
    from greencard.model import Assessment, ChainElement

__all__ = ["journey_of"]

_GRAMS: Final = Decimal(1000)


def _strip(elements: Iterable[ChainElement], scale: Decimal, places: int, lang: Lang) -> Mapping[str, Any]:
    listed = list(elements)
    parts = [charts.Part(item.mode, float(item.wtw_kg_co2e)) for item in listed]
    return {
        "picture": picture(charts.route_strip(parts, float(scale))),
        "parts": tuple(
            {
                "swatch": picture(charts.mode_swatch(item.mode)),
                "text": f"{MODE[item.mode].in_lang(lang)} {fixed(item.wtw_kg_co2e * _GRAMS, places)}",
            }
            for item in listed
        ),
    }


def journey_of(assessment: Assessment, figures: Mapping[str, str], lang: Lang) -> Mapping[str, Any] | None:
    """The journey beside its baseline, on one scale, with the signed difference in words."""
    project, compared, route = assessment.transport, assessment.comparison, assessment.product.route
    if project is None or route is None:
        return None
    base = compared.baseline if compared is not None else None
    scale = max(project.wtw_kg_co2e, base.wtw_kg_co2e if base is not None else Decimal(0))
    places = places_of(figures["trn"])
    found: dict[str, Any] = {
        "place": route.destination,
        "project": _strip(project.elements, scale, places, lang),
        "baseline": None,
        "not_counted": tuple(text.in_lang(lang) for text in project.not_counted),
    }
    if compared is None or base is None:
        return found
    found["baseline"] = {
        **_strip(base.elements, scale, places, lang),
        "name": compared.baseline_name.in_lang(lang),
        "grams": figures["base"],
    }
    found["difference"] = _difference(Decimal(figures["avo"]), Decimal(figures["base"]), lang)
    same = [item.mode for item in project.elements if _same_leg(item, base.elements)]
    modes = list(dict.fromkeys(MODE[mode].in_lang(lang) for mode in same))
    found["shared"] = say(lang, "route.shared", modes=("、" if lang == "zh" else ", ").join(modes)) if modes else ""
    return found


def _difference(avoided: Decimal, baseline: Decimal, lang: Lang) -> Markup:
    """Less or more than the comparison, as the sign of the published figure says; percent of the comparison."""
    if avoided == 0:
        return say(lang, "route.same")
    share = avoided / baseline * 100 if baseline > 0 else Decimal(0)
    percent = ("−" if avoided > 0 else "+") + fixed(abs(share), 0 if abs(share) >= 1 else 1)
    key = "route.less" if avoided > 0 else "route.more"
    return say(lang, key, amount=decimal_text(abs(avoided)), percent=percent)


def _same_leg(element: ChainElement, others: Iterable[ChainElement]) -> bool:
    key = (element.mode, element.origin, element.destination, element.wtw_kg_co2e)
    return any(key == (other.mode, other.origin, other.destination, other.wtw_kg_co2e) for other in others)
