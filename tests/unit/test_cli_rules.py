"""`greencard rules` as a person calls it."""

from __future__ import annotations

import pytest

from service_samples import EXAMPLES
from walk import Shell


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def test_list(shell):
    done = shell("rules", "list", "--to", "de", "--topic", "food", "--on", "2027-01-01")
    assert "EU-FCM-BAMBOO  may bar  from 2011-05-01  in force" in done.out
    assert "may bar." in done.out
    rows = shell("rules", "list", "ground bamboo", "--to", "DE", "--json").json
    assert [row["id"] for row in rows] == ["EU-FCM-BAMBOO"]
    assert "可禁止" in shell("rules", "list", "--to", "DE", "--lang", "zh").out


def test_show(shell, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    out = shell("rules", "show", "EU-PPWR-05-5").out
    for part in (
        "law: Regulation (EU) 2025/40",
        "food contact: yes",
        "< 25 µg/kg",
        "It asks",
        "pfas_max_ppb",
        "source:",
    ):
        assert part in out
    assert max(len(line) for line in out.splitlines()) <= 80
    zh = shell("rules", "show", "EU-FCM-BAMBOO", "--lang", "zh").out
    assert "禁止，无法满足" in zh
    assert "需要的信息" in zh
    recalled = shell("rules", "show", "SA-OXO").out
    assert "decides nothing" in recalled


def test_show_says_what_is_near(shell):
    done = shell("rules", "show", "eu-fcm-bambo")
    assert (done.status, "EU-FCM-BAMBOO" in done.err) == (2, True)


def test_diff(shell):
    out = shell("rules", "diff", "--from", "2026-09-26", "--until", "2026-09-27", "--to", "DE,FR").out
    assert "2026-09-27 + begins  EU-ECGT-4c  may bar" in out
    assert "begin, 0 end, 0 change." in out
    found = shell("rules", "diff", "--from", "2026-03-31", "--until", "2026-04-01", "--to", "GB", "--json").json
    assert "changes" in {one["kind"] for one in found["rules"]}


def test_diff_with_products(shell):
    desk = str(EXAMPLES / "bamboo-desk-organiser.yaml")
    out = shell("rules", "diff", desk, "--from", "2026-09-26", "--until", "2026-09-27", "--to", "DE").out
    assert "1 of 1 products fare differently" in out
    assert "EU-ECGT-4c: does not apply → unknown" in out
    zh = shell("rules", "diff", desk, "--from", "2026-09-26", "--until", "2026-09-27", "--to", "DE", "--lang", "zh").out
    assert "1 个商品中有 1 个的结果不同" in zh


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("list", "--to", "BD"), "GC-SVC-035"),
        (("list", "--to", "Germany"), "GC-RUL-010"),
        (("diff", "--from", "2026-09-27", "--until", "2026-09-26"), "GC-SVC-034"),
        (("diff", "nowhere.yaml", "--from", "2026-09-26", "--until", "2026-09-27"), "GC-CLI-066"),
        (("diff", "--from", "2026-09-26"), "GC-CLI-010"),
    ],
)
def test_what_is_refused(shell, arguments, code):
    for lang in ("en", "zh"):
        done = shell("rules", *arguments, "--lang", lang)
        assert (done.status, code in done.err) == (2, True)


def test_show_prints_the_numbers_with_their_sources_and_the_rule_s_own_tests(shell):
    out = shell("rules", "show", "GB-PPT").out
    assert "rate = 228.82 GBP/t  read in: multiplastics.co.uk on the 2025 Budget" in out
    assert "Its tests" in out
    assert "2026-04-01 met, charge 183.056" in out
    assert "banned; nothing meets it" not in out  # a charge is no ban
    tests = shell("rules", "show", "GB-PPT", "--json").json["tests"]
    assert {one["expect"] for one in tests} == {"pass", "not_applicable", "unknown"}
    assert all(one["day"] for one in tests)
