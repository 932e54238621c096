"""Bad input at the terminal: a code, a place, a remedy, the exit status of the manual, and nothing half-written."""

from __future__ import annotations

import shutil

import pytest

from service_samples import EXAMPLES
from walk import Shell


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def _edited(tmp_path, old, new, name="bamboo-desk-organiser"):
    text = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "edited.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    (tmp_path / "readings").mkdir(exist_ok=True)
    for csv in (EXAMPLES / "readings").glob("*.csv"):
        shutil.copy(csv, tmp_path / "readings")
    return file


def _line(file, text):
    return next(i for i, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if text in line)


SLIPS = [
    ("net_kg: 0.98", "net_kg: 0.98 lb", "unit", "lb"),
    ("net_kg: 0.98", "net_kg: -0.98", "mass", "-0.98"),
    ("mass_kg: 1.03", "mass_kg: 1.30", "mass", "1.30"),
    ("code: 4420 19 00", "code: 9999 99 99", "code", "code: 9999 99 99"),
]


@pytest.mark.parametrize(("old", "new", "word", "at"), SLIPS)
@pytest.mark.parametrize("verb", [("product", "check"), ("assess",), ("card", "issue")])
def test_every_verb_names_the_slip_at_its_line_and_writes_nothing(shell, tmp_path, old, new, word, at, verb):
    file = _edited(tmp_path, old, new)
    done = shell(*verb, str(file), "--json")
    assert done.status == 2
    faults = [fault for fault in done.json["faults"] if fault["severity"] == "error"]
    assert [fault["line"] for fault in faults] == [_line(file, at)] * len(faults)
    assert faults
    assert word in faults[0]["detail"].lower() + faults[0]["remedy"].lower()
    assert not (tmp_path / "data").exists() or not list((tmp_path / "data").glob("*.db*"))
    assert not list(tmp_path.glob("*.card.json"))


def test_the_same_slip_in_chinese(shell, tmp_path):
    file = _edited(tmp_path, "net_kg: 0.98", "net_kg: -0.98")
    done = shell("assess", str(file), "--lang", "zh")
    assert done.status == 2
    assert done.out == ""
    assert "质量" in done.err or "不能为负" in done.err
    assert "→" in done.err


def test_a_yaml_bomb_is_refused_at_once(shell, tmp_path):
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 30)]
    file = tmp_path / "bomb.yaml"
    file.write_text("\n".join(rows), encoding="utf-8")
    done = shell("assess", str(file), "--json")
    assert done.status == 2
    assert done.json["error"].startswith("GC-CAT-")


def test_a_fifty_megabyte_file_is_refused_by_its_size(shell, tmp_path):
    file = tmp_path / "huge.yaml"
    with file.open("wb") as sparse:
        sparse.truncate(50_000_000)
    done = shell("assess", str(file), "--json")
    assert done.status == 2
    assert done.json["error"] == "GC-CLI-004"
    assert "50000000" in done.json["faults"][0]["detail"]


def test_a_wrong_encoding_is_named(shell, tmp_path):
    file = tmp_path / "gbk.yaml"
    file.write_bytes("名称: 竹木办公收纳五件套，含笔筒与名片盒\n".encode("gb18030"))
    done = shell("product", "check", str(file), "--json")
    assert done.status == 2
    assert any("GB18030" in fault["detail"] + fault["remedy"] for fault in done.json["faults"])


def test_a_reading_that_goes_backwards_is_named_at_its_line(shell, tmp_path):
    file = _edited(tmp_path, "mass_kg: 1.03", "mass_kg: 1.03")
    readings = tmp_path / "readings" / "anji-2025-10-2026-09.csv"
    lines = readings.read_text(encoding="utf-8").splitlines()
    lines[101], lines[100] = lines[100], lines[101]
    readings.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = shell("assess", str(file), "--json")
    assert done.status == 2
    assert done.json["error"].startswith("GC-MTR-")
    assert 102 in [fault["line"] for fault in done.json["faults"]]
    assert done.json["faults"][0]["file"].endswith("anji-2025-10-2026-09.csv")


def test_a_missing_file_is_said_so(shell):
    done = shell("assess", "nowhere.yaml", "--json")
    assert done.status == 2
    assert done.json["error"] == "GC-CLI-003"


def test_usage_errors_use_the_same_status(shell):
    assert shell("check", "x.yaml").status == 2


def test_nothing_is_overwritten(shell, tmp_path):
    assert shell("init").status == 0
    before = (tmp_path / "product.yaml").read_bytes()
    again = shell("init", "--json")
    assert (again.status, again.json["error"]) == (3, "GC-CLI-001")
    assert (tmp_path / "product.yaml").read_bytes() == before
    shutil.copytree(EXAMPLES / "readings", tmp_path / "readings")
    card = tmp_path / "x.card.json"
    card.write_text("mine")
    done = shell("card", "issue", str(EXAMPLES / "ceramic-mug.yaml"), "--out", str(card), "--json")
    assert (done.status, done.json["error"]) == (3, "GC-CLI-002")
    assert card.read_text() == "mine"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_starter_checks_clean_and_can_be_assessed(shell, lang):
    assert shell("init", "mine.yaml", "--lang", lang).status == 0
    checked = shell("product", "check", "mine.yaml", "--json", "--lang", lang)
    assert checked.status == 0
    assert checked.json["errors"] == 0
    assert shell("assess", "mine.yaml", "--json").status == 0
