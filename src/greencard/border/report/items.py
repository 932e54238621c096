"""The items of Annex IV of Implementing Regulation (EU) 2025/2547, and the duties beside them, in our own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from greencard.model import Text, Value

__all__ = ["BESIDE", "ITEMS", "SUMMARY", "Checklist", "Item", "ItemAnswer", "Problem", "Status"]

Status = Literal["met", "missing", "inconsistent", "not_applicable"]


class Problem(Value, frozen=True, kw_only=True):
    """One thing that is missing or does not agree, where it stands and what to do."""

    kind: Literal["missing", "inconsistent"]
    pointer: str
    what: Text
    remedy: Text


class ItemAnswer(Value, frozen=True, kw_only=True):
    """What the report says to one item."""

    item: str
    """Such as `1.1 (15)`; `Art. 7` and the like for duties outside Annex IV."""
    title: Text
    status: Status
    problems: tuple[Problem, ...] = ()


class Checklist(Value, frozen=True, kw_only=True):
    """The answer to every item; complete when none is missing or inconsistent."""

    complete: bool
    illustrative: bool
    met: int
    missing: int
    inconsistent: int
    not_applicable: int
    items: tuple[ItemAnswer, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One item by its number, with a title in both languages."""

    number: str
    en: str
    zh: str


def _items(before: str, *titles: tuple[str, str, str]) -> tuple[Item, ...]:
    return tuple(Item(f"{before}{number}", en, zh) for number, en, zh in titles)


ITEMS: Final = _items(
    "1.1 ",
    ("(1)", "Operator and installation", "运营者与设施"),
    ("(2)", "Summary of the monitoring plan", "监测计划摘要"),
    ("(3)", "Sources of electricity and their quantities", "电力来源及数量"),
    ("(4)", "Electricity produced inside the installation", "设施内发电"),
    ("(5)", "Waste gases", "废气"),
    ("(6)", "Transfer of CO2", "二氧化碳转移"),
    ("(7)", "Total direct emissions of the installation", "设施直接排放总量"),
    ("(8)", "Months monitored, for a new installation", "新设施的监测月数"),
    ("(9)", "Electricity consumed in the installation", "设施用电总量"),
    ("(10)", "Electricity for goods outside Annex II", "附件二以外货物的用电量"),
    ("(11)", "Installations that supply the electricity", "供电设施"),
    ("(12)", "Electricity by source: quantity, origin, factor", "各电源的电量、原产国与排放因子"),
    ("(13)", "Goods produced, by process", "各过程生产的货物"),
    ("(14)", "Goods outside CBAM made by the same processes", "同一过程生产的非 CBAM 货物"),
    ("(15)", "Specific embedded emissions of each good", "各货物的单位隐含排放"),
    ("(16)", "Total emissions: streams, measurements, transfers, gaps", "排放总量：源流、测量、转移、数据缺口"),
    ("(17)", "Balance of heat, waste gases and electricity", "热、废气与电力平衡"),
    ("(18)", "Precursors made and used in the installation", "设施自产自用前体"),
    ("(19)", "Precursors made here, by process that uses them", "各过程使用的自产前体"),
    ("(20)", "Precursors bought", "外购前体"),
    ("(21)", "Precursors bought, by process that uses them", "各过程使用的外购前体"),
    ("(22)", "Precursors on default values", "采用默认值的前体"),
    ("(23)", "Precursors on actual values", "采用实际值的前体"),
    ("(24)", "Precursors of several reporting periods", "多个报告期生产的前体"),
    ("(25)", "Precursors of several installations", "多个设施生产的前体"),
    ("(26)", "Electricity used in each process", "各过程用电量"),
    ("(27)", "Quantity of precursors made here, by process", "各过程自产前体数量"),
    ("(28)", "Operator and installation of origin of precursors", "前体的运营者与生产设施"),
    ("(29)", "How emissions were attributed to processes", "排放如何归属到各过程"),
    ("(30)", "Activity level and attributed emissions of each process", "各过程的活动水平与归属排放"),
    ("(31)", "Goods in their functional unit", "以功能单位计的货物"),
    ("(32)", "Electricity factor, where actual values are used", "采用实际值时的电力排放因子"),
    ("(33)", "Electricity factor of a power purchase agreement", "购电协议的电力排放因子"),
    ("(34)", "Goods by production route", "各生产路线的产量"),
    ("(35)", "Sector-specific parameters (point 2)", "行业参数（第 2 点）"),
)
"""Point 1.1. Each was read in the text of the act."""

SUMMARY: Final = _items(
    "1.2 ",
    ("(4)(e)", "Specific embedded free allocation of each good", "各货物的单位免费配额调整"),
    ("(4)(f)", "Benchmarks and methods confirmed", "确认所用基准值与方法"),
    ("(6)", "Indirect emissions of the installation", "设施间接排放"),
)
"""What point 1.2 (the summary) asks for beyond point 1.1."""

BESIDE: Final = (
    Item("Art. 7", "Reporting period: the calendar year, from 2026", "报告期：日历年，自 2026 年起"),
    Item("Art. 10(4)", "In English", "以英文填写"),
    Item("2023/956 Art. 8", "Verified by an accredited verifier", "经认可的核查机构核查"),
    Item("2023/956 Art. 9", "Carbon price due in the country of origin", "原产国应付的碳价"),
)
"""Duties outside Annex IV without which the report cannot be used."""
