"""Files named by other files, folders full of traps, and cards that verify but say absurd things."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from card_samples import unsigned
from footprint_samples import assess
from greencard.energy import MAX_READINGS_BYTES, parse_readings
from greencard.errors import GreencardError, InvalidInput
from greencard.footprint import SupplierCard
from greencard.footprint.system import build
from greencard.interfaces import wiring
from greencard.interfaces.wiring_market import assess_folder
from greencard.interfaces.wiring_system import is_system_file
from greencard.model import Identifier
from greencard.services.supplier_cards import CardFile, cards_beside, supplier_card, supplier_cards
from service_samples import EXAMPLES
from system_samples import catalogue, out, step, system, take
from unit.test_footprint_supplier_card_files import NAME, ON, PER_KG, check, only, unit, wants, whole

D = Decimal
MUG = (EXAMPLES / "ceramic-mug.yaml").read_text(encoding="utf-8")
pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")


def codes(run: Any) -> str:
    with pytest.raises(GreencardError) as caught:
        run()
    return caught.value.code


@pipes
@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_a_product_file_cannot_make_us_wait_for_a_pipe(tmp_path, kind):
    target = tmp_path / "r.csv"
    if kind == "pipe":
        os.mkfifo(target)
    elif kind == "device":
        target.symlink_to("/dev/zero")
    else:
        target.mkdir()
    file = tmp_path / "p.yaml"
    file.write_text(f"{MUG}\nmeter: {{file: r.csv, period: 2026-10-01..2026-10-31}}\n", encoding="utf-8")
    assert codes(lambda: wiring.assess_file(file, on=ON)) == "GC-CLI-003"


@pipes
def test_a_pipe_that_the_person_gives_is_read_once_and_whole(tmp_path):
    pipe = tmp_path / "p.yaml"
    os.mkfifo(pipe)
    assert not is_system_file(pipe)
    command = [sys.executable, "-m", "greencard", "assess", str(pipe), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=tmp_path) as done:
        pipe.write_text(MUG, encoding="utf-8")
        said, _ = done.communicate(timeout=60)
    assert done.returncode == 0
    assert msgspec.json.decode(said)["product"]["id"] == "ceramic-mug"


@pipes
def test_a_folder_of_traps_refuses_each_by_name_and_assesses_the_rest(tmp_path):
    (tmp_path / "good.yaml").write_text(MUG, encoding="utf-8")
    for name in ("folder.jsonl", "folder.yaml"):
        (tmp_path / name).mkdir()
    for name in ("pipe.jsonl", "pipe.yaml"):
        os.mkfifo(tmp_path / name)
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    (tmp_path / "gone.jsonl").symlink_to("/nowhere")
    (tmp_path / "self.yaml").symlink_to(".")
    with (tmp_path / "sparse.yaml").open("wb") as sparse:
        sparse.truncate(2**31)
    market = assess_folder(tmp_path, on=ON, jobs=1)
    assert [market.row(at).id for at in range(len(market))] == ["ceramic-mug"]
    assert {name: faults[0].code for name, faults in market.faults.items()} == {
        "folder.jsonl": "GC-SVC-017",
        "folder.yaml": "GC-SVC-017",
        "pipe.jsonl": "GC-SVC-017",
        "pipe.yaml": "GC-SVC-017",
        "zero.yaml": "GC-SVC-017",
        "gone.jsonl": "GC-SVC-017",
        "self.yaml": "GC-SVC-017",
        "sparse.yaml": "GC-CLI-004",
    }


@pytest.mark.parametrize(
    "name", ["../up.json", "/etc/passwd", "..", ".", "a\\b", "C:card.json", "card.json:stream", "x\x00y", "", "x" * 201]
)
def test_a_name_that_leads_elsewhere_is_never_opened(name):
    def opened(_name: str) -> bytes:
        raise AssertionError

    assert cards_beside(opened)(name) is None


def test_a_name_that_no_file_can_have_is_a_card_that_is_not_there(tmp_path):
    assert wiring.read_beside(tmp_path, "é" * 150, 10) is None
    assert wiring.read_beside(tmp_path, "nothing", 10) is None


@pytest.mark.parametrize("blank", [b"\n", b"# note\n"])
def test_forty_megabytes_of_nothing_are_soon_refused(blank):
    data = b"timestamp,load_kwh,pv_kwh,export_kwh\n" if blank == b"\n" else b""
    data += blank * ((MAX_READINGS_BYTES - len(data)) // len(blank))
    with pytest.raises(InvalidInput) as caught:
        parse_readings(data, "r.csv")
    assert caught.value.code == "GC-MTR-002"
    line = caught.value.faults[0].place.line
    assert line is not None
    assert line < 1_300_000


# -- cards that verify ------------------------------------------------------------------------------------------------


def used(data: bytes) -> None:
    """Read a card and let it stand for a material."""
    cards = supplier_cards(wants(NAME), find=cards_beside(only(data)), check=check(), on=ON)
    assess(wants(NAME), cards=cards, on=ON)


WEIGHTS = [1e-300, 5e-324, 1e-10, 1e300, 0, -1, True, "1", None, [], 10**400]


@pytest.mark.parametrize("value", WEIGHTS, ids=repr)
def test_an_absurd_weight_is_no_weight(value):
    document = unit("1 set")
    document["credentialSubject"]["dimensions"] = {"weight": {"value": value, "unit": "KGM"}}
    try:
        data = whole(document)
    except (ValueError, OverflowError, GreencardError):
        return  # no canonical form, so nobody can sign it
    assert codes(lambda: used(data)) in {"GC-FPT-022", "GC-SVC-014"}


@pytest.mark.parametrize("value", [None, "CN", 1, [], {"countryCode": 7}, {"countryCode": None}], ids=repr)
def test_a_country_of_another_form_is_left_out(value):
    document = unit("1 kg")
    document["credentialSubject"]["countryOfProduction"] = value
    try:
        card = supplier_card(CardFile(data=whole(document)), check=check(), on=ON)
    except GreencardError as error:
        assert error.code == "GC-SVC-014"  # noqa: PT017 - either is an answer
    else:
        assert card.country == ""


def card(**changes: Any) -> dict[str, SupplierCard]:
    found = supplier_card(CardFile(data=PER_KG), check=check(), on=ON)
    return {NAME: msgspec.structs.replace(found, **changes)}


EXTREMES = [
    ({"mass_kg": D("1E-300")}, "GC-FPT-022"),
    ({"mass_kg": D("1E+300")}, "GC-FPT-022"),
    ({"mass_kg": D("NaN")}, "GC-FPT-022"),
    ({"level": D("1E-31")}, "GC-FPT-025"),
    ({"level": D("0.99999999999999999999")}, "GC-FPT-025"),
    ({"kg_co2e": D("Infinity")}, "GC-FPT-025"),
    ({"measured_share": D("NaN")}, "GC-FPT-025"),
]


@pytest.mark.parametrize(("changes", "code"), EXTREMES, ids=lambda value: repr(value)[:40])
def test_an_extreme_figure_is_refused_and_never_an_overflow(changes, code):
    assert codes(lambda: assess(wants(NAME), cards=card(**changes), on=ON)) == code


WILD: list[Any] = [None, True, 0, -1, 1e300, 1e-300, "", "NaN", "-1", "0", "9" * 40, "\x1b[31m\u202e", [], {}, {"a": 1}]


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, more in inner for place in places(more, (*at, key)))]


@pytest.mark.parametrize("part", ["greenCard", "credentialSubject", "issuer", "credentialStatus", "validUntil", "id"])
def test_whatever_a_trusted_issuer_signs_only_our_refusals_leave(part):
    base = unit("1 kg of bamboo board")
    base["credentialSubject"]["dimensions"] = {"weight": {"value": 1, "unit": "KGM"}}
    for place in places(base[part], (part,)):
        for wild in WILD if place[-1] in {"value", "countryOfProduction", "dimensions", "levelPercent"} else WILD[::4]:
            document = copy.deepcopy(base)
            owner = document
            for key in place[:-1]:
                owner = owner[key]
            owner[place[-1]] = wild
            try:
                data = whole(document)
            except (GreencardError, KeyError, TypeError, ValueError, AttributeError):
                continue  # it cannot even be put into a card file
            try:
                used(data)
            except GreencardError as error:
                assert all(len(fault.text("en")) < 1500 for fault in error.faults)  # noqa: PT017


def test_a_card_of_this_very_product_is_no_material_of_it():
    mine = msgspec.structs.replace(wants(NAME), identifiers=(Identifier(scheme="gtin", value="9521234500018"),))
    document = unit("1 kg")
    document["greenCard"]["identifiers"] = [{"scheme": "gtin", "value": "9521234500018"}]
    find = cards_beside(only(whole(document)))
    assert codes(lambda: supplier_cards(mine, find=find, check=check(), on=ON)) == "GC-SVC-020"
    other = msgspec.structs.replace(mine, identifiers=(Identifier(scheme="lot", value="9521234500018"),))
    assert set(supplier_cards(other, find=find, check=check(), on=ON)) == {NAME}
    assert unsigned()["greenCard"]["identifiers"]  # the sample has some of its own


@pytest.mark.parametrize(
    ("field", "value"), [("amount", "NaN"), ("amount", "sNaN"), ("amount", "0"), ("mass_kg", "Infinity")]
)
def test_a_provider_without_a_number_is_a_fault_of_the_record(field, value):
    provider = out("part", 1, unit="piece", mass_kg=1)
    provider = msgspec.structs.replace(provider, **{field: D(value)})
    makes = step("makes", [provider], [take(1, material="steel")])
    uses = step("uses", [out("whole", 1)], [take(1, unit="piece", output="part")])
    assert codes(lambda: build(system(makes, uses), catalogue())).startswith("GC-FPT-")
