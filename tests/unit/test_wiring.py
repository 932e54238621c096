"""What joins the parts to an installation: its settings, its token, its directory."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from greencard.errors import InvalidInput
from greencard.interfaces import wiring


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("{", "GC-CLI-007"),
        ("[]", "GC-CLI-007"),
        ("\ufeff{}", "GC-CLI-007"),
        ('{"baseUrl": "https://cards.example"}', "GC-CLI-007"),
        ('{"validity_days": "a year"}', "GC-CLI-007"),
        ('{"validity_days": 99999999999}', "GC-SVC-007"),
        ('{"base_url": "cards.example"}', "GC-SVC-007"),
    ],
)
def test_settings_that_cannot_be_used_are_named(tmp_path: Path, written: str, code: str):
    (tmp_path / "settings.json").write_text(written, encoding="utf-8")
    with pytest.raises(InvalidInput) as caught, wiring.installation(tmp_path):
        pass
    assert caught.value.code == code
    assert caught.value.faults[0].place.file == str(tmp_path / "settings.json")


def test_an_address_may_be_written_with_its_final_slash(tmp_path: Path):
    (tmp_path / "settings.json").write_text(json.dumps({"base_url": "https://cards.example/yiwu/"}))
    with wiring.installation(tmp_path) as app:
        assert app.settings.base_url == "https://cards.example/yiwu"
    with wiring.installation(tmp_path, base_url="http://localhost:9000/") as app:
        assert app.settings.base_url == "http://localhost:9000"


def test_a_store_address_of_blanks_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GREENCARD_STORE", " ")
    with wiring.installation(tmp_path / "data") as app:
        assert app.ready()["store"] == "sqlite"
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_servers_that_start_together_share_one_token(tmp_path: Path):
    with ThreadPoolExecutor(8) as pool:
        tokens = set(pool.map(lambda _: wiring.api_token_file(tmp_path / "new").read_text(), range(8)))
    assert len(tokens) == 1
    assert len(tokens.pop().strip()) > 40
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["api-token"]
    assert stat.S_IMODE((tmp_path / "new" / "api-token").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_a_start_that_dies_leaves_no_half_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def die(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", die)
    with pytest.raises(KeyboardInterrupt):
        wiring.api_token_file(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_token_that_cannot_be_made_is_named(tmp_path: Path):
    (tmp_path / "data").write_text("a file where the directory should be")
    with pytest.raises(InvalidInput) as caught:
        wiring.api_token_file(tmp_path / "data")
    assert caught.value.code == "GC-CLI-003"
