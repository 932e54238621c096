"""Cards at the terminal: issue, list, verify here and elsewhere, withdraw; exit statuses a script can use."""

from __future__ import annotations

import json

import pytest

from service_samples import EXAMPLES
from walk import Shell

MUG = str(EXAMPLES / "ceramic-mug.yaml")


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def _states(outcome):
    return {check["id"]: check["state"] for check in outcome.json["checks"]}


def test_a_stranger_without_keys_cannot_vouch_and_with_them_can(shell, tmp_path, monkeypatch):
    shell("card", "issue", MUG, "--out", "mug.json")
    keys = shell("card", "keys")
    (tmp_path / "keys.json").write_text(keys.out, encoding="utf-8")
    monkeypatch.setenv("GREENCARD_DATA", str(tmp_path / "elsewhere"))
    alone = shell("card", "verify", "mug.json", "--json")
    assert (alone.status, alone.json["outcome"]) == (5, "could_not_check")
    assert _states(alone)["signature"] == "pass"
    assert _states(alone)["issuer"] == "unchecked"
    trusting = shell("card", "verify", "mug.json", "--trust", "keys.json", "--json")
    assert (trusting.status, trusting.json["outcome"]) == (0, "genuine")
    assert _states(trusting)["status"] == "unchecked", "no list was fetched, and that is said"
    assert not (tmp_path / "elsewhere").exists(), "checking a card makes no data directory"
    (tmp_path / "keys.json").write_text('{"issuers": {"did:key:x": "!"}, "logs": {}}')
    assert shell("card", "verify", "mug.json", "--trust", "keys.json", "--json").json["error"] == "GC-CLI-006"


def test_expired_withdrawn_and_not_a_card_have_their_own_outcomes(shell, tmp_path):
    issued = shell("card", "issue", MUG, "--out", "mug.json", "--json").json
    late = shell("card", "verify", "mug.json", "--at", "2031-01-01T00:00:00", "--json")
    assert (late.status, late.json["outcome"]) == (4, "expired")
    assert shell("card", "withdraw", issued["card"], "--json").status == 0
    gone = shell("card", "verify", "mug.json", "--json")
    assert (gone.status, gone.json["outcome"]) == (4, "withdrawn")
    again = shell("card", "withdraw", issued["card"], "--json")
    assert (again.status, again.json["error"]) == (3, "GC-SVC-005")
    unknown = shell("card", "withdraw", "nothing", "--json")
    assert (unknown.status, unknown.json["error"]) == (2, "GC-SVC-003")
    (tmp_path / "poem.json").write_text('"not a card"')
    poem = shell("card", "verify", "poem.json", "--json")
    assert (poem.status, poem.json["outcome"]) == (4, "not_a_card")


def test_issuing_twice_gives_the_same_card_and_the_list_shows_it_once(shell):
    first = shell("card", "issue", MUG, "--out", "a.json", "--json").json
    second = shell("card", "issue", MUG, "--out", "b.json", "--json").json
    assert first["card"] == second["card"]
    cards = shell("card", "list", "--json").json
    assert [card["id"] for card in cards] == [first["card"]]
    assert "Stoneware mug" in shell("card", "list").out
    assert "马克杯" in shell("card", "list", "--lang", "zh").out


def test_keys_and_store_are_for_their_owner_alone(shell, tmp_path):
    shell("card", "issue", MUG, "--out", "mug.json")
    kept = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert any(path.suffix == ".pem" for path in kept)
    for path in kept:
        assert path.stat().st_mode & 0o077 == 0, path
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_a_key_that_others_can_read_is_refused(shell, tmp_path):
    shell("card", "issue", MUG, "--out", "mug.json")
    for pem in (tmp_path / "data" / "keys").glob("*.pem"):
        pem.chmod(0o644)
    refused = shell("card", "issue", str(EXAMPLES / "rpet-tote.yaml"), "--json")
    assert refused.status == 3
    assert refused.json["error"].startswith("GC-KEY-")


def test_settings_name_the_issuer_and_the_address(shell, tmp_path):
    (tmp_path / "data").mkdir(mode=0o700)
    settings = {
        "base_url": "https://cards.example",
        "test_issuer_name": {"en": "Rehearsal (illustrative)", "zh": "演练"},
    }
    (tmp_path / "data" / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    issued = shell("card", "issue", MUG, "--out", "mug.json", "--json").json
    assert issued["card"].startswith("https://cards.example/cards/")
    checked = shell("card", "verify", "mug.json", "--lang", "zh", "--json").json
    assert checked["issuer_name"]["zh"] == "演练"
    (tmp_path / "data" / "settings.json").write_text('{"base_url": 7}')
    assert shell("card", "list", "--json").json["error"] == "GC-CLI-007"


def test_the_whole_job_on_twelve_products(shell):
    done = shell("demo", "--json").json
    assert len(done["products"]) == 12
    assert [product["log_index"] for product in done["products"]] == list(range(12))
    assert [verdict["overall"] for verdict in done["verdicts"]][1] == "not_allowed"
    assert done["genuine"]["outcome"] == "genuine"
    assert done["flipped"]["outcome"] == "do_not_rely"
    shown = shell("demo", "--lang", "zh")
    assert shown.status == 0
    assert "请勿采信此卡" in shown.out
    assert shell("card", "list", "--json").json[0]["status"] == "active"
    assert len(shell("card", "list", "--json").json) == 12, "a second demo issues nothing new on the same day"
