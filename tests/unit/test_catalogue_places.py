"""Lines for faults that are found after the reading: the assessment speaks of the record, a person reads the file."""

from __future__ import annotations

import json
import shutil

import pytest

from greencard.catalogue import product_places
from greencard.errors import Place
from greencard.factors.codes import NO_GRID
from service_samples import EXAMPLES
from walk import Shell

FILE = (EXAMPLES / "stainless-screws.yaml").read_text(encoding="utf-8")
LINES = FILE.split("\n")


def line_of(start: str) -> int:
    """Number of the first line that begins so, blanks, dashes and braces aside."""
    return next(number for number, text in enumerate(LINES, 1) if text.strip(" -{").startswith(start))


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def test_pointers_of_the_record_have_the_line_of_their_part():
    places = product_places(FILE.encode(), "p.yaml")
    assert places.place("/bom/1/distance_km").line == line_of("material: drawing lubricant")
    assert places.place("/bom/0/gross_kg").line == line_of("gross_kg")
    assert places.place("/facility/country").line == line_of("country")
    assert places.place("/facility/solar/certificates").line == line_of("rooftop_solar")
    # what the file does not say stands where its group stands
    assert places.place("/bom/1/gross_kg").line == places.place("/bom/1").line
    assert places.place("/processes/0/heat_fuel").line == line_of("name: wire drawing")
    assert places.place("/packaging/1/mass_kg").line == line_of("carton")
    assert places.place("/nothing/there") == Place("/nothing/there", "p.yaml", places.place("").line)


def test_a_place_that_is_known_or_of_another_file_stays():
    places = product_places(FILE.encode(), "p.yaml")
    for place in (Place("/bom/0", "p.yaml", 3), Place("/bom/0", "readings.csv"), Place(), Place("", "p.yaml")):
        assert places.placed(NO_GRID.fault(place, country="CF")).place == place
    assert places.placed(NO_GRID.fault(Place("/facility/country"), country="CF")).place.line == line_of("country")


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"- 1\n- 2\n", b"{", b"nothing: {"])
def test_a_file_that_does_not_read_has_no_lines(data):
    assert product_places(data, "p.yaml").place("/bom/0") == Place("/bom/0", "p.yaml")


@pytest.mark.parametrize(
    ("old", "new", "code", "pointer"),
    [
        ("country: CN", "country: CF", "GC-FAC-008", "/facility/country"),
        ("electricity_kwh: 0.07", "electricity_kwh: 0.07, heat_mj: 3", "GC-FPT-006", "/processes/0/heat_fuel"),
        ("distance_km: 40", "distance_km: 4000000", "GC-FPT-010", "/bom/1/distance_km"),
    ],
)
def test_a_fault_of_the_assessment_names_file_and_line(shell, tmp_path, old, new, code, pointer):
    assert old in FILE
    file = tmp_path / "screws.yaml"
    file.write_text(FILE.replace(old, new, 1), encoding="utf-8")
    shutil.copytree(EXAMPLES / "readings", tmp_path / "readings")
    done = shell("assess", str(file), "--json")
    (fault,) = done.json["faults"]
    assert (done.status, fault["code"], fault["pointer"]) == (3 if code == "GC-FAC-008" else 2, code, pointer)
    assert old.split(":")[0] in LINES[fault["line"] - 1]
    assert fault["file"] == str(file)


def test_in_a_folder_too(shell, tmp_path):
    folder = tmp_path / "stall"
    folder.mkdir()
    words = FILE.replace("distance_km: 40", "distance_km: 4000000", 1)
    start = words.index("meter:")
    words = words[:start] + words[words.index("\n", start) + 1 :]
    (folder / "far.yaml").write_text(words, encoding="utf-8")
    rows = [json.loads(row) for row in shell("assess", str(folder), "--json").out.splitlines()]
    (fault,) = next(row for row in rows if "faults" in row)["faults"]
    assert (fault["code"], fault["file"], fault["pointer"]) == ("GC-FPT-010", "far.yaml", "/bom/1/distance_km")
    assert "4000000" in words.split("\n")[fault["line"] - 1]
