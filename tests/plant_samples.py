"""Plants that never were: generation from pvlib's sun and sky, a factory's load, and faults to inject. For tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from decimal import Decimal

import numpy as np
import pytest

from greencard.energy import Site
from greencard.model import MeterInterval

pvlib = pytest.importorskip("pvlib", reason="the extra [meters] is not installed: no synthetic plants")

UTC_8 = timezone(timedelta(hours=8))
PLACES: dict[str, tuple[float, float, float]] = {
    "Yiwu": (29.31, 120.07, 8),
    "Harbin": (45.80, 126.53, 8),
    "Hainan": (18.25, 109.51, 8),
    "Nairobi": (-1.29, 36.82, 3),
    "São Paulo": (-23.55, -46.63, -3),
}
HEADER = "timestamp,load_kwh,pv_kwh,export_kwh"


@dataclass(frozen=True)
class Plant:
    """What pvlib is asked: place, plane, sky."""

    place: str = "Yiwu"
    kwp: float = 100.0
    tilt: float = 15.0
    azimuth: float = 180.0
    first: str = "2026-03-02"
    days: int = 14
    seconds: int = 900
    cloud: str = "mixed"
    """clear | overcast | mixed | enhanced"""
    seed: int = 1
    albedo: float = 0.2
    performance: float = 0.9

    @property
    def zone(self) -> tzinfo:
        return timezone(timedelta(hours=PLACES[self.place][2]))

    def site(self, **named: object) -> Site:
        latitude, longitude, _ = PLACES[self.place]
        known = {
            "latitude": latitude,
            "longitude": longitude,
            "kwp": Decimal(str(self.kwp)),
            "tilt_degrees": self.tilt,
            "azimuth_degrees": self.azimuth,
        }
        return Site(**(known | named))  # type: ignore[arg-type]


def irradiance(plant: Plant) -> tuple[np.ndarray, np.ndarray]:
    """Instants of the intervals' starts and mean irradiance on the plane, W per m2."""
    latitude, longitude, _ = PLACES[plant.place]
    first = int(datetime.fromisoformat(plant.first).replace(tzinfo=plant.zone).timestamp())
    steps = max(1, plant.seconds // 300)
    fine = plant.seconds // steps
    count = plant.days * 86_400 // plant.seconds
    at = first + fine * np.arange(count * steps) + fine / 2
    zenith, _, height, _, azimuth, _ = pvlib.spa.solar_position(
        at, latitude, longitude, 50.0, 1013.0, 15.0, 69.0, 0.5667
    )
    day = (
        at.astype("datetime64[s]").astype("datetime64[D]") - at.astype("datetime64[s]").astype("datetime64[Y]")
    ).astype(int) + 1
    extra = pvlib.irradiance.get_extra_radiation(day)
    sky = pvlib.clearsky.simplified_solis(height, 0.08, 1.0, 101325.0, extra)
    beam, diffuse, level = (np.where(height > 0, sky[name], 0.0) for name in ("dni", "dhi", "ghi"))
    draw = np.random.default_rng(plant.seed)
    hours = np.repeat(draw.random(at.size // 12 + 1), 12)[: at.size]
    match plant.cloud:
        case "overcast":
            cover = 0.9 + 0.1 * hours
        case "mixed":
            cover = np.clip(hours * 1.6 - 0.4, 0, 1)
        case _:
            cover = np.zeros(at.size)
    beam, diffuse = beam * (1 - cover), diffuse + 0.25 * cover * level
    if plant.cloud == "enhanced":
        diffuse += 0.25 * level * (hours > 0.6)
    cosine = pvlib.irradiance.aoi_projection(plant.tilt, plant.azimuth, zenith, azimuth).clip(0)
    with np.errstate(all="ignore"):
        from_sky = np.nan_to_num(
            pvlib.irradiance.haydavies(plant.tilt, plant.azimuth, diffuse, beam, extra, zenith, azimuth)
        )
    ground = level * plant.albedo * (1 - np.cos(np.radians(plant.tilt))) / 2
    plane = np.where(height > 0, beam * cosine + np.minimum(from_sky, diffuse * 2) + ground, 0.0)
    plane = np.where(plane < 8, 0.0, plane)  # the inverter's threshold
    return first + plant.seconds * np.arange(count), plane.reshape(count, steps).mean(axis=1)


def generated(plant: Plant) -> tuple[np.ndarray, np.ndarray]:
    """Instants and generation, whole Wh."""
    starts, plane = irradiance(plant)
    power = np.minimum(plant.kwp * 1.05, plant.kwp * plant.performance * plane / 1000)
    return starts, np.rint(power * plant.seconds / 3.6).astype(np.int64)


def intervals(plant: Plant, *, pv: np.ndarray | None = None, export: np.ndarray | None = None) -> list[MeterInterval]:
    """The plant's readings beside a two-shift load of about its size; export is what the load leaves."""
    starts, made = generated(plant)
    load = load_of(plant, starts)
    pv = made if pv is None else pv
    export = np.maximum(0, made - load) if export is None else export
    return [
        MeterInterval(
            start=datetime.fromtimestamp(int(start), plant.zone),
            seconds=plant.seconds,
            load_wh=int(used),
            pv_wh=int(own),
            export_wh=int(out),
        )
        for start, used, own, out in zip(starts, load, pv, export, strict=True)
    ]


def load_of(plant: Plant, starts: np.ndarray) -> np.ndarray:
    draw = np.random.default_rng(plant.seed + 1)
    hour = (starts + PLACES[plant.place][2] * 3600) % 86_400 // 3600
    level = np.where((hour >= 6) & (hour < 22), 0.5, 0.08)
    return np.rint(plant.kwp * level * (0.9 + 0.2 * draw.random(starts.size)) * plant.seconds / 3.6).astype(np.int64)


def csv_of(items: list[MeterInterval], header: str = HEADER) -> bytes:
    rows = (
        f"{item.start.isoformat()},{item.load_wh / 1000},{item.pv_wh / 1000},{item.export_wh / 1000}" for item in items
    )
    return ("\n".join((header, *rows)) + "\n").encode()
