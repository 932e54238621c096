"""Slips of the keyboard behind most syntax errors: which are read all the same, and how the rest is named.

A full-width colon, or a colon or dash without its space, is read where the word before it is a key of the product file,
and only in a file that YAML would otherwise refuse: no file that can be read as it stands is read in another way.
"""

from __future__ import annotations

import re
from typing import Final

import yaml

from greencard.catalogue.faults import FULL_WIDTH_COLON, NO_SPACE, SYNTAX, TAB, WIDE_MARK
from greencard.catalogue.fields import RECORDS
from greencard.catalogue.tree import Node, Scalar, Table
from greencard.errors import GreencardError, Place

__all__ = ["LANG_KEYS", "full_width_key", "keys_of", "mended", "named"]

LANG_KEYS: Final = {"en": "en", "英文": "en", "zh": "zh", "中文": "zh"}
_KNOWN: Final = frozenset({key for record in RECORDS for item in record.fields for key in item.keys}) | set(LANG_KEYS)
_ROW: Final = re.compile(r"( *)((?:- *)*)([^\s\-#:：'\"{\[][^#:：'\"{\[]{0,40}?)[ \u3000]*([:：])(.*)", re.DOTALL)
_FULL_WIDTH: Final = re.compile(r"^\s*(?:-\s+)?([^#:：\s'\"][^#:：'\"]{0,40})：")
_TABBED: Final = re.compile(r"^ *\t")
_WIDE_START: Final = re.compile(r"^[ \t]*([\u3000—–－·•])")
_TIGHT_DASH: Final = re.compile(r"^ *-[^\s\-]")
_TIGHT_KEY: Final = re.compile(r"^\s*(?:-\s+)?([^\s#:'\"{\[,][^\s#:'\"{\[,]{0,40}):[^\s/]")
_WIDE: Final = {"，": ",", "｛": "{", "｝": "}", "［": "[", "］": "]", "【": "[", "】": "]", "：": ": ", "、": ","}
_HALF: Final = {"\u3000": "  ", "—": "- ", "–": "- ", "－": "- ", "·": "- ", "•": "- "}
_QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'|(?:^|\s)#.*")
_FACT: Final = re.compile(r"[a-z][a-z0-9_]{2,63}")
_SPACES: Final = " \u3000"
_NEAR: Final = 3
"""A slip is looked for on the line of the error and on the two before it."""

_PROBLEMS: Final = (
    ("expected ',' or '}'", "a comma “,” or the closing “}” is missing", "缺少半角逗号“,”，或缺少右括号“}”"),
    ("expected ',' or ']'", "a comma “,” or the closing “]” is missing", "缺少半角逗号“,”，或缺少右括号“]”"),
    (
        "mapping values are not allowed",
        "there is a second colon, this line is indented too far, or the line above has no colon",
        "此行多了一个冒号，或缩进过多，或上一行缺冒号",
    ),
    (
        "could not find expected ':'",
        "there is no colon with a space behind it",
        "缺少冒号，或冒号后没有空格",
    ),
    ("expected '-' indicator", "it is not indented like the lines above", "缩进与上面各行不一致"),
    (
        "expected key",
        "it is not indented like the lines above, or a quote is unpaired",
        "缩进与上面各行不一致，或引号不成对",
    ),
    ("unexpected end of stream", "a quotation mark is opened and not closed", "引号没有成对"),
    ("expected node content", "a bracket is closed that was not opened", "有多余的右括号"),
    ("cannot start any token", "it begins with a character such as @, ` or %", "值以 @、`、% 等符号开头，请给它加引号"),
    ("escape character", "a backslash stands inside double quotes", "双引号内有反斜杠“\\”，请改用单引号"),
    ("control characters", "there is a character that cannot be printed", "含有不可见的控制字符"),
    ("special characters", "there is a character that cannot be printed", "含有不可见的控制字符"),
)
_CONTROL: Final = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def full_width_key(row: str) -> str:
    """The key before a full-width colon at the beginning of a row; empty if there is none."""
    match = _FULL_WIDTH.match(row)
    return match[1].strip() if match else ""


def mended(text: str) -> tuple[str, frozenset[tuple[str, int]]]:
    """The text with its slips behind known keys put right, and those keys with their lines (none: nothing to mend)."""
    rows, changed = text.split("\n"), set()
    for index, row in enumerate(rows):
        match = _ROW.fullmatch(row)
        if match is None:
            continue
        indent, dashes, key, colon, rest = match.groups()
        if key not in _KNOWN and not (colon == "：" and _FACT.fullmatch(key)):
            continue
        tight = bool(rest.strip()) and rest[:1] not in {" ", "\t"}
        if colon == "：" or tight or (dashes and not dashes.endswith(" ")):
            rows[index] = f"{indent}{'- ' * dashes.count('-')}{key}: {rest.lstrip(_SPACES)}"
            changed.add((key, index + 1))
    return "\n".join(rows), frozenset(changed)


def keys_of(node: Node) -> frozenset[tuple[str, int]]:
    """Every key below a node, with its line."""
    if isinstance(node, Scalar):
        return frozenset()
    inner = [value for _, value in node.entries] if isinstance(node, Table) else list(node.items)
    own = {(key.text, key.line) for key, _ in node.entries} if isinstance(node, Table) else set()
    return frozenset(own.union(*(keys_of(value) for value in inner)))


def named(error: yaml.YAMLError, text: str, file: str) -> GreencardError:
    """The slip that stands behind a syntax error, else what the parser says, in words; at the line where it begins."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML")
    last = _line(getattr(error, "problem_mark", None))
    first = _line(getattr(error, "context_mark", None))
    if isinstance(error, yaml.reader.ReaderError):
        found = _CONTROL.search(text)
        line = text.count("\n", 0, found.start()) + 1 if found else 1
        return _syntax(problem, Place("", file, line))
    context = str(getattr(error, "context", None) or "")
    opened = any(word in context for word in ("flow", "simple key", "quoted"))
    line = first if opened and first else last or first or 1
    rows = text.splitlines()
    for number in range(min(last or line, len(rows)), max(min(line, (last or line) - _NEAR + 1), 1) - 1, -1):
        slip = _slip(rows[number - 1], Place("", file, number), flow="flow" in context)
        if slip is not None:
            return slip
    return _syntax(problem, Place("", file, line))


def _line(mark: yaml.Mark | None) -> int:
    return 0 if mark is None else mark.line + 1


def _slip(row: str, place: Place, *, flow: bool) -> GreencardError | None:
    bare = _QUOTED.sub("", row)
    wide = full_width_key(row)
    start = _WIDE_START.match(row)
    if flow or any(mark in bare for mark in "｛｝"):
        for mark, half in _WIDE.items():
            if mark in bare:
                return WIDE_MARK.at(place, mark=mark, half=half)
    if wide:
        return FULL_WIDTH_COLON.at(place, key=wide)
    if _TABBED.match(row):
        return TAB.at(place)
    if start:
        return WIDE_MARK.at(place, mark=start[1], half=_HALF[start[1]])
    tight = _TIGHT_KEY.match(row)
    if _TIGHT_DASH.match(row) or tight:
        return NO_SPACE.at(place, mark=":" if tight else "-")
    return None


def _syntax(problem: str, place: Place) -> GreencardError:
    for part, en, zh in _PROBLEMS:
        if part in problem:
            return SYNTAX.at(place, problem=en, problem_zh=zh)
    return SYNTAX.at(place, problem=problem[:120], problem_zh="不符合 YAML 写法")
