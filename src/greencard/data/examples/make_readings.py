"""Write the illustrative meter readings of two fictional factories. Standard library only; the same bytes every time.

Nothing here was measured. The sun's height is that of the place and hour, the sky is drawn from a hash, the load
follows shift plans, and the load's level is set so that the stated share of it is met by own PV in the same interval.
"""

# ruff: noqa: INP001 - a script beside its data, no package

from __future__ import annotations

import hashlib
import math
import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CHINA = timezone(timedelta(hours=8))
STANDARD_MERIDIAN = 120.0
PERFORMANCE = 0.82
SUB_STEPS = 4
HOLIDAYS = frozenset(
    {date(2025, 10, day) for day in range(1, 8)}
    | {date(2026, 1, 1)}
    | {date(2026, 2, day) for day in range(14, 24)}
    | {date(2026, 5, day) for day in range(1, 4)}
    | {date(2026, 10, day) for day in range(1, 8)}
)


@dataclass(frozen=True)
class Plant:
    """One factory and the period written for it."""

    file: str
    title: str
    header: str
    seed: str
    latitude: float
    longitude: float
    kwp: float
    share: float
    first: date
    last: date
    seconds: int
    shifts: tuple[tuple[float, float], ...]
    breaks: tuple[tuple[float, float], ...]
    idle: float
    rest_days: tuple[int, ...]
    gaps: tuple[tuple[datetime, int], ...]
    bom: bool = False


ANJI = Plant(
    file="anji-2025-10-2026-09.csv",
    title="ILLUSTRATIVE, not measured: F-ANJI-01 (fictional), 420 kWp, hourly / 示例数据，非实测：F-ANJI-01（虚构）",
    header="timestamp,load_kwh,pv_kwh,export_kwh",
    seed="anji-5",
    latitude=30.64,
    longitude=119.68,
    kwp=420,
    share=0.2704,
    first=date(2025, 10, 1),
    last=date(2026, 9, 30),
    seconds=3600,
    shifts=((6, 14), (14, 22)),
    breaks=((11.5, 12.5), (17.5, 18)),
    idle=0.14,
    rest_days=(5, 6),
    gaps=(
        (datetime(2025, 12, 9, 14, tzinfo=CHINA), 17),
        (datetime(2026, 3, 18, 9, tzinfo=CHINA), 6),
        (datetime(2026, 7, 2, 20, tzinfo=CHINA), 18),
    ),
)
HAIYAN = Plant(
    file="haiyan-2026-10.csv",
    title="ILLUSTRATIVE, not measured: F-HYN-04 (fictional), 1200 kWp, 15 min / 示例数据，非实测：F-HYN-04（虚构）",
    header="时间,用电,光伏,上网",
    seed="haiyan-2",
    latitude=30.52,
    longitude=120.94,
    kwp=1200,
    share=0.2204,
    first=date(2026, 10, 1),
    last=date(2026, 10, 31),
    seconds=900,
    shifts=((0, 8), (8, 16), (16, 24)),
    breaks=((11.5, 12.25), (17.5, 18), (0.5, 1)),
    idle=0.18,
    rest_days=(6,),
    gaps=((datetime(2026, 10, 13, 2, 30, tzinfo=CHINA), 7),),
    bom=True,
)


