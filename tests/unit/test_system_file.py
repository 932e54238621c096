"""System files: two languages, every fault with its line, bounds, the two examples, and how a person reads them."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from greencard.adapters.packs.shipped import ShippedPacks
from greencard.catalogue import system_file
from greencard.catalogue.system_file import MAX_SYSTEM_BYTES, is_system_file, read_system
from greencard.errors import GreencardError, InvalidInput, Refused
from greencard.interfaces.cli.show_system import show_system
from greencard.interfaces.cli.terminal import Terminal
from greencard.interfaces.wiring_system import assess_system_file
from greencard.interfaces.wiring_system import is_system_file as names_a_system
from greencard.services.systems import assess_system
from system_samples import EXAMPLES, card, catalogue

ENGLISH = """\
schema: greencard/system/1
id: shop
name: {en: A shop, zh: 车间}
products: [part]
processes:
  - id: press
    name: pressing
    inputs:
      - {material: steel sheet, kg: 0.01 t}
      - {electricity_kwh: 3, only_for: part, evidence: {grade: E1, kind: bill, number: "7"}}
      - {fuel: natural gas, mj: 0.002 GJ}
    outputs:
      - {id: part, amount: 40, unit: piece, mass_kg: 8 kg, price: 3}
      - {id: trim, kg: 2, price: 6}
    allocation: {method: stated, shares: [{output: part, share: 90 %}, {output: trim, share: 0.1}], reason: asked}
    releases:
      - {gas: CO2, kg: 50 g}
"""
CHINESE = """\
格式: greencard/system/1
编号: shop
名称: {中文: 车间, 英文: A shop}
最终产品: [part]
单元过程:
  - 编号: press
    名称: pressing
    投入:
      - {材料: steel sheet, 重量: 10 公斤}
      - {电量: 3 度, 专用于: part, 证据: {等级: 文件, 类型: bill, 编号: "7"}}
      - {燃料: natural gas, 热量: 2 兆焦}
    产出:
      - {编号: part, 数量: 40, 单位: 件, 总质量: 8, 单价: 3}
      - {编号: trim, 重量: 2 千克, 单价: 6}
    分配:
      方法: 指定
      份额:
        - {产出: part, 份额: 0.9}
        - {产出: trim, 份额: 10 %}
      理由: asked
    直接排放:
      - {气体: CO2, 重量: 0.05 kg}
