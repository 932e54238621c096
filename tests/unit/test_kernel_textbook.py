"""The worked example of Heijungs and Suh, The Computational Structure of Life Cycle Assessment (2002), chapter 2.

Electricity production makes 10 kWh from 2 litres of fuel and emits 1 kg CO2 and 0.1 kg SO2; fuel production makes 100
litres from 50 litres of crude oil and emits 10 kg CO2 and 2 kg SO2. For 1 000 kWh the book gives the scaling (100, 2)
and the inventory 120 kg CO2, 14 kg SO2, 100 litres of crude oil. Three columns stand in here for the three flows.
"""

from __future__ import annotations

import numpy as np
import pytest

from greencard.footprint.kernel import compile_snapshot, snapshot_of

IDS = ("electricity", "fuel")
KWH, LITRES = 10.0, 100.0


def per_unit(co2, so2, crude, output):
    return [co2 / output, so2 / output, crude / output, 0, 0, 0, 0, 0]


DIRECT = [per_unit(1, 0.1, 0, KWH), per_unit(10, 2, 50, LITRES)]


def test_the_book_s_inventory():
    kernel = compile_snapshot(snapshot_of(IDS, [0], [1], [2 / KWH], DIRECT))
    (inventory,) = kernel.footprints([0, 1], [0], [1000.0])
    assert inventory[:3] == pytest.approx([120, 14, 100], rel=1e-14)
    assert not inventory[3:].any()


def test_the_book_s_scaling():
    kernel = compile_snapshot(snapshot_of(IDS, [0], [1], [2 / KWH], DIRECT))
    units = kernel.scaling(np.array([1000.0, 0.0]))
    assert units / [KWH, LITRES] == pytest.approx([100, 2], rel=1e-14)


def test_fuel_production_that_takes_electricity_back():
    # Our extension, by hand: fuel production also takes 20 kWh for its 100 litres. Balances: 10 s1 - 20 s2 = 1000 and
    # -2 s1 + 100 s2 = 0, so s1 = 50 s2, 480 s2 = 1000, s2 = 25/12, s1 = 1250/12.
    # CO2 = 1250/12 + 250/12 = 125; SO2 = 125/12 + 50/12 = 175/12; crude = 50 * 25/12 = 1250/12.
    kernel = compile_snapshot(snapshot_of(IDS, [0, 1], [1, 0], [2 / KWH, 20 / LITRES], DIRECT))
    (inventory,) = kernel.footprints([0, 1], [0], [1000.0])
    assert inventory[:3] == pytest.approx([125, 175 / 12, 1250 / 12], rel=1e-14)
    units = kernel.scaling(np.array([1000.0, 0.0]))
    assert units / [KWH, LITRES] == pytest.approx([1250 / 12, 25 / 12], rel=1e-14)


def test_a_power_station_that_lights_itself():
    # Own use of 5 % : 1/0.95 of everything, by hand.
    kernel = compile_snapshot(snapshot_of(IDS, [0, 0], [0, 1], [0.05, 2 / KWH], DIRECT))
    assert kernel.intensities()[0, :3] == pytest.approx(np.array([0.120, 0.014, 0.1]) / 0.95, rel=1e-14)
    assert kernel.scaling(np.array([950.0, 0.0])) == pytest.approx([1000, 200], rel=1e-14)


def test_the_total_leaves_biogenic_co2_uptake_and_of_which_columns_out():
    direct = [[1, 2, 3, 4, 100, -1000, 0.5, 0.25]]
    kernel = compile_snapshot(snapshot_of(["plank"], [], [], [], direct))
    assert kernel.totals().tolist() == [10.0]
    assert kernel.intensities().tolist() == [[1, 2, 3, 4, 100, -1000, 0.5, 0.25]]
