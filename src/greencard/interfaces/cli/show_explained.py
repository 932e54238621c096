"""The reasons of a verdict laid open for a person: atoms, ways to settle, least changes, questions, measures."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from rich.padding import Padding
from rich.text import Text as Rich

from greencard.interfaces.words import GRADE, NOTICE_KIND, OVERALL
from greencard.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from greencard.interfaces.cli.terminal import Terminal
    from greencard.model import Atom, Effect, LeastChange, Notice, PlannedQuestion, RuleOutcome, Settling, Verdict

__all__ = ["show_changes", "show_information", "show_outcome_reasons", "show_plan"]

_HOLDS: Final = {
    True: ("✓", Text(en="so", zh="是")),
    False: ("✗", Text(en="not so", zh="否")),
    None: ("?", Text(en="not known", zh="未知")),
}
_PART: Final = {"reach": Text(en="reach", zh="适用"), "require": Text(en="requirement", zh="要求")}
_SIDE: Final = {
    "pass": Text(en="would pass", zh="则符合"),
    "not_applicable": Text(en="would not apply", zh="则不适用"),
    "fail": Text(en="would fail", zh="则不符合"),
}
_QUESTIONS: Final = 8
_EFFECTS: Final = 6


def show_outcome_reasons(terminal: Terminal, console: Console, outcome: RuleOutcome) -> None:
    """Under a rule: each atom with what is recorded and on what evidence, then what would settle or pass it."""
    for atom in outcome.atoms:
        _line(console, _atom(terminal, atom))
    if outcome.settling is not None:
        _settling(terminal, console, outcome.settling)
    for change in outcome.changes:
        spared = terminal.t("would spare the charge: ", "可免此费用：")
        lead = terminal.t("would pass: ", "可通过：") if outcome.status == "fail" else spared
        _line(console, Rich.assemble((lead, "bold"), terminal.text(change.what)))


def _atom(terminal: Terminal, atom: Atom) -> Rich:
    sign, word = _HOLDS[atom.holds]
    recorded = terminal.text(atom.recorded) or terminal.t("nothing recorded", "无记录")
    grade = f" [{atom.grade} {terminal.text(GRADE[atom.grade])}]" if atom.grade else ""
    colon = terminal.t(": ", "：")
    return Rich.assemble(
        (f"{sign} {terminal.text(word)}{colon}", "bold"),
        (f"{terminal.text(_PART[atom.part])}{colon}", "dim"),
        terminal.text(atom.asked),
        (terminal.t("; recorded: ", "；记录：") + recorded + grade, "dim"),
    )


def _settling(terminal: Terminal, console: Console, found: Settling) -> None:
    for way in (*found.good, *found.bad):
        names = terminal.t(", ", "、").join(way.facts)
        said = terminal.t(f"{terminal.text(_SIDE[way.outcome])} if ", f"{terminal.text(_SIDE[way.outcome])}：")
        _line(console, Rich.assemble((said, "bold"), terminal.text(way.answer), (f"  ({names})", "dim")))
    names = terminal.t(", ", "、").join(found.sure)
    if len(found.sure) > 1:
        _line(console, Rich(terminal.t(f"settled for sure by: {names}", f"必可判定，只要知道：{names}"), style="dim"))
    if not found.exact:
        _line(console, Rich(terminal.t("smaller sets may exist", "可能有更小的组合"), style="dim"))


def _line(console: Console, text: Rich) -> None:
    console.print(Padding(text, (0, 0, 0, 6)))


def show_changes(terminal: Terminal, console: Console, verdict: Verdict) -> None:
    """The least changes by which a forbidden order could enter, each with what it does elsewhere."""
    if not verdict.changes:
        return
    console.print(Rich(terminal.t("The least that would let it in", "最小改动"), style="bold"))
    for change in verdict.changes:
        _change(terminal, console, change)


def _change(terminal: Terminal, console: Console, change: LeastChange) -> None:
    after = terminal.text(OVERALL[change.after])
    console.print(
        Padding(
            Rich.assemble(
                terminal.text(change.what),
                (f" → {after}", "cyan"),
            ),
            (0, 0, 0, 2),
        )
    )
    for effect in _gathered(terminal, change.effects):
        console.print(Padding(Rich(effect, style="dim"), (0, 0, 0, 4)))
    if change.note.en or change.note.zh:
        console.print(Padding(Rich(terminal.text(change.note), style="dim"), (0, 0, 0, 4)))


def _gathered(terminal: Terminal, effects: Sequence[Effect]) -> list[str]:
    """Effects of one kind in a line: the places, how the word goes, and the rules behind it."""
    words = {
        "worse": Text(en="worse", zh="变差"),
        "mixed": Text(en="partly worse", zh="有好有坏"),
        "better": Text(en="better", zh="变好"),
    }
    lines = []
    for verdict, word in words.items():
        own = [effect for effect in effects if effect.verdict == verdict]
        if not own:
            continue
        places = [effect.destination for effect in own]
        named = " ".join(places[:_EFFECTS]) + (" …" if len(places) > _EFFECTS else "")
        begins = _names(rule for effect in own for rule in effect.begins_to_fail)
        ceases = _names(rule for effect in own for rule in effect.ceases_to_fail)
        text = terminal.t(f"{word.en} at {len(places)}: {named}", f"{terminal.text(word)}（{len(places)} 个）：{named}")
        if begins:
            text += terminal.t(f"; fails: {begins}", f"；将不符合：{begins}")
        if ceases:
            text += terminal.t(f"; no longer fails: {ceases}", f"；不再违反：{ceases}")
        lines.append(text)
    return lines


def _names(rules: Iterable[str]) -> str:
    """Rules, those of most places first."""
    counted = [name for name, _ in Counter(rules).most_common()]
    return ", ".join(counted[:_EFFECTS]) + (" …" if len(counted) > _EFFECTS else "")


def show_plan(terminal: Terminal, console: Console, plan: Sequence[PlannedQuestion]) -> None:
    """The first questions of the plan, each with how many rules are settled once it is answered."""
    if not plan:
        return
    console.print(Rich(terminal.t("Ask in this order", "建议的提问顺序"), style="bold"))
    for n, one in enumerate(plan[:_QUESTIONS], 1):
        settles = _names(one.settles) or terminal.t("nothing by itself", "单独尚不能判定")
        console.print(
            Padding(
                Rich.assemble(
                    f"{n}. {terminal.text(one.question)} ",
                    (terminal.t(f"({one.name}) settles {settles}", f"（{one.name}）可定：{settles}"), "dim"),
                ),
                (0, 0, 0, 2),
            )
        )
    rest = len(plan) - _QUESTIONS
    if rest > 0:
        console.print(terminal.t(f"  … and {rest} more (--json)", f"  ……另有 {rest} 个（--json）"), style="dim")


def show_information(terminal: Terminal, console: Console, notices: Sequence[Notice]) -> None:
    """Measures outside the word, each with its rate, its source and how sure it is."""
    if not notices:
        return
    heading = terminal.t("For information; it does not enter the answer", "供参考，不计入结论")
    console.print(Rich(heading, style="bold"))
    for one in notices:
        kind = terminal.text(NOTICE_KIND[one.kind])
        may = "" if one.sure else terminal.t(" (may apply)", "（可能适用）")
        unread = "" if one.trust == "seen" else terminal.t(" Not read in full: confirm.", " 未核对原文，请确认。")
        console.print(
            Padding(
                Rich.assemble(
                    (f"{kind}{may}{terminal.t(': ', '：')}", "yellow"),
                    f"{one.rate}  {terminal.text(one.goods)}",
                    (f"  {one.citation}.{unread}", "dim"),
                ),
                (0, 0, 0, 2),
            )
        )
        if one.note.en or one.note.zh:
            console.print(Padding(Rich(terminal.text(one.note), style="dim"), (0, 0, 0, 4)))
