"""The pack: its hash, its files, and what happens to a malformed or changed one."""

import hashlib
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
import yaml

from greencard.adapters.packs.border import border_pack
from greencard.border import eu_cbam, parse_pack
from greencard.border.tables import read_table
from greencard.errors import InvalidInput, NotVerified

ROOT = files("greencard").joinpath("data", "border")
PACK = border_pack()
SHIPPED = {path: ROOT.joinpath(*path.split("/")).read_bytes() for path in ["manifest.csv", *PACK.files]}


def changed(path, before, after, *, rehash=True):
    """The shipped files with one text replaced, and the manifest made to agree."""
    data = dict(SHIPPED)
    assert before in data[path]
    data[path] = data[path].replace(before, after, 1)
    if rehash and path != "manifest.csv":
        old, new = PACK.files[path].sha256, hashlib.sha256(data[path]).hexdigest()
        data["manifest.csv"] = data["manifest.csv"].replace(old.encode(), new.encode())
    return data


def test_dataset_is_the_hash_of_the_manifest_and_the_manifest_that_of_every_file():
    assert PACK.dataset == f"sha256:{hashlib.sha256(SHIPPED['manifest.csv']).hexdigest()}"
    for path, listed in PACK.files.items():
        assert hashlib.sha256(SHIPPED[path]).hexdigest() == listed.sha256, path


def test_manifest_names_every_shipped_file():
    found = set()
    stack = [(ROOT, "")]
    while stack:
        directory, before = stack.pop()
        for entry in directory.iterdir():
            if entry.is_dir():
                stack.append((entry, f"{before}{entry.name}/"))
            else:
                found.add(f"{before}{entry.name}")
    assert found == {"manifest.csv", *PACK.files}


def test_every_file_has_a_source_with_a_licence_and_its_trust():
    sources = yaml.safe_load(files("greencard").joinpath("data", "SOURCES.d", "border.yaml").read_bytes())
    by_id = {source["id"]: source for source in sources}
    assert len(by_id) == len(sources)
    for source in sources:
        assert {"id", "title", "publisher", "licence", "reference", "retrieved", "used_for", "trust"} == set(source)
    for path, listed in PACK.files.items():
        assert any(path.startswith(used) for used in by_id[listed.source]["used_for"]), path
        assert listed.trust == by_id[listed.source]["trust"], path


def test_trust_is_said_per_table():
    trust = {path: listed.trust for path, listed in PACK.files.items()}
    assert trust["eu/scope.csv"] == trust["eu/benchmarks.csv"] == "seen"
    assert trust["eu/defaults/CN.csv"] == "transcribed"
    assert trust["eu/prices.csv"] == trust["uk/scope.csv"] == "second_hand"
    assert trust["eu/proposed_2028.csv"] == "proposal"


def test_another_value_is_another_dataset():
    other = parse_pack(changed("eu/prices.csv", b"82.32", b"82.33"))
    assert other.dataset != PACK.dataset


def test_correction_factor_reduces_the_free_allocation():
    # with CSCF 0.5: 7.0125 - 0.975 x 0.5 x 1.364 = 6.34755
    pack = parse_pack(changed("eu/factor.csv", b"2026,0.975,1,", b"2026,0.975,0.5,"))
    answer = eu_cbam(
        pack,
        cn="73181595",
        origin="CN",
        net_mass_t=Decimal(1),
        on=date(2026, 9, 30),
        importer_tonnes=Decimal(60),
        as_of=date(2026, 11, 23),
    )
    assert answer.lines[0].certificates_t == Decimal("6.34755")
    assert answer.dataset == pack.dataset


def test_default_values_are_read_when_their_origin_is_asked_for():
    asked = []

    class Spy(dict):
        def __getitem__(self, path):
            asked.append(path)
            return super().__getitem__(path)

    pack = parse_pack(Spy(SHIPPED))
    assert not [path for path in asked if "defaults" in path]
    assert pack.default_table("CN").name == "China"
    pack.default_table("CN")
    assert [path for path in asked if "defaults" in path] == ["eu/defaults/CN.csv"]


def test_changed_file_is_found_out():
    with pytest.raises(NotVerified) as caught:
        parse_pack(changed("eu/prices.csv", b"82.32", b"12.32", rehash=False))
    assert caught.value.code == "GC-BRD-011"
    pack = parse_pack(changed("eu/defaults/CN.csv", b"6.375", b"0.375", rehash=False))
    with pytest.raises(NotVerified):
        pack.default_table("CN")


@pytest.mark.parametrize("path", ["manifest.csv", "eu/scope.csv", "parameters.csv"])
def test_missing_file(path):
    data = {name: content for name, content in SHIPPED.items() if name != path}
    with pytest.raises(InvalidInput) as caught:
        parse_pack(data)
    assert (caught.value.code, caught.value.faults[0].place.file) == ("GC-BRD-010", path)


def test_file_the_manifest_does_not_name():
    line = next(row for row in SHIPPED["manifest.csv"].splitlines(keepends=True) if row.startswith(b"eu/scope.csv"))
    with pytest.raises(InvalidInput) as caught:
        parse_pack(changed("manifest.csv", line, b""))
    assert caught.value.code == "GC-BRD-010"


