"""What to measure, in a merchant's words, for each kind of datum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from greencard.model import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from greencard.footprint.tree import Leaf
    from greencard.model import FactorRef

__all__ = ["amount_name", "factor_name", "measurable"]

_GRID: Final = "electricity/"
_RECYCLED: Final = "recycled share"
_SHARES: Final = frozenset(
    {"primary share", _RECYCLED, "measured share of the supplier's card", "share of the card that rests on averages"}
)
"""Labels of leaves that say which part of a material they are, not which material."""


def measurable(factor: FactorRef) -> bool:
    """Whether a better value of the factor is the merchant's to get; the average of a grid is published, not asked."""
    return not factor.id.startswith(_GRID)


def factor_name(leaves: Sequence[Leaf], inside: Sequence[Text]) -> Text:
    """Which figure to get for a factor, from the leaves that use it and the branches they stand in."""
    general = _by_kind(leaves[0].factor)
    if general is not None:
        return general
    what = _materials(leaves, inside)
    if not leaves[0].factor.id.startswith("supplier"):
        return Text(en=f"the supplier's own figure for {what.en}", zh=f"{what.zh}供应商自己的碳足迹数值")
    if leaves[0].grade == "E0":
        return Text(
            en=f"a document or verified card behind the supplier's figure for {what.en}",
            zh=f"{what.zh}供应商数值背后的文件或核验卡片",
        )
    return Text(
        en=f"a narrower, verified figure from the supplier of {what.en}", zh=f"{what.zh}供应商更精确且经核查的数值"
    )


def _by_kind(factor: FactorRef) -> Text | None:
    """The words for factors that are no material's: energy, waste, transport; None for the rest."""
    en, zh = _cut(factor.name), _cut(factor.name_zh or factor.name)
    kinds = {
        _GRID: Text(
            en=f"{en}: published for a country, not yours to measure; metering your own solar power interval by "
            "interval takes kWh away from it",
            zh=f"{zh}：由国家公布，商家无法测量；分时计量自有光伏可减少相应用电量",
        ),
        "fuel/": Text(en=f"the fuel supplier's own figure for {en}", zh=f"燃料供应商自己的数值：{zh}"),
        "waste/": Text(
            en=f"what really happens to the losses, and the treater's figure ({en} stands now)",
            zh=f"损耗的实际去向及处理方的数值（目前为“{zh}”）",
        ),
    }
    if factor.id.startswith("fuel/") and factor.id.endswith("/combustion"):
        return Text(
            en=f"an analysis of the fuel, carbon and net calorific value ({en})",
            zh=f"燃料分析：含碳量与低位发热量（{zh}）",
        )
    if factor.unit.endswith("/tkm"):
        return Text(
            en=f"the carrier's own figure per tonne-kilometre ({en} stands now)",
            zh=f"承运方自己的每吨公里数值（目前为“{zh}”）",
        )
    return next((text for prefix, text in kinds.items() if factor.id.startswith(prefix)), None)


def amount_name(leaves: Sequence[Leaf], inside: Sequence[Text]) -> Text:
    """Which amount to measure."""
    unit = leaves[0].unit
    if leaves[0].factor.id.startswith("gwp/"):
        label = leaves[0].label
        return Text(
            en=f"gas let out, by measurement: {_cut(label.in_lang('en'))}", zh=f"实测逸散气体量：{_cut(_zh(label))}"
        )
    # What a line loses follows from its mass: weighing the line is the measurement.
    made = [i for i, leaf in enumerate(leaves) if not leaf.factor.id.startswith("waste/")]
    if made:
        leaves, inside = [leaves[i] for i in made], [inside[i] for i in made] if inside else []
    what = _materials(leaves, inside)
    if unit == "kWh":
        return Text(en=f"kWh of {what.en}, by a meter", zh=f"{what.zh}的用电量（电表）")
    if unit == "MJ":
        return Text(en=f"fuel of {what.en}, by a meter or bill", zh=f"{what.zh}的燃料用量（计量或账单）")
    if unit == "kg km":
        return Text(en=f"mass and distance of {leaves[0].label.en}", zh=f"{_zh(leaves[0].label)}的质量与运距")
    if unit == "kg":
        return Text(en=f"mass of {what.en}, by a scale", zh=f"{what.zh}的质量（称量）")
    return Text(en=f"amount of {what.en} ({unit})", zh=f"{what.zh}的数量（{unit}）")


def _materials(leaves: Sequence[Leaf], inside: Sequence[Text]) -> Text:
    """The things the leaves are about: a branch where a leaf only names its share of it or its energy."""
    names: dict[str, str] = {}
    for i, leaf in enumerate(leaves):
        label = leaf.label
        branch = inside[i] if inside else Text()
        again = label.en == _RECYCLED
        if (branch.en or branch.zh) and (label.en in _SHARES or leaf.unit in {"kWh", "MJ"}):
            label = branch
        elif label.en in _SHARES:
            label = Text(en=leaf.factor.name, zh=leaf.factor.name_zh)
        if again:
            label = Text(en=f"{label.in_lang('en')} (recycled share)", zh=f"{_zh(label)}（再生部分）")
        names.setdefault(_cut(label.in_lang("en")), _cut(_zh(label)))
    en, zh = list(names), list(names.values())
    more = len(names) - _NAMED
    if more > 0:
        return Text(en=f"{', '.join(en[:_NAMED])} and {more} more", zh=f"{'、'.join(zh[:_NAMED])}等 {len(zh)} 项")
    return Text(en=", ".join(en), zh="、".join(zh))


_NAMED: Final = 3
_LONGEST: Final = 80


def _zh(text: Text) -> str:
    return text.in_lang("zh")


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
