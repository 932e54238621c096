"""The facility period file: read in both languages, every fault with its line, and nothing foreign for bad bytes."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.errors import GreencardError, InvalidInput
from greencard.model import EnergyCertificate, Text
from greencard.model.facility import (
    FacilityPeriod,
    FuelMeter,
    KeyShare,
    ProductionRun,
    ProductMass,
    RegisterReading,
    RestRule,
    SubMeter,
)
from greencard.services.energy import read_facility_period

CHINA = timezone(timedelta(hours=8))

ENGLISH = """\
schema: greencard/facility-period/1
illustrative: true
facility: F-1
country: CN
latitude: 29.3
longitude: 120
period: 2026-10-01..2026-10-31
readings: main.csv
rooftop_solar: {kwp: 300, certificates: kept}
certificates:
  - {scheme: GEC, id: "1", energy_kwh: 5000, technology: pv, country: CN, produced: 2026-10-01..2026-10-31, fate: sold}
  - {scheme: I-REC, id: "2", energy_kwh: 1000, technology: wind, country: CN, produced: 2026-09-02, fate: bought,
     cancelled_on: 2026-11-02}
sub_meters:
  - {id: press, name: {en: press line, zh: 压制线}, readings: sub/press.csv}
  - id: oven
    registers:
      - {at: "2026-10-01 08:00", kwh: 1200.5}
      - {at: 2026-10-31T18:00:00+09:00, kwh: 1300}
runs:
  - {product: pan, units: 100, from: 2026-10-02T08:00, to: 2026-10-02 20:00, sub_meter: press}
  - [pot, 50, 2026-10-03T08:00, 2026-10-03T20:00]
  - [cup, 7]
keys:
  - {product: pan, share: 0.6, reason: rated power}
  - {product: pot, share: 40 %}
masses: [{product: pan, kg: 0.98}]
fuels:
  - {fuel: natural gas, amount: 10, unit: m3, mj_per_unit: 36, metered: yes, split_by: units, products: [pan, pot]}
  - {fuel: LPG, mj: 12.5, split_by: hours, products: pan}
rest: {by: stays, reason: the office}
"""
CHINESE = """\
格式: greencard/facility-period/1
示例: 是
工厂: F-1
国家: 中国
纬度: 29.3
经度: 120
期间: 2026-10-01至2026-10-31
读数: main.csv
屋顶光伏: {装机: 300, 绿证: 保留}
绿证:
  - {类型: 绿证, 编号: "1", 电量: 5000, 发电类型: 光伏, 国家: CN, 生产期间: 2026-10-01..2026-10-31, 去向: 已出售}
  - {类型: 国际绿证, 编号: "2", 电量: 1000, 发电类型: 风电, 国家: CN, 生产期间: 2026-09-02, 去向: 购入,
     注销日期: 2026-11-02}
分表:
  - {编号: press, 名称: {英文: press line, 中文: 压制线}, 读数: sub/press.csv}
  - 编号: oven
    表码:
      - {时刻: "2026-10-01 08:00", 表码: 1200.5}
      - {时刻: 2026-10-31T18:00:00+09:00, 表码: 1300}
生产批次:
  - {产品: pan, 产量: 100, 开始: 2026-10-02T08:00, 结束: 2026-10-02 20:00, 分表: press}
  - [pot, 50, 2026-10-03T08:00, 2026-10-03T20:00]
  - [cup, 7]
分摊比例:
  - {产品: pan, 比例: 0.6, 依据: rated power}
  - {产品: pot, 比例: 40%}
单位质量: [{产品: pan, 千克: 0.98}]
燃料:
  - {燃料: natural gas, 用量: 10, 单位: 立方米, 热值: 36, 已计量: 是, 分摊方式: 件数, 产品: [pan, pot]}
  - {燃料: LPG, 能量_MJ: 12.5, 分摊方式: 工时, 产品: pan}
