"""Names and words from outside reach the screen, JSON, CSV and the report as text that steers nothing."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from decimal import Decimal

import pytest

from greencard.errors import GreencardError
from greencard.interfaces.printable import json_bytes, printable
from greencard.interfaces.report_markdown import report_markdown
from greencard.model import FootprintReport, ReportRow, ReportSection, Text
from greencard.quantity import decimal_text
from service_samples import EXAMPLES
from walk import Shell

MUG = EXAMPLES / "ceramic-mug.yaml"
HOSTILE = "\x1b[31mX\x1b]0;own\x07\u202e\x9b1m"
STEERS = ("\x1b", "\x07", "\x9b", "\u202e", "\x7f")


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def harmless(text: str) -> bool:
    return not any(mark in text for mark in STEERS)


CALLS = [
    ("assess", f"none{HOSTILE}"),
    ("product", "check", f"bad{HOSTILE}.yaml"),
    ("report", f"bad{HOSTILE}.yaml"),
    ("energy", "match", f"bad{HOSTILE}.yaml"),
    ("energy", "allocate", f"bad{HOSTILE}.yaml"),
    ("card", "verify", f"none{HOSTILE}"),
    ("card", "withdraw", HOSTILE),
    ("factors", "search", HOSTILE),
    ("assess", ".", HOSTILE),
    ("assess", "x", f"--foo{HOSTILE}"),
    ("report", str(MUG), "--verified-by", HOSTILE),
    ("report", str(MUG), "--output", f"out{HOSTILE}.md"),
]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: " ".join(call[:2])[:20])
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_no_escape_sequence_and_no_mark_of_direction_passes(shell, tmp_path, call, more):
    (tmp_path / f"bad{HOSTILE}.yaml").write_text("id: [\n", encoding="utf-8")
    done = shell(*call, *more)
    assert harmless(done.out), ascii(done.out[-300:])
    assert harmless(done.err), ascii(done.err[-300:])
    if more and done.status:
        assert done.json["faults"]


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux")
@pytest.mark.parametrize("call", [("assess",), ("product", "check"), ("card", "verify")])
def test_a_file_name_that_is_no_text_is_answered_in_json(tmp_path, call):
    done = subprocess.run(
        [
            os.fsencode(sys.executable),
            b"-m",
            b"greencard",
            *(os.fsencode(word) for word in call),
            b"\xff\xfe",
            b"--json",
        ],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "GREENCARD_DATA": str(tmp_path / "data")},
        check=False,
    )
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"] == "GC-CLI-003"


def test_names_are_not_markup(shell, tmp_path):
    words = "[red]cup[/red] [link=http://evil.example]x[/link] [/]"
    text = MUG.read_text(encoding="utf-8").replace("Stoneware mug 350 ml", f'"{words}"')
    (tmp_path / "cup.yaml").write_text(text, encoding="utf-8")
    for verb in (("assess", "cup.yaml"), ("compare", "cup.yaml", str(MUG)), ("card", "issue", "cup.yaml")):
        done = shell(*verb)
        assert done.status == 0, done.err
    assert words in shell("assess", "cup.yaml").out
    listed = shell("card", "list").out
    assert "[red]cup[/red]" in listed


def test_a_cell_that_begins_like_a_formula_is_text(shell, tmp_path):
    folder = tmp_path / "goods"
    folder.mkdir()
    for name in ("=cmd|' !A0.yaml", "+x.yaml", "-x.yaml", "@x.yaml", "＝x.yaml", "－x.yaml", "＋x.yaml", "＠x.yaml"):
        (folder / name).write_text("id: [\n", encoding="utf-8")
    shell("assess", "goods", "--csv", "rows.csv")
    rows = list(csv.reader((tmp_path / "rows.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 9
    assert all(row[1].startswith("'") for row in rows[1:])


def test_the_content_of_json_stays_what_it_was():
    value = {"a": "\x9b1m\u202e\x7f\u2028 \u4e2d \U0001f343 \\u202e", "b": [Decimal("1.50")]}
    written = json_bytes(value)
    assert json.loads(written) == {"a": value["a"], "b": ["1.50"]}
    assert harmless(written.decode())
    assert json.loads(json_bytes({"a": "x\udcff", "b": Decimal(1)})) == {"a": "x?", "b": "1"}
    assert printable("a\tb\nc \u4e2d\u3000é\U0001f343") == "a\tb\nc \u4e2d\u3000é\U0001f343"


def report(words: str) -> str:
    """The report of a product and a section that say these words."""
    text = Text(en=words, zh=words)
    section = ReportSection(
        id="s", title=text, clause=words, rows=(ReportRow(label=text, value=text),), sentences=(text,)
    )
    whole = FootprintReport(
        product_id="p",
        snapshot="0",
        rules="iso14067-2018",
        rules_name=text,
        standing="complete",
        illustrative=False,
        sections=(section,),
        checklist=(),
    )
    return report_markdown(whole, text, "en")


@pytest.mark.parametrize(
    "words",
    [
        "![a](http://evil.example/pixel)",
        "<script>alert(1)</script>",
        "`code` ~~gone~~ **bold** _it_",
        "a | b\n\n# Head",
        "&lt;b&gt;",
        "- a list",
        "12. a list",
        "===",
        "\x1b[31m\u202egro.elpmaxe",
    ],
)
def test_words_of_a_record_cannot_change_the_form_of_the_report(words):
    written = report(words)
    plain = report("plain")
    assert harmless(written)
    assert written.count("\n") == plain.count("\n")
    for mark in ("`", "<", "~~", "**bold", "](", "&lt"):
        position = written.find(mark)
        while position >= 0 and mark in words:
            assert written[position - 1] == "\\", written
            position = written.find(mark, position + 1)
    assert "a | b" not in written
    assert "\n- - " not in written
    assert "\n- 12. " not in written
    assert "\n===" not in written
    assert "0.638 kg" in report("0.638 kg")


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_no_number_is_refused_where_it_would_be_written(text):
    with pytest.raises(GreencardError) as caught:
        decimal_text(Decimal(text))
    assert caught.value.code == "GC-QTY-001"


@pytest.mark.parametrize(
    ("call", "never"),
    [
        (("--help",), {"numpy", "scipy", "pandas", "sqlalchemy"}),
        (("assess", str(MUG), "--json"), {"numpy", "scipy", "pvlib", "pandas", "rich", "sqlalchemy"}),
        (
            ("check", str(MUG), "--to", "DE", "--quantity", "5", "--json"),
            {"numpy", "scipy", "pandas", "rich", "sqlalchemy"},
        ),
        (("card", "verify", "card.json", "--json"), {"numpy", "scipy", "pvlib", "pandas", "rich", "sqlalchemy"}),
        (("card", "verify", "card.json"), {"numpy", "scipy", "pvlib", "pandas", "sqlalchemy"}),
        (("report", str(MUG), "--json"), {"numpy", "scipy", "pvlib", "pandas", "rich", "sqlalchemy"}),
    ],
    ids=lambda value: " ".join(value)[:12] if isinstance(value, tuple) else "",
)
def test_a_verb_loads_no_more_than_it_needs(tmp_path, call, never):
    shutil.copy(MUG, tmp_path / "card.json")
    code = (
        "import atexit, sys\n"
        "atexit.register(lambda: sys.stderr.write(' '.join({name.split('.')[0] for name in sys.modules})))\n"
        "from greencard.interfaces.cli import main\nmain(sys.argv[1:])"
    )
    environment = {**os.environ, "GREENCARD_DATA": str(tmp_path / "data"), "XDG_DATA_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code, *call], capture_output=True, text=True, cwd=tmp_path, env=environment, check=False
    )
    assert never.isdisjoint(done.stderr.split())
