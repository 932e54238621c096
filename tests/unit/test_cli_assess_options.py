"""Options of `greencard assess`: what is given is used, or refused; nothing is left out in silence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from service_samples import EXAMPLES
from walk import Shell

TOY = str(EXAMPLES / "wooden-toy.yaml")
PERIOD = str(EXAMPLES / "facility" / "yiwu-2026-10.yaml")
SYSTEM = str(EXAMPLES / "systems" / "bamboo-mill.yaml")
READINGS = str(EXAMPLES / "facility" / "yiwu-2026-10-main.csv")


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def test_what_a_facility_allocates_stands_for_the_energy_of_the_record(shell):
    """12 350.332 kWh of the meter over 16 400 boxes: 0.7531 kWh a box, 37.8 % of it own solar of the very interval."""
    stated = shell("assess", TOY, "--on", "2026-11-23", "--json").json["footprint"]
    metered = shell("assess", TOY, "--on", "2026-11-23", "--energy", PERIOD, "--json").json["footprint"]
    kwh = Decimal(metered["electricity"]["kwh_per_unit"])
    assert abs(kwh - Decimal("12350.332") / 16400) < Decimal("1e-9")
    assert stated["electricity"]["treatment"] == "solar_not_counted"
    assert metered["electricity"]["treatment"] == "solar_interval_matched"
    assert Decimal(metered["total_kg_co2e"]) < Decimal(stated["total_kg_co2e"])
    report = shell("report", TOY, "--on", "2026-11-23", "--energy", PERIOD).out
    assert "allocated from the facility's meters" in report
    assert f"{Decimal(metered['total_kg_co2e']):.3f} kg CO2e" in report


@pytest.mark.parametrize(
    ("path", "option"),
    [
        *(
            (path, option)
            for path in (SYSTEM, str(EXAMPLES))
            for option in (
                ("--energy", PERIOD),
                ("--readings", READINGS),
                ("--rules", "gbt24067-2024"),
            )
        ),
        (str(EXAMPLES), ("--monte-carlo", "500")),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_option_of_one_product_is_refused_where_it_would_do_nothing(shell, path, option, lang):
    done = shell("assess", path, *option, "--lang", lang)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"GC-CLI-014 {option[0]}")


def test_the_boundary_names_the_rule_set_that_was_used(shell):
    assert "(ISO 14067:2018)" in shell("assess", TOY).out
    chinese = shell("assess", TOY, "--rules", "gbt24067-2024").out
    assert "(GB/T 24067-2024)" in chinese
    assert "(ISO 14067:2018)" not in chinese.partition("\n\n")[0]


def test_draws_check_the_interval_of_a_system_and_the_same_seed_draws_the_same(shell):
    first = shell("assess", SYSTEM, "--on", "2026-11-23", "--monte-carlo", "2000", "--json")
    again = shell("assess", SYSTEM, "--on", "2026-11-23", "--monte-carlo", "2000", "--json")
    other = shell("assess", SYSTEM, "--on", "2026-11-23", "--monte-carlo", "2000", "--seed", "7", "--json")
    assert first.out == again.out != other.out
    assert all(found["monte_carlo"]["draws"] == 2000 for found in first.json)


OWN = (
    "id,name_en,name_zh,value,unit,region,year,gwp,source,licence,material\n"
    "own/board,our mill's board,本厂竹板,0.5,kg CO2e/kg,CN,2026,AR6,EPD 17,by permission,\n"
)


def test_a_persons_own_factors_stand_where_a_line_names_them(shell, tmp_path):
    factors = tmp_path / "own.csv"
    factors.write_text(OWN, encoding="utf-8")
    words = (EXAMPLES / "bamboo-desk-organiser.yaml").read_text(encoding="utf-8")
    product = tmp_path / "organiser.yaml"
    line = "material: laminated bamboo board (moso)\n"
    changed = words.replace(line, f"{line}    factor: own/board\n", 1)
    assert changed != words
    product.write_text(changed, encoding="utf-8")
    (tmp_path / "readings").symlink_to(EXAMPLES / "readings")
    found = shell("assess", str(product), "--on", "2026-11-23", "--factors", str(factors), "--json")
    assert found.status == 0, found.err
    board = found.json["footprint"]["explain"]["children"][0]["children"][0]
    assert (board["factor"]["id"], Decimal(board["kg_co2e"])) == ("own/board", Decimal("1.31") * Decimal("0.5"))
    assert "own.csv:2" in board["factor"]["source"]
    without = shell("assess", str(product), "--on", "2026-11-23")
    assert (without.status, "GC-FAC-002" in without.err) == (3, True)


def test_no_real_figure_stands_on_made_up_readings(shell, tmp_path):
    words = (EXAMPLES / "wooden-toy.yaml").read_text(encoding="utf-8")
    real = tmp_path / "toy.yaml"
    real.write_text(words.replace("illustrative: true", "illustrative: false"), encoding="utf-8")
    assert real.read_text(encoding="utf-8") != words
    done = shell("assess", str(real), "--energy", PERIOD)
    assert (done.status, done.err.startswith("GC-SVC-024")) == (3, True)


@pytest.mark.parametrize(("lang", "few"), [("en", "so few draws may by chance"), ("zh", "抽样次数太少")])
def test_a_hundred_draws_are_no_verdict(shell, lang, few):
    """The standard error of an end of 100 draws is 13 % of its half-width, so a fifth apart is no disagreement yet."""
    given = ("assess", SYSTEM, "--on", "2026-11-23", "--lang", lang)
    assert few in "".join(shell(*given, "--monte-carlo", "100").out.split("\n"))
    assert few not in shell(*given, "--monte-carlo", "5000").out