剩余用电: {分摊方式: 留存, 原因: the office}
"""
PERIOD = FacilityPeriod(
    facility_id="F-1",
    start=datetime(2026, 10, 1, tzinfo=CHINA),
    end=datetime(2026, 11, 1, tzinfo=CHINA),
    country="CN",
    readings="main.csv",
    kwp=Decimal(300),
    latitude=29.3,
    longitude=120.0,
    certificates_state="kept",
    certificates=(
        EnergyCertificate(
            scheme="GEC", id="1", energy_wh=5_000_000, technology="pv", country="CN", fate="sold",
            produced_from=date(2026, 10, 1), produced_until=date(2026, 10, 31),
        ),
        EnergyCertificate(
            scheme="I-REC", id="2", energy_wh=1_000_000, technology="wind", country="CN", fate="bought",
            produced_from=date(2026, 9, 2), produced_until=date(2026, 9, 2), cancelled_on=date(2026, 11, 2),
        ),
    ),
    sub_meters=(
        SubMeter(id="press", name=Text(en="press line", zh="压制线"), file="sub/press.csv"),
        SubMeter(
            id="oven",
            registers=(
                RegisterReading(at=datetime(2026, 10, 1, 8, tzinfo=CHINA), wh=1_200_500),
                RegisterReading(at=datetime(2026, 10, 31, 18, tzinfo=timezone(timedelta(hours=9))), wh=1_300_000),
            ),
        ),
    ),
    runs=(
        ProductionRun(
            product="pan", units=100, sub_meter="press",
            start=datetime(2026, 10, 2, 8, tzinfo=CHINA), end=datetime(2026, 10, 2, 20, tzinfo=CHINA),
        ),
        ProductionRun(
            product="pot", units=50,
            start=datetime(2026, 10, 3, 8, tzinfo=CHINA), end=datetime(2026, 10, 3, 20, tzinfo=CHINA),
        ),
        ProductionRun(product="cup", units=7),
    ),
    keys=(
        KeyShare(product="pan", share=Decimal("0.6"), reason=Text(en="rated power")),
        KeyShare(product="pot", share=Decimal("0.4")),
    ),
    masses=(ProductMass(product="pan", kg=Decimal("0.98")),),
    fuels=(
        FuelMeter(
            fuel="natural gas", amount=Decimal(10), unit="m3", mj_per_unit=Decimal(36), metered=True, split_by="units",
            products=("pan", "pot"),
        ),
        FuelMeter(fuel="LPG", mj=Decimal("12.5"), split_by="hours", products=("pan",)),
    ),
    rest=RestRule(by="stays", reason=Text(en="the office")),
    illustrative=True,
)  # fmt: skip


def read(text: str) -> FacilityPeriod:
    return read_facility_period(text.encode(), "period.yaml")


def faults(text: str) -> list[tuple[str, int | None, str]]:
    with pytest.raises(InvalidInput) as refused:
        read(text)
    for fault in refused.value.faults:
        assert fault.place.file == "period.yaml"
        for lang in ("en", "zh"):
            assert fault.text(lang)
            assert fault.remedy(lang)
    return [(fault.code, fault.place.line, fault.place.pointer) for fault in refused.value.faults]


@pytest.mark.parametrize("text", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_a_file_reads_the_same_in_both_languages(text: str):
    assert read(text) == PERIOD


def test_a_file_reads_the_same_as_json():
    text = {
        "schema": "greencard/facility-period/1", "facility": "F-1", "period": "2026-10-01..2026-10-31",
        "readings": "main.csv", "runs": [["cup", 7]], "rest": "hours",
    }  # fmt: skip
    found = read_facility_period(json.dumps(text).encode(), "period.json")
    assert found.runs == (ProductionRun(product="cup", units=7),)
    assert found.rest == RestRule(by="hours")
    assert found.certificates_state == "unknown"


SHORT = """\
schema: greencard/facility-period/1
facility: F-1
period: 2026-10-01..2026-10-31
readings: main.csv
runs:
  - {product: pan, units: 100}
