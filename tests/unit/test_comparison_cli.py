"""`greencard compare`: two files in, figures side by side, the sentence or the reasons against one."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec
import pytest

from footprint_samples import assess, product
from greencard.adapters.packs.claims import claim_lexicon
from greencard.catalogue import composition
from greencard.errors import InvalidInput
from greencard.model import Assessment, FootprintComparison, Text
from greencard.services.compare import compare_assessments, function_text
from service_samples import EXAMPLES
from walk import Shell

if TYPE_CHECKING:
    from pathlib import Path

ON = ("--on", "2026-11-23")
TOY, BAUBLE = (str(EXAMPLES / f"{name}.yaml") for name in ("wooden-toy", "christmas-ornament"))


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> Shell:
    return Shell(monkeypatch, capfdbinary, tmp_path)


def real(tmp_path: Path, name: str, **words: str) -> str:
    """An example as if its data were real, with some words replaced."""
    text = (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8").replace("illustrative: true", "illustrative: false")
    for old, new in words.items():
        assert re.search(rf"^{old}:.*$", text, re.MULTILINE)
        text = re.sub(rf"^{old}:.*$", f"{old}: {new}", text, count=1, flags=re.MULTILINE)
    file = tmp_path / f"{name}-{len(list(tmp_path.iterdir()))}.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_made_up_examples_are_shown_and_nothing_is_said(shell: Shell) -> None:
    done = shell("compare", TOY, BAUBLE, "--function", "one gift", *ON)
    assert done.status == 0
    assert "ILLUSTRATIVE" in done.out
    assert "Nothing may be said of the two side by side" in done.out
    assert "Made-up (illustrative) data" in done.out
    assert "Raw materials" in done.out
    assert "Total to the factory gate" in done.out
    assert "Per one gift" not in done.out


def test_json_is_the_comparison_of_the_model(shell: Shell) -> None:
    done = shell("compare", TOY, BAUBLE, "--json", *ON)
    found = msgspec.json.decode(msgspec.json.encode(done.json), type=FootprintComparison)
    assert (found.left_id, found.right_id) == ("wooden-toy", "christmas-ornament")
    assert found.difference_kg_co2e == found.left_kg_co2e - found.right_kg_co2e
    assert found.sentence is None
    assert len(found.refused_for) >= 2


def test_two_real_records_get_their_sentence_in_the_readers_language(shell: Shell, tmp_path: Path) -> None:
    files = real(tmp_path, "wooden-toy"), real(tmp_path, "christmas-ornament")
    plain = " ".join(shell("compare", *files, "--function", "one gift", *ON).out.split())
    assert "What may be said: Per one gift, from cradle to gate" in plain
    assert "Not verified." in plain
    chinese = "".join(shell("compare", *files, "--function", "一份礼物", "--lang", "zh", *ON).out.split())
    assert "可以这样说：每一份礼物，从摇篮到大门" in chinese
    assert "未经核查" in chinese
    assert "出厂合计" in chinese


def test_units_per_function_scale_a_column(shell: Shell) -> None:
    one = shell("compare", TOY, BAUBLE, "--json", *ON).json
    two = shell("compare", TOY, BAUBLE, "--left-units", "2", "--json", *ON).json
    assert float(two["left_kg_co2e"]) == pytest.approx(2 * float(one["left_kg_co2e"]))
    assert two["right_kg_co2e"] == one["right_kg_co2e"]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--function", "  "), "GC-CLI-017"),
        (("--function", "x" * 121), "GC-CLI-017"),
        (("--left-units", "two"), "GC-QTY-001"),
        (("--right-units", "0"), "GC-FPT-044"),
    ],
)
def test_bad_words_and_units_are_refused_with_a_code(shell: Shell, more: tuple[str, str], code: str) -> None:
    done = shell("compare", TOY, BAUBLE, *more, "--json", *ON)
    assert done.status == 2
    assert done.json["error"] == code


def test_a_missing_file_is_named(shell: Shell, tmp_path: Path) -> None:
    done = shell("compare", TOY, str(tmp_path / "none.yaml"), "--json")
    assert done.status == 2
    assert done.json["error"] == "GC-CLI-003"


def assessment(name: str, kind: str, gross: str) -> Assessment:
    line = msgspec.structs.replace(product().bom[0], gross_kg=Decimal(gross))
    item = product(id=kind, name=Text(en=name, zh=name), bom=(line,))
    return Assessment(
        product=item,
        footprint=assess(item),
        materials=composition(item),
        assessed_on=date(2026, 11, 23),
        product_hash="0" * 64,
    )


def test_a_name_that_claims_something_gets_no_sentence() -> None:
    box, tub, lexicon = assessment("box", "one", "0.6"), assessment("tub", "two", "0.9"), claim_lexicon()
    plain = compare_assessments(box, tub, lexicon=lexicon)
    assert plain.sentence is not None
    claimed = compare_assessments(assessment("eco-friendly box", "one", "0.6"), tub, lexicon=lexicon)
    assert claimed.sentence is None
    assert "eco-friendly" in claimed.refused_for[0].en
    assert claimed.difference_kg_co2e == plain.difference_kg_co2e
    stated = compare_assessments(box, tub, lexicon=lexicon, function=function_text("a 碳中和 box"))
    assert stated.sentence is None


def test_a_colour_or_a_share_in_a_name_is_no_reason_to_say_nothing() -> None:
    for name in ("green mug", "绿色马克杯", "recycled PET tub"):
        found = compare_assessments(
            assessment(name, "one", "0.6"), assessment("tub", "two", "0.9"), lexicon=claim_lexicon()
        )
        assert found.sentence is not None, name


def test_a_function_is_said_in_up_to_120_characters() -> None:
    assert function_text(None) is None
    assert function_text("  desk   organiser ") == Text(en="desk organiser", zh="desk organiser")
    assert function_text("x" * 120) is not None
    for bad in ("", " \n ", "x" * 121):
        with pytest.raises(InvalidInput):
            function_text(bad)
