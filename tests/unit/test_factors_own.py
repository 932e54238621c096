"""A person's own factors beside those that ship: reachable, marked, refused without a source, and never in the way."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec
import pytest

from footprint_samples import product as sample
from greencard.adapters.packs.factors import factor_catalogue
from greencard.adapters.packs.shipped import ShippedPacks
from greencard.errors import InvalidInput, Place, Refused
from greencard.factors import Catalogue, candidates, life_cycle, with_own
from greencard.factors.own import parse_own_factors
from greencard.interfaces.wiring_factors import packs_with
from greencard.services.assess import assess_product
from greencard.services.factors import OwnPacks

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = factor_catalogue()
HEAD = "id,name_en,name_zh,value,unit,region,year,gwp,source,licence,material\n"
ROWS = (
    "own/pp-x100,Feng PP X100,丰PP改性料,1.9,kg CO2e/kg,CN,2025,AR6,Feng EPD 12,by permission,pp\n"
    "own/magnet,NdFeB magnet,磁铁,27,kg CO2e/kg,CN,2024,AR6,a study,CC BY 4.0,\n"
    "own/rumour,rumoured resin,传闻料,0.1,kg CO2e/kg,CN,2025,AR6,,,\n"
)


def joined(rows: str = ROWS) -> Catalogue:
    return with_own(CATALOGUE, parse_own_factors((HEAD + rows).encode(), "own.csv", CATALOGUE.gwp["AR6"]))


def test_an_own_factor_answers_to_its_name_and_says_what_it_is() -> None:
    catalogue = joined()
    for words in ("Feng PP X100", "丰PP改性料 黑色"):
        best = candidates(catalogue, words)[0]
        assert best.factor.id == "own/pp-x100"
        assert best.strong
        assert best.material.waste == "plastic"
        cited = best.factor.reference()
        assert cited.source == "own factor (own.csv:2): Feng EPD 12"
        assert cited.value == Decimal("1.9")
    assert candidates(catalogue, "磁铁")[0].factor.id == "own/magnet"  # none ships


def test_other_words_lead_where_they_led_and_nothing_shipped_is_replaced() -> None:
    catalogue = joined()
    for words in ("PP", "聚丙烯", "stainless steel", "ABS+PC", "竹板"):
        assert candidates(catalogue, words) == candidates(CATALOGUE, words)
    assert all(catalogue.factors[known] is factor for known, factor in CATALOGUE.factors.items())
    assert catalogue.grid("CN") is CATALOGUE.grid("CN")


def test_a_grid_of_ones_own_is_named_and_never_taken_silently() -> None:
    rows = "own/grid,my grid,我的电网,0.1,kg CO2e/kWh,CN,2025,AR6,a contract,mine,\n"
    catalogue = joined(rows)
    assert catalogue.grid("CN") is CATALOGUE.grid("CN")
    assert candidates(catalogue, "my grid") == ()
    assert life_cycle(catalogue.factor("own/grid"), "kg CO2e/kWh").value == Decimal("0.1")


def test_without_a_source_it_can_be_looked_at_and_never_counted() -> None:
    catalogue = joined()
    assert not any(c.factor.id == "own/rumour" for c in candidates(catalogue, "rumoured resin"))
    with pytest.raises(Refused) as caught:
        life_cycle(catalogue.factor("own/rumour"), "kg CO2e/kg")
    assert caught.value.code == "GC-FAC-009"


def test_the_digest_tells_the_file() -> None:
    assert len({CATALOGUE.digest, joined().digest, joined(ROWS.replace("1.9", "1.8")).digest}) == 3
    assert joined().digest == joined().digest
    assert CATALOGUE.digest == factor_catalogue().digest


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("material/pp/cn-cpcd-2021,a,甲,1,kg CO2e/kg,CN,2025,AR6,s,l,\n", "ids? of the factors that ship"),
        ("own/a,a name,甲甲,1,kg CO2e/kg,CN,2025,AR6,s,l,ppp\n", "no material 'ppp'"),
    ],
)
def test_an_id_that_ships_or_an_unknown_material_is_refused_with_its_line(row: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as caught:
        joined(ROWS + row)
    assert [(f.code, f.place.file, f.place.line) for f in caught.value.faults] == [("GC-FAC-015", "own.csv", 5)]


@pytest.mark.parametrize(
    "row",
    [
        "own/a b,x,甲,1,kg CO2e/kg,CN,2025,AR6,s,l,",
        "own/\u202ea,x,甲,1,kg CO2e/kg,CN,2025,AR6,s,l,",
        "own/a,\x1b[31mred,甲,1,kg CO2e/kg,CN,2025,AR6,s,l,",
        f"own/{'a' * 200},x,甲,1,kg CO2e/kg,CN,2025,AR6,s,l,",
        "own/a,x,甲,1,kg CO2e/kg,china,2025,AR6,s,l,",
        "own/a,x,甲,1,kg CO2e/kg,CN,20255,AR6,s,l,",
        "own/a,x,甲,1,kg CO2e/kg,CN,2025,AR9,s,l,",
    ],
)
def test_odd_ids_invisible_characters_and_codes_that_are_none_are_refused(row: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_own_factors((HEAD + row + "\n").encode(), "own.csv", CATALOGUE.gwp["AR6"])
    assert [(f.code, f.place.line) for f in caught.value.faults] == [("GC-FAC-015", 2)]
    chinese = caught.value.faults[0].text("zh")
    assert "{" not in chinese
    assert any("\u4e00" <= character <= "\u9fff" for character in chinese.partition("：")[2])


def test_an_assessment_uses_an_own_factor_by_id_and_by_words(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(HEAD + ROWS, encoding="utf-8")
    packs = packs_with(file)
    assert isinstance(packs, OwnPacks)
    assert isinstance(packs_with(None), ShippedPacks)
    product = sample()
    line = product.bom[0]
    by_id = msgspec.structs.replace(line, factor="own/pp-x100", material="polypropylene")
    by_words = msgspec.structs.replace(line, factor="", material="Feng PP X100")
    refused = msgspec.structs.replace(line, factor="own/rumour", material="polypropylene")
    for changed in (by_id, by_words):
        made = msgspec.structs.replace(product, bom=(changed, *product.bom[1:]))
        result = assess_product(made, readings=None, packs=packs, on=dt.date(2026, 11, 23))
        told = msgspec.json.encode(result.footprint).decode()
        assert "own/pp-x100" in told
        assert "own factor (own.csv:2): Feng EPD 12" in told
    made = msgspec.structs.replace(product, bom=(refused, *product.bom[1:]))
    with pytest.raises(Refused) as caught:
        assess_product(made, readings=None, packs=packs, on=dt.date(2026, 11, 23))
    assert caught.value.code == "GC-FAC-009"


def test_an_own_grid_average_serves_a_country_that_has_none_and_no_other() -> None:
    head = "id,name_en,value,unit,region,kind,supply,year,source,licence\n"
    rows = (
        "own/cf-old,Grid of the Central African Republic,0.30,kg CO2e/kWh,CF,life_cycle,average,2020,a report,cited\n"
        "own/cf,Grid of the Central African Republic,0.25,kg CO2e/kWh,CF,life_cycle,average,2024,a report,cited\n"
        "own/cf-rumour,Grid of the Central African Republic,0.01,kg CO2e/kWh,CF,life_cycle,average,2025,,\n"
        "own/cf-direct,Grid of the Central African Republic,0.02,kg CO2/kWh,CF,direct_co2,average,2025,a report,cited\n"
        "own/cn,a cheaper grid,0.01,kg CO2e/kWh,CN,life_cycle,average,2026,a report,cited\n"
        "own/cf-pv,roof of a friend,0.001,kg CO2e/kWh,CF,life_cycle,pv,2026,a report,cited\n"
    )
    catalogue = with_own(CATALOGUE, parse_own_factors((head + rows).encode(), "own.csv", CATALOGUE.gwp["AR6"]))
    assert catalogue.grid("CF").id == "own/cf"  # the newest that has a source
    assert catalogue.grid("CN") is CATALOGUE.grid("CN")
    assert catalogue.electricity("CF", "pv") is None
    with pytest.raises(Refused) as caught:
        CATALOGUE.grid("CF", Place("/facility/country"))
    fault = caught.value.faults[0]
    assert (fault.code, fault.place.pointer) == ("GC-FAC-008", "/facility/country")
    assert "region CF" in fault.remedy("en")
    assert "region 填 CF" in fault.remedy("zh")


@pytest.mark.parametrize(
    ("value", "kind", "en", "zh"),
    [
        ("0", "life_cycle", "a life-cycle factor of zero", "全生命周期因子为零"),
        ("1e999", "life_cycle", "beyond any factor", "超出任何因子的范围"),
        ("1e-50", "life_cycle", "beyond any factor", "超出任何因子的范围"),
        ("1e10", "direct_co2", "beyond any factor", "超出任何因子的范围"),
        ("1", "offset", "none of life_cycle, direct_co2", "应为 life_cycle, direct_co2 之一"),
        ("NaN", "life_cycle", "negative or endless", "非有限数"),
    ],
)
def test_what_can_be_no_factor_is_refused_in_both_languages(value: str, kind: str, en: str, zh: str) -> None:
    head = "id,name_en,value,unit,region,kind,source,licence\n"
    row = f"own/x,x,{value},kg CO2e/kg,CN,{kind},a report,cited\n"
    with pytest.raises(InvalidInput) as caught:
        parse_own_factors((head + row).encode(), "own.csv", CATALOGUE.gwp["AR6"])
    (fault,) = caught.value.faults
    assert (fault.code, fault.place.line) == ("GC-FAC-015", 2)
    assert en in fault.text("en")
    assert zh in fault.text("zh")
