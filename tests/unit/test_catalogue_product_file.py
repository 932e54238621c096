"""The product file: what is read, what is refused, and where; both languages of keys, and the way there and back."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.adapters.packs.claims import claim_lexicon
from greencard.catalogue import (
    FactKind,
    HsCodes,
    canonical_product,
    check_product,
    product_digest,
    read_product,
    write_product,
)
from greencard.catalogue.rows import MAX_FAULTS
from greencard.errors import REGISTRY, Fault, GreencardError, InvalidInput
from greencard.model import (
    BomLine,
    Carton,
    Customs,
    Evidence,
    Facility,
    Fact,
    Identifier,
    Leg,
    MeterReference,
    PackagingPart,
    Party,
    Price,
    Process,
    Product,
    Recycled,
    RooftopSolar,
    Route,
    SupplierFigure,
    Text,
)

HS = HsCodes({"44": "Wood", "4420": "Wood marquetry", "442019": "Wood; statuettes"}, "test")

ENGLISH = """\
schema: greencard/product/1
id: box-01
name: {en: Bamboo box, zh: 竹盒}
declared_unit: 1 box
identifiers: {gtin: 4006381333931, sku: B-1, lot: 2026-10}
customs: {code: 4420 19 00, origin: cn, confirmed_by: broker, confirmed_on: 2026-10-15}
seller: {id: s1, name: Stall, stall: "0101"}
facility:
  id: f1
  name: 竹厂
  place: {zh: 安吉, en: Anji}
  latitude: 30.64
  rooftop_solar: {kwp: 420, certificates: kept, self_consumption_pct: 27}
mass_kg: 1000 g
bom:
  - {material: bamboo, net_kg: 0.98, gross_kg: 1.31 kg, bio_based_pct: 100, distance_km: 25}
  - material: screws
    net_kg: 20 g
    recycled: {share_pct: 40, kind: post_consumer, evidence: {grade: E1, number: 007, valid_until: 2027-01-31}}
    supplier: {kg_co2e_per_kg: 3.90, scope: direct_only, per: kg}
    cbam_precursor: yes
processes:
  - {name: sawing, electricity_kwh: 0.62 kWh, evidence: E3}
  - {name: drying, electricity_kwh: 50 Wh, heat_mj: 0.5 kWh, heat_fuel: wood}
packaging:
  - {material: board box, mass_kg: 0.055, recycled: 80 %}
  - {material: PE bag, mass_kg: 5 g, plastic: true}
carton: {units: 12, size_cm: [62, 41, 34], tare_kg: 0.92, material: corrugated board}
route:
  destination: Hamburg, DE
  incoterm: FOB Ningbo
  legs: [{mode: rail, from: Yiwu, to: CNNGB, km: 260, traction: electric}]
  baseline: [{mode: road_hgv, from: Yiwu, to: CNNGB, km: 245}]
  baseline_name: Lorry
prices: [{amount: 4.950, currency: USD, term: fob, order_quantity: 5000}]
meter: {file: readings/a.csv, period: 2025-10-01..2026-09-30}
annual_units: 240000
facts:
  food_contact: false
  materials: [bamboo, steel]
  pb_ppm: {value: 12.50, unit: mg/kg, grade: E2, source: lab, valid_until: 2027-06-30}
claims: [40 % recycled screws]
"""

CHINESE = """\
格式: greencard/product/1
编号: box-01
名称: {英文: Bamboo box, 中文: 竹盒}
声明单位: {英文: 1 box}
标识: {条码: 4006381333931, 货号: B-1, 批次: 2026-10}
海关: {编码: 44201900, 原产国: CN, 确认人: 报关行, 确认日期: 2026-10-15}
卖方: {编号: s1, 名称: Stall, 摊位: "0101"}
工厂:
  编号: f1
  名称: 竹厂
  地点: {中文: 安吉, 英文: Anji}
  纬度: 30.64
  屋顶光伏: {装机: 420, 绿证: 保留, 自用份额: 0.27}
净重: 1 千克
材料清单:
  - {材料: bamboo, 净用量: 0.98, 毛用量: 1.31公斤, 生物基份额: 1, 运距: 25 公里}
  - 材料: screws
    净用量: 20 克
    再生料: {份额: 0.4, 来源: 消费后, 证据: {等级: 文件, 编号: 007, 失效日期: 2027-01-31}}
    供应商数据: {碳足迹: 3.9, 范围: 仅直接排放, 单位: 千克}
    CBAM前体: 是
工序:
  - {名称: sawing, 电量: 0.62 度, 证据: 可验证凭证}
  - {名称: drying, 电量_kWh: 0.05, 热量: 1.8 兆焦, 燃料: wood}
包装:
  - {材料: board box, 质量: 0.055, 再生料: 80%, 层级: 销售}
  - {材料: PE bag, 质量: 0.005, 塑料: 真}
