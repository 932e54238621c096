"""A report as Markdown, in one language: read on a screen, printed, or turned into any other document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from greencard.interfaces.printable import printable
from greencard.model import Text

if TYPE_CHECKING:
    from greencard.errors import Lang
    from greencard.model import FootprintReport

__all__ = ["report_markdown"]

STATUS: Final = {
    "met": Text(en="met", zh="符合"),
    "not_met": Text(en="NOT MET", zh="不符合"),
    "open": Text(en="open", zh="待定"),
}
_SPECIAL: Final = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|#~&"} | dict.fromkeys("\n\r\t", " "))
_BLOCK: Final = re.compile(r"([0-9]+(?=[.)](?:\s|$))|(?=[-+](?:\s|$)|[-=]+\s*$))(.)")
"""How a list, a rule or an underlined heading begins: as the first characters of a line of text alone."""


def report_markdown(report: FootprintReport, name: Text, lang: Lang) -> str:
    """The whole report; every text of the record is escaped, so that a product's name cannot change its form."""
    zh = lang == "zh"
    count = {status: sum(point.status == status for point in report.checklist) for status in STATUS}
    lines = [f"# {'碳足迹报告' if zh else 'Carbon footprint report'}: {_plain(name.in_lang(lang))}", ""]
    lines.append(f"{_plain(report.rules_name.in_lang(lang))}")
    lines.append("")
    if report.standing == "incomplete":
        said = (
            "草稿：尚有要求不符合，见文末清单。" if zh else "DRAFT: requirements are not met; see the checklist below."
        )
        lines += [f"**{said}**", ""]
    if report.illustrative:
        lines += [
            f"**{'示例数据：虚构，仅供演示。' if zh else 'Illustrative data: made up, for demonstration only.'}**",
            "",
        ]
    for number, section in enumerate(report.sections, 1):
        lines += [f"## {number} {_plain(section.title.in_lang(lang))}", "", f"*{_plain(section.clause)}*", ""]
        if section.rows:
            lines += ["| | |", "|---|---|"]
            lines += [
                f"| {_plain(row.label.in_lang(lang))} | {_plain(row.value.in_lang(lang))} |" for row in section.rows
            ]
            lines.append("")
        lines += [f"- {_plain(said.in_lang(lang))}" for said in section.sentences]
        if section.sentences:
            lines.append("")
    title = "核查清单" if zh else "Checklist"
    summary = (
        f"符合 {count['met']}，待定 {count['open']}，不符合 {count['not_met']}。"
        if zh
        else f"{count['met']} met, {count['open']} open, {count['not_met']} not met."
    )
    lines += [f"## {len(report.sections) + 1} {title}", "", summary, ""]
    heads = ("#", "要求", "条款", "结论", "依据") if zh else ("#", "requirement", "clause", "finding", "because")
    lines += [f"| {' | '.join(heads)} |", "|---|---|---|---|---|"]
    for point in report.checklist:
        cells = (
            str(point.number),
            point.requirement.in_lang(lang),
            point.clause,
            STATUS[point.status].in_lang(lang),
            point.finding.in_lang(lang) + (f" ({point.pointer})" if point.pointer else ""),
        )
        lines.append(f"| {' | '.join(_plain(cell) for cell in cells)} |")
    return "\n".join(lines).rstrip() + "\n"


def _plain(text: str) -> str:
    plain = printable(text.translate(_SPECIAL)).strip()
    return _BLOCK.sub(r"\1\\\2", plain, count=1) if _BLOCK.match(plain) else plain
