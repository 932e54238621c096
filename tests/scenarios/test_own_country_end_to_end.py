"""An operator adds a country of their own: file, `rules check`, and then every verb answers for it.

The country is the made-up one of docs/rules.md, written out from the page as a reader would.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from greencard.adapters.packs.rules import load_all
from greencard.interfaces.wiring import example_files
from walk import Shell

PAGE = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"<!-- file: (?P<name>\S+) -->\n```yaml\n(?P<text>.*?)```", re.DOTALL)
BAG = next(str(file) for file in example_files() if file.name == "pla-carrier-bag.yaml")


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    monkeypatch.delenv("GREENCARD_RULES", raising=False)
    return Shell(monkeypatch, capfdbinary, tmp_path)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    for match in BLOCK.finditer(PAGE):
        file = folder / match["name"]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(match["text"], encoding="utf-8")
    return folder


def test_check_answers_for_the_added_country(shell, own):
    assert "nothing wrong" in shell("rules", "check", str(own)).out
    ask = ("check", BAG, "--to", "XA", "--quantity", "100", "--on", "2027-02-10", "--as-of", "2026-11-23", "--json")
    refused = shell(*ask)
    assert refused.status == 2
    assert "GC-SVC-080" in refused.out + refused.err  # without the folder there is no such country
    answer = shell(*ask, "--rules", str(own)).json
    assert answer["pack"] != load_all().digest
    assert answer["border"] == []
    assert "XA-BAG-3" in {one["rule_id"] for one in answer["outcomes"]}
    assert "Exampleland" in answer["summary"]["en"]


def test_the_setting_does_what_the_option_does_at_every_verb(shell, own, monkeypatch, tmp_path):
    ask = ("check", BAG, "--to", "XA", "--quantity", "100", "--on", "2027-02-10", "--as-of", "2026-11-23", "--json")
    by_option = shell(*ask, "--rules", str(own)).json
    listed = shell("rules", "list", "--to", "XA", "--json", "--rules", str(own)).json
    assert [one["id"] for one in listed] == ["XA-BAG-3", "XA-BAG-3", "XA-BAG-5"]
    monkeypatch.setenv("GREENCARD_RULES", str(own))
    assert shell(*ask).json == by_option
    assert shell("rules", "list", "--to", "XA", "--json").json == listed
    assert "50 µm" in shell("rules", "show", "XA-BAG-3").out
    diff = shell("rules", "diff", "--from", "2026-06-01", "--until", "2027-06-01", "--to", "XA", "--json").json
    assert {(one["kind"], one["on"]) for one in diff["rules"]} == {("changes", "2027-01-01"), ("begins", "2027-01-01")}
    every = shell("check", BAG, "--all", "--quantity", "100", "--on", "2027-02-10", "--json").json["matrix"]
    assert "XA" in every["destinations"]
    report = shell("pillars", BAG, "--to", "XA", "--on", "2027-02-10", "--json")
    assert report.status == 0
    verdict = tmp_path / "old.json"
    verdict.write_text(shell(*ask).out, encoding="utf-8")
    assert shell("check", BAG, "--replay", str(verdict), "--json").json["same_answer"] is True
    monkeypatch.delenv("GREENCARD_RULES")
    foreign = shell("check", BAG, "--replay", str(verdict), "--json")
    assert foreign.status == 2
    assert "GC-SVC-080" in foreign.out + foreign.err


def test_a_folder_without_rules_is_refused_in_words(shell, tmp_path):
    done = shell("rules", "list", "--rules", str(tmp_path / "none"))
    assert done.status == 2
    assert "GC-RUL-024" in done.err
