"""A folder of products from the outside: every kind of file, hostile ones too, and as many processes as one likes."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from greencard.adapters.packs.shipped import ShippedPacks
from greencard.errors import GreencardError
from greencard.interfaces import wiring_folder
from greencard.interfaces.wiring_folder import pieces_of, shown
from greencard.interfaces.wiring_market import assess_folder
from greencard.services.products import read_product_file
from market_samples import CLOSE, ON, put, record, single
from service_samples import EXAMPLES

PACKS = ShippedPacks()


def total(folder: Path, name: str, **more: Any) -> float:
    found = assess_folder(folder, on=ON, **more)
    return float(found.totals[found.places[name]])


def test_each_kind_of_file_is_read_and_the_figure_is_that_of_the_file_alone(tmp_path):
    put(tmp_path, "a.json", record("a"))
    put(tmp_path, "b.JSONL", record("b"), record("c"))
    mug = (EXAMPLES / "ceramic-mug.yaml").read_bytes()
    (tmp_path / "mug.yaml").write_bytes(mug)
    (tmp_path / "mug.yml").write_bytes(mug.replace(b"ceramic-mug", b"mug-2"))
    (tmp_path / "notes.txt").write_text("no product")
    (tmp_path / ".hidden.json").write_text("no product")
    found = assess_folder(tmp_path, on=ON)
    assert not found.faults
    assert sorted(found.ids) == ["a", "b", "c", "ceramic-mug", "mug-2"]
    assert found.files[found.places["c"]] == "b.JSONL:2"
    alone = single(read_product_file(json.dumps(record("a")).encode(), "a.json", PACKS))
    assert total(tmp_path, "a") == pytest.approx(float(alone.total_kg_co2e), rel=CLOSE)


def test_readings_beside_a_product_are_used(tmp_path):
    from greencard.interfaces import wiring

    source = EXAMPLES / "bamboo-desk-organiser.yaml"
    (tmp_path / source.name).write_bytes(source.read_bytes())
    (tmp_path / "readings").symlink_to(EXAMPLES / "readings")
    expected = wiring.assess_file(source, on=ON)[0].footprint
    assert total(tmp_path, "bamboo-desk-organiser") == pytest.approx(float(expected.total_kg_co2e), rel=CLOSE)


def test_a_line_keeps_its_number_in_every_fault(tmp_path):
    good, bad = json.dumps(record("a")), json.dumps(record("b", mass_kg=-1))
    unknown = json.dumps(record("c", bom=[{"material": "unobtainium", "net_kg": 1}]))
    (tmp_path / "m.jsonl").write_text(f"{good}\n\n{bad}\n   \n{unknown}\n{{", encoding="utf-8")
    found = assess_folder(tmp_path, on=ON)
    assert found.ids == ("a",)
    places = {name: (faults[0].code, str(faults[0].place)) for name, faults in found.faults.items()}
    assert places["m.jsonl:3"] == ("GC-CAT-026", "m.jsonl line 3 (/mass_kg)")
    assert places["c"] == ("GC-FAC-004", "m.jsonl line 5 (/bom/0/material)")
    assert places["m.jsonl:6"][1].startswith("m.jsonl line 6")


def test_lines_cut_into_pieces_are_the_same_lines(tmp_path, monkeypatch):
    put(tmp_path, "m.jsonl", *(record(f"p{k}") for k in range(40)))
    whole = assess_folder(tmp_path, on=ON)
    monkeypatch.setattr(wiring_folder, "PIECE_BYTES", 700)
    monkeypatch.setattr(wiring_folder, "READ", 300)
    pieces, count = pieces_of(tmp_path)
    assert len(pieces) > 5
    assert count >= 40
    cut = assess_folder(tmp_path, on=ON)
    assert (cut.ids, cut.files) == (whole.ids, whole.files)
    assert cut.totals.tolist() == whole.totals.tolist()
    assert cut.digest == whole.digest


def test_a_line_without_end_is_refused_and_the_next_is_read(tmp_path, monkeypatch):
    from greencard.services import market

    monkeypatch.setattr(market, "MAX_LINE", 2_000)
    long = json.dumps(record("long", claims=["x" * 400] * 30))
    (tmp_path / "m.jsonl").write_text(f"{long}\n{json.dumps(record('next'))}\n", encoding="utf-8")
    found = assess_folder(tmp_path, on=ON)
    assert found.ids == ("next",)
    fault = found.faults["m.jsonl:1"][0]
    assert (fault.code, fault.place.line) == ("GC-SVC-019", 1)


def test_what_is_no_file_is_neither_followed_nor_waited_for(tmp_path):
    put(tmp_path, "good.json", record("good"))
    outside = put(tmp_path.parent, "outside.json", record("outside"))
    (tmp_path / "link.json").symlink_to(outside)
    (tmp_path / "dangling.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "link.jsonl").symlink_to(outside)
    (tmp_path / "folder.json").mkdir()
    os.mkfifo(tmp_path / "pipe.json")
    os.mkfifo(tmp_path / "pipe.jsonl")
    found = assess_folder(tmp_path, on=ON)
    assert found.ids == ("good",)
    assert {name: faults[0].code for name, faults in found.faults.items()} == dict.fromkeys(
        ("link.json", "dangling.yaml", "link.jsonl", "folder.json", "pipe.json", "pipe.jsonl"), "GC-SVC-017"
    )


def test_an_unreadable_or_too_large_file_is_its_own_fault(tmp_path):
    put(tmp_path, "good.json", record("good"))
    (tmp_path / "large.json").write_bytes(b" " * 1_100_000)
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe{\x00}\x00")
    found = assess_folder(tmp_path, on=ON)
    assert found.ids == ("good",)
    codes = {name: faults[0].code for name, faults in found.faults.items()}
    assert codes == {"large.json": "GC-CLI-004", "bytes.json": "GC-CAT-002"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission_is_its_own_fault(tmp_path):
    put(tmp_path, "shut.json", record("a")).chmod(0)
    assert [f[0].code for f in assess_folder(tmp_path, on=ON).faults.values()] == ["GC-CLI-003"]


@pytest.mark.parametrize("name", ["\x1b[31mred.json", "a\nb.json", os.fsdecode(b"\xff\xfe.json"), "商品 1.json"])
def test_odd_names_can_be_shown(tmp_path, name):
    put(tmp_path, name, record("a", mass_kg=-1))
    found = assess_folder(tmp_path, on=ON)
    (label,) = found.faults
    assert label.isprintable()
    assert label == shown(name)
    label.encode()


def test_a_system_beside_the_products_is_no_product(tmp_path):
    put(tmp_path, "a.json", record("a"))
    (tmp_path / "works.yaml").write_text("schema: greencard/system/1\nid: works\n", encoding="utf-8")
    found = assess_folder(tmp_path, on=ON)
    assert (found.ids, dict(found.faults)) == (("a",), {})


def test_links_hold_across_files_and_lines(tmp_path):
    own = [{"material": "own part", "net_kg": 0.5, "product": "a"}, {"material": "PP granulate", "net_kg": 0.5}]
    put(tmp_path, "z.json", record("z", bom=own))
    put(tmp_path, "m.jsonl", record("a"), record("y", bom=own))
    found = assess_folder(tmp_path, on=ON)
    assert not found.faults
    assert total(tmp_path, "z") == pytest.approx(total(tmp_path, "a"), rel=1e-12)
    assert total(tmp_path, "y") == total(tmp_path, "z")


def test_an_id_in_two_files_is_refused_in_the_second(tmp_path):
    put(tmp_path, "a.json", record("a"))
    put(tmp_path, "b.json", record("a"))
    found = assess_folder(tmp_path, on=ON)
    assert found.ids == ("a",)
    ((name, faults),) = found.faults.items()
    assert (faults[0].code, faults[0].place.file) == ("GC-FPT-062", "b.json")
    assert name == "a"


def test_several_processes_give_the_same_market(tmp_path, monkeypatch):
    monkeypatch.setattr(wiring_folder, "PIECE_FILES", 2)
    for k in range(6):
        put(tmp_path, f"p{k}.json", record(f"p{k}", mass_kg=1 + k / 10, bom=[{"material": "PP", "net_kg": 1 + k / 10}]))
    put(tmp_path, "bad.json", record("bad", mass_kg=-1))
    told: list[int] = []
    one = assess_folder(tmp_path, on=ON, jobs=1)
    two = assess_folder(tmp_path, on=ON, jobs=2, progress=told.append)
    assert sum(told) == 7
    assert one.ids == two.ids
    assert one.totals.tolist() == two.totals.tolist()
    assert one.digest == two.digest
    assert one.faults.keys() == two.faults.keys()


def test_too_many_products_are_refused_before_any_is_read(tmp_path, monkeypatch):
    from greencard.services import market

    monkeypatch.setattr(market, "MAX_PRODUCTS", 3)
    put(tmp_path, "m.jsonl", *(record(f"p{k}") for k in range(4)))
    with pytest.raises(GreencardError) as caught:
        assess_folder(tmp_path, on=ON)
    assert caught.value.code == "GC-SVC-018"


def test_no_folder_is_said_plainly(tmp_path):
    with pytest.raises(GreencardError) as caught:
        assess_folder(tmp_path / "nowhere.jsonl", on=ON)
    assert caught.value.faults[0].code == "GC-CLI-003"


def test_an_empty_folder_is_an_empty_market(tmp_path):
    found = assess_folder(tmp_path, on=ON)
    assert (len(found), dict(found.faults)) == (0, {})
