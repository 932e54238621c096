"""What a reader of the figure must know, whatever the product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from greencard.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from greencard.model import FactorRef, Product

__all__ = ["land_use_partly", "standing_notes", "unlike_gwp"]

_PARTLY: Final = "Land-use change is assessed in part"


def standing_notes(product: Product, gwp_set: str, with_change: frozenset[int] = frozenset()) -> list[Text]:
    """Boundary and method, one sentence each. `with_change`: lines whose land-use change a supplier's card states."""
    notes = [
        Text(
            en="Cradle to gate: without transport to the buyer, use, end of life, capital goods and inbound transport "
            "of packaging.",
            zh="摇篮到大门：不含运往买方、使用、报废、资本货物和包装进厂运输。",
        ),
        Text(
            en=f"GWP100 of {gwp_set} for gases computed here; recycled content by cut-off.",
            zh=f"本处计算的气体采用 {gwp_set} 的 GWP100；再生料按截断法。",
        ),
    ]
    open_lines = [
        line.material for i, line in enumerate(product.bom) if line.bio_based_share > 0 and i not in with_change
    ]
    released = any(r.origin == "land_use_change" for process in product.processes for r in process.releases)
    if open_lines and not with_change and not released:
        notes.append(
            Text(
                en="Land-use change is not assessed: no sourced figure for these bio-based materials.",
                zh="未评估土地利用变化：这些生物基材料没有可引用的数值。",
            )
        )
    elif open_lines:
        names = ", ".join(dict.fromkeys(open_lines))
        notes.append(
            Text(
                en=f"{_PARTLY}: no supplier's card states it for {names}.",
                zh=f"土地利用变化仅部分评估：{names}没有供应商绿卡给出数值。",
            )
        )
    return notes


def land_use_partly(notes: Iterable[Text]) -> bool:
    """Whether the notes of a result say that some of what grew has no figure of land-use change, and some has."""
    return any(note.en.startswith(_PARTLY) for note in notes)


def unlike_gwp(factors: Iterable[FactorRef], gwp_set: str) -> Text | None:
    """A note naming the GWP sets of published factors that differ from the result's; they cannot be converted."""
    others: dict[str, int] = {}
    for factor in factors:
        if factor.gwp != gwp_set:
            others[factor.gwp] = others.get(factor.gwp, 0) + 1
    if not others:
        return None
    en = ", ".join(f"{name} ({count})" for name, count in sorted(others.items()))
    zh = "、".join(
        f"{'未说明' if name == 'not stated' else name}（{count} 个）" for name, count in sorted(others.items())
    )
    return Text(
        en=f"Published factors on another GWP basis than {gwp_set} are added as published: {en}.",
        zh=f"部分公布因子的 GWP 依据不是 {gwp_set}，按公布值相加：{zh}。",
    )