外箱: {每箱件数: 12, 尺寸: 62*41*34 cm, 箱重: 920 g, 材料: corrugated board}
路线:
  目的地: Hamburg, DE
  贸易术语: FOB Ningbo
  运输段: [{方式: 铁路, 起点: Yiwu, 终点: CNNGB, 公里: 260, 牵引: 电力}]
  基准路线: [{方式: 卡车, 起点: Yiwu, 终点: CNNGB, 公里: 245}]
  基准名称: {英文: Lorry}
价格: [{金额: 4.95, 币种: USD, 条件: 离岸价, 订单数量: 5000}]
电表: {文件: readings/a.csv, 期间: {开始: 2025-10-01, 结束: 2026-09-30}}
年产量: 240000
事实:
  food_contact: 否
  materials: [bamboo, steel]
  pb_ppm: {值: 12.50, 单位: mg/kg, 等级: E2, 来源: lab, 失效日期: 2027-06-30}
宣称: [40 % recycled screws]
"""

PRODUCT = Product(
    id="box-01",
    name=Text(en="Bamboo box", zh="竹盒"),
    declared_unit=Text(en="1 box"),
    mass_kg=Decimal(1),
    customs=Customs(code="44201900", system="CN", origin="CN", confirmed_by="broker", confirmed_on=date(2026, 10, 15)),
    seller=Party(id="s1", name=Text(en="Stall"), stall="0101"),
    facility=Facility(
        id="f1",
        name=Text(zh="竹厂"),
        place=Text(zh="安吉", en="Anji"),
        latitude=30.64,
        solar=RooftopSolar(kwp=Decimal(420), certificates="kept", self_consumption_share=Decimal("0.27")),
    ),
    bom=(
        BomLine(
            material="bamboo",
            net_kg=Decimal("0.98"),
            gross_kg=Decimal("1.31"),
            bio_based_share=Decimal(1),
            distance_km=Decimal(25),
        ),
        BomLine(
            material="screws",
            net_kg=Decimal("0.02"),
            gross_kg=Decimal("0.02"),
            recycled=Recycled(
                share=Decimal("0.4"),
                kind="post_consumer",
                evidence=Evidence(grade="E1", number="007", valid_until=date(2027, 1, 31)),
            ),
            supplier=SupplierFigure(kg_co2e_per_kg=Decimal("3.9"), scope="direct_only"),
            cbam_precursor=True,
        ),
    ),
    processes=(
        Process(name="sawing", electricity_kwh=Decimal("0.62"), evidence=Evidence(grade="E3")),
        Process(name="drying", electricity_kwh=Decimal("0.05"), heat_mj=Decimal("1.8"), heat_fuel="wood"),
    ),
    packaging=(
        PackagingPart(material="board box", mass_kg=Decimal("0.055"), recycled=Recycled(share=Decimal("0.8"))),
        PackagingPart(material="PE bag", mass_kg=Decimal("0.005"), plastic=True),
        # 0.92 / 12 to twelve significant digits
        PackagingPart(material="corrugated board", mass_kg=Decimal("0.0766666666667"), level="transport"),
    ),
    carton=Carton(
        units=12, length_cm=Decimal(62), width_cm=Decimal(41), height_cm=Decimal(34), tare_kg=Decimal("0.92")
    ),
    identifiers=(
        Identifier(scheme="gtin", value="4006381333931"),
        Identifier(scheme="sku", value="B-1"),
        Identifier(scheme="lot", value="2026-10"),
    ),
    route=Route(
        destination="Hamburg, DE",
        legs=(Leg(mode="rail", origin="Yiwu", destination="CNNGB", distance_km=Decimal(260), traction="electric"),),
        incoterm="FOB Ningbo",
        baseline=(Leg(mode="road_hgv", origin="Yiwu", destination="CNNGB", distance_km=Decimal(245)),),
        baseline_name=Text(en="Lorry"),
    ),
    prices=(Price(amount=Decimal("4.95"), currency="USD", term="FOB", order_quantity=5000),),
    facts=(
        Fact(name="food_contact", value=False),
        Fact(name="materials", value=("bamboo", "steel")),
        Fact(name="pb_ppm", value="12.50", unit="mg/kg", grade="E2", source="lab", valid_until=date(2027, 6, 30)),
    ),
    claims=("40 % recycled screws",),
    meter=MeterReference(file="readings/a.csv", period_start=date(2025, 10, 1), period_end=date(2026, 9, 30)),
    annual_units=240000,
)


@pytest.mark.parametrize("text", [ENGLISH, CHINESE])
def test_the_same_product_in_english_and_in_chinese(text: str):
    chinese = text.replace("声明单位: {英文: 1 box}", "声明单位: {英文: 1 box, 中文: ~}")
    assert read_product(chinese.encode(), "p.yaml", HS) == PRODUCT
    assert check_product(text.encode(), "p.yaml", HS) == ()


def changed(old: str, new: str) -> bytes:
    assert ENGLISH.count(old) == 1, old
    return ENGLISH.replace(old, new).encode()


def line_of(data: bytes, part: str) -> int:
    return data.decode()[: data.decode().index(part)].count("\n") + 1


def only_fault(data: bytes) -> Fault:
    faults = check_product(data, "p.yaml", HS, lexicon=claim_lexicon())
    assert len(faults) == 1, [(fault.code, fault.text()) for fault in faults]
    fault = faults[0]
    assert fault.place.file == "p.yaml"
    for lang in ("en", "zh"):
        assert "{" not in re.sub(r"\{(zh|中文|en)[:：][^}]*\}", "", fault.text(lang) + fault.remedy(lang))
    assert re.search(r"[\u4e00-\u9fff]", fault.text("zh"))
    assert re.search(r"[\u4e00-\u9fff]", fault.remedy("zh"))
    return fault


ERRORS = [
    # unknown unit, not a number, negative
    ("mass_kg: 1000 g", "mass_kg: 2.2 lb", "GC-CAT-025", "/mass_kg"),
    ("net_kg: 20 g", "net_kg: 20 grams", "GC-CAT-025", "/bom/1/net_kg"),
    ("0.62 kWh", "0.62 MJ", "GC-CAT-025", "/processes/0/electricity_kwh"),
    ("share_pct: 40,", "share_pct: 40 ‰,", "GC-CAT-025", "/bom/1/recycled/share_pct"),
    ("mass_kg: 1000 g", "mass_kg: heavy", "GC-CAT-024", "/mass_kg"),
    ("mass_kg: 1000 g", "mass_kg: 1,000 g", "GC-CAT-024", "/mass_kg"),
    ("mass_kg: 1000 g", "mass_kg: 1.2.3", "GC-CAT-024", "/mass_kg"),
    ("mass_kg: 1000 g", "mass_kg: .inf", "GC-CAT-024", "/mass_kg"),
    ("mass_kg: 1000 g", "mass_kg: 1e999999999", "GC-CAT-024", "/mass_kg"),
    ("km: 260,", "km: 1e13,", "GC-CAT-027", "/route/legs/0/km"),
    ("km: 260,", "km: 1000000000001,", "GC-CAT-027", "/route/legs/0/km"),
    ("amount: 4.950", "amount: -1", "GC-CAT-027", "/prices/0/amount"),
    ("distance_km: 25}", "distance_km: 1e-30 m}", "GC-CAT-024", "/bom/0/distance_km"),
    ("mass_kg: 1000 g", "mass_kg: 1_000", "GC-CAT-024", "/mass_kg"),
    ("mass_kg: 1000 g", "mass_kg: 一", "GC-CAT-024", "/mass_kg"),
    ("net_kg: 20 g", "net_kg: -20 g", "GC-CAT-026", "/bom/1/net_kg"),
    ("mass_kg: 0.055", "mass_kg: -0.055", "GC-CAT-026", "/packaging/0/mass_kg"),
    ("mass_kg: 1000 g", "mass_kg: 0", "GC-CAT-027", "/mass_kg"),
    ("electricity_kwh: 50 Wh", "electricity_kwh: -1", "GC-CAT-027", "/processes/1/electricity_kwh"),
    ("latitude: 30.64", "latitude: 91", "GC-CAT-027", "/facility/latitude"),
    ("units: 12", "units: 0", "GC-CAT-027", "/carton/units"),
    ("units: 12", "units: 12.5", "GC-CAT-023", "/carton/units"),
    ("[62, 41, 34]", "[62, 41]", "GC-CAT-023", "/carton/size_cm"),
    ("[62, 41, 34]", "[62, 41, 0]", "GC-CAT-027", "/carton/size_cm"),
    # shares
    ("share_pct: 40,", "share_pct: 101,", "GC-CAT-028", "/bom/1/recycled/share_pct"),
    ("share_pct: 40,", "share: 40,", "GC-CAT-028", "/bom/1/recycled/share"),
    ("bio_based_pct: 100", "bio_based_share: 1.01", "GC-CAT-028", "/bom/0/bio_based_share"),
    ("recycled: 80 %", "recycled: 0.8", "GC-CAT-029", "/packaging/0/recycled"),
    ("share_pct: 40,", "share_pct: 40, share: 0.4,", "GC-CAT-035", "/bom/1/recycled/share"),
    # keys
    ("mass_kg: 1000 g", "mass_kg: 1000 g\n净重: 1", "GC-CAT-035", "/净重"),
    ("annual_units: 240000", "anual_units: 240000", "GC-CAT-021", "/anual_units"),
    ("annual_units: 240000", "年产: 240000", "GC-CAT-021", "/年产"),
    ("annual_units: 240000", "weather: fine", "GC-CAT-020", "/weather"),
    ("annual_units: 240000", "claims: [a]\nannual_units: 1", "GC-CAT-009", "/claims"),
    ("{material: bamboo, net_kg: 0.98,", "{net_kg: 0.98,", "GC-CAT-022", "/bom/0"),
    ("material: bamboo,", 'material: "",', "GC-CAT-023", "/bom/0/material"),
    ("declared_unit: 1 box", 'declared_unit: ""', "GC-CAT-023", "/declared_unit"),
    ("{share_pct: 40, kind: post_consumer,", "{kind: post_consumer,", "GC-CAT-022", "/bom/1/recycled"),
    ("annual_units: 240000", "annual_units: [1]", "GC-CAT-023", "/annual_units"),
    ("claims: [40 % recycled screws]", "claims: [[a]]", "GC-CAT-023", "/claims/0"),
    ("name: {en: Bamboo box, zh: 竹盒}", "name: {fr: boite}", "GC-CAT-023", "/name/fr"),
    # closed words, dates, countries, identifiers
    ("certificates: kept", "certificates: lost", "GC-CAT-030", "/facility/rooftop_solar/certificates"),
    ("cbam_precursor: yes", "cbam_precursor: maybe", "GC-CAT-030", "/bom/1/cbam_precursor"),
    ("schema: greencard/product/1", "schema: greencard/product/2", "GC-CAT-030", "/schema"),
    ("confirmed_on: 2026-10-15", "confirmed_on: 2026-02-30", "GC-CAT-031", "/customs/confirmed_on"),
    ("confirmed_on: 2026-10-15", "confirmed_on: 15.10.2026", "GC-CAT-031", "/customs/confirmed_on"),
    ("confirmed_on: 2026-10-15", "confirmed_on: 20261015", "GC-CAT-031", "/customs/confirmed_on"),
    ("origin: cn", "origin: China", "GC-CAT-032", "/customs/origin"),
    ("origin: cn", "origin: UK", "GC-CAT-032", "/customs/origin"),
    ("id: box-01", "id: 盒 01", "GC-CAT-034", "/id"),
    ("id: box-01", "id: ../box", "GC-CAT-034", "/id"),
    ("currency: USD", "currency: $", "GC-CAT-023", "/prices/0/currency"),
    ("incoterm: FOB Ningbo", f"incoterm: {'x' * 501}", "GC-CAT-033", "/route/incoterm"),
    ("incoterm: FOB Ningbo", 'incoterm: "a\\u202Eb"', "GC-CAT-023", "/route/incoterm"),
    # taken together
    ("gross_kg: 1.31 kg", "gross_kg: 0.97", "GC-CAT-040", "/bom/0/net_kg"),
    ("mass_kg: 1000 g", "mass_kg: 1.053", "GC-CAT-041", "/mass_kg"),
    ("mass_kg: 1000 g", "mass_kg: 0.952", "GC-CAT-041", "/mass_kg"),
    ("code: 4420 19 00", "code: 4420 98 00", "GC-CAT-043", "/customs/code"),
    ("code: 4420 19 00", "code: 0077 00", "GC-CAT-043", "/customs/code"),
    ("code: 4420 19 00", "code: 4420", "GC-CAT-044", "/customs/code"),
    ("code: 4420 19 00,", "code: 4420 19 00, system: HS2022,", "GC-CAT-044", "/customs/code"),
    ("gtin: 4006381333931", "gtin: 4006381333930", "GC-CAT-046", "/identifiers/gtin"),
    ("gtin: 4006381333931", "gtin: 400638133393", "GC-CAT-046", "/identifiers/gtin"),
    ("gtin: 4006381333931", "gtin: 40063813339", "GC-CAT-046", "/identifiers/gtin"),
    ("gtin: 4006381333931", "gtin: 400638133393X", "GC-CAT-046", "/identifiers/gtin"),
    ("readings/a.csv", "../a.csv", "GC-CAT-051", "/meter/file"),
    ("readings/a.csv", "/etc/passwd", "GC-CAT-051", "/meter/file"),
    ("readings/a.csv", "C:a.csv", "GC-CAT-051", "/meter/file"),
    ("readings/a.csv", "..\\b.csv", "GC-CAT-051", "/meter/file"),
    ("2025-10-01..2026-09-30", "2026-10-01..2026-09-30", "GC-CAT-052", "/meter/period/end"),
    ("2025-10-01..2026-09-30", "2025", "GC-CAT-023", "/meter/period"),
    ("grade: E2, source: lab,", "valid_from: 2028-01-01,", "GC-CAT-052", "/facts/pb_ppm/valid_until"),
    ("meter: {file: readings/a.csv, ", "meter: {", "GC-CAT-022", "/meter"),
    ("  baseline_name: Lorry\n", "", "GC-CAT-055", "/route/baseline"),
    ("baseline_name: Lorry", "baseline_name: {zh: ''}", "GC-CAT-055", "/route/baseline"),
    (", confirmed_on: 2026-10-15", "", "GC-CAT-059", "/customs/confirmed_by"),
    ("confirmed_by: broker, ", "", "GC-CAT-059", "/customs/confirmed_on"),
    ("food_contact: false", "Food Contact: false", "GC-CAT-057", "/facts/Food Contact"),
    ("food_contact: false", "food_contact: {grade: E1}", "GC-CAT-023", "/facts/food_contact"),
    ("food_contact: false", "food_contact: [[x]]", "GC-CAT-023", "/facts/food_contact/0"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "code", "pointer"), ERRORS)
def test_one_wrong_thing_is_one_error_at_its_place(old: str, new: str, code: str, pointer: str):
    data = changed(old, new)
    faults = [fault for fault in check_product(data, "p.yaml", HS) if fault.severity == "error"]
    if code == "GC-CAT-059" and pointer.endswith("confirmed_on"):  # nobody confirmed: that is asked as well
        assert [fault.code for fault in check_product(data, "p.yaml", HS)] == ["GC-CAT-045", "GC-CAT-059"]
    else:
        assert only_fault(data) == faults[0]
    fault = faults[0]
    assert (fault.code, fault.place.pointer) == (code, pointer)
    marks = {"GC-CAT-009": "claims: [40", "GC-CAT-055": "  baseline:", "GC-CAT-059": "customs:"}
    assert fault.place.line == line_of(data, marks.get(code, new.rsplit("\n", maxsplit=1)[-1]))
    with pytest.raises(InvalidInput) as caught:
        read_product(data, "p.yaml", HS)
    assert caught.value.faults == (fault,)
    assert caught.value.exit_status == 2


SOFT = [
    ("question", "GC-CAT-045", ", confirmed_by: broker, confirmed_on: 2026-10-15", "", "/customs/code"),
    ("question", "GC-CAT-047", "electricity_kwh: 0.62 kWh", "electricity_kwh: 0", None),
    ("question", "GC-CAT-050", "scope: direct_only", "scope: direct_and_indirect_mixed", "/bom/1/supplier/scope"),
    ("question", "GC-CAT-050", "scope: direct_only, ", "", "/bom/1/supplier"),
    ("question", "GC-CAT-053", "meter: {file: readings/a.csv, period: 2025-10-01..2026-09-30}\n", "",
     "/facility/rooftop_solar"),
    ("question", "GC-CAT-054", "certificates: kept", "certificates: unknown", "/facility/rooftop_solar/certificates"),
    ("question", "GC-CAT-056", ", heat_fuel: wood", "", "/processes/1/heat_mj"),
    ("warning", "GC-CAT-042", "mass_kg: 1000 g", "mass_kg: 1.011", "/mass_kg"),
    ("warning", "GC-CAT-042", "mass_kg: 1000 g", "mass_kg: 1.05", "/mass_kg"),
    ("warning", "GC-CAT-049", "claims: [40 % recycled screws]", "claims: [fine, Zero-Carbon office]", "/claims/1"),
    ("warning", "GC-CAT-049", "claims: [40 % recycled screws]", "claims: 零碳办公", "/claims/0"),
    ("warning", "GC-CAT-049", "claims: [40 % recycled screws]", "claims: [climate neutral]", "/claims/0"),
    ("warning", "GC-CAT-049", "claims: [40 % recycled screws]", "claims: [碳中和]", "/claims/0"),
    ("warning", "GC-CAT-049", "claims: [40 % recycled screws]", "claims: [fully biodegradable]", "/claims/0"),
    ("warning", "GC-CAT-049", "claims: [40 % recycled screws]", "claims: [可降解]", "/claims/0"),
    ("warning", "GC-CAT-049", "claims: [40 % recycled screws]", "claims: [a green choice]", "/claims/0"),
    ("warning", "GC-CAT-049", "claims: [40 % recycled screws]", "claims: [eco-friendly]", "/claims/0"),
]  # fmt: skip


@pytest.mark.parametrize(("severity", "code", "old", "new", "pointer"), SOFT)
def test_questions_and_warnings_do_not_stop_the_reading(
    severity: str, code: str, old: str, new: str, pointer: str | None
):
    data = changed(old, new)
    if code == "GC-CAT-047":
        data = data.replace(b"electricity_kwh: 50 Wh, ", b"")
    fault = only_fault(data)
    assert (fault.severity, fault.code) == (severity, code)
    assert fault.place.pointer == (pointer or "/processes")
    read_product(data, "p.yaml", HS)


@pytest.mark.parametrize("mass", ["1.01", "0.9901", "1"])
def test_one_per_cent_is_rounding(mass: str):
    assert check_product(changed("mass_kg: 1000 g", f"mass_kg: {mass}"), "p", HS) == ()


@pytest.mark.parametrize(("net", "codes"), [("0.99", []), ("1.03", ["GC-CAT-042"]), ("1.0301", ["GC-CAT-041"])])
def test_the_bounds_of_one_and_five_per_cent_belong_to_the_milder_side(net: str, codes: list[str]):
    data = changed("net_kg: 0.98,", f"net_kg: {net},")  # with 0.02 kg of screws, against 1 kg
    assert [fault.code for fault in check_product(data, "p", HS)] == codes


def test_a_period_of_one_day_is_a_period():
    assert check_product(changed("2025-10-01..2026-09-30", "2026-09-30..2026-09-30"), "p", HS) == ()


@pytest.mark.parametrize("written", ["0", "0 %", "{share: 0}"])
def test_no_recycled_content_may_be_said_shortly(written: str):
    part = read_product(changed("recycled: 80 %", f"recycled: {written}"), "p", HS).packaging[0]
    assert part.recycled == Recycled(share=Decimal(0))


@pytest.mark.parametrize(
    "claim", ["evergreen pattern", "economy pack", "no lead", "carbon steel", "degrades gracefully"]
)
def test_claims_without_such_words_are_left_alone(claim: str):
    assert check_product(changed("[40 % recycled screws]", f"[{claim}]"), "p", HS) == ()


def test_a_claim_points_to_law_and_to_the_verb_that_knows_more_in_both_languages():
    fault = only_fault(changed("[40 % recycled screws]", "[Zero-Carbon office]"))
    for lang in ("en", "zh"):
        assert "2024/825" in fault.text(lang)
        assert "greencard claims" in fault.remedy(lang)
        assert "Zero-Carbon" in fault.text(lang)


def test_no_packaging_is_asked_for():
    data = re.sub(r"packaging:\n(  - .*\n)+", "", ENGLISH)
    data = re.sub(r"carton: .*\n", "", data).encode()
    assert only_fault(data).code == "GC-CAT-048"
    assert read_product(data, "p", HS).packaging == ()


def test_sold_certificates_make_a_meter_useless_and_it_is_not_asked_for():
    data = changed("certificates: kept", "certificates: sold").replace(
        b"meter: {file: readings/a.csv, period: 2025-10-01..2026-09-30}\n", b""
    )
    assert check_product(data, "p", HS) == ()


def test_near_keys_are_proposed_in_the_language_of_the_slip():
    assert only_fault(changed("annual_units:", "anual_unit:")).params["near"] == "annual_units"
    assert only_fault(changed("annual_units:", "年产:")).params["near"] == "年产量"
    assert "年产量" in only_fault(changed("annual_units:", "年产:")).text("zh")


def test_an_unknown_code_says_what_its_heading_is():
    fault = only_fault(changed("code: 4420 19 00", "code: 4420 98 00"))
    assert "4420 is: Wood marquetry." in fault.text("en")
    assert "no chapter 00" in only_fault(changed("code: 4420 19 00", "code: 0077 00")).text("en")


def test_every_fault_is_reported_at_once_in_the_order_of_the_lines():
    data = (
        ENGLISH.replace("mass_kg: 1000 g", "mass_kg: 2 stone")
        .replace("origin: cn", "origin: XX")
        .replace("id: f1", "id: f 1")
        .replace("term: fob", "term: fas")
        .encode()
    )
    with pytest.raises(InvalidInput) as caught:
        read_product(data, "p.yaml", HS)
    assert [fault.code for fault in caught.value.faults] == ["GC-CAT-032", "GC-CAT-034", "GC-CAT-025", "GC-CAT-030"]
    assert [fault.place.line for fault in caught.value.faults] == [6, 9, 14, 35]


def test_the_list_of_faults_ends():
    data = "\n".join(f"key{number}: 1" for number in range(5000)).encode()
    faults = check_product(data, "p", HS)
    assert len(faults) == MAX_FAULTS + 1
    assert faults[-1].code == "GC-CAT-011"
    with pytest.raises(InvalidInput):
        read_product(data, "p", HS)


@pytest.mark.parametrize("key", ["id", "name", "declared_unit", "customs", "seller", "facility", "mass_kg", "bom"])
def test_what_a_product_needs(key: str):
    document = json.loads(write_product(PRODUCT))
    del document[key]
    (fault,) = [fault for fault in check_product(json.dumps(document).encode(), "p", HS) if fault.severity == "error"]
    assert fault.code == "GC-CAT-022"
    assert fault.params["key"] == key
    assert fault.place.pointer == ""


@pytest.mark.parametrize("data", [b"[]", b"hello", b'"x"', b"- a"])
def test_something_else_than_a_product(data: bytes):
    assert only_fault(data).code == "GC-CAT-010"


def test_a_whole_file_with_full_width_colons():
    # each `key: value` of one line ends in a full-width colon; within braces they stay as they are
    wide = re.sub(r"(?m)^( *(?:- )?[^\s:{#-][^:{]*?): ?", r"\1：", CHINESE)
    assert wide.count("：") > 25
    assert product_digest(read_product(wide.encode(), "p", HS)) == product_digest(
        read_product(CHINESE.encode(), "p", HS)
    )
    fault = only_fault("甲：a\n乙：竹盒\n".encode())
    assert (fault.code, fault.place.line) == ("GC-CAT-004", 1)


def test_an_empty_list_of_materials():
    document = json.loads(write_product(PRODUCT)) | {"bom": []}
    assert [fault.code for fault in check_product(json.dumps(document).encode(), "p", HS)] == ["GC-CAT-036"]


@pytest.mark.parametrize("data", [b"x" * 1_048_577, "名".encode("gbk") * 3, b"a: &x 1"])
def test_bytes_that_cannot_be_read_are_faults_too(data: bytes):
    (fault,) = check_product(data, "p", HS)
    with pytest.raises(InvalidInput) as caught:
        read_product(data, "p", HS)
    assert caught.value.faults == (fault,)


VOCABULARY = {
    "food_contact": FactKind("bool"),
    "materials": FactKind("set", allowed=frozenset({"bamboo", "steel"}), closed=True),
    "pb_ppm": FactKind("number", unit="mg/kg"),
    "battery_category": FactKind("enum", allowed=frozenset({"portable"})),
    "made_on": FactKind("date"),
    "hs_code": FactKind("text"),
}


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("food_contact: 'true'", True),
        ("food_contact: no", False),
        ("food_contact: 是", True),
        ("materials: bamboo", ("bamboo",)),
        ("materials: []", ()),
        ("pb_ppm: 1e2", "100"),
        ("pb_ppm: {value: 0.50}", "0.5"),
        ("battery_category: portable", "portable"),
        ("made_on: 2026-01-31", "2026-01-31"),
        ("hs_code: 010121", "010121"),
    ],
)
def test_a_vocabulary_types_the_facts(written: str, value: object):
    data = re.sub(r"facts:\n(  .*\n)+", f"facts:\n  {written}\n", ENGLISH).encode()
    (fact,) = read_product(data, "p", HS, VOCABULARY).facts
    assert fact.value == value
    assert type(fact.value) is type(value)
    assert fact.unit == ("mg/kg" if fact.name == "pb_ppm" else "")


@pytest.mark.parametrize(
    ("written", "code", "severity"),
    [
        ("food_contct: true", "GC-CAT-057", "error"),
        ("food_contact: maybe", "GC-CAT-058", "error"),
        ("food_contact: [a]", "GC-CAT-058", "error"),
        ("pb_ppm: low", "GC-CAT-058", "error"),
        ("pb_ppm: -5", "GC-CAT-058", "error"),  # below zero it would meet every limit
        ("made_on: soon", "GC-CAT-031", "error"),
        ("materials: [bambo]", "GC-CAT-058", "error"),
        ("battery_category: rocket", "GC-CAT-058", "warning"),
    ],
)
def test_a_vocabulary_catches_what_no_rule_would_read(written: str, code: str, severity: str):
    data = re.sub(r"facts:\n(  .*\n)+", f"facts:\n  {written}\n", ENGLISH).encode()
    (fault,) = check_product(data, "p", HS, VOCABULARY)
    assert (fault.code, fault.severity) == (code, severity)
    if code == "GC-CAT-057":
        assert "food_contact" in fault.text("en")
        assert "food_contact" in fault.text("zh")


def test_facts_without_a_vocabulary_keep_their_form():
    data = re.sub(r"facts:\n(  .*\n)+", "facts: {a: 'true', b: true, c: NO, d: 0.10, e: 010121}\n", ENGLISH).encode()
    assert [fact.value for fact in read_product(data, "p", HS).facts] == ["true", True, "NO", "0.10", "010121"]


def test_canonical_bytes_are_sorted_plain_and_independent_of_spelling():
    one, other = (read_product(text.encode(), "p", HS) for text in (ENGLISH, CHINESE))
    raw = canonical_product(one)
    assert raw == canonical_product(other)
    assert raw == json.dumps(json.loads(raw), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    assert json.loads(raw)["mass_kg"] == "1"
    assert json.loads(raw)["prices"][0]["amount"] == "4.95"
    assert msgspec.json.decode(raw, type=Product) == PRODUCT
    assert product_digest(one) == product_digest(other)
    assert re.fullmatch(r"[0-9a-f]{64}", product_digest(one))


def test_a_different_product_has_a_different_digest():
    assert product_digest(PRODUCT) != product_digest(msgspec.structs.replace(PRODUCT, mass_kg=Decimal("1.0001")))


def test_codes_of_the_room_have_both_languages():
    codes = [kind for code, kind in REGISTRY.items() if code.startswith("GC-CAT-")]
    assert len(codes) > 40
    for kind in codes:
        assert re.search(r"[\u4e00-\u9fff]", kind.zh)
        assert re.search(r"[\u4e00-\u9fff]", kind.remedy_zh) or kind.remedy_zh == "{doc_zh}"


# --- there and back -------------------------------------------------------------------------------------------------

ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,9}", fullmatch=True)
words = st.text("abc XY竹木0:#-{}'\"%", min_size=1, max_size=9).map(str.strip).filter(bool)
texts = st.builds(Text, en=words, zh=words | st.just(""))
amounts = st.decimals(min_value=0, max_value=10**6, allow_nan=False, allow_infinity=False, places=6)
masses = st.decimals(min_value=Decimal("0.001"), max_value=100, places=4)
shares = st.decimals(min_value=0, max_value=1, places=4)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1))
grades = st.sampled_from(["E0", "E1", "E2", "E3"])
evidences = st.builds(Evidence, grade=grades, kind=words | st.just(""), number=words, valid_until=st.none() | days)
recycleds = st.builds(
    Recycled,
    share=shares,
    kind=st.sampled_from(["pre_consumer", "post_consumer", "unspecified"]),
    evidence=evidences,
)
suppliers = st.builds(
    SupplierFigure,
    kg_co2e_per_kg=amounts,
    scope=st.sampled_from(["cradle_to_gate", "direct_and_indirect_mixed", "direct_only", "unstated"]),
    per=st.sampled_from(["kg", "piece"]),
    evidence=evidences,
)


@st.composite
def bom_lines(draw: st.DrawFn) -> BomLine:
    net = draw(masses)
    return BomLine(
        material=draw(words),
        net_kg=net,
        gross_kg=net + draw(masses | st.just(Decimal(0))),
        factor=draw(words | st.just("")),
        recycled=draw(st.none() | recycleds),
        bio_based_share=draw(shares),
        plastic=draw(st.booleans()),
        origin=draw(words | st.just("")),
        distance_km=draw(st.none() | amounts),
        supplier=draw(st.none() | suppliers),
        cbam_precursor=draw(st.booleans()),
    )


legs = st.builds(
    Leg,
    mode=st.sampled_from(["road_hgv", "road_van", "rail", "sea_container", "air_belly", "inland_waterway"]),
    origin=words,
    destination=words,
    distance_km=amounts,
    traction=st.sampled_from(["", "electric", "diesel", "mixed"]),
)
parts = st.builds(
    PackagingPart,
    material=words,
    mass_kg=amounts,
    level=st.sampled_from(["sales", "grouped"]),
    recycled=st.none() | recycleds,
    plastic=st.booleans(),
)
facts = st.builds(
    Fact,
    name=st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True),
    value=st.booleans() | words | st.lists(words, max_size=3).map(tuple) | st.just("true"),
    unit=words | st.just(""),
    grade=grades,
    valid_until=st.none() | days,
)


@st.composite
def products(draw: st.DrawFn) -> Product:
    bom = tuple(draw(st.lists(bom_lines(), min_size=1, max_size=3)))
    packaging = tuple(draw(st.lists(parts, max_size=2)))
    carton = None
    if draw(st.booleans()):
        units, tare = draw(st.integers(1, 500)), draw(masses)
        carton = Carton(
            units=units, length_cm=draw(masses), width_cm=draw(masses), height_cm=draw(masses), tare_kg=tare
        )
        share = (tare / units).quantize(Decimal(1).scaleb((tare / units).adjusted() - 11))
        packaging += (PackagingPart(material=draw(words), mass_kg=share, level="transport"),)
    some_legs = st.lists(legs, min_size=1, max_size=2).map(tuple)
    return Product(
        id=draw(ids),
        name=draw(texts),
        declared_unit=draw(texts),
        mass_kg=sum((line.net_kg for line in bom), Decimal(0)),
        customs=Customs(code="442019", system="HS2022", origin=draw(st.sampled_from(["CN", "NO", "VN"]))),
        seller=Party(id=draw(ids), name=draw(texts), roles=("merchant", "factory"), country="NO"),
        facility=Facility(
            id=draw(ids),
            name=draw(texts),
            place=draw(texts),
            country=draw(st.sampled_from(["CN", "NO"])),
            latitude=draw(st.none() | st.floats(-90, 90).map(lambda degrees: round(degrees, 6))),
            solar=draw(st.none() | st.builds(RooftopSolar, kwp=amounts, self_consumption_share=st.none() | shares)),
        ),
        bom=bom,
        processes=tuple(
            draw(st.lists(st.builds(Process, name=words, electricity_kwh=amounts, heat_mj=amounts), max_size=2))
        ),
        packaging=packaging,
        carton=carton,
        identifiers=tuple(draw(st.lists(st.builds(Identifier, scheme=st.just("sku"), value=words), max_size=1))),
        route=draw(st.none() | st.builds(Route, destination=words, legs=some_legs)),
        prices=tuple(
            draw(
                st.lists(
                    st.builds(Price, amount=amounts, currency=st.just("CNY"), term=st.sampled_from(["EXW", "FOB"])),
                    max_size=2,
                )
            )
        ),
        facts=tuple(draw(st.lists(facts, max_size=3, unique_by=lambda fact: fact.name))),
        claims=tuple(draw(st.lists(words, max_size=2))),
        annual_units=draw(st.none() | st.integers(1, 10**9)),
        illustrative=draw(st.booleans()),
    )


@settings(max_examples=60, deadline=None)
@given(products())
def test_a_product_written_and_read_is_the_same_product(product: Product):
    again = read_product(write_product(product), "p.json", HS)
    assert again == product
    assert canonical_product(again) == canonical_product(product)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_files_raise_nothing_foreign(data: st.DataObject):
    raw = bytearray(data.draw(st.sampled_from([ENGLISH, CHINESE, write_product(PRODUCT).decode()])).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 6))] = data.draw(
            st.binary(max_size=4) | st.sampled_from([b": ", b"- ", b"{"])
        )
    for fault in check_product(bytes(raw), "p", HS, data.draw(st.sampled_from([None, VOCABULARY]))):
        assert fault.text("zh")
        assert fault.remedy("en")
    try:
        product = read_product(bytes(raw), "p", HS)
    except GreencardError:
        return
    assert read_product(write_product(product), "p", HS) == product
