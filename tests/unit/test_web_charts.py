from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.interfaces.web import charts

D = Decimal
amounts = st.decimals(min_value=0, max_value=10_000, places=3)


def _xml(text: str) -> Any:
    return ET.fromstring(text)  # noqa: S314 - our own drawing


def _percent(text: str) -> float:
    return float(text.removesuffix("%"))


def test_a_stage_is_solid_where_measured_and_hatched_where_default():
    drawn = _xml(charts.stage_bar(D("0.59"), D("0.17"), D("0.8")))
    solid, outline, hatch = list(drawn)
    assert (solid.get("class"), solid.get("width")) == ("solid", "73.75%")
    assert (outline.get("class"), outline.get("x"), outline.get("width")) == ("hatchbg", "73.75%", "21.25%")
    assert (hatch.get("fill"), hatch.get("x"), hatch.get("width")) == ("url(#hatch)", "73.75%", "21.25%")
    assert drawn.get("aria-hidden") == "true"


@settings(max_examples=40)
@given(measured=amounts, default=amounts)
def test_a_bar_never_leaves_its_picture(measured: Decimal, default: Decimal):
    drawn = _xml(charts.stage_bar(measured, default, measured + default))
    for shape in drawn:
        assert 0 <= _percent(shape.get("x", "0%")) + _percent(shape.get("width")) <= 100.02
    assert len(drawn) == (measured > 0) + 2 * (default > 0)


def test_the_range_starts_at_zero_and_keeps_its_proportions():
    drawn = _xml(charts.interval(D("1.0"), D("1.5"), D("2.0"), ("0 kg", "1", "2")))
    (ring,) = [e for e in drawn if e.get("class") == "ring"]
    assert ring.get("cx") == "75%"
    (span,) = [e for e in drawn if e.get("class") == "span"]
    assert (span.get("x1"), span.get("x2")) == ("50%", "100%")
    assert [e.text for e in drawn if e.tag == "text"] == ["0 kg", "1", "2"]


def test_labels_that_would_touch_become_one_and_a_negative_low_end_stays_in_the_picture():
    close = _xml(charts.interval(D("1.9"), D("1.95"), D("2.0"), ("0 kg", "1.9", "2")))
    assert [e.text for e in close if e.tag == "text"] == ["0 kg", "1.9 – 2"]
    below = charts.interval(D("-0.2"), D("0.4"), D("1"), ("0 kg", "-0.2", "1"))
    assert "-" not in re.findall(r'x1="([^"]*)"', below)
    assert 'x1="0%"' in below
    assert [e.text for e in _xml(below) if e.tag == "text"] == ["-0.2", "1"]
    assert charts.interval(D(-2), D(-1), D(0), ("0", "-2", "0")) == ""


def test_the_day_is_drawn_in_steps_with_the_matched_part_filled():
    drawn = _xml(charts.day_curve([D(2), D(4)], [D(0), D(8)], [D(0), D(4)], D(8)))
    match, solar, load = list(drawn)
    assert load.get("d") == "M0 112.5H240V75.0H480"
    assert solar.get("d") == "M0 150.0H240V0.0H480"
    assert match.get("d") == "M0 150.0H240V75.0H480H480V150H0Z"
    assert (match.get("class"), solar.get("class"), load.get("class")) == ("match", "ln pv", "ln load")
    assert charts.day_curve([], [], [], D(8)) == ""


@pytest.mark.parametrize(
    ("mode", "css", "pattern"),
    [
        ("rail", "c-rail", None),
        ("road_hgv", "c-road", None),
        ("road_van", "c-road", None),
        ("sea_container", "c-sea", "url(#waves)"),
        ("inland_waterway", "c-sea", "url(#waves)"),
        ("air_belly", "c-air", "url(#dots)"),
        ("air_freighter", "c-air", "url(#dots)"),
    ],
)
def test_every_mode_has_its_shape_on_the_strip_and_in_the_line_below(mode: Any, css: str, pattern: str | None):
    for drawn in (_xml(charts.route_strip([charts.Part(mode, 1.0)], 2.0)), _xml(charts.mode_swatch(mode))):
        assert drawn[0].get("class") == css
        assert [e.get("fill") for e in drawn[1:]] == ([pattern] if pattern else [])


def test_strips_of_one_picture_share_their_scale():
    drawn = _xml(charts.route_strip([charts.Part("rail", 1.0), charts.Part("road_hgv", 2.0)], 4.0))
    assert [(e.get("x"), e.get("width")) for e in drawn] == [("0%", "25%"), ("25%", "50%")]


@pytest.mark.parametrize("filled", [0, 1, 2, 3])
def test_evidence_is_counted_in_full_dots(filled: int):
    assert [e.get("class") for e in _xml(charts.evidence_dots(filled))] == ["f"] * filled + ["o"] * (3 - filled)


def test_the_rosette_is_the_cards_own_and_always_the_same():
    one, two = charts.rosette("ab" * 32), charts.rosette("ac" * 32)
    assert one == charts.rosette("ab" * 32)
    assert one != two
    assert len(one) < 20_000
    numbers = [int(n) for n in re.findall(r"-?\d+", re.search(r'd="([^"]*)"', one)[1])]  # type: ignore[index] # - drawn above
    assert all(-2400 <= n <= 2400 for n in numbers)
    _xml(one)
