"""The snapshot says what the YAML says, and an old one costs time and never an answer; a person's own directory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from greencard.adapters.packs import rules as packaged
from greencard.adapters.packs.shipped import ShippedPacks
from greencard.errors import InvalidInput
from greencard.rules import evaluate
from greencard.rules.entry import RuleFile
from greencard.rules.pack import compiled_group
from greencard.rules.vocabulary import converted
from rules_samples import facts, order

EVERY = packaged.load_all()


def test_the_snapshot_was_made_from_the_files_as_they_are():
    """After a change of data/rules: `python -m greencard.adapters.packs.rules_snapshot`."""
    assert packaged.read_packaged(packaged.SNAPSHOT) == packaged.snapshot()


def test_yaml_and_snapshot_give_the_same_rules():
    for name, group in zip(packaged.packaged_files(), EVERY.groups, strict=True):
        content = converted(packaged.read_packaged(name), RuleFile, name)
        fresh = compiled_group(content, packaged.vocabulary(), name, packaged.acts())
        assert fresh.rules == group.rules
        assert fresh.digest == group.digest


@pytest.mark.parametrize("kept", [b"", b"{", b"{}", b'{"schema": "greencard/rules-snapshot/0"}', None])
def test_without_a_snapshot_the_files_are_read(kept: bytes | None, monkeypatch: pytest.MonkeyPatch):
    _with_snapshot(kept, monkeypatch)
    again = packaged.load_pack("KE")
    assert again.digest == _digest_of_ke()
    assert [one.rule for one in again.rules()] == [one.rule for one in EVERY.view("KE").rules]


def test_a_file_that_differs_from_the_snapshot_is_read_anew(monkeypatch: pytest.MonkeyPatch):
    old = msgspec.json.decode(packaged.read_packaged(packaged.SNAPSHOT))
    old["digests"]["ke/bags-notice-2356.yaml"] = "0" * 64
    old["laws"]["ke/bags-notice-2356.yaml"]["rules"][0]["title"]["en"] = "An old title"
    _with_snapshot(msgspec.json.encode(old), monkeypatch)
    assert packaged.load_pack("KE").digest == _digest_of_ke()


_KE: list[str] = []


def _digest_of_ke() -> str:
    return _KE[0]


@pytest.fixture(autouse=True)
def _same_loaders_after() -> Any:
    if not _KE:
        _KE.append(packaged.load_pack("KE").digest)
    yield
    _forget()


def _forget() -> None:
    for kept in (packaged._kept, packaged._group, packaged._pack, packaged.vocabulary, packaged.acts):
        kept.cache_clear()
    packaged.jurisdictions.cache_clear()


def _with_snapshot(raw: bytes | None, monkeypatch: pytest.MonkeyPatch) -> None:
    read = packaged.read_packaged

    def other(name: str) -> bytes:
        if name != packaged.SNAPSHOT:
            return read(name)
        if raw is None:
            raise FileNotFoundError(name)
        return raw

    monkeypatch.setattr(packaged, "read_packaged", other)
    _forget()


# -- a person's own directory ----------------------------------------------------------------------------------------

OWN = """
schema: greencard/rules/2
jurisdiction: XA
law: Bag Act
rules:
- id: XA-BAG
  title: {en: Bags, zh: 袋子}
  citation: Bag Act s 1
  applies_from: 2026-01-01
  status: in_force
  scope: "'carrier_bag' in product_functions"
  require: 'false'
  consequence: prohibited
  severity: block
  addressee: importer
  trust: seen
  source: gazette
  checked_on: 2026-11-22
