"""The table of customs codes, and the composition of a product."""

from __future__ import annotations

import csv
import gzip
import re
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greencard.adapters.packs.hs import hs_codes
from greencard.catalogue import composition, parse_hs, read_product
from greencard.catalogue.checks import gtin_problem
from greencard.errors import GreencardError, InvalidInput
from greencard.model import BomLine, Evidence, Grade, PackagingPart, Recycled

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT.parent / "shared" / "reference" / "hs" / "hs2022.csv"


def packed(text: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0)


def test_codes_and_descriptions():
    hs = hs_codes()
    assert hs.contains("442019")
    assert hs.contains("44201900")
    assert hs.contains("4420")
    assert not hs.contains("442098")
    assert not hs.contains("44209800")
    assert not hs.contains("")
    assert hs.describe("44201900").startswith("Wood; statuettes")
    assert hs.describe("4420") == hs.describe("442098")  # the heading, where the subheading is unknown
    assert hs.describe("0000") == ""


def test_the_edition_is_2022():
    hs = hs_codes()
    assert hs.contains("854143")  # photovoltaic cells assembled in modules: new in 2022
    assert hs.contains("850760")
    assert not hs.contains("854140")  # its predecessor, deleted in 2022


def test_the_packaged_table_is_the_reference_table():
    if not REFERENCE.is_file():
        pytest.skip("shared material not beside this checkout")
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        rows = {row["hs_code"]: " ".join(row["description_en"].split()) for row in csv.DictReader(file)}
    # Chapter 99 is UN Comtrade's own, for goods not specified: it is no chapter of the Harmonized System.
    own = {code for code in rows if code.startswith("99")}
    assert own == {"99", "9999", "999999"}
    assert dict(hs_codes().texts) == {code: text for code, text in rows.items() if code not in own}
    assert len(hs_codes()) == len(rows) - 3 == 6936


def test_the_package_is_small_and_its_digest_is_of_the_text():
    data = (ROOT / "src" / "greencard" / "data" / "hs" / "hs2022.tsv.gz").read_bytes()
    assert len(data) < 200_000
    assert re.fullmatch(r"[0-9a-f]{64}", hs_codes().digest)
    again = gzip.compress(gzip.decompress(data), 1, mtime=0)
    assert parse_hs(again).digest == hs_codes().digest


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not gzip",
        packed(""),
        packed("01 Animals\n"),
        packed("01\tA\n01\tB\n"),
        packed("0101\tHorses\n"),
        packed("01\tA\n010121\tPure-bred\n"),
        packed("1\tA\n"),
        packed("01\t\n"),
        packed("01\tA\n")[:-9],
        gzip.compress(b"\xff\xfe", mtime=0),
        gzip.compress(b"0" * 50_000_000, mtime=0),
    ],
)
def test_a_damaged_table_is_refused(data: bytes):
    with pytest.raises(InvalidInput) as caught:
        parse_hs(data)
    assert caught.value.code == "GC-CAT-090"
    assert caught.value.faults[0].text("zh") != caught.value.faults[0].text("en")


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60).map(packed))
def test_arbitrary_tables_raise_nothing_foreign(data: bytes):
    with suppress(GreencardError):
        assert len(parse_hs(data)) > 0


# --- GTIN: numbers printed in the GS1 General Specifications and on well-known articles -------------------------------


@pytest.mark.parametrize("gtin", ["4006381333931", "06901234567892", "036000291452", "96385074", "9521234500018"])
def test_check_digits_that_hold(gtin: str):
    assert gtin_problem(gtin) is None


@pytest.mark.parametrize("gtin", ["4006381333931", "06901234567892", "96385074"])
def test_any_single_digit_changed_is_caught(gtin: str):
    for place, digit in enumerate(gtin):
        for other in "0123456789":
            if other != digit:
                assert gtin_problem(gtin[:place] + other + gtin[place + 1 :]) is not None


@pytest.mark.parametrize(
    "gtin", ["", "400638133393", "4006381333931x", "４００６３８１３３３９３１", "123456789012345", "²6385074"]
)
def test_what_is_no_gtin(gtin: str):
    assert gtin_problem(gtin) is not None