def noise(*key: object) -> float:
    """A number in [0, 1) that depends on the key alone."""
    digest = hashlib.sha256("|".join(map(str, key)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def cos_zenith(plant: Plant, moment: datetime) -> float:
    """Cosine of the sun's zenith angle (declination after Cooper, equation of time left out)."""
    declination = math.radians(23.45) * math.sin(2 * math.pi * (284 + moment.timetuple().tm_yday) / 365)
    hours = moment.hour + moment.minute / 60 + moment.second / 3600
    solar_hours = hours + (plant.longitude - STANDARD_MERIDIAN) / 15
    latitude, hour_angle = math.radians(plant.latitude), math.radians(15 * (solar_hours - 12))
    return math.sin(latitude) * math.sin(declination) + math.cos(latitude) * math.cos(declination) * math.cos(
        hour_angle
    )


def pv_kw(plant: Plant, moment: datetime) -> float:
    """Generation in kW: clear-sky irradiance 1098 cos z exp(-0.057/cos z) W/m2 (Haurwitz) under a drawn sky."""
    height = cos_zenith(plant, moment)
    if height <= 0.02:  # noqa: PLR2004 - the sun stands on the horizon
        return 0.0
    irradiance = 1.098 * height * math.exp(-0.057 / height)
    sky = noise(plant.seed, "day", moment.date())
    clear = 0.12 + 0.88 * math.pow(sky, 0.9)
    cloud = 1 - (1 - clear) * (0.6 + 0.8 * noise(plant.seed, "hour", moment.date(), moment.hour))
    return plant.kwp * PERFORMANCE * irradiance * max(0.05, min(1.0, cloud))


def relative_load(plant: Plant, moment: datetime) -> float:
    """Load as a fraction of the full shift's: shifts, breaks, rest days, holidays and a little scatter."""
    hour = moment.hour + moment.minute / 60
    working = moment.weekday() not in plant.rest_days and moment.date() not in HOLIDAYS
    level = plant.idle
    if working and any(first <= hour < last for first, last in plant.shifts):
        level = 0.45 if any(first <= hour < last for first, last in plant.breaks) else 1.0
    scatter = 0.94 + 0.12 * noise(plant.seed, "load", moment.date(), moment.hour, moment.minute)
    return level * scatter


def starts(plant: Plant) -> Iterator[datetime]:
    """Start of every metered interval; the gaps are left out."""
    missing = {
        first + timedelta(seconds=plant.seconds * number) for first, count in plant.gaps for number in range(count)
    }
    moment = datetime.combine(plant.first, datetime.min.time(), CHINA)
    end = datetime.combine(plant.last + timedelta(days=1), datetime.min.time(), CHINA)
    while moment < end:
        if moment not in missing:
            yield moment
        moment += timedelta(seconds=plant.seconds)


def mean_over(plant: Plant, start: datetime, kind: str) -> float:
    """Mean over the interval of generation (kW) or relative load, from evenly spaced moments."""
    value = pv_kw if kind == "pv" else relative_load
    step = plant.seconds / SUB_STEPS
    moments = (start + timedelta(seconds=step * (number + 0.5)) for number in range(SUB_STEPS))
    return sum(value(plant, moment) for moment in moments) / SUB_STEPS


def rows(plant: Plant) -> Iterator[tuple[datetime, int, int, int]]:
    """Start, load, generation and export in Wh; the load's level meets the stated share with the gaps taken as grid."""
    times = list(starts(plant))
    hours = plant.seconds / 3600
    pv = [round(mean_over(plant, moment, "pv") * hours * 1000) for moment in times]
    shape = [mean_over(plant, moment, "load") * hours * 1000 for moment in times]
    missing = sum(count for _, count in plant.gaps)
    with_gaps = (len(times) + missing) / len(times)
    low, high = plant.kwp * 0.01, plant.kwp * 10
    for _ in range(60):
        level = (low + high) / 2
        load = [round(part * level) for part in shape]
        share = sum(map(min, load, pv)) / (sum(load) * with_gaps)
        low, high = (level, high) if share > plant.share else (low, level)
    for moment, load_wh, pv_wh in zip(times, load, pv, strict=True):
        yield moment, load_wh, pv_wh, max(0, pv_wh - load_wh)


def kwh(wh: int) -> str:
    """Integer Wh as kWh text with three decimals."""
    return f"{wh // 1000}.{wh % 1000:03d}"


def csv_bytes(plant: Plant) -> bytes:
    """The readings file of one plant."""
    lines = [f"# {plant.title}", plant.header]
    lines += [
        f"{moment.isoformat(timespec='minutes')},{kwh(load)},{kwh(pv)},{kwh(export)}"
        for moment, load, pv, export in rows(plant)
    ]
    return ("\n".join(lines) + "\n").encode("utf-8-sig" if plant.bom else "utf-8")


def main() -> None:
    """Write both files beside this script."""
    folder = Path(__file__).parent / "readings"
    folder.mkdir(exist_ok=True)
    for plant in (ANJI, HAIYAN):
        data = csv_bytes(plant)
        (folder / plant.file).write_bytes(data)
        sys.stdout.write(f"{plant.file}: {len(data)} bytes\n")


if __name__ == "__main__":
    main()
