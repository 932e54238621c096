"""`greencard claims`: words, files and standard input; carets under the words; exit status; both languages."""

from __future__ import annotations

import io
import sys
from types import SimpleNamespace

import pytest

from service_samples import EXAMPLES
from walk import Shell

ON = ("--on", "2026-11-30")
TOTE = str(EXAMPLES / "rpet-tote.yaml")


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def test_a_forbidden_claim_ends_with_3_and_says_act_article_day_and_what_to_say(shell):
    done = shell("claims", "A climate neutral mug", "--to", "de,fr", *ON)
    assert done.status == 3
    for said in ("May not be said there", "DE, FR, 2026-11-30", "point 4c", "since 2026-09-27", "kg CO2e", "UWG"):
        assert said in done.out
    lines = done.out.splitlines()
    at = next(n for n, line in enumerate(lines) if "climate neutral mug" in line)
    assert lines[at].index("climate") == lines[at + 1].index("^")
    assert lines[at + 1].count("^") == len("climate neutral")


def test_the_chinese_answer_puts_the_caret_by_the_width_of_characters(shell):
    done = shell("claims", "这款绿色产品", "--to", "FR", *ON, "--lang", "zh")
    assert done.status == 3
    lines = done.out.splitlines()
    at = next(n for n, line in enumerate(lines) if "这款绿色产品" in line)
    assert lines[at + 1] == "  " + " " * 4 + "^" * 8  # each of these characters takes two cells
    assert "不得这样说" in done.out
    assert "非法律意见" in done.out


def test_nothing_forbidden_ends_with_0_and_strict_asks_for_evidence(shell):
    assert shell("claims", "Bamboo box, 1.31 kg CO2e per set", "--to", "FR,DE,US", *ON).status == 0
    assert shell("claims", "30 % recycled", "--to", "US", *ON).status == 0
    assert shell("claims", "30 % recycled", "--to", "US", *ON, "--strict").status == 3
    assert shell("claims", "not climate neutral", "--to", "FR", *ON, "--strict").status == 0


def test_a_file_is_read_and_named_with_line_and_column(shell, tmp_path):
    (tmp_path / "label.md").write_text("# Mug\n\nPlain. Eco-friendly too.\n", encoding="utf-8")
    done = shell("claims", "label.md", "--to", "FR", *ON)
    assert done.status == 3
    assert "label.md:3:8 general environmental merit" in done.out
    (tmp_path / "page.html").write_bytes("<p>绿色<b>产品</b></p>".encode("gb18030"))
    assert shell("claims", "page.html", "--to", "FR", *ON).status == 3


@pytest.mark.parametrize("given", [("-",), ()])
def test_standard_input_is_read(shell, monkeypatch, given):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO("biodégradable".encode())))
    done = shell("claims", *given, "--to", "FR", *ON)
    assert done.status == 3
    assert "FR" in done.out


def test_json_is_the_report(shell):
    done = shell("claims", "biodegradable, not climate neutral", "--to", "FR,US-CA", *ON, "--json")
    assert done.status == 3
    found = done.json
    assert (found["standing"], found["destinations"]) == ("forbidden", ["FR", "US-CA"])
    assert [(one["family"], one["start"], one["end"], one["use"]) for one in found["findings"]] == [
        ("biodegradable", 0, 13, "asserted"),
        ("neutrality", 19, 34, "denied"),
    ]
    assert all(ruling["source"] for one in found["findings"] for ruling in one["rulings"])


def test_figures_of_a_product_file_and_of_its_card_say_the_same(shell, tmp_path):
    """The example tote holds 82 % recycled PET by document: 82 % may be said in the US, 90 % contradicts the card."""
    card = str(tmp_path / "tote.card.json")
    assert shell("card", "issue", TOTE, "--on", "2026-11-30", "--out", card).status == 0
    for source in (("--product", TOTE), ("--card", card)):
        fine = shell("claims", "82 % recycled", "--to", "US", *ON, *source, "--json").json
        assert fine["standing"] == "may_be_said"
        sentence = fine["findings"][0]["instead"][0]["sentence"]
        assert sentence == "82 % recycled material by mass of the product (ISO 14021), evidence: document."
        more = shell("claims", "90 % recycled", "--to", "US", *ON, *source)
        assert (more.status, "82 %" in more.out) == (3, True)


def test_a_card_that_was_changed_lends_no_figure(shell, tmp_path):
    card = tmp_path / "tote.card.json"
    shell("card", "issue", TOTE, "--on", "2026-11-30", "--out", str(card))
    data = card.read_bytes()
    assert b'"recycledPercent":"82"' in data
    card.write_bytes(data.replace(b'"recycledPercent":"82"', b'"recycledPercent":"99"'))
    done = shell("claims", "99 % recycled", "--to", "US", *ON, "--card", str(card))
    assert (done.status, "GC-SVC-078" in done.err) == (4, True)
    card.write_bytes(b"{}")
    assert shell("claims", "x", "--to", "US", "--card", str(card)).status == 4


@pytest.mark.parametrize(
    ("arguments", "status", "code"),
    [
        (("", "--to", "FR"), 2, "GC-CLI-055"),
        ((" \n", "--to", "FR"), 2, "GC-CLI-055"),
        (("green", "--to", ","), 2, "GC-CLM-005"),
        (("green", "--to", "Germany"), 2, "GC-RUL-010"),
        (("green", "--to", "FR", "--card", "a", "--product", "b"), 2, "GC-CLI-056"),
        (("green", "--to", "FR", "--product", "none.yaml"), 2, "GC-CLI-003"),
        (("green", "--to", "FR", "--card", "none.json"), 2, "GC-CLI-003"),
        (("binary.bin", "--to", "FR"), 2, "GC-SVC-075"),
        (("huge.txt", "--to", "FR"), 2, "GC-CLI-004"),
    ],
)
def test_what_cannot_be_checked_is_refused_with_its_code(shell, tmp_path, arguments, status, code):
    (tmp_path / "binary.bin").write_bytes(bytes(range(256)))
    (tmp_path / "huge.txt").write_bytes(b"green " * 200_000)
    for lang in ("en", "zh"):
        done = shell("claims", *arguments, "--lang", lang)
        assert (done.status, code in done.err) == (status, True), done.err


def test_a_hostile_text_neither_steers_the_terminal_nor_breaks_the_lines(shell):
    done = shell("claims", "\x1b]0;x\x07eco-friendly \u202egreen products", "--to", "FR", *ON)
    assert done.status == 2  # control characters are no text
    assert "\x1b" not in done.err
    done = shell("claims", "\u202eeco-friendly [red]x[/red]", "--to", "FR", *ON)
    assert done.status == 3
    assert "\u202e" not in done.out
    assert "[red]x[/red]" in done.out


def test_a_word_too_long_for_a_file_name_is_a_text(shell):
    assert shell("claims", "green products " * 400, "--to", "FR", *ON).status == 3
