"""Claims as a person reads them: the words under a caret, each act once with its destinations, what to say instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.padding import Padding
from rich.text import Text as Rich

from greencard.interfaces.words import CLAIM_EFFECT, CLAIM_STANDING
from greencard.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from greencard.interfaces.cli.terminal import Terminal
    from greencard.interfaces.wiring_claims import Linted
    from greencard.model.claims import ClaimFinding, ClaimReport, ClaimRuling

__all__ = ["show_claims"]

_MARK: Final = {"forbidden": "✗", "evidence": "?", "warn": "!", "later": "◷", "allowed": "✓"}
_COLOUR: Final = {
    "forbidden": "red",
    "evidence": "yellow",
    "warn": "yellow",
    "later": "magenta",
    "allowed": "cyan",
    "may_be_said": "cyan",
    "nothing_held": "dim",
    "no_claim": "dim",
}
_BEFORE: Final = 24
_MOST_LANDS: Final = 12
_HIDDEN: Final = frozenset({"denied", "mentioned"})


def show_claims(terminal: Terminal, console: Console, linted: Linted, *, all_uses: bool = False) -> None:
    """Print the report of a text."""
    t, report = terminal.t, linted.report
    shown = [finding for finding in report.findings if all_uses or finding.use not in _HIDDEN]
    console.print(_headline(terminal, report))
    for finding in shown:
        console.print()
        _finding(terminal, console, linted, finding)
    hidden = len(report.findings) - len(shown)
    if hidden:
        console.print(
            t(f"{hidden} denied or only mentioned (--all)", f"另有 {hidden} 处为否定或提及（--all 查看）"), style="dim"
        )
    if report.truncated:
        console.print(t("There are more claims than are listed.", "声称过多，未全部列出。"), style="yellow")
    console.print()
    asking = _asking(shown)
    if asking:
        console.print(
            t(
                f"Questions are answered under facts in the product file (--product FILE); greencard rules show "
                f"{asking[0]} names the fact{', and so for ' if asking[1:] else ''}{', '.join(asking[1:])}.",
                f"上述问题在商品文件的“事实”中作答，再用 --product 文件 审阅；greencard rules show {asking[0]} "
                f"可查事实名称{'，另见 ' if asking[1:] else ''}{'、'.join(asking[1:])}。",
            )
        )
    for text in report.not_covered:
        console.print(terminal.text(text), style="dim")
    console.print(
        t(f"Data {report.data[:12]}; --json has the sources.", f"数据 {report.data[:12]}；出处见 --json。"), style="dim"
    )


def _asking(findings: Iterable[ClaimFinding]) -> list[str]:
    """Rules that wait for a fact of the goods; acts about words alone wait for none."""
    rulings = (ruling for finding in findings for ruling in finding.rulings)
    found = dict.fromkeys(one.rule for one in rulings if one.effect == "evidence" and one.needs)
    return [rule for rule in found if not rule.startswith("claims/")]


def _headline(terminal: Terminal, report: ClaimReport) -> Rich:
    t = terminal.t
    lands = ", ".join(report.destinations[:_MOST_LANDS]) + (" …" if len(report.destinations) > _MOST_LANDS else "")
    reader = t("read by consumers", "读者为消费者") if report.audience == "consumer" else t("for business", "面向企业")
    return Rich.assemble(
        (terminal.text(CLAIM_STANDING[report.standing]), f"bold {_COLOUR[report.standing]}"),
        f"   {lands}, {report.on.isoformat()}, {reader}",
    )


def _finding(terminal: Terminal, console: Console, linted: Linted, finding: ClaimFinding) -> None:
    t = terminal.t
    where = f"{linted.file}:" if linted.file and linted.file != "-" else ""
    console.print(
        Rich.assemble(
            (f"{where}{finding.line}:{finding.column} ", "dim"),
            (terminal.text(finding.title), "bold"),
            (f"  {terminal.text(CLAIM_STANDING[finding.standing])}", _COLOUR[finding.standing]),
        )
    )
    line, caret = _quoted(linted.text, finding, console.width - 4)
    console.print(f"  {line}", no_wrap=True, overflow="crop", markup=False)
    console.print(f"  {caret}", style=_COLOUR[finding.standing], no_wrap=True, overflow="crop")
    for ruling, lands in _grouped(finding.rulings):
        _ruling(terminal, console, ruling, lands, for_business=linted.report.audience == "business")
    if finding.note.en or finding.note.zh:
        console.print(Padding(Rich(terminal.text(finding.note), style="dim"), (0, 0, 0, 2)))
    if finding.use in _HIDDEN:
        return
    if finding.instead:
        for instead in finding.instead:
            console.print(Padding(Rich(f"→ {instead.sentence}", style="cyan"), (0, 0, 0, 2)))
    elif finding.standing != "may_be_said":
        console.print(Padding(Rich(f"→ {terminal.text(finding.advice)}"), (0, 0, 0, 2)))
    if finding.standing == "nothing_held":
        said = t("No act is held here about it for these destinations.", "未收录这些目的地的相关规定。")
        console.print(Padding(Rich(said, style="dim"), (0, 0, 0, 2)))


def _ruling(terminal: Terminal, console: Console, ruling: ClaimRuling, lands: list[str], *, for_business: bool) -> None:
    t = terminal.t
    since = "" if ruling.since is None else t(f", since {ruling.since}", f"，自 {ruling.since} 起")
    if ruling.effect == "later" and ruling.since is not None:
        since = t(f", from {ruling.since}", f"，{ruling.since} 起生效")
    console.print(
        Padding(
            Rich.assemble(
                (f"{_MARK[ruling.effect]} {', '.join(lands)}  ", _COLOUR[ruling.effect]),
                (terminal.text(CLAIM_EFFECT[ruling.effect]), _COLOUR[ruling.effect]),
                f"{t(': ', '：')}{terminal.text(ruling.title)}",
                (f"  {ruling.citation}{since}", "dim"),
            ),
            (0, 0, 0, 2),
        )
    )
    why = _why(terminal, ruling, for_business=for_business)
    if why:
        console.print(Padding(Rich(why, style="dim"), (0, 0, 0, 6)))


def _why(terminal: Terminal, ruling: ClaimRuling, *, for_business: bool) -> str:
    parts = []
    if ruling.effect == "warn" and ruling.trust == "recall":
        said = Text(en="Its source was not read: confirm it.", zh="未核对原文，请自行确认。")
        parts.append(terminal.text(said))
    elif ruling.effect == "warn" and ruling.audience == "consumer" and for_business:
        said = Text(
            en="It protects consumers: it counts once the words reach a pack, a shelf or a listing.",
            zh="该法保护消费者：一旦出现在包装、货架或商品页面即适用。",
        )
        parts.append(terminal.text(said))
    parts += [terminal.text(need) for need in ruling.needs[:3]]
    if ruling.effect == "allowed" and ruling.reason.en:
        parts.append(terminal.text(ruling.reason))
    return " ".join(parts)


def _grouped(rulings: Iterable[ClaimRuling]) -> list[tuple[ClaimRuling, list[str]]]:
    """Each act once, with the destinations where it says the same."""
    groups: dict[tuple[str, str], tuple[ClaimRuling, list[str]]] = {}
    for ruling in rulings:
        _, lands = groups.setdefault((ruling.rule, ruling.effect), (ruling, []))
        lands.append(ruling.destination)
    order = list(_MARK)
    return sorted(groups.values(), key=lambda group: order.index(group[0].effect))


def _quoted(text: str, finding: ClaimFinding, width: int) -> tuple[str, str]:
    """The line of the text around the words, and carets under them, by the cells that each character takes."""
    first = text.rfind("\n", 0, finding.start) + 1
    after = text.find("\n", finding.start)
    last = len(text) if after < 0 else after
    begin = max(first, finding.start - _BEFORE)
    lead = ("…" if begin > first else "") + text[begin : finding.start]
    words = text[finding.start : min(finding.end, last)]
    lead, words = (part.replace("\t", " ").replace("\r", " ") for part in (lead, words))
    room = max(0, width - cell_len(lead) - cell_len(words))
    rest = text[finding.start + len(words) : min(last, finding.start + len(words) + room)].rstrip()
    return lead + words + rest, " " * cell_len(lead) + "^" * max(1, cell_len(words))
