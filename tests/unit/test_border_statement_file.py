"""The file of a producer's data: statement or processes, with every fault at its pointer and line."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import jsonschema_rs
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from greencard.adapters.packs.shipped import ShippedPacks
from greencard.border import ActualEmissions, Precursor, Verification
from greencard.errors import GreencardError, InvalidInput, Refused
from greencard.services.border import BorderQuestion, border_cost, placed
from greencard.services.border_statement import read_statement, statement_schema
from service_samples import EXAMPLES

PACKS = ShippedPacks()
PACK = PACKS.border()
FOLDER = EXAMPLES / "border"


def read(text: str, name: str = "mill.yaml"):
    return read_statement(text.encode(), name, PACK)


def faults(text: str, name: str = "mill.yaml"):
    with pytest.raises(GreencardError) as caught:
        read(text, name)
    return [(fault.code, fault.place.line, fault.place.pointer) for fault in caught.value.faults]


def cost(statement, **changes):
    asked = BorderQuestion(
        cn="73181595",
        origin="CN",
        net_mass_t=Decimal(1),
        on=date(2026, 8, 15),
        importer_tonnes=Decimal(120),
        actual=statement.actual,
        carbon_price=statement.carbon_price,
    )
    asked = msgspec.structs.replace(asked, **changes)
    return border_cost(asked, packs=PACKS, as_of=date(2027, 3, 1), illustrative=statement.illustrative)


def test_the_example_of_a_statement_by_hand():
    statement = read_statement((FOLDER / "bolts-statement.yaml").read_bytes(), "s.yaml", PACK)
    assert statement.illustrative
    answer = cost(statement)
    (line,) = answer.border[0].lines
    # billet 7207 11 11, China, default 3.169 × 1.1 = 3.4859 t/t; rod 0.2 + 1.03 × 3.4859 = 3.790477
    # bolts 0.12 + 1.05 × 3.790477 = 4.10000085 t/t
    assert (line.see_t_per_t, line.path) == (Decimal("4.10000085"), "actual")
    assert answer.illustrative
    assert answer.border[0].status == "liable"
    # the carbon price paid abroad takes nothing off (Art. 9: no act adopted)
    assert line.deduction_t == 0
    assert any("2.5 EUR" in text.en for text in answer.border[0].assumptions)


def test_the_example_of_processes_by_hand():
    statement = read_statement((FOLDER / "bolts-processes.yaml").read_bytes(), "p.yaml", PACK)
    # 90 000 Nm3 × 0.000036 TJ × 56.1 t/TJ = 181.764 t of 2 000 t bolts = 0.090882 t/t
    # electricity 1 100 MWh × 0.58 = 638 t = 0.319 t/t, stated apart; rod 2 100 / 2 000 = 1.05 t/t on its default value
    assert statement.actual == ActualEmissions(
        direct_t_per_t=Decimal("0.090882"),
        indirect_t_per_t=Decimal("0.319"),
        precursors=(Precursor(cn="72131000", origin="CN", mass_t_per_t=Decimal("1.05")),),
        route="C",
        verification=Verification(verifier="Sample Verifier GmbH", report="VR-2026-0001", year=2026),
        installation="sample-bolt-works",
    )


def test_keys_in_chinese_and_json_say_the_same():
    chinese = """
声明:
  直接排放: 0.2
  间接排放: 0.1
  已分开: 是
  核查: {核查机构: 某机构, 报告编号: R1, 年份: 2026}
  前体:
    - {编码: "72131000", 原产国: CN, 每吨用量: 1.05}
"""
    english = (
        '{"schema": "greencard/border-statement/1", "statement": {"direct_t_per_t": 0.2, "indirect_t_per_t": "0.1",'
        ' "split_stated": true, "verification": {"verifier": "某机构", "report": "R1", "year": 2026},'
        ' "precursors": [{"cn": "72131000", "origin": "CN", "mass_t_per_t": 1.05}]}}'
    )
    assert read(chinese).actual == read(english, "mill.json").actual


@pytest.mark.parametrize(
    "field",
    [
        "gwp_kg_co2e",
        "iso14067_footprint",
        "lca_factor",
        "offset_t",
        "solar_share",
        "transport_t_per_t",
        "guarantees_of_origin",
        "recycled_content",
    ],
)
def test_no_life_cycle_figure_offset_sun_or_transport_can_enter(field):
    statement = f"statement:\n  direct_t_per_t: 0.1\n  {field}: 1\n"
    assert faults(statement) == [("GC-SVC-041", 3, f"/statement/{field}")]
    process = f"processes:\n  a:\n    cn: '73181595'\n    activity_level_t: 1\n    {field}: 1\n"
    assert faults(process) == [("GC-SVC-041", 5, f"/processes/a/{field}")]
    with pytest.raises(InvalidInput) as caught:
        read(statement)
    assert repr(field) in caught.value.faults[0].text("zh")
    assert "Life-cycle" in caught.value.faults[0].remedy("en")


def test_every_fault_of_a_file_at_its_line():
    text = """statement:
  direct_t_per_t: 0,2
  rout: C
  split_stated: perhaps
  precursors:
    - {cn: "72131000", mass_t_per_t: 1 t}
    - cn: "72131000"
      verified: 2
    - just a text
  verification:
    year: MMXXVI
    report: R1
