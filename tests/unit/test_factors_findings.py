"""Echoes, mixed GWP sets, stale years, spreads, unlike kinds, and a person's own table."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.adapters.packs.factors import factor_catalogue
from greencard.errors import GreencardError, InvalidInput, Refused
from greencard.factors import life_cycle
from greencard.factors.findings import Finding, findings
from greencard.factors.own import MAX_BYTES, MAX_ROWS, parse_own_factors

CATALOGUE = factor_catalogue()
HEAD = "id,name_en,name_zh,value,unit,region,year,boundary,gwp,source,licence\n"


def own(*rows: str, head: str = HEAD) -> tuple[Finding, ...]:
    parsed = parse_own_factors((head + "\n".join(rows)).encode(), "own.csv", CATALOGUE.gwp["AR6"])
    return findings(CATALOGUE, own=parsed.factors, on_year=2026)


def kinds(found: tuple[Finding, ...], kind: str) -> list[Finding]:
    return [finding for finding in found if finding.kind == kind]


def test_the_shipped_catalogue_asks_for_no_decision_and_hides_nothing() -> None:
    found = findings(CATALOGUE)
    assert [f for f in found if f.severity == "warning"] == []
    echoes = kinds(found, "echo")
    assert len(echoes) == 9
    assert all(any("echo-cpcd" in factor for factor in echo.factors) for echo in echoes)
    assert any("cn-cpcd-coal-hddmto" in f for finding in kinds(found, "spread") for f in finding.factors)
    assert any(set(f.factors) >= {"electricity/direct/cn/2023"} for f in kinds(found, "kinds"))
    assert any("AR4" in f.text.en for f in kinds(found, "mixed_gwp"))
    assert len(kinds(found, "stale")) > 50
    assert all(f.text.en and f.text.zh for f in found)


def test_an_echo_is_found_at_the_scale_of_tonnes_and_to_the_digits_printed() -> None:
    # CPCD prints 821.23 kg/t for board; DEFRA 0.82123 per kg
    row = "own/board,Board,纸板,821.23,kg CO2e/t,DE,2025,cradle-to-gate,AR6,a,b"
    assert kinds(own(row), "echo") == []  # another unit is not held against kg
    row = "own/board,paperboard,纸板,821.23,kg CO2e/kg,DE,2025,cradle-to-gate,AR6,a,b"
    assert [f.factors for f in kinds(own(row), "echo")] == [("material/board/gb-echo-cpcd", "own/board")]
    row = "own/pet,PET resin,PET,3.864,kg CO2e/kg,CN,2025,cradle-to-gate,AR6,a,b"  # DESNZ 3.86390131
    assert [f.severity for f in kinds(own(row), "echo")] == ["warning"]
    row = "own/pet,PET resin,PET,3.9,kg CO2e/kg,CN,2025,cradle-to-gate,AR6,a,b"  # two digits agree by chance
    assert kinds(own(row), "echo") == []
    row = "own/pet,PET resin,PET,3.864,kg CO2e/kg,GB,2025,cradle-to-gate,AR6,a,b"  # the same place: no echo
    assert kinds(own(row), "echo") == []


def test_mixed_sets_spreads_and_ages() -> None:
    ar6 = "own/glass,glass,玻璃,1.31,kg CO2e/kg,CN,2001,cradle-to-gate,AR6,a,b"
    found = own(ar6)
    assert [f.severity for f in kinds(found, "mixed_gwp")] == ["warning"]
    assert "25 years" in kinds(found, "stale")[0].text.en
    high = "own/glass,glass,玻璃,9,kg CO2e/kg,CN,2025,cradle-to-gate,AR4,a,b"
    head = HEAD.replace("\n", ",recycled\n")
    spread = kinds(own(high + ",primary", head=head), "spread")
    assert [f.severity for f in spread] == ["warning"]
    assert "own/glass" in spread[0].factors
    assert kinds(own(high.replace(",9,", ",1.5,") + ",primary", head=head), "spread") == []


def test_without_source_or_licence_a_factor_may_be_seen_and_not_counted() -> None:
    row = "own/x,mystery,谜,1.5,kg CO2e/kg,CN,2025,cradle-to-gate,AR6,somewhere,"
    parsed = parse_own_factors((HEAD + row).encode(), "own.csv", CATALOGUE.gwp["AR6"])
    assert parsed.factors[0].trust == "recall"
    assert [f.severity for f in kinds(own(row), "unsourced")] == ["warning"]
    with pytest.raises(Refused) as caught:
        life_cycle(parsed.factors[0], "kg CO2e/kg")
    assert caught.value.code == "GC-FAC-009"
    good = parse_own_factors((HEAD + row + "CC0").encode(), "own.csv", CATALOGUE.gwp["AR6"])
    assert life_cycle(good.factors[0], "kg CO2e/kg").value == good.factors[0].value


def test_gases_of_an_own_factor_are_summed() -> None:
    head = "id,name_en,unit,region,co2,ch4_fossil,n2o,source,licence\n"
    parsed = parse_own_factors(
        (head + "own/gas,my gas,kg CO2e/TJ,CN,56100,5,0.1,IPCC,facts").encode(), "own.csv", CATALOGUE.gwp["AR6"]
    )
    assert str(parsed.factors[0].value) == "56276.3"
    assert str(parsed.factors[0].under(CATALOGUE.gwp["AR4"])) == "56254.8"  # 56100 + 5 x 25 + 0.1 x 298


def test_every_fault_is_named_with_its_line() -> None:
    rows = [
        "own/a,a,,many,kg CO2e/kg,CN,2025,x,AR6,s,l",
        "own/b,b,,1,kg CO2e/kg,CN,2025,x,AR6,s,l",
        "own/c,c,,-1,kg CO2e/kg,CN,2025,x,AR6,s,l",
        "own/b,b,,1,kg CO2e/kg,CN,2025,x,AR6,s,l",
        "own/d,d,,1,kg,CN,2025,x,AR6,s,l",
        ",e,,1,kg CO2e/kg,CN,2025,x,AR6,s,l",
        "own/f,f,,Infinity,kg CO2e/kg,CN,2025,x,AR6,s,l",
    ]
    with pytest.raises(InvalidInput) as caught:
        own(*rows)
    assert [(f.code, f.place.line) for f in caught.value.faults] == [
        ("GC-FAC-015", line) for line in (2, 4, 5, 6, 7, 8)
    ]
    assert all(f.place.file == "own.csv" and f.text("zh") for f in caught.value.faults)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"id,value\n",
        b"\xff\xfe\x00",
        b"id,name_en,value,unit,region,colour\n",
        b"id,name_en,value,unit,region,id\n",
        b"id,name_en,value,unit,region\n1,2\n",
        b'id,name_en,value,unit,region\n"open,2,3,4,5',
        b"x" * (MAX_BYTES + 1),
        b"id,name_en,value,unit,region\n" + b"a,b,1,kg CO2e/kg,CN\n" * (MAX_ROWS + 1),
        b"id,name_en,value,unit,region\n" + b"a" * 3000 + b",b,1,kg CO2e/kg,CN\n",
    ],
)
def test_what_is_no_table_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_own_factors(raw, "own.csv", CATALOGUE.gwp["AR6"])
    assert caught.value.code == "GC-FAC-016"


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300) | st.text(alphabet='a,1"\n-e.∞', max_size=120).map(lambda t: (HEAD + t).encode()))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        parse_own_factors(raw, "own.csv", CATALOGUE.gwp["AR6"])
    except GreencardError as error:
        assert error.code in {"GC-FAC-015", "GC-FAC-016"}  # noqa: PT017 - nothing foreign leaves
