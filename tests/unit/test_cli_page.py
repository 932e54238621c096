"""Text on a terminal: Chinese fills its lines, marks stand where they may, nothing is lost, no line ends in blanks."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from greencard.interfaces.cli.page import Page, broken

WORDS = st.text(alphabet="竹木料（），。：“”ab1 /%", max_size=120)


def shown(what: object, width: int) -> list[str]:
    stream = io.StringIO()
    page = Page(stream)
    page.width = width
    page.print(what)
    return stream.getvalue().split("\n")[:-1]


def test_a_chinese_sentence_fills_its_lines():
    # 10 cells hold five characters; the full stop may not begin a line, so the character before it comes along
    assert shown("一二三四五六七八九十。", 10) == ["一二三四五", "六七八九", "十。"]
    # blanks of a mixed sentence are places to break, not the only ones
    assert shown("写明 LUCID 注册号码再出货", 12) == ["写明 LUCID", "注册号码再出", "货"]


def test_marks_keep_to_their_words():
    assert shown("前面四字（括号）后面", 10) == ["前面四字", "（括号）后", "面"]
    assert shown("至少 12 %，另有", 8) == ["至少 12", "%，另有"]


def test_a_wrapped_line_keeps_the_indent_of_its_first():
    assert shown("  law: Regulation (EU) 2023/956, Annex I", 30) == ["  law: Regulation (EU)", "  2023/956, Annex I"]
    assert shown("? unknown  Food contact: traceability", 30) == ["? unknown  Food contact:", "  traceability"]


def test_latin_words_are_broken_at_blanks_alone_and_only_too_long_ones_are_cut():
    assert shown("one two-three four", 10) == ["one", "two-three", "four"]
    assert shown("abcdefghijklmno", 6) == ["abcdef", "ghijkl", "mno"]


@pytest.mark.parametrize("what", [Padding("two words here", (0, 0, 0, 4)), Text("two words here")])
def test_no_line_ends_in_blanks(what: object):
    assert all(line == line.rstrip() for line in shown(what, 12))


def test_no_row_of_a_table_ends_in_blanks():
    table = Table(box=None)
    table.add_column("name")
    table.add_column("long")
    table.add_row("a", "竹制餐具不得含植物填料")
    table.add_row("b", "")
    lines = shown(table, 20)
    assert all(line == line.rstrip() for line in lines)
    assert "".join(line[6:] if i else "" for i, line in enumerate(lines)).replace(" ", "").startswith("竹制餐具")


@given(WORDS, st.integers(2, 60), st.integers(0, 8))
def test_lines_hold_every_letter_and_fit(text: str, width: int, indent: int):
    places = broken(text, width, indent)
    assert places == sorted(set(places))
    lines = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]
    assert "".join(lines) == text
    for n, line in enumerate(lines):
        room = width if n == 0 else max(width - indent, 2)
        assert cell_len(line.rstrip(" ")) <= room
