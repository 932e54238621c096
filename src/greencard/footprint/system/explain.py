"""Why a unit of an output emits what it does: the system unrolled from that output back to its leaves.

The children of an output are its exchanges times the footprints of their providers, exact and additive at each level.
The largest are opened first, down to a threshold; a loop is opened a finite number of times, and what goes round again
stands in one leaf, so that leaves and remainders are the total.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from greencard.footprint.kernel import IN_TOTAL
from greencard.footprint.system.quality import basis_of, gas_rating_shown, rating_shown
from greencard.footprint.system.units import UNIT_ZH
from greencard.footprint.tree import joined
from greencard.model import ExplainNode, Text
from greencard.quantity import decimal_of, decimal_text, significant

if TYPE_CHECKING:
    from greencard.footprint.system.built import BuiltSystem, Emission
    from greencard.model import StageId

__all__ = ["MAX_OPENED", "THRESHOLD", "Unroller"]

THRESHOLD: Final = 0.001
"""Outputs that add less than this part of the total are not opened."""
MAX_OPENED: Final = 2000
MAX_DEPTH: Final = 60
_SHOWN: Final = 4
"""Digits of an amount in a label; its formula has them all."""
_ORIGIN_ZH: Final = {"fossil": "化石", "biogenic": "生物源"}
_AGAIN: Final = Text(en="the same loop once more: its rounds without end, summed", zh="同一循环的后续各轮之和")
_SMALL: Final = Text(en="not opened: below the threshold", zh="低于阈值，未展开")
_FREE: Final = Text(
    en="scrap taken without burden: it stays where it arose (cut-off)", zh="废料不带负担：负担留在产生处（截断法）"
)


@dataclass(slots=True)
class _Draft:
    """An output at one place of the tree, and how many of its units one wanted unit needs there."""

    place: int
    units: float
    stage: StageId
    above: _Draft | None = None
    depth: int = 0
    opened: bool = False
    children: list[_Draft | tuple[int, float] | Emission] = field(default_factory=list)
    """Outputs; leaves as take and amount; gases let out."""

    def rounds(self) -> int:
        """How often the output stands above itself."""
        count, here = 0, self.above
        while here is not None:
            count += here.place == self.place
            here = here.above
        return count


class Unroller:
    """Explain trees of one built system; what all of them need is prepared once."""

    def __init__(self, built: BuiltSystem) -> None:
        self.built = built
        self.totals = built.totals.tolist()
        self.leaf_total = built.leaf_total.tolist()
        consumer, provider, take, _ = built.rows
        z = built.z(built.shares)
        self.rows: list[list[tuple[int, int, float]]] = [[] for _ in built.outputs]
        for j, i, k, amount in zip(consumer.tolist(), provider.tolist(), take.tolist(), z.tolist(), strict=True):
            if amount:
                self.rows[j].append((i, k, amount))
        self.emissions: list[list[Emission]] = [[] for _ in built.system.processes]
        for emission in built.emissions:
            if emission.column in IN_TOTAL:
                self.emissions[emission.process].append(emission)
        self.shares = built.shares.tolist()
        accounts = built.accounts
        self.measured = ((accounts[:, 1::2] == 0.0).all(axis=1) & (accounts.any(axis=1))).tolist()

    def tree(self, place: int, *, threshold: float = THRESHOLD, rounds: int = 1) -> ExplainNode:
        """The tree of one unit of an output, kg CO2e. `rounds`: how often an output may be opened below itself."""
        root = _Draft(place, 1.0, self.built.process(place).stage)
        total = abs(self.totals[place])
        queue = [(-total, 0, root)]
        count = 0
        while queue and count < MAX_OPENED:
            _, _, draft = heapq.heappop(queue)
            self._open(draft)
            for child in draft.children:
                if isinstance(child, _Draft):
                    count += 1
                    kg = abs(child.units * self.totals[child.place])
                    deep = child.depth >= MAX_DEPTH
                    if kg > threshold * total and not deep and child.rounds() <= rounds:
                        heapq.heappush(queue, (-kg, count, child))
        return self._node(root)

    def _open(self, draft: _Draft) -> None:
        draft.opened = True
        size = len(self.built.outputs)
        for provider, take, z in self.rows[draft.place]:
            if provider < size:
                stage = self.built.process(provider).stage
                draft.children.append(_Draft(provider, draft.units * z, stage, draft, draft.depth + 1))
            else:
                draft.children.append((take, draft.units * z))
        if self.shares[draft.place]:
            draft.children.extend(self.emissions[self.built.owner[draft.place]])

    def _node(self, draft: _Draft) -> ExplainNode:
        output = self.built.outputs[draft.place]
        if not draft.opened or not draft.children:
            return self._closed(draft)
        children = []
        for child in draft.children:
            if isinstance(child, _Draft):
                children.append(self._node(child))
            elif isinstance(child, tuple):
                children.append(self._leaf(*child))
            else:
                children.append(self._gas(child, draft))
        children.sort(key=lambda node: -abs(node.kg_co2e))
        amount = decimal_of(draft.units)
        label = output.name if output.name.en or output.name.zh else Text(en=output.id, zh=output.id)
        if draft.above is not None:
            shown = decimal_text(significant(amount, _SHOWN))
            label = Text(
                en=f"{label.in_lang('en')}, {shown} {output.unit}",
                zh=f"{label.in_lang('zh')}，{shown} {UNIT_ZH.get(output.unit, output.unit)}",
            )
        return joined(label, tuple(children), draft.stage, Text())

    def _closed(self, draft: _Draft) -> ExplainNode:
        """An output that is not opened: below the threshold, gone round before, or free."""
        output = self.built.outputs[draft.place]
        amount, each = decimal_of(draft.units), decimal_of(self.totals[draft.place])
        name = output.name if output.name.en or output.name.zh else Text(en=output.id, zh=output.id)
        again = bool(draft.rounds())
        note = _FREE if not each else _AGAIN if again else _SMALL
        if again and each:
            name = Text(
                en=f"further rounds of the loop: {name.in_lang('en')}", zh=f"循环后续各轮：{name.in_lang('zh')}"
            )
        return ExplainNode(
            label=name,
            kg_co2e=decimal_of(draft.units * self.totals[draft.place]),
            basis="measured" if self.measured[draft.place] else "default",
            stage=draft.stage,
            formula=f"{decimal_text(amount)} {output.unit} × {decimal_text(each)} kg CO2e/{output.unit}",
            amount=amount,
            unit=output.unit,
            note=note,
        )

    def _leaf(self, number: int, units: float) -> ExplainNode:
        take = self.built.takes[number]
        at = take.provider - len(self.built.outputs)
        leaf = self.built.leaves[at]
        amount = decimal_of(units)
        value = decimal_of(self.leaf_total[at])
        return ExplainNode(
            label=take.label,
            kg_co2e=decimal_of(units * self.leaf_total[at]),
            basis=basis_of(take),
            stage=take.stage,
            formula=f"{decimal_text(amount)} {leaf.unit} × {decimal_text(value)} {leaf.factor.unit}",
            amount=amount,
            unit=leaf.unit,
            factor=leaf.factor,
            grade=take.grade,
            note=leaf.note,
            quality=rating_shown(self.built, take),
        )

    def _gas(self, emission: Emission, draft: _Draft) -> ExplainNode:
        output = self.built.outputs[draft.place]
        units = draft.units * self.shares[draft.place] / float(output.amount)
        amount = decimal_of(units * float(emission.kg))
        name, _, kind = emission.gas.partition(" ")
        gas = f"{kind} {name}".strip()
        gas_zh = f"{name}（{_ORIGIN_ZH[kind]}）" if kind in _ORIGIN_ZH else emission.gas
        return ExplainNode(
            label=Text(en=f"{gas} let out by the process", zh=f"工序直接排放 {gas_zh}"),
            kg_co2e=decimal_of(units * emission.kg_co2e),
            basis="default",
            stage=emission.stage,
            formula=f"{decimal_text(amount)} kg × {decimal_text(emission.factor.value)} {emission.factor.unit}",
            amount=amount,
            unit="kg",
            factor=emission.factor,
            quality=gas_rating_shown(self.built, emission),
        )
