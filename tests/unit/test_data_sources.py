"""Every figure and text that ships has a source: where it comes from, and under which licence."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import greencard

DATA = Path(greencard.__file__).parent / "data"
LISTS = sorted(DATA.glob("SOURCES.d/*.yaml"))
OWN = {"SOURCES.d", "examples", "starter"}
"""Made up by us and said to be so; what in them follows a source is listed all the same."""
LISTED_IN = {
    "border": "border",
    "claims": "claims",
    "factors": "factors",
    "hs": "catalogue",
    "pillars": "pillars",
    "rules": "rules",
    "trade_defence": "trade_defence",
    "transport": "transport",
}


def entries(path: Path) -> list[dict[str, object]]:
    return list(yaml.safe_load(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_an_entry_says_what_whose_under_which_licence_and_for_what(path: Path):
    names = [entry["id"] for entry in entries(path)]
    assert len(names) == len(set(names))
    for entry in entries(path):
        for field in ("id", "title", "publisher", "licence", "reference", "retrieved", "used_for"):
            assert entry.get(field), (entry.get("id"), field)


def test_every_folder_of_data_has_its_list_and_every_list_its_folder():
    folders = {path.name for path in DATA.iterdir() if path.is_dir() and path.name != "__pycache__"} - OWN
    assert folders == set(LISTED_IN)
    assert not [path.name for path in DATA.iterdir() if path.is_file() and path.suffix != ".py"]
    for name in LISTED_IN.values():
        assert entries(DATA / "SOURCES.d" / f"{name}.yaml"), name


@pytest.mark.parametrize(("folder", "name"), [("border", "border"), ("trade_defence", "trade_defence")])
def test_every_table_is_named_by_an_entry(folder: str, name: str):
    used = [place for entry in entries(DATA / "SOURCES.d" / f"{name}.yaml") for place in list(entry["used_for"])]
    files = [path.relative_to(DATA / folder).as_posix() for path in (DATA / folder).rglob("*.csv")]
    assert files
    silent = [file for file in files if not file.startswith(tuple(used)) and file != "manifest.csv"]
    assert not silent
