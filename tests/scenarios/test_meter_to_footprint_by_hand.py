"""A works with a roof and a meter, from its readings to one product: every number worked out by hand.

Four weeks, hour by hour. The works takes 100 kWh in every hour; from ten to two the roof makes 300 kWh an hour, of
which 200 go to the grid. A day: load 2 400, generation 1 200, own use 4 x 100 = 400, export 800. Generation is half of
the load, but own solar is a sixth of it: 400 / 2 400.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from footprint_samples import METERED, PLANT, assess, product
from greencard.energy import match, parse_readings
from greencard.model import EnergyCertificate, Facility, FootprintResult, Process, Text

START = dt.datetime(2026, 6, 1, tzinfo=dt.timezone(dt.timedelta(hours=8)))
DAYS = 28
GRID, SUN, RESIDUAL, WIND = (Decimal(f) for f in ("0.5777", "0.0520", "0.6637", "0.0324"))
LOAD, OWN, EXPORT = 2_400 * DAYS, 400 * DAYS, 800 * DAYS  # 67 200, 11 200, 22 400 kWh


def readings(export_kwh: str = "200", pv_kwh: str = "300") -> bytes:
    rows = ["timestamp,load_kwh,pv_kwh,export_kwh"]
    for hour in range(24 * DAYS):
        at = START + dt.timedelta(hours=hour)
        sun = 10 <= at.hour < 14
        rows.append(f"{at.isoformat()},100,{pv_kwh if sun else 0},{export_kwh if sun else 0}")
    return "\n".join(rows).encode()


def certificate(fate: str, mwh: int, number: int, technology: str = "pv") -> EnergyCertificate:
    return EnergyCertificate(
        scheme="GEC",
        id=f"G{number}",
        energy_wh=mwh * 1_000_000,
        technology=technology,  # type: ignore[arg-type]
        country="CN",
        produced_from=START.date(),
        produced_until=START.date() + dt.timedelta(days=DAYS - 1),
        fate=fate,  # type: ignore[arg-type]
        cancelled_on=dt.date(2026, 7, 1) if fate == "bought" else None,
    )


def of_one_kwh(*certificates: EnergyCertificate, data: bytes | None = None) -> tuple[FootprintResult, Decimal]:
    """The result for a product that takes 1 kWh, and the kg CO2e of that kWh."""
    metered = match(parse_readings(readings() if data is None else data, "r.csv"))
    works = Facility(
        id="F", name=Text(en="works"), place=Text(en="Yiwu"), solar=PLANT, certificates=tuple(certificates)
    )
    process = Process(name="moulding", electricity_kwh=Decimal(1), evidence=METERED)
    result = assess(product(facility=works, processes=(process,), annual_units=100_000), solar=metered)
    node = next(stage for stage in result.explain.children if stage.stage == "production").children[0]
    assert node.label.en == "moulding"
    return result, node.kg_co2e


def near(kg: Decimal, expected: Decimal) -> bool:
    """Twelve digits of a share are kept."""
    return abs(kg - expected) < Decimal("1e-11")


def test_a_sixth_of_the_load_is_own_though_generation_is_half_of_it() -> None:
    result, kg = of_one_kwh()
    # (11 200 x 0.0520 + 56 000 x 0.5777) / 67 200 = 0.490083…
    assert near(kg, (OWN * SUN + (LOAD - OWN) * GRID) / LOAD)
    assert near(result.electricity.solar_share, Decimal(1) / 6)
    assert result.electricity.location_based_kg_co2e == GRID
    # what the roof saved is told beside the figure: 1/6 x (0.5777 - 0.0520), and is in no sum
    assert near(result.electricity.avoided_vs_all_grid_kg, (GRID - SUN) / 6)


def test_twice_the_export_changes_nothing_but_its_own_ledger() -> None:
    _, kg = of_one_kwh()
    result, more = of_one_kwh(data=readings(export_kwh="400", pv_kwh="500"))
    assert more == kg
    assert result.electricity.match is not None
    assert result.electricity.match.exported_wh == 2 * EXPORT * 1000


@pytest.mark.parametrize(
    ("sold_mwh", "own_sold_kwh"),
    [(10, 0), (22, 0), (25, 2_600), (33, 10_600)],
)
def test_certificates_sold_for_a_part_of_the_kwh(sold_mwh: int, own_sold_kwh: int) -> None:
    """They speak for the 22 400 kWh that were exported first; what is beyond takes the residual mix, above all-grid."""
    result, kg = of_one_kwh(certificate("sold", sold_mwh, 1))
    kept = OWN - own_sold_kwh
    expected = (kept * SUN + own_sold_kwh * RESIDUAL + (LOAD - OWN) * GRID) / LOAD
    assert near(kg, expected)
    assert near(result.electricity.residual_kwh, Decimal(own_sold_kwh) / LOAD)
    assert near(result.electricity.self_solar_kwh, Decimal(kept) / LOAD)
    # the parts of the kilowatt-hour are the kilowatt-hour
    power = result.electricity
    assert power.self_solar_kwh + power.residual_kwh + power.certified_kwh + power.grid_kwh == power.kwh_per_unit == 1


def test_bought_and_cancelled_wind_covers_grid_supply_and_never_more_than_there_is() -> None:
    _, kg = of_one_kwh(certificate("bought", 20, 1, "wind"))
    assert near(kg, (OWN * SUN + 20_000 * WIND + (LOAD - OWN - 20_000) * GRID) / LOAD)
    _, all_of_it = of_one_kwh(certificate("bought", 100, 2, "wind"))
    assert near(all_of_it, (OWN * SUN + (LOAD - OWN) * WIND) / LOAD)


def test_a_battery_gives_back_less_than_it_took_and_what_it_lost_is_grid() -> None:
    """Of 300 kWh an hour for four hours 100 serve the load and 200 go into the battery; from six to ten in the evening
    160 kWh an hour come out, for 100 of load and 60 of export.

    A day: 800 in, 640 out, efficiency 0.8. Of the 640, 240 were exported; own out of the battery 400, direct 400: 800
    of 2 400. Lost: 160 a day, at the grid's average, per kWh of load 160 / 2 400 = 1/15.
    """
    rows = ["timestamp,load_kwh,pv_kwh,export_kwh,charge_kwh,discharge_kwh"]
    for hour in range(24 * DAYS):
        at = START + dt.timedelta(hours=hour)
        sun, evening = 10 <= at.hour < 14, 18 <= at.hour < 22
        made, away, into, out = 300 * sun, 60 * evening, 200 * sun, 160 * evening
        rows.append(f"{at.isoformat()},100,{made},{away},{into},{out}")
    result, kg = of_one_kwh(data="\n".join(rows).encode())
    own = Decimal(800) / 2400
    # Wh are rounded against the owner in every interval: a few in 67 million
    assert abs(kg - (own * SUN + (1 - own + Decimal(1) / 15) * GRID)) < Decimal("1e-6")
    assert abs(result.electricity.kwh_per_unit - Decimal(16) / 15) < Decimal("1e-6")