"""
    assert faults(text) == [
        ("GC-SVC-042", 2, "/statement/direct_t_per_t"),
        ("GC-SVC-041", 3, "/statement/rout"),
        ("GC-SVC-042", 4, "/statement/split_stated"),
        ("GC-SVC-042", 6, "/statement/precursors/0/mass_t_per_t"),
        ("GC-SVC-043", 7, "/statement/precursors/1/mass_t_per_t"),
        ("GC-SVC-042", 8, "/statement/precursors/1/verified"),
        ("GC-SVC-042", 9, "/statement/precursors/2"),
        ("GC-SVC-042", 11, "/statement/verification/year"),
        ("GC-SVC-043", 11, "/statement/verification/verifier"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "GC-SVC-044"),
        ("- 1\n", "GC-SVC-044"),
        ("note: nothing\n", "GC-SVC-044"),
        ("statement: {direct_t_per_t: 1}\nprocesses: {a: {cn: '73181595', activity_level_t: 1}}\n", "GC-SVC-044"),
        ("schema: greencard/product/1\nstatement: {direct_t_per_t: 1}\n", "GC-SVC-042"),
        ("statement: {direct_t_per_t: 1, direct_t_per_t: 2}\n", "GC-CAT-009"),
        ("statement: {direct_t_per_t: &a 1}\n", "GC-CAT-007"),
        ("statement: !!python/object:os.system {direct_t_per_t: 1}\n", "GC-CAT-008"),
        ("processes: {a: {cn: '73181595', activity_level_t: 0}}\n", "GC-BRD-044"),
        ("processes: {a: {cn: '73181595', activity_level_t: 1}, b: {cn: '7318', activity_level_t: 1}}\n", "GC-SVC-052"),
        ("statement: {direct_t_per_t: 直接}\n", "GC-SVC-042"),
        ("statement: " + "{direct_t_per_t: " * 100 + "1" + "}" * 100, "GC-CAT-006"),
    ],
)  # fmt: skip
def test_files_that_hold_no_statement(text, code):
    assert faults(text)[0][0] == code


def test_a_fault_of_the_engine_stands_at_its_line():
    mixed = """statement:
  direct_t_per_t: 0.2
  verification: {verifier: V, report: R, year: 2026}
  precursors:
    - cn: "72131000"
      origin: CN
      mass_t_per_t: 1.05
      see_t_per_t: 2.1
"""
    statement = read(mixed)
    with pytest.raises(Refused) as caught:
        cost(statement)
    error = placed(caught.value, statement.place)
    assert (error.code, error.faults[0].place.line) == ("GC-BRD-020", 8)
    assert error.faults[0].place.pointer == "/statement/precursors/0/see_t_per_t"
    electricity = """process: a
processes:
  a:
    cn: "76169990"
    activity_level_t: 10
    electricity_in:
      - {name: solar, mwh: 3, emission_factor_t_per_mwh: 0, basis: direct_link}
"""
    assert faults(electricity) == [("GC-BRD-047", 7, "/processes/a/electricity_in/0")]


def test_verified_data_count_as_stated_and_say_so():
    text = "statement: {direct_t_per_t: 2, verification: {verifier: V, report: R1, year: 2026}, route: C}\n"
    said = [note.en for note in cost(read(text)).border[0].assumptions]
    assert any("report R1 of V for 2026" in note for note in said)
    assert not any("has not ended" in note for note in said)
    asked = BorderQuestion(
        cn="73181595",
        origin="CN",
        net_mass_t=Decimal(1),
        on=date(2026, 8, 15),
        importer_tonnes=Decimal(120),
        actual=read(text).actual,
    )
    early = border_cost(asked, packs=PACKS, as_of=date(2026, 11, 23)).border[0]
    assert any("has not ended" in note.en for note in early.assumptions)
    assert any("尚未结束" in note.zh for note in early.assumptions)


def test_the_published_schema_accepts_the_examples_and_refuses_strangers():
    validator = jsonschema_rs.validator_for(statement_schema())
    record = {"statement": {"direct_t_per_t": "0.1"}}
    assert validator.is_valid(record)
    assert not validator.is_valid({"statement": {"direct_t_per_t": "0.1", "lca_factor": 1}})
    assert not validator.is_valid({"lca": 1})


@given(st.binary(max_size=200))
def test_no_bytes_end_in_a_foreign_error(data):
    with suppress(GreencardError):
        read_statement(data, "x.yaml", PACK)