"""
NAMES = "schema: greencard/jurisdictions/1\nnames: {XA: {en: Xa, zh: 某国}}\noutside: [XA-01]\n"


def _folder(tmp_path: Path, **files: str) -> Path:
    (tmp_path / "xa").mkdir()
    (tmp_path / "xa" / "bags.yaml").write_text(files.pop("rules", OWN), encoding="utf-8")
    (tmp_path / "jurisdictions.yaml").write_text(files.pop("names", NAMES), encoding="utf-8")
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_country_is_added_by_a_directory(tmp_path: Path):
    pack = packaged.load_directory(_folder(tmp_path))
    (outcome,) = evaluate(pack, facts(product_functions=["carrier_bag"]), order("XA"))
    assert (outcome.rule_id, outcome.status, outcome.severity) == ("XA-BAG", "fail", "block")
    assert pack.jurisdictions.name("XA").zh == "某国"
    assert pack.view("XA-01").rules == ()
    assert [one.rule for one in pack.view("DE").rules] == [one.rule for one in EVERY.view("DE").rules]
    assert pack.digest != EVERY.digest
    alone = packaged.load_directory(tmp_path, alone=True)
    assert [one.rule.id for one in alone.rules()] == ["XA-BAG"]


def test_an_operator_says_that_an_act_is_in_force(tmp_path: Path):
    acts = """
schema: greencard/acts/1
acts:
- id: PPWR-24(2)
  title: {en: the implementing acts on empty space, zh: 关于空隙率的实施细则}
  in_force: 2028-03-01
  source: Official Journal
  trust: seen
  checked_on: 2028-03-02
"""
    pack = packaged.load_directory(_folder(tmp_path, acts=acts))
    rule = pack.versions("EU-PPWR-24-1")[0].rule
    assert (str(rule.applies_from), rule.status, rule.waits.en) == ("2031-03-01", "adopted_future", "")
    usual = EVERY.versions("EU-PPWR-24-1")[0].rule
    assert (str(usual.applies_from), usual.status) == ("2030-01-01", "adopted_pending_act")


def test_an_operator_adds_a_fact(tmp_path: Path):
    own = """
schema: greencard/facts/1
facts:
- {name: stall_number, entity: order, type: text, settled_by: operator, label: {en: stall, zh: 摊位}, definition: d,
   term: t, question: {en: 'Which stall?', zh: 哪个摊位？}}
"""
    rules = OWN.replace("\"'carrier_bag' in product_functions\"", "\"stall_number == '7'\"")
    pack = packaged.load_directory(_folder(tmp_path, facts=own, rules=rules))
    assert evaluate(pack, facts(stall_number="7"), order("XA"))[0].status == "fail"


def test_services_see_own_rules_beside_the_packaged_ones(tmp_path: Path):
    packs = ShippedPacks(_folder(tmp_path))
    assert [one.rule.id for one in packs.rules("XA").view("XA").rules] == ["XA-BAG"]
    assert packs.rules("DE") is packs.rules("XA")
    assert packs.facts() == ShippedPacks().facts()
    assert "XA-BAG" not in {one.rule.id for one in ShippedPacks().rules("XA").rules()}


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"rules": OWN.replace("XA-BAG", "EU-TOY-2009")}, "GC-RUL-006"),
        ({"rules": "["}, "GC-RUL-005"),
        ({"names": "schema: x"}, "GC-RUL-005"),
        ({"acts": "acts: 3"}, "GC-RUL-005"),
        (
            {
                "facts": "schema: greencard/facts/1\nfacts:\n- {name: pb_ppm, entity: product, type: number, "
                "settled_by: test, label: {en: l, zh: l}, definition: d, term: t, question: {en: q, zh: q}}\n"
            },
            "GC-RUL-023",
        ),
    ],
)
def test_a_directory_that_cannot_be_used(files: dict[str, str], code: str, tmp_path: Path):
    with pytest.raises(InvalidInput) as caught:
        packaged.load_directory(_folder(tmp_path, **files))
    assert caught.value.code == code


def test_a_directory_without_rules(tmp_path: Path):
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(InvalidInput) as caught:
            packaged.load_directory(folder)
        assert caught.value.code == "GC-RUL-024"


def test_what_the_loader_promises():
    names = packaged.packaged_files()
    assert len(names) == len(set(names)) == 165
    for name, group in zip(names, EVERY.groups, strict=True):
        folder = name.split("/")[0]
        assert {one.rule.jurisdiction.lower() for one in group.rules} == {folder}
    assert len(packaged.destinations()) == 77
