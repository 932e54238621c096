"""The intensity catalogue: every value sourced, checked when read, equal to the reference table; and its places."""

from __future__ import annotations

import csv
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from greencard.adapters.packs.transport import intensity_catalogue
from greencard.errors import InvalidInput
from greencard.transport import parse_catalogue, same_place

DATA = files("greencard").joinpath("data")
TABLE = DATA.joinpath("transport", "intensities.yaml").read_bytes()
PLACES = DATA.joinpath("transport", "places.yaml").read_bytes()
REFERENCE = Path(__file__).parents[2] / "../shared/reference/logistics/intensities.csv"


def test_the_packaged_catalogue_is_read_once_and_hashed_by_content():
    catalogue = intensity_catalogue()
    assert intensity_catalogue() is catalogue
    assert parse_catalogue(b"# another comment\n" + TABLE, PLACES).sha256 == catalogue.sha256
    assert parse_catalogue(TABLE.replace(b'"15.53"', b'"15.54"'), PLACES).sha256 != catalogue.sha256
    assert parse_catalogue(TABLE, PLACES.replace(b"[yiwu,", b"[yiwu, kunming,")).sha256 != catalogue.sha256
    assert len(catalogue.sha256) == 64


def test_every_value_has_a_source_that_the_list_of_sources_names():
    catalogue = intensity_catalogue()
    listed = {
        entry["id"]: entry for entry in yaml.safe_load(DATA.joinpath("SOURCES.d", "transport.yaml").read_text("utf-8"))
    }
    assert {item.source for item in catalogue.intensities.values()} == set(listed) == set(catalogue.sources)
    for name, source in catalogue.sources.items():
        assert listed[name]["title"] == source.title
        assert listed[name]["publisher"] == source.publisher
        assert listed[name]["used_for"]
    assert {item.trust for item in catalogue.intensities.values()} == {"seen"}


def test_every_intensity_is_used_and_every_choice_has_a_reason_in_both_languages():
    catalogue = intensity_catalogue()
    used = {name for choice in catalogue.choices for name in (choice.intensity, choice.low, choice.high) if name}
    assert used == set(catalogue.intensities)
    assert all(choice.reason.en and choice.reason.zh for choice in catalogue.choices)


def test_only_a_few_publisher_figures_are_shipped():
    glec = [item for item in intensity_catalogue().intensities.values() if item.source == "glec-3.1"]
    assert len(glec) <= 3


@pytest.mark.skipif(not REFERENCE.is_file(), reason="shared material not beside this checkout")
def test_values_equal_the_reference_table():
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if not row["status"].startswith(("NOT SEEN", "SAW; ECHO"))]
    pairs = {
        (Decimal(row["wtw_g_co2e_per_tkm"]), Decimal(row["ttw_g_co2e_per_tkm"]))
        for row in rows
        if row["wtw_g_co2e_per_tkm"] and row["ttw_g_co2e_per_tkm"]
    }
    for item in intensity_catalogue().intensities.values():
        if item.kwh_per_tkm is not None:
            assert any(row["energy_per_tkm"] == f"{item.kwh_per_tkm} kWh/t-km" for row in rows)
        elif item.region == "ASIA_AFRICA":
            assert (item.wtw_g_per_tkm, item.ttw_g_per_tkm) == (101 * Decimal("1.22"), 78 * Decimal("1.22"))
        else:
            assert (item.wtw_g_per_tkm, item.ttw_g_per_tkm) in pairs, item.id


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('ttw_g_per_tkm: "12.66"', 'ttw_g_per_tkm: "15.54"', "TTW above WTW"),
        ('wtw_g_per_tkm: "15.53"', 'wtw_g_per_tkm: "-1"', "below zero"),
        ('wtw_g_per_tkm: "15.53"', 'wtw_g_per_tkm: "NaN"', "below zero"),
        ('    wtw_g_per_tkm: "15.53"\n', "", "needs either"),
        ('kwh_per_tkm: "0.0112"', 'kwh_per_tkm: "0.0112"\n    wtw_g_per_tkm: "6"', "needs either"),
        ('kwh_per_tkm: "0.0112"', 'kwh_per_tkm: "0.0112"\n    ttw_g_per_tkm: "0"', "TTW above WTW"),
        ("source: biofuels-2021", "source: a-friend", "no known source"),
        ("id: desnz:2025/sea_container/average", "id: desnz:2025/sea_container/8000-teu", "given twice"),
        ("    low: biofuels-2021/rail/CN/electric\n", "", "one bound"),
        ("also: [air_freighter]", "also: []", "no intensity of it"),
        ("from: SOUTH_AMERICA", "from: ATLANTIS", "unknown area ATLANTIS"),
        ("mode: road_van", "mode: drone", "drone"),
        ("greencard/transport/1", "greencard/transport/2", "greencard/transport/2"),
        ("    trust: seen", "    trust: seen\n    colour: red", "colour"),
        ("sources:", "sources: &a", "no"),
    ],
)
def test_a_wrong_catalogue_is_refused_with_the_reason(old: str, new: str, reason: str):
    text = TABLE.decode()
    assert old in text
    if reason == "no":  # an anchor alone is harmless: the catalogue still reads
        assert parse_catalogue(text.replace(old, new, 1).encode(), PLACES).version
        return
    with pytest.raises(InvalidInput) as raised:
        parse_catalogue(text.replace(old, new).encode(), PLACES)
    assert raised.value.code == "GC-TRN-010"
    assert reason in str(raised.value)


@pytest.mark.parametrize(
    "data",
    [b"", b"[1, 2", b"\xff\xfe\x00", b"- 1", b"a: &x 1\nb: *x\n", b"x" * 1_000_001, b"schema: greencard/transport/1"],
)
def test_bytes_that_are_no_catalogue_are_refused(data: bytes):
    for pair in ((data, PLACES), (TABLE, data)):
        with pytest.raises(InvalidInput) as raised:
            parse_catalogue(*pair)
        assert raised.value.code == "GC-TRN-010"
        assert raised.value.faults[0].text("zh")


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Yiwu", "CN"),
        ("Yiwu West (rail freight)", "CN"),
        ("Ningbo-Beilun port", "CN"),
        ("CNNGB", "CN"),
        ("CN NGB", "CN"),
        ("义乌西站", "CN"),
        ("鹿特丹港", "NL"),
        ("Venlo DC, NL", "NL"),
        ("Madrid, ES (consumer)", "ES"),
        ("Hamburg， DE", "DE"),
        ("HGH", "CN"),
        ("MAD", "ES"),
        ("PARIS", "FR"),
        ("Tanjung Priok", "ID"),
        ("Xi'an Port", "CN"),
        ("Duisburg terminal", "DE"),
        ("IDJKT", "ID"),
        ("consumer", ""),
        ("warehouse", ""),
        ("hgh", ""),
        ("", ""),
        ("Ningbor", ""),
    ],
)
def test_places_are_recognised_as_merchants_write_them(text: str, country: str):
    assert intensity_catalogue().places.country_of(text) == country


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Hamburg DC", "hamburg dc", True),
        ("DC", "Nairobi DC", True),
        ("Venlo DC, NL", "Venlo DC", True),
        ("Hamburg DC", "Berlin DC", False),
        ("consumer", "consumer", True),
        ("", "Hamburg", False),
        ("汉堡", "汉堡", True),
        ("汉堡", "柏林", False),
    ],
)
def test_two_texts_name_one_place_when_their_words_agree(one: str, other: str, same: bool):
    assert same_place(one, other) is same
    assert same_place(other, one) is same
