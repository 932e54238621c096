"""Numbers and leaves as the report writes them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from greencard.footprint.rulesets import ISO_14067
from greencard.model import Text
from greencard.quantity import decimal_text, significant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from greencard.footprint.rulesets import RuleSet
    from greencard.model import ExplainNode
    from greencard.model.footprint import Basis, StageId

__all__ = ["LeafView", "cited", "kg", "leaves_of", "listed", "percent"]

_DIGITS = 4


class LeafView(NamedTuple):
    """One leaf of the explain tree."""

    label: Text
    kg_co2e: Decimal
    basis: Basis
    stage: StageId | None
    unit: str
    amount: Decimal | None
    formula: str
    factor_id: str
    gwp: str
    node: ExplainNode


def leaves_of(node: ExplainNode, above: Text | None = None) -> Iterator[LeafView]:
    """Every leaf below a node, in order; a leaf below a named part of a stage carries that part's name."""
    if node.children:
        # The root and the stages name themselves elsewhere; what is below them is a line, a process, a share.
        named = node.label if node.stage is not None and above is not None else None
        inner = named if named is not None else Text()
        for child in node.children:
            yield from leaves_of(child, inner)
        return
    factor = node.factor
    yield LeafView(
        _within(above, node.label),
        node.kg_co2e,
        node.basis,
        node.stage,
        node.unit,
        node.amount,
        node.formula,
        "" if factor is None else factor.id,
        "" if factor is None else factor.gwp,
        node,
    )


def _within(above: Text | None, label: Text) -> Text:
    if above is None or not (above.en or above.zh):
        return label
    return Text(
        en=f"{above.in_lang('en')}: {label.in_lang('en')}",
        zh=f"{above.in_lang('zh')}：{label.in_lang('zh')}",
    )


def kg(value: Decimal) -> str:
    """To four significant digits, plain."""
    return decimal_text(significant(value, _DIGITS))


def percent(share: Decimal) -> str:
    """A share as per cent to one decimal, rounded down towards zero."""
    return decimal_text((share * 100).quantize(Decimal("0.1"), rounding="ROUND_DOWN"))


def listed(names: Iterable[str], mark: str = ", ") -> str:
    """Names in order, each once."""
    return mark.join(dict.fromkeys(names))


def cited(rules: RuleSet, topic: str) -> str:
    """Standard and clause of a topic; where we know no clause of it, that of ISO 14067:2018, said to be so."""
    own = rules.clause(topic)
    if own:
        return f"{rules.standard} {own}"
    base = ISO_14067.clause(topic)
    return f"{rules.standard} (cf. {ISO_14067.standard} {base})" if base else rules.standard