@pytest.mark.parametrize(
    ("path", "before", "after", "line"),
    [
        ("eu/scope.csv", b"cn_prefix,rule", b"prefix,rule", 1),
        ("eu/scope.csv", b"25070080,include", b"25070080,perhaps", 2),
        ("eu/scope.csv", b"25070080,include", b"2507x080,include", 2),
        ("eu/scope.csv", b"25070080,include,cement", b"25070080,include,bamboo", 2),
        ("eu/benchmarks.csv", b"25070080,A,,all,0.666", b"25070080,C,,all,0.666", 2),
        ("eu/benchmarks.csv", b"25070080,A,,all,0.666", b"25070080,A,I,all,0.666", 2),
        ("eu/benchmarks.csv", b"25070080,A,,all,0.666", b"25070080,A,,2031-2035,0.666", 2),
        ("eu/benchmarks.csv", b"25070080,A,,all,0.666", b"25070080,A,,all,-0.666", 2),
        ("eu/benchmarks.csv", b"25070080,A,,all,0.666", b"25070080,A,,all,0.666,9", 2),
        ("eu/benchmarks.csv", b"25070080,A,,all,0.666", b'25070080,A,,all,"0.666', None),
        ("eu/factor.csv", b"2026,0.975", b"26,0.975", 2),
        ("eu/factor.csv", b"2026,0.975", b"2026,", 2),
        ("eu/factor.csv", b"2026,0.975", b"2026,0.975e999", 2),
        ("eu/markup.csv", b"cement,2026,2026,0.10", b"cement,2026,later,0.10", 2),
        ("eu/prices.csv", b"2026-01-01", b"2026-02-30", 2),
        ("eu/prices.csv", b"2026-03-31", b"2025-03-31", 2),
        ("eu/annex_iv.csv", b"2507008080,0.32", b"2507008080,see below", 2),
        ("eu/proposed_2028.csv", b"731210,no", b"731210,maybe", 2),
        ("eu/codes.csv", b"25231000,", b"25070080,", 3),
        ("places.csv", b"AD,Andorra,third", b"AD,Andorra,friend", 2),
        ("places.csv", b"AD,Andorra,third,", b"AD,Andorra,third,Andorra", None),
        ("eu/fuels.csv", b"Crude oil,73.3", b"Crude oil,", 2),
        ("eu/fuels.csv", b"Crude oil,73.3,42.3", b"Crude oil,73.3,-1", 2),
        ("eu/fuels.csv", b"Orimulsion", b"Crude oil", None),
        ("calendar.csv", b"2023-10-01,eu-cbam,law", b"2023-10-01,eu-cbam,rumour", 2),
        ("calendar.csv", b"2023-10-01", b"2023-13-01", 2),
        ("sea/ets_surcharge.csv", b"168,USD", b"168,CHF", 2),
        ("sea/ets_surcharge.csv", b"168,USD", b"a lot,USD", 2),
        ("parameters.csv", b"eu_threshold_t", b"eu_threshold", 4),
        ("parameters.csv", b"uk_from,2027-01-01", b"eu_threshold_t,2027-01-01", None),
        ("parameters.csv", b"eu_obligation_from,2026-01-01", b"eu_obligation_from,soon", 3),
    ],
)
def test_malformed_row_is_refused_with_its_place(path, before, after, line):
    with pytest.raises(InvalidInput) as caught:
        parse_pack(changed(path, before, after))
    (fault,) = caught.value.faults
    assert fault.code == "GC-BRD-010"
    assert fault.place.file == path
    if line is not None:
        assert fault.place.line == line


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"2507008080,0.21,0.11,0.32,,k41", b"2507008080,0.21,0.11,_,,k41"),
        (b"2507008080,0.21,0.11,0.32,,k41", b"2507008080,_,0.11,0.32,,k41"),
        (b"2507008080,0.21,0.11,0.32,,k41", b"2507008080,0.21,0.11,0.32,A/B,k41"),
        (b"2507008080,0.21,0.11,0.32,,k41", b"2507008080,0.21,0.11,0.32,,k99"),
        (b"2507008080,0.21,0.11,0.32,,k41", b"2523100010,0.21,0.11,0.32,,k41"),
        (b"2507008080,0.21,0.11,0.32,,k41", b"250,0.21,0.11,0.32,,k41"),
    ],
)
def test_malformed_default_row_is_refused(before, after):
    pack = parse_pack(changed("eu/defaults/CN.csv", before, after))
    with pytest.raises(InvalidInput) as caught:
        pack.default_table("CN")
    assert caught.value.code == "GC-BRD-010"
    assert caught.value.faults[0].place.file == "eu/defaults/CN.csv"


def test_tables_are_bounded_before_they_are_parsed():
    for data in (b"a\n" + b"1\n" * 2_000_001, b"a\n" + b"1\n" * 20_001, b"a\n\xff\n"):
        with pytest.raises(InvalidInput) as caught:
            list(read_table("x.csv", data, ("a",)))
        assert caught.value.code == "GC-BRD-010"
    with pytest.raises(InvalidInput) as caught:
        list(read_table("x.csv", b"a\n" + b"1" * 4_000_000, ("a",)))
    assert "bytes" in str(caught.value)
    assert [row.text("a") for row in read_table("x.csv", b"a\n1\n2\n", ("a",))] == ["1", "2"]
    assert list(read_table("x.csv", b"a\n", ("a",))) == []


def test_what_was_worked_out_is_bounded_and_belongs_to_one_pack():
    here, other = parse_pack(SHIPPED), parse_pack(changed("eu/prices.csv", b"82.32", b"90.00"))
    asked = {
        "cn": "73181595",
        "origin": "CN",
        "net_mass_t": Decimal(1),
        "on": date(2026, 9, 30),
        "importer_tonnes": Decimal(60),
        "as_of": date(2026, 11, 23),
    }
    for _ in range(2):
        assert eu_cbam(here, **asked).cost_eur == Decimal("467.791632")
        assert eu_cbam(other, **asked).cost_eur == Decimal("5.6826") * 90
    full = parse_pack(SHIPPED)
    full.memo.update(dict.fromkeys(range(50_000)))
    assert eu_cbam(full, **asked).cost_eur == Decimal("467.791632")
    assert len(full.memo) < 100
