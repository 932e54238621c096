"""Reasons, requirements and remedies in English and Chinese, made from the terms of a rule and the facts given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from greencard.model.base import Text
from greencard.quantity import decimal_text
from greencard.rules import terms as t
from greencard.rules.interpret import truth
from greencard.rules.pack import Rule
from greencard.rules.sheet import CodeSet, Known
from greencard.rules.vocabulary import Vocabulary

__all__ = ["both", "given", "joined", "remedy", "requirement", "said", "to_do"]

_SIGN: Final[dict[str, str]] = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_OPPOSITE: Final[dict[str, t.Comparison]] = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_SHOWN: Final = 6
"""Codes or prefixes named before a list is cut."""


def both(en: str, zh: str, /, **parts: Text) -> Text:
    """One sentence in two languages from two templates and bilingual parts."""
    return Text(
        en=en.format_map({name: part.in_lang("en") for name, part in parts.items()}),
        zh=zh.format_map({name: part.in_lang("zh") for name, part in parts.items()}),
    )


def joined(parts: Iterable[Text], en: str = "; ", zh: str = "；") -> Text:
    """Texts in a row."""
    kept = list(parts)
    return Text(en=en.join(part.in_lang("en") for part in kept), zh=zh.join(part.in_lang("zh") for part in kept))


def _alternatives(vocabulary: Vocabulary, name: str, codes: tuple[str, ...]) -> Text:
    shown = [vocabulary.code_label(name, code) for code in codes[:_SHOWN]]
    more = [Text(en="…", zh="…")] if len(codes) > _SHOWN else []
    return joined([*shown, *more], " or ", "或")


def _number(term: t.Number, vocabulary: Vocabulary) -> Text:
    match term:
        case t.Plain(value):
            text = decimal_text(value)
            return Text(en=text, zh=text)
        case t.QuantityOf(name):
            return vocabulary.label(name)
        case t.Arithmetic(op, left, right):
            return both(
                f"{{a}} {op.replace('*', '×')} {{b}}",
                f"{{a}}{op.replace('*', '×')}{{b}}",
                a=_number(left, vocabulary),
                b=_number(right, vocabulary),
            )


def _unit(term: t.Number, vocabulary: Vocabulary) -> str:
    return next((vocabulary.kinds[name].unit for name in t.names_in(term)), "")


def said(term: t.Term, vocabulary: Vocabulary, *, wanted: bool = True) -> Text:  # noqa: C901 - one case per term
    """What an atom asks for, or its opposite when it is not wanted."""
    match term:
        case t.Flag(name):
            value = Text(en="yes", zh="是") if wanted else Text(en="no", zh="否")
        case t.Has(name, codes) | t.IsOneOf(name, codes):
            value = _alternatives(vocabulary, name, codes)
            if not wanted:
                value = both("not {v}", "不含{v}" if isinstance(term, t.Has) else "不是{v}", v=value)
        case t.SizeIs(name, op, count):
            value = _count(op if wanted else _OPPOSITE[op], count)
        case t.DateIs(name, op, day):
            sign = _SIGN[op if wanted else _OPPOSITE[op]]
            value = Text(en=f"{sign} {day}", zh=f"{sign} {day}")
        case t.HsIn(prefixes):
            name = t.HS_CODE
            heads = ", ".join(prefixes[:_SHOWN]) + (" …" if len(prefixes) > _SHOWN else "")
            value = Text(en=f"under {heads}", zh=f"属于 {heads}")
            if not wanted:
                value = Text(en=f"not under {heads}", zh=f"不属于 {heads}")
        case t.NumberIs(op, left, right):
            sign = _SIGN[op if wanted else _OPPOSITE[op]]
            unit = _unit(left, vocabulary)
            sides = {"a": _number(left, vocabulary), "b": _number(right, vocabulary), "u": Text(en=unit, zh=unit)}
            return both(f"{{a}} {sign} {{b}} {{u}}", f"{{a}} {sign} {{b}} {{u}}", **sides)
        case t.Const(value=constant):
            word = constant is wanted
            return Text(en="always" if word else "never", zh="一律" if word else "一律不")
        case t.Not(inner):
            return said(inner, vocabulary, wanted=not wanted)
        case t.All(terms) | t.Any(terms):
            whole = isinstance(term, t.All) is wanted
            parts = [said(part, vocabulary, wanted=wanted) for part in terms]
            return joined(parts, "; ", "；") if whole else joined(parts, " or ", " 或 ")
    return both("{n}: {v}", "{n}：{v}", n=vocabulary.label(name), v=value)


def _count(op: t.Comparison, count: int) -> Text:
    if (op, count) in {(">", 0), (">=", 1), ("!=", 0)}:
        return Text(en="at least one", zh="至少一项")
    if (op, count) in {("<=", 0), ("<", 1), ("==", 0)}:
        return Text(en="none", zh="无")
    return Text(en=f"number {_SIGN[op]} {count}", zh=f"数量 {_SIGN[op]} {count}")


def given(names: Iterable[str], known: Mapping[str, Known], vocabulary: Vocabulary) -> Text:
    """The recorded values of the named facts; unknown ones are left out."""
    parts = []
    for name in dict.fromkeys(names):
        value = known.get(name)
        if value is not None:
            parts.append(both("{n} = {v}", "{n} = {v}", n=vocabulary.label(name), v=_value(name, value, vocabulary)))
    return joined(parts)


def _value(name: str, value: Known, vocabulary: Vocabulary) -> Text:
    match value:
        case bool():
            return Text(en="yes" if value else "no", zh="是" if value else "否")
        case Decimal():
            text = f"{decimal_text(value)} {vocabulary.kinds[name].unit}".strip()
            return Text(en=text, zh=text)
        case CodeSet(held, complete):
            shown = [vocabulary.code_label(name, code) for code in sorted(held)]
            if not complete:
                shown.append(Text(en="perhaps more", zh="可能还有"))
            return joined(shown or [Text(en="none", zh="无")], ", ", "、")
        case _:
            return vocabulary.code_label(name, value)


def requirement(term: t.Term, known: Mapping[str, Known], vocabulary: Vocabulary) -> list[tuple[str, Text]]:
    """What is still asked for: (fact, sentence) for each part of the requirement that is not met."""
    if truth(term, known) is True:
        return []
    match term:
        case t.All(terms):
            return [found for part in terms for found in requirement(part, known, vocabulary)]
        case _:
            name = next(iter(t.names_in(term)), "")
            return [(name, said(term, vocabulary))]


_LEADS: Final[dict[str, Text]] = {
    "documents": Text(en="Have ready before shipping: ", zh="出货前备齐："),
    "registrations": Text(en="Be registered before the goods are placed on the market: ", zh="上市前完成注册："),
    "marks": Text(en="Put on product or pack: ", zh="在产品或包装上标示："),
    "claims": Text(en="On product, pack and listing, claims: ", zh="产品、包装和网页上的声称："),
    "test": Text(en="Have a laboratory report show: ", zh="以检测报告证明："),
    "evidence": Text(en="Arrange: ", zh="落实："),
    "claim": Text(en="Check the claim: ", zh="核对声称："),
    "operator": Text(en="The importer sees to it: ", zh="由进口商落实："),
    "supplier": Text(en="Have the suppliers declare: ", zh="由供应商声明："),
    "packaging": Text(en="Choose packaging with: ", zh="选用的包装须满足："),
    "record": Text(en="The goods must have: ", zh="产品须满足："),
}
_BANNED: Final = Text(
    en="Change the goods so that the ban does not reach them, or choose another destination.",
    zh="更改产品使其不属于禁止范围，或选择其他目的地。",
)
_UNSAID: Final = Text(en="Leave the claim out on product, pack and listing.", zh="产品、包装和网页上不要使用该声称。")


def to_do(items: Iterable[tuple[str, Text]], vocabulary: Vocabulary) -> Text:
    """What to do about the parts of a requirement that are not met, grouped by who can settle them."""
    groups: dict[str, list[Text]] = {}
    for name, sentence in items:
        kind = vocabulary.kinds.get(name)
        lead = name if name in _LEADS else (kind.settled_by if kind else "record")
        groups.setdefault(lead, []).append(_without_label(name, sentence, vocabulary) if lead == name else sentence)
    return joined(
        [both("{a}{b}.", "{a}{b}。", a=_LEADS[lead], b=joined(parts)) for lead, parts in groups.items()], " ", ""
    )


def _without_label(name: str, sentence: Text, vocabulary: Vocabulary) -> Text:
    label = vocabulary.label(name)
    return Text(en=sentence.en.removeprefix(f"{label.en}: "), zh=sentence.zh.removeprefix(f"{label.zh}："))


def remedy(rule: Rule, require: t.Term, known: Mapping[str, Known], vocabulary: Vocabulary) -> Text:
    """What can be done about a rule that is failed or open: its own sentence, or one made from what it asks for."""
    if rule.remedy.en or rule.remedy.zh:
        return rule.remedy
    if isinstance(require, t.Const):
        return _UNSAID if rule.consequence == "claim_prohibited" else _BANNED
    return to_do(requirement(require, known, vocabulary), vocabulary)
