"""Rules and their changes as a person reads them in a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from rich.padding import Padding
from rich.text import Text as Rich

from greencard.interfaces.cli.show_matrix import STYLE
from greencard.interfaces.words import LAW_STATUS, OVERALL, RULE_STATUS, SEVERITY
from greencard.model import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import Console

    from greencard.interfaces.cli.terminal import Terminal
    from greencard.services.law_changes import LawChange, ProductChange, RuleChange
    from greencard.services.rulebook import LevyShown, RuleLine, RuleShown, RuleVersion, TestShown

__all__ = ["show_changes", "show_list", "show_rule"]

_KIND: Final = {
    "begins": ("+", Text(en="begins", zh="开始"), "yellow"),
    "ends": ("-", Text(en="ends", zh="结束"), "cyan"),
    "changes": ("~", Text(en="changes", zh="变更"), "magenta"),
}
_PRODUCTS: Final = 40
_RULES: Final = 6
SETTLED: Final = {
    "record": Text(en="the goods", zh="产品本身"),
    "test": Text(en="laboratory", zh="检测"),
    "evidence": Text(en="papers", zh="文件手续"),
    "claim": Text(en="claim", zh="声称"),
    "operator": Text(en="importer", zh="进口商"),
    "supplier": Text(en="supplier", zh="供应商"),
    "packaging": Text(en="packaging", zh="包装"),
}


def _days(terminal: Terminal, line: RuleLine) -> str:
    if line.applies_from is None:
        return terminal.t("no date yet", "尚无日期")
    until = line.applies_until
    if until is None:
        return terminal.t(f"from {line.applies_from}", f"{line.applies_from} 起")
    return terminal.t(f"{line.applies_from} to {until}", f"{line.applies_from} 至 {until}")


def _power(terminal: Terminal, line: RuleLine) -> tuple[str, str]:
    """The severity as it counts, with the colour of what it can do."""
    colours = {"block": "red", "fix": "yellow", "cost": "yellow"}
    return terminal.text(SEVERITY[line.severity]), colours.get(line.severity, "dim")


def show_list(terminal: Terminal, console: Console, found: Sequence[RuleLine]) -> None:
    """One rule to two lines: id, what it may do and its days; then title and citation."""
    for line in found:
        console.print(
            Rich.assemble(
                (line.id, "bold"),
                "  ",
                _power(terminal, line),
                f"  {_days(terminal, line)}",
                (f"  {terminal.text(LAW_STATUS[line.law_status])}", "dim"),
                ("" if line.trust == "seen" else terminal.t("  from memory", "  未核对原文"), "yellow"),
            )
        )
        title = Rich.assemble(terminal.text(line.title), (f"  {line.citation}", "dim"))
        console.print(Padding(title, (0, 0, 0, 4)))
    bars = sum(line.severity == "block" for line in found)
    console.print(
        terminal.t(
            f"{len(found)} rules, {bars} that may bar. greencard rules show ID says what a rule asks.",
            f"共 {len(found)} 条，其中 {bars} 条可禁止进入。greencard rules show 编号 可看具体内容。",
        ),
        style="dim",
    )


def show_rule(terminal: Terminal, console: Console, found: RuleShown) -> None:
    """One rule in full."""
    t = terminal.t
    console.print(Rich.assemble((found.id, "bold"), f"  {terminal.text(found.title)}"))
    _pair(terminal, console, ("law", "法律依据"), found.citation)
    _pair(terminal, console, ("may decide", "效力"), terminal.text(found.may_decide))
    for version in found.versions:
        _version(terminal, console, version)
    if found.remedy.en or found.remedy.zh:
        _pair(terminal, console, ("what to do", "怎么办"), terminal.text(found.remedy))
    if found.note:
        _pair(terminal, console, ("left out", "备注"), found.note)
    _pair(terminal, console, ("source", "出处"), f"{found.source} ({found.checked_on})")
    console.print(Rich(t("It asks", "需要的信息"), style="bold"))
    for fact in found.facts:
        unit = f" [{fact.unit}]" if fact.unit else ""
        who = terminal.text(SETTLED[fact.settled_by])
        console.print(
            Padding(Rich.assemble(terminal.text(fact.question), (f"  {fact.name}{unit} · {who}", "dim")), (0, 0, 0, 2))
        )
    if found.tests:
        console.print(Rich(t("Its tests", "规则自带的测试"), style="bold"))
    common = _common(found.tests)
    if common:
        console.print(Padding(t(f"all: {_facts(common)}", f"共同事实：{_facts(common)}"), (0, 0, 0, 2)), style="dim")
    for test in found.tests:
        _test(terminal, console, test, common)


def _common(tests: Sequence[TestShown]) -> dict[str, object]:
    """Facts that are the same in every test."""
    first = dict(tests[0].facts) if len(tests) > 1 else {}
    return {name: value for name, value in first.items() if all(test.facts.get(name) == value for test in tests)}


def _facts(facts: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={_fact(value)}" for name, value in facts.items())


def _fact(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"[{' '.join(map(str, value))}]" if isinstance(value, list) else str(value)


def _test(terminal: Terminal, console: Console, test: TestShown, common: Mapping[str, object]) -> None:
    t = terminal.t
    said = terminal.text(RULE_STATUS[test.expect])
    due = t(f", charge {test.due:f}", f"，费用 {test.due:f}") if test.due is not None else ""
    own = _facts({name: value for name, value in test.facts.items() if name not in common})
    acts = "".join(t(f"; {name} in force {day}", f"；{name} 于 {day} 生效") for name, day in test.acts.items())
    why = t(f" ({test.why})", f"（{test.why}）") if test.why else ""
    line = Rich.assemble(f"{test.day} ", (f"{said}{due}", "bold"), (f"  {own}{acts}{why}", "dim"))
    console.print(Padding(line, (0, 0, 0, 2)))


def _pair(terminal: Terminal, console: Console, name: tuple[str, str], value: str) -> None:
    console.print(Rich.assemble((f"{terminal.t(*name)}{terminal.t(': ', '：')}", "bold"), value))


def _version(terminal: Terminal, console: Console, version: RuleVersion) -> None:
    t, line = terminal.t, version.line
    state = terminal.text(LAW_STATUS[line.law_status])
    waits = terminal.text(version.waits)
    note = t(f" ({waits})", f"（{waits}）") if waits else ""
    console.print(
        Rich.assemble((f"{_days(terminal, line)}{note}", "bold"), f"  {state}  ", _power(terminal, line)), end="\n"
    )
    if not version.line.may_decide:
        console.print(Padding(t("decides nothing", "不作结论"), (0, 0, 0, 2)), style="yellow")
    _conditions(
        terminal, console, t("about goods of which all is so:", "适用于同时满足以下条件的产品："), version.reach
    )
    if version.require:
        _conditions(terminal, console, t("required, all of it:", "须全部满足："), version.require)
    elif version.banned:
        console.print(Padding(t("banned; nothing meets it", "禁止，无法满足"), (0, 0, 0, 2)), style="red")
    if version.levy is not None:
        console.print(Padding(_levy(terminal, version.levy), (0, 0, 0, 2)))
    for number in version.numbers:
        source = t(f"  read in: {number.source}", f"  出处：{number.source}") if number.source else ""
        console.print(
            Padding(Rich.assemble(f"{number.name} = {number.value:f} {number.unit}", (source, "dim")), (0, 0, 0, 2))
        )
    for name, text in (("scope", version.scope_expression), ("require", version.require_expression)):
        console.print(Padding(Rich(f"{name}: {text}", style="dim"), (0, 0, 0, 2)))


def _conditions(terminal: Terminal, console: Console, heading: str, parts: Sequence[Text]) -> None:
    console.print(Padding(heading, (0, 0, 0, 2)))
    for part in parts:
        console.print(Padding(f"- {terminal.text(part)}", (0, 0, 0, 4)))


def _levy(terminal: Terminal, levy: LevyShown) -> str:
    if levy.rate is None:
        return terminal.t("charge: the rate was not seen", "费用：未查到费率")
    rate = f"{levy.rate:f} {levy.currency}/{levy.unit}"
    forecast = terminal.t(" (forecast, never counted)", "（预估，不计入）") if levy.illustrative else ""
    base = terminal.t(f" on {levy.base}", f"，计费基数 {levy.base}") if levy.base else ""
    return terminal.t(f"charge: {rate}{base}{forecast}", f"费用：{rate}{base}{forecast}")


# -- what changes -----------------------------------------------------------------------------------------------------


def show_changes(terminal: Terminal, console: Console, found: LawChange) -> None:
    """Rules that begin, end or change, by day; then the products whose answer changes."""
    t = terminal.t
    places = ", ".join(found.destinations) if len(found.destinations) <= _RULES else str(len(found.destinations))
    console.print(
        Rich(
            t(f"From {found.since} to {found.until} at {places}", f"{found.since} 至 {found.until}，目的地：{places}"),
            style="bold",
        )
    )
    for change in sorted(found.rules, key=lambda change: change.on):
        _rule_change(terminal, console, change)
    count = Counter(change.kind for change in found.rules)
    console.print(
        t(
            f"{count['begins']} begin, {count['ends']} end, {count['changes']} change.",
            f"开始 {count['begins']} 条，结束 {count['ends']} 条，变更 {count['changes']} 条。",
        )
    )
    if not found.products_looked_at:
        return
    products = {change.product_id for change in found.products}
    console.print(
        Rich(
            t(
                f"{len(products)} of {found.products_looked_at} products fare differently",
                f"{found.products_looked_at} 个商品中有 {len(products)} 个的结果不同",
            ),
            style="bold",
        )
    )
    ranked = sorted(found.products, key=lambda change: change.before == change.after)
    for product in ranked[:_PRODUCTS]:
        _product_change(terminal, console, product)
    rest = len(ranked) - _PRODUCTS
    if rest > 0:
        console.print(t(f"… and {rest} more (--json)", f"……另有 {rest} 项（--json）"), style="dim")


def _rule_change(terminal: Terminal, console: Console, change: RuleChange) -> None:
    line = change.after or change.before
    if line is None:
        return
    sign, word, colour = _KIND[change.kind]
    ids = line.id
    if change.before is not None and change.after is not None and change.before.id != change.after.id:
        ids = f"{change.before.id} → {change.after.id}"
    console.print(
        Rich.assemble(
            f"{change.on} ",
            (f"{sign} {terminal.text(word)}  ", colour),
            (ids, "bold"),
            "  ",
            _power(terminal, line),
            f"  {terminal.text(line.title)}",
        )
    )
    for what in change.what:
        console.print(Padding(Rich(terminal.text(what), style="dim"), (0, 0, 0, 4)))


def _product_change(terminal: Terminal, console: Console, change: ProductChange) -> None:
    same = change.before == change.after
    words: tuple[tuple[str, str], ...] = ((terminal.text(OVERALL[change.after]), STYLE[change.after]),)
    if not same:
        words = ((f"{terminal.text(OVERALL[change.before])} → ", STYLE[change.before]), *words)
    console.print(Rich.assemble((change.product_id, "bold"), f" → {change.destination}: ", *words))
    none = terminal.text(RULE_STATUS["not_applicable"])
    for rule in change.rules[:_RULES]:
        before, after = (terminal.text(RULE_STATUS[s]) if s else none for s in (rule.before, rule.after))
        console.print(Padding(Rich(f"{rule.rule_id}: {before} → {after}", style="dim"), (0, 0, 0, 4)))
    rest = len(change.rules) - _RULES
    if rest > 0:
        more = Rich(terminal.t(f"… and {rest} more", f"……另有 {rest} 条"), style="dim")
        console.print(Padding(more, (0, 0, 0, 4)))
