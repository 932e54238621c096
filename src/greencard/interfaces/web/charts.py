"""Pictures as pure functions: values in, SVG text out.

Bars have no `viewBox` and lie in percent, so that patterns keep their shape and text stays HTML at any width.
Measured is solid, default is hatched, in every medium. Beside a table or a sentence with the same numbers a picture
is hidden from screen readers. Shapes carry classes; colours live in the style sheet.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from greencard.model import Mode

__all__ = [
    "Part",
    "day_curve",
    "evidence_dots",
    "interval",
    "key_swatch",
    "mode_swatch",
    "rosette",
    "route_strip",
    "stage_bar",
]

_HIDDEN: Final = 'aria-hidden="true" focusable="false"'
_DAY_WIDTH: Final = 480
_DAY_HEIGHT: Final = 150
_CLOSE_PERCENT: Final = 16
"""Two tick labels nearer than this on a phone's width would touch; they are then one label."""
_MODE_CLASS: Final[dict[str, tuple[str, str]]] = {
    "rail": ("c-rail", ""),
    "road_hgv": ("c-road", ""),
    "road_van": ("c-road", ""),
    "sea_container": ("c-sea", "waves"),
    "inland_waterway": ("c-sea", "waves"),
    "air_belly": ("c-air", "dots"),
    "air_freighter": ("c-air", "dots"),
}
_RINGS: Final = ((84, 8, 3), (76, 14, 3), (54, 8, 3), (30, 12, 3), (14, 17, 3))
_RING_POINTS: Final = 240
_CENTRE: Final = 1200


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a route strip."""

    mode: Mode
    value: float


def _pct(share: float) -> str:
    return f"{share * 100:.2f}".rstrip("0").rstrip(".") + "%"


def stage_bar(measured: Decimal, default: Decimal, scale: Decimal) -> str:
    """A stage: the measured part solid, the default part hatched with an outline, as shares of `scale`."""
    if scale <= 0:
        return f"<svg {_HIDDEN}></svg>"
    solid, hatched = float(measured / scale), float(default / scale)
    parts = []
    if solid > 0:
        parts.append(f'<rect class="solid" width="{_pct(solid)}" height="100%"/>')
    if hatched > 0:
        where = f'x="{_pct(solid)}" width="{_pct(hatched)}" height="100%"'
        parts.append(f'<rect class="hatchbg" {where}/><rect fill="url(#hatch)" {where}/>')
    return f"<svg {_HIDDEN}>{''.join(parts)}</svg>"


def interval(low: Decimal, middle: Decimal, high: Decimal, labels: tuple[str, str, str]) -> str:
    """The range on a line from zero: bar, end ticks, ring at the middle; `labels` are zero, low and high as shown."""
    if high <= 0:
        return ""
    lo, mid = max(float(low / high), 0.0), float(middle / high)
    zero, low_text, high_text = labels
    x = _pct(lo)
    if (1 - lo) * 100 < _CLOSE_PERCENT:
        texts = [("0", "start", zero), ("100%", "end", f"{low_text} – {high_text}")]
    elif lo * 100 < _CLOSE_PERCENT:
        texts = [(x, "start", low_text), ("100%", "end", high_text)]
    else:
        texts = [("0", "start", zero), (x, "middle", low_text), ("100%", "end", high_text)]
    ticks = "".join(f'<text x="{at}" y="36" text-anchor="{anchor}">{text}</text>' for at, anchor, text in texts)
    return (
        f'<svg class="interval num" {_HIDDEN}>'
        '<line class="axis" x1="0" x2="100%" y1="13" y2="13"/><line class="origin" x1="0" x2="0" y1="8" y2="18"/>'
        f'<line class="span" x1="{x}" x2="100%" y1="13" y2="13"/>'
        f'<line class="end" x1="{x}" x2="{x}" y1="6" y2="20"/><line class="end" x1="100%" x2="100%" y1="6" y2="20"/>'
        f'<circle class="ring" cx="{_pct(mid)}" cy="13" r="6"/>'
        f"{ticks}</svg>"
    )


def _steps(values: Sequence[float], top: float) -> str:
    """A stepped line over the day: each mean holds for its whole interval."""
    step = _DAY_WIDTH / len(values)
    path = []
    for index, value in enumerate(values):
        y = f"{_DAY_HEIGHT * (1 - value / top):.1f}"
        path.append(f"{'M0 ' if index == 0 else 'V'}{y}H{(index + 1) * step:g}")
    return "".join(path)


def day_curve(load: Sequence[Decimal], solar: Sequence[Decimal], matched: Sequence[Decimal], top: Decimal) -> str:
    """One day in steps: load solid, roof output dashed, the matched part filled; `top` is the upper edge in kW."""
    if not load or top <= 0:
        return ""
    high = float(top)
    base = f"H{_DAY_WIDTH}V{_DAY_HEIGHT}H0Z"
    return (
        f'<svg viewBox="0 0 {_DAY_WIDTH} {_DAY_HEIGHT}" preserveAspectRatio="none" {_HIDDEN}>'
        f'<path class="match" d="{_steps([float(v) for v in matched], high)}{base}"/>'
        f'<path class="ln pv" d="{_steps([float(v) for v in solar], high)}"/>'
        f'<path class="ln load" d="{_steps([float(v) for v in load], high)}"/></svg>'
    )


def route_strip(parts: Sequence[Part], scale: float) -> str:
    """A chain to scale: rail solid, road ochre, water waves, air dots; `scale` is the longest strip of the picture."""
    drawn, x = [], 0.0
    for part in parts:
        share = part.value / scale if scale > 0 else 0.0
        css, pattern = _MODE_CLASS[part.mode]
        where = f'x="{_pct(x)}" width="{_pct(share)}" height="100%"'
        drawn.append(f'<rect class="{css}" {where}/>')
        if pattern:
            drawn.append(f'<rect fill="url(#{pattern})" {where}/>')
        x += share
    return f"<svg {_HIDDEN}>{''.join(drawn)}</svg>"


def mode_swatch(mode: Mode) -> str:
    """The sample of a mode for the line below a strip."""
    css, pattern = _MODE_CLASS[mode]
    over = f'<rect fill="url(#{pattern})" width="18" height="11"/>' if pattern else ""
    return f'<svg {_HIDDEN}><rect class="{css}" width="18" height="11"/>{over}</svg>'


def key_swatch(kind: str) -> str:
    """The sample for a legend: `solid`, `hatch`, `load`, `pv` or `match`."""
    inside = {
        "solid": '<rect class="solid" width="26" height="12"/>',
        "hatch": '<rect class="hatchbg" x=".75" y=".75" width="24.5" height="10.5"/>'
        '<rect fill="url(#hatch)" width="26" height="12"/>',
        "load": '<line class="ln load" x1="0" x2="26" y1="6" y2="6"/>',
        "pv": '<line class="ln pv" x1="0" x2="26" y1="6" y2="6"/>',
        "match": '<rect class="match" width="26" height="12"/>',
    }[kind]
    return f"<svg {_HIDDEN}>{inside}</svg>"


def evidence_dots(filled: int) -> str:
    """Three dots, `filled` of them full: the grade of evidence by shape, beside its code and word."""
    dots = "".join(
        f'<circle cx="{4.5 + 10.5 * index:g}" cy="4.5" r="3.6" class="{"f" if index < filled else "o"}"/>'
        for index in range(3)
    )
    return f'<svg viewBox="0 0 30 9" {_HIDDEN}>{dots}</svg>'


def rosette(digest: str) -> str:
    """A guilloché whose waves come from the card's digest: an aid to the eye that two cards differ, never a proof."""
    seed = hashlib.sha256(digest.encode()).digest()
    drawn = []
    for ring, (radius, fold, copies) in enumerate(_RINGS):
        raw = seed[ring * 6 : ring * 6 + 6]
        waves = [(fold * (index + 1), 4 + raw[index] % 9, raw[index + 3] / 256 * math.tau) for index in range(3)]
        points = []
        for step in range(_RING_POINTS):
            angle = step / _RING_POINTS * math.tau
            swing = sum(size / (n + 1) * math.sin(k * angle + phase) for n, (k, size, phase) in enumerate(waves))
            reach = (radius + swing * radius / 60) * 10
            points.append((round(_CENTRE + reach * math.cos(angle)), round(_CENTRE + reach * math.sin(angle))))
        path = f"M{points[0][0]} {points[0][1]}l" + " ".join(
            f"{x - px} {y - py}" for (px, py), (x, y) in pairwise(points)
        )
        turn = 360 / fold / copies
        turned = "".join(
            f'<use href="#ring{ring}" transform="rotate({turn * copy:.2f} {_CENTRE} {_CENTRE})"/>'
            for copy in range(1, copies)
        )
        drawn.append(f'<path id="ring{ring}" d="{path}z"/>{turned}')
    return f'<svg class="rosette" viewBox="0 0 2400 2400" {_HIDDEN}>{"".join(drawn)}</svg>'