# --- composition ----------------------------------------------------------------------------------------------------

EXAMPLE = ROOT / "examples" / "bamboo-desk-organiser.yaml"


def bom(*lines: tuple[str, str, str, Grade]) -> tuple[BomLine, ...]:
    return tuple(
        BomLine(
            material=f"m{number}",
            net_kg=Decimal(net),
            gross_kg=Decimal(net),
            recycled=Recycled(share=Decimal(recycled), evidence=Evidence(grade=grade)),
            bio_based_share=Decimal(bio),
        )
        for number, (net, recycled, bio, grade) in enumerate(lines)
    )


def test_shares_by_mass_worked_by_hand():
    product = msgspec.structs.replace(
        read_product(EXAMPLE.read_bytes(), "p", hs_codes()),
        mass_kg=Decimal(3),
        bom=bom(("1", "0.5", "1", "E2"), ("2", "0.05", "0", "E1")),
        packaging=(
            PackagingPart(material="bag", mass_kg=Decimal("0.01"), plastic=True),
            PackagingPart(material="box", mass_kg=Decimal("0.04")),
        ),
    )
    summary = composition(product)
    # (1 x 0.5 + 2 x 0.05) / 3 = 0.6 / 3; bio 1 / 3 cut, not rounded; the weaker of the two grades
    assert summary.recycled_kg == Decimal("0.6")
    assert summary.recycled_share == Decimal("0.2")
    assert summary.bio_based_share == Decimal("0.333333333333")
    assert summary.recycled_grade == "E1"
    assert (summary.packaging_kg, summary.packaging_plastic_kg) == (Decimal("0.05"), Decimal("0.01"))
    assert summary.product_plastic_kg == 0


def test_two_thirds_are_not_rounded_up():
    product = msgspec.structs.replace(
        read_product(EXAMPLE.read_bytes(), "p", hs_codes()),
        mass_kg=Decimal(3),
        bom=bom(
            ("3", "0", "0", "E0"),
        ),
    )
    two_thirds = msgspec.structs.replace(product, bom=bom(("2", "1", "0", "E3"), ("1", "0", "0", "E0")))
    assert composition(two_thirds).recycled_share == Decimal("0.666666666666")
    assert composition(two_thirds).recycled_grade == "E3"  # the line without recycled content lends no grade
    assert composition(product).recycled_grade == "E0"


def test_the_larger_mass_divides():
    product = read_product(EXAMPLE.read_bytes(), "p", hs_codes())
    heavy = msgspec.structs.replace(product, mass_kg=Decimal(1), bom=bom(("1.04", "0.5", "0", "E1")))
    light = msgspec.structs.replace(product, mass_kg=Decimal("1.04"), bom=bom(("1", "0.5", "0", "E1")))
    assert composition(heavy).recycled_share == Decimal("0.5")
    assert composition(light).recycled_share == Decimal("0.480769230769")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.decimals(min_value=Decimal("0.001"), max_value=100, places=3).map(str),
            st.decimals(min_value=0, max_value=1, places=3).map(str),
            st.decimals(min_value=0, max_value=1, places=3).map(str),
            st.sampled_from(["E0", "E1", "E2", "E3"]),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_shares_stay_between_nothing_and_all_and_scale_with_mass(lines: list[tuple[str, str, str, Grade]]):
    product = msgspec.structs.replace(read_product(EXAMPLE.read_bytes(), "p", hs_codes()), bom=bom(*lines))
    product = msgspec.structs.replace(product, mass_kg=sum((line.net_kg for line in product.bom), Decimal(0)))
    summary = composition(product)
    assert 0 <= summary.recycled_share <= 1
    assert 0 <= summary.bio_based_share <= 1
    double = composition(
        msgspec.structs.replace(
            product,
            mass_kg=product.mass_kg * 2,
            bom=tuple(
                msgspec.structs.replace(line, net_kg=line.net_kg * 2, gross_kg=line.gross_kg * 2)
                for line in product.bom
            ),
        )
    )
    assert double.recycled_share == summary.recycled_share
    assert double.recycled_kg == summary.recycled_kg * 2