"""


def read(text, name="shop.yaml"):
    return read_system(text.encode() if isinstance(text, str) else text, name)


def refused(text, name="shop.yaml"):
    with pytest.raises(GreencardError) as refusal:
        read(text, name)
    return [(fault.code, fault.place.line) for fault in refusal.value.faults]


def test_both_languages_say_the_same_system():
    english, chinese = read(ENGLISH).system, read(CHINESE).system
    assert english == chinese
    part = english.processes[0].outputs[0]
    assert (part.amount, part.unit, part.mass_kg) == (40, "piece", 8)
    steel, power, gas = english.processes[0].inputs
    assert (steel.amount, steel.unit) == (10, "kg")
    assert (power.amount, power.unit, power.electricity, power.evidence.grade) == (3, "kWh", True, "E1")
    assert (gas.amount, gas.unit, gas.fuel) == (2, "MJ", "natural gas")
    assert [share.share for share in english.processes[0].allocation.shares] == [Decimal("0.9"), Decimal("0.1")]


def test_json_is_read_alike_and_a_result_follows():
    import yaml

    data = json.dumps(yaml.safe_load(ENGLISH), ensure_ascii=False)
    assert read(data, "shop.json").system == read(ENGLISH).system
    (result,), warnings = assess_system(read(data, "shop.json"), ShippedPacks())
    steel = float(catalogue().factor(_factor(result, "steel sheet")).emission)
    gas = catalogue().fuel("natural gas")
    fuel = 2 * float(gas.emission(catalogue().gwp["AR6"]) + gas.upstream.value)
    grid = float(catalogue().grid("CN").emission)
    expected = ((10 * steel + fuel + 0.05) * 0.9 + 3 * grid) / 40
    assert float(result.total_kg_co2e) == pytest.approx(expected, rel=1e-11)
    assert not warnings


def _factor(result, words):
    (leaf,) = [node for node in result.explain.children if node.label.en == words]
    return leaf.factor.id


def test_every_fault_of_the_file_has_its_line():
    text = (
        ENGLISH.replace("kg: 0.01 t", "kg: minus")
        .replace("unit: piece", "unit: pieces")
        .replace("gas: CO2", "gass: CO2")
    )
    assert refused(text) == [
        ("GC-CAT-024", 9),
        ("GC-CAT-030", 13),
        ("GC-CAT-021", 17),
        ("GC-CAT-022", 17),
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("kg: 0.01 t", "kg: 10, amount: 3, unit: kg", [("GC-CAT-112", 9)]),
        (", kg: 0.01 t", "", [("GC-CAT-112", 9)]),
        ("amount: 40, unit: piece", "amount: 40", [("GC-CAT-113", 13)]),
        ("amount: 40", "amount: -40", [("GC-CAT-027", 13)]),
        ("amount: 40", "amount: 0", [("GC-CAT-027", 13)]),
        ("kg: 50 g", "kg: -50 g", [("GC-CAT-026", 17)]),
        ("schema: greencard/system/1", "schema: greencard/system/2", [("GC-CAT-030", 1)]),
        ("share: 90 %", "share: 190 %", [("GC-CAT-028", 15)]),
        ("id: shop", "id: a shop", [("GC-CAT-034", 2)]),
    ],
)
def test_single_slips_are_named_where_they_stand(before, after, expected):
    assert before in ENGLISH
    assert refused(ENGLISH.replace(before, after)) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "GC-CAT-111"),
        (b"- 1", "GC-CAT-111"),
        (b"hello", "GC-CAT-111"),
        (b"a: &x 1", "GC-CAT-007"),
        ("名称: 车间".encode("gbk"), "GC-CAT-002"),
        (b"[" * 100, "GC-CAT-006"),
        (b'{"schema": ' + b'{"a":' * 100, "GC-CAT-006"),
        (b'{"schema": "greencard/system/1", }', "GC-CAT-003"),
        (b"PK\x03\x04", "GC-CAT-014"),
        (b"# " + b"x" * 1_100_000, "GC-CAT-110"),
        (b"\xff" * 10, "GC-CAT-002"),
    ],
)
def test_hostile_bytes_are_refused_with_a_code(text, code):
    assert refused(text)[0][0] == code


def test_reading_stops_behind_the_bound():
    class Endless:
        asked = 0

        def read(self, size):
            self.asked = size
            return b"#" * size

    source = Endless()
    with pytest.raises(InvalidInput) as refusal:
        read_system(source, "big.yaml")
    assert refusal.value.code == "GC-CAT-110"
    assert source.asked == MAX_SYSTEM_BYTES + 1


def test_nodes_and_processes_are_bounded(monkeypatch):
    import yaml

    data = json.dumps(yaml.safe_load(ENGLISH))
    monkeypatch.setattr(system_file, "MAX_SYSTEM_NODES", 40)
    assert refused(data, "shop.json")[0][0] == "GC-CAT-006"
    monkeypatch.undo()
    monkeypatch.setattr(system_file, "MAX_READ_PROCESSES", 0)
    assert refused(data, "shop.json")[0][0] == "GC-CAT-110"


def test_a_large_system_in_json_is_read_where_yaml_ends():
    steps = [
        {"id": f"p{i}", "outputs": [{"id": f"o{i}", "kg": 1}], "inputs": [{"material": "steel sheet", "kg": 1}]}
        for i in range(1500)
    ]
    body = {"schema": "greencard/system/1", "id": "big", "name": "big", "processes": steps}
    data = json.dumps(body).encode()
    assert len(read_system(data, "big.json").system.processes) == 1500


def test_what_the_record_says_together_is_told_with_its_line():
    wrong = ENGLISH.replace("only_for: part", "only_for: parts").replace("share: 0.1", "share: 0.2")
    with pytest.raises(InvalidInput) as refusal:
        assess_system(read(wrong), ShippedPacks())
    places = [(fault.code, fault.place.file, fault.place.line, fault.place.pointer) for fault in refusal.value.faults]
    assert places == [
        ("GC-FPT-123", "shop.yaml", 10, "/processes/0/inputs/1/only_for"),
        ("GC-FPT-116", "shop.yaml", 15, "/processes/0/allocation/shares"),
    ]
    card = ENGLISH.replace("material: steel sheet", "card: mill-7")
    with pytest.raises(Refused) as missing:
        assess_system(read(card), ShippedPacks())
    assert (missing.value.code, missing.value.faults[0].place.line) == ("GC-FPT-125", 9)
    light = ENGLISH.replace("kg: 0.01 t", "kg: 11")
    results, warnings = assess_system(read(light), ShippedPacks())
    assert results
    assert [(fault.code, fault.place.line) for fault in warnings] == [("GC-FPT-120", 6)]


def test_the_schema_tells_a_system_from_a_product(tmp_path):
    assert is_system_file(ENGLISH.encode())
    assert is_system_file(CHINESE.encode())
    assert not is_system_file(b"schema: greencard/product/1\nid: x\n")
    file = tmp_path / "a.yaml"
    file.write_text(ENGLISH, encoding="utf-8")
    assert names_a_system(file)
    assert not names_a_system(tmp_path / "none.yaml")
    assert not names_a_system(tmp_path)


def test_the_die_casting_example_by_hand():
    (result,), warnings = assess_system_file(EXAMPLES / "zinc-die-casting.yaml")
    assert not warnings
    assert result.illustrative
    assert result.unit == "piece"
    f = catalogue()
    zinc = float(f.factor(_leaf(result.explain, "锌合金锭").factor.id).emission)
    steel = float(f.factor(_leaf(result.explain, "钢丝").factor.id).emission)
    box = float(f.factor(_leaf(result.explain, "瓦楞纸箱").factor.id).emission)
    oil = float(f.factor(_leaf(result.explain, "润滑油").factor.id).emission)
    gas = f.fuel("natural gas")
    mj = float(gas.emission(f.gwp["AR6"]) + gas.upstream.value)
    grid = float(f.grid("CN").emission)
    mud = float(f.factor("waste/metal/landfill").emission)
    # melting: alloy bears 22 000 of 22 270 by value; casting and assembly are single products; 4 600 hooks
    melt = (735 * zinc + 2900 * mj + 60 * grid) * 22000 / 22270
    cast = melt + 4 * oil + 950 * grid + 10 * mud
    hooks = cast + 23 * steel + 210 * grid
    assert float(result.total_kg_co2e) == pytest.approx((hooks + 46 * box) / 4600, rel=1e-11)
    # by mass instead: 1 000 of 1 030
    (other,) = result.sensitivities
    assert other.id == "allocation:melting:mass"
    apart = melt / 22000 * 22270 * (1000 / 1030 - 22000 / 22270) / 4600
    assert float(other.total_kg_co2e - result.total_kg_co2e) == pytest.approx(apart, rel=1e-9)
    assert float(result.components.packaging) == pytest.approx(46 * box / 4600, rel=1e-11)


def _leaf(node, label):
    found = [node] if node.label.zh == label and node.factor is not None else []
    for child in node.children:
        found += [leaf for leaf in [_leaf(child, label)] if leaf is not None]
    return found[0] if found else None


def test_the_bamboo_example_by_hand():
    results, warnings = assess_system_file(EXAMPLES / "bamboo-mill.yaml")
    assert not warnings
    assert any("water vapour, 2500 kg" in note.en for note in results[0].notes)
    board, charcoal = results
    assert (board.output, charcoal.output) == ("board", "charcoal")
    f = catalogue()
    wood = float(f.factor("material/wood/gb-wood").emission)
    glue = float(f.factor(_leaf(board.explain, "PVAc adhesive").factor.id).emission)
    grid = float(f.grid("CN").emission)
    # One MJ of heat h; one batch of sawing s = 12.5 t of wood, 850 kWh, 8 000 MJ. Sawdust bears 700 of 18 540 by value.
    # 20 000 h = 1 600/2 800 x 700/18 540 s + 40 kWh + CH4 + N2O;  s = a + 8 000 h
    a = 12500 * wood + 850 * grid
    part = 1600 / 2800 * 700 / 18540
    gases = 0.757 * 27 + 0.0994 * 273
    h = (part * a + 40 * grid + gases) / (20000 - part * 8000)
    s = a + 8000 * h
    expected = (16640 / 18540 * s + 260 * glue + 9000 * h + 1300 * grid) / 5000
    assert float(board.total_kg_co2e) == pytest.approx(expected, rel=1e-11)
    coal = (1200 / 18540 * s + 3000 * h + 30 * grid + 12 * 27) / 560
    assert float(charcoal.total_kg_co2e) == pytest.approx(coal, rel=1e-11)
    # half of the dry mass is carbon: 2 380 kg in 5 000 kg of board
    parts = board.components
    assert parts.biogenic_carbon_content_kg == Decimal("0.476")
    assert float(parts.biogenic_uptake + parts.biogenic_emissions) == pytest.approx(-0.476 * 44 / 12, rel=1e-6)
    assert {s.id for s in board.sensitivities} == {"allocation:sawing:mass"}


@pytest.mark.parametrize(("lang", "said"), [("en", "by economic value"), ("zh", "按经济价值")])
def test_a_person_reads_figure_rule_and_reasons(lang, said):
    results, _ = assess_system_file(EXAMPLES / "zinc-die-casting.yaml")
    page = Console(file=io.StringIO(), width=120)
    show_system(Terminal(lang), page, results, explain=True)
    shown = page.file.getvalue()
    assert said in shown
    assert "1.19" in shown
    assert "material/zinc/" in shown
    assert ("虚构" in shown) if lang == "zh" else ("ILLUSTRATIVE" in shown)
    assert ("每件" in shown) if lang == "zh" else ("per piece" in shown)


def test_the_worked_example_of_the_page_is_true():
    page = (EXAMPLES.parents[1] / "docs" / "product-systems.md").read_text(encoding="utf-8")
    source = read(page.split("```yaml\n")[1].split("```")[0])
    cards = {"metal": card("metal", 5), "power": card("power", "0.5", "kWh")}
    (result,), _ = assess_system(source, ShippedPacks(), cards=cards)
    assert float(result.total_kg_co2e) == pytest.approx(370 / 70, rel=1e-11)
    assert "370 / 70 = 5.2857" in page


_WORDS = st.sampled_from(
    [
        "schema: greencard/system/1",
        "id: a",
        "processes:",
        "  - id: p",
        "    outputs:",
        "      - {id: o, kg: 1}",
        "名称: x",
        "    inputs:",
        "      - {material: zinc, kg: 1}",
        "      - {output: o, kg: 2}",
        "    allocation: mass",
        "- ",
        "{",
        "}",
        "    releases: [{gas: CO2, kg: 1e5}]",
        "\t",
        "kg: 1e99",
        "：",
        '"',
        "products: [o, o]",
        "    stage: 包装",
        "name: n",
    ]
)


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(_WORDS, max_size=14), noise=st.binary(max_size=6))
def test_nothing_foreign_leaves_for_bad_bytes(lines, noise):
    for data in ("\n".join(lines).encode(), "\n".join(lines).encode() + noise, b"{" + noise):
        try:
            assess_system(read_system(data, "x.yaml"), ShippedPacks())
        except GreencardError as error:
            for fault in error.faults:
                assert fault.text("zh")
                assert fault.remedy("en")


def test_a_rule_may_be_one_word():
    text = ENGLISH.replace(
        "{method: stated, shares: [{output: part, share: 90 %}, {output: trim, share: 0.1}], reason: asked}", "质量"
    )
    assert read(text).system.processes[0].allocation.method == "mass"