rest: hours
"""


def test_what_is_left_empty_is_left_out():
    found = read(SHORT.replace("{product: pan, units: 100}", "[pan, 100, ~, ~, press]") + "latitude:\nkeys: ~\n")
    assert found.runs == (ProductionRun(product="pan", units=100, sub_meter="press"),)
    assert (found.latitude, found.keys) == (None, ())


def test_times_without_a_zone_are_the_facilitys():
    assert read(SHORT).start == datetime(2026, 10, 1, tzinfo=CHINA)
    assert read(SHORT + "country: DE\n").start == datetime(2026, 10, 1, tzinfo=UTC)
    instants = SHORT.replace("2026-10-01..2026-10-31", "2026-10-01T06:00..2026-10-02T06:00+09:00")
    assert read(instants).end == datetime(2026, 10, 2, 5, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("colour: red", ("GC-MTR-077", 8, "/colour")),
        ("工厂: F-2", ("GC-MTR-079", 8, "/工厂")),
        ("latitude: north", ("GC-MTR-076", 8, "/latitude")),
        ("latitude: .nan", ("GC-MTR-076", 8, "/latitude")),
        ("country: China", ("GC-MTR-076", 8, "/country")),
        ("illustrative: perhaps", ("GC-MTR-076", 8, "/illustrative")),
        ("keys: 3", ("GC-MTR-076", 8, "/keys")),
        ("keys: [3]", ("GC-MTR-076", 8, "/keys/0")),
        ("keys: [{product: pan}]", ("GC-MTR-078", 8, "/keys/0/share")),
        ("keys: [{product: pan, share: x}]", ("GC-MTR-076", 8, "/keys/0/share")),
        ("masses: [{product: pan, kg: -1}]", ("GC-MTR-076", 8, "/masses/0/kg")),
        ("masses: [{product: pan, kg: 1e999999999}]", ("GC-MTR-076", 8, "/masses/0/kg")),
        ("masses: [{product: [], kg: 1}]", ("GC-MTR-076", 8, "/masses/0/product")),
        ("rooftop_solar: yes", ("GC-MTR-076", 8, "/rooftop_solar")),
        ("rooftop_solar: {certificates: lost}", ("GC-MTR-076", 8, "/rooftop_solar/certificates")),
        ("sub_meters: [{id: a, readings: ../../etc/passwd}]", ("GC-MTR-076", 8, "/sub_meters/0/readings")),
        ("sub_meters: [{id: a, readings: /etc/passwd}]", ("GC-MTR-076", 8, "/sub_meters/0/readings")),
        ("sub_meters: [{id: a, name: {fr: x}}]", ("GC-MTR-076", 8, "/sub_meters/0/name/fr")),
        ("sub_meters: [{id: a, registers: [{at: noon, kwh: 1}]}]", ("GC-MTR-076", 8, "/sub_meters/0/registers/0/at")),
        (
            "sub_meters: [{id: a, registers: [{at: 2026-10-01T00:00, kwh: 0.0001}]}]",
            ("GC-MTR-076", 8, "/sub_meters/0/registers/0/kwh"),
        ),
        ("certificates: [{scheme: VER}]", ("GC-MTR-076", 8, "/certificates/0/scheme")),
        ("fuels: [{fuel: gas, split_by: luck}]", ("GC-MTR-076", 8, "/fuels/0/split_by")),
    ],
)
def test_a_fault_names_its_line_and_place(line: str, found: tuple[str, int, str]):
    assert found in faults(SHORT + line + "\n")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("period: 2026-10-01..2026-10-31", "period: 2026-10-31..2026-10-01", ("GC-MTR-076", 3, "/period")),
        ("period: 2026-10-01..2026-10-31", "period: 9999-12-31", ("GC-MTR-076", 3, "/period")),
        ("facility: F-1", "", ("GC-MTR-078", 1, "/facility")),
        ("facility: F-1", "facility:", ("GC-MTR-078", 1, "/facility")),
        ("greencard/facility-period/1", "greencard/facility-period/2", ("GC-MTR-076", 1, "/schema")),
        ("units: 100", "units: 1.5", ("GC-MTR-076", 6, "/runs/0/units")),
        ("units: 100", "units: -5", ("GC-MTR-076", 6, "/runs/0/units")),
        ("{product: pan, units: 100}", "[pan]", ("GC-MTR-078", 6, "/runs/0/units")),
        ("{product: pan, units: 100}", "[a, 1, ~, ~, m, x]", ("GC-MTR-076", 6, "/runs/0")),
        ("rest: hours", "rest: {reason: because}", ("GC-MTR-078", 7, "/rest/by")),
        ("rest: hours", "rest: hours\nrest: mass", ("GC-CAT-009", 8, "/rest")),
    ],
)  # fmt: skip
def test_a_field_that_must_be_there_or_be_right(old: str, new: str, found: tuple[str, int, str]):
    listed = faults(SHORT.replace(old, new))
    assert (found in listed) if found[0] != "GC-CAT-009" else listed[0][1:] == found[1:]


def test_all_faults_come_back_at_once_up_to_a_hundred():
    text = SHORT + "keys:\n" + "".join(f"  - {{product: p{at}, share: x}}\n" for at in range(120))
    listed = faults(text)
    assert len(listed) == 100
    assert [line for _, line, _ in listed] == sorted(line for _, line, _ in listed if line is not None)


@pytest.mark.parametrize(
    "data", [b"", b"- a\n", b"text", b"\xff\xfe\x00", b"{", b"a: &x 1\nb: *x\n", b"[" * 100, b"x" * 2_000_000]
)
def test_what_is_no_period_file_is_refused_in_our_words(data: bytes):
    with pytest.raises(InvalidInput) as refused:
        read_facility_period(data, "period.yaml")
    assert refused.value.code.startswith(("GC-CAT-", "GC-MTR-"))


lines = ENGLISH.splitlines()


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, len(lines) - 1), junk=st.text("ab0:{}[]-, #\"'\n.", max_size=12), start=st.integers(0, 60))
def test_no_slip_of_the_pen_lets_anything_foreign_out(at: int, junk: str, start: int):
    spoiled = [*lines]
    spoiled[at] = spoiled[at][:start] + junk + spoiled[at][start:]
    try:
        found = read("\n".join(spoiled))
    except GreencardError as error:
        assert all(fault.text("zh") for fault in error.faults)  # noqa: PT017 - a refusal is one of two right answers
    else:
        assert isinstance(found, FacilityPeriod)
