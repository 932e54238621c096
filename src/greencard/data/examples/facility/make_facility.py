"""Write the illustrative meters of a fictional works in October 2026. Standard library only; the same bytes every time.

Nothing here was measured: the sun is that of `make_readings.py`, the load follows the runs of `yiwu-2026-10.yaml`.
"""

# ruff: noqa: INP001 - a script beside its data, no package

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from runpy import run_path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUN = run_path(str(Path(__file__).resolve().parents[1] / "make_readings.py"))
CHINA, HOLIDAYS = _SUN["CHINA"], _SUN["HOLIDAYS"]
mean_over, noise, kwh = _SUN["mean_over"], _SUN["noise"], _SUN["kwh"]

TITLE = "ILLUSTRATIVE, not measured: F-YIWU-02 (fictional), {what} / 示例数据，非实测：F-YIWU-02（虚构）"
WORKS = _SUN["Plant"](
    file="yiwu-2026-10-main.csv",
    title="",
    header="timestamp,load_kwh,pv_kwh,export_kwh",
    seed="yiwu-1",
    latitude=29.31,
    longitude=120.07,
    kwp=300,
    share=0,
    first=date(2026, 10, 1),
    last=date(2026, 10, 31),
    seconds=3600,
    shifts=((6, 22),),
    breaks=(),
    idle=0,
    rest_days=(6,),
    gaps=((datetime(2026, 10, 20, 3, tzinfo=CHINA), 4),),
)
BASE_KW = 4.0
PRESS_KW = 46.0
SAW_KW = 62.0
FINISH_KW = 27.0
SAWING = (date(2026, 10, 12), date(2026, 10, 24))


def working(moment: datetime) -> bool:
    """Whether a shift is on: 06:00 to 22:00, not on Sundays or holidays."""
    return moment.weekday() not in WORKS.rest_days and moment.date() not in HOLIDAYS and 6 <= moment.hour < 22  # noqa: PLR2004 - the shift


def hours() -> Iterator[datetime]:
    """Every hour of the month."""
    moment = datetime.combine(WORKS.first, datetime.min.time(), CHINA)
    while moment.date() <= WORKS.last:
        yield moment
        moment += timedelta(hours=1)


def scattered(kw: float, *what: object) -> int:
    """Wh of an hour at a mean power, with a little scatter."""
    return int(round(kw * (0.94 + 0.12 * noise(WORKS.seed, *what)) * 1000))  # noqa: RUF046 - `noise` has no type here


def rows() -> Iterator[tuple[datetime, int, int, int, int]]:
    """Start, load, generation, export and the press's part of the load, Wh."""
    for moment in hours():
        on = working(moment)
        press = scattered(PRESS_KW if on else 0.4, "press", moment)
        shop = (SAW_KW if SAWING[0] <= moment.date() < SAWING[1] else FINISH_KW) if on else 0.0
        load = press + scattered(BASE_KW + shop, "shop", moment)
        pv = round(mean_over(WORKS, moment, "pv") * 1000)
        yield moment, load, pv, max(0, pv - load), press


def main() -> None:
    """Write both files beside this script."""
    folder = Path(__file__).parent
    gap_start, count = WORKS.gaps[0]
    gap_end = gap_start + timedelta(hours=count)
    meter = [f"# {TITLE.format(what='main meter, 300 kWp, hourly')}", WORKS.header]
    press = [f"# {TITLE.format(what='press line, hourly')}", WORKS.header]
    for moment, load, pv, export, press_wh in rows():
        stamp = moment.isoformat(timespec="minutes")
        if not gap_start <= moment < gap_end:
            meter.append(f"{stamp},{kwh(load)},{kwh(pv)},{kwh(export)}")
        press.append(f"{stamp},{kwh(press_wh)},0,0")
    for name, lines in (("yiwu-2026-10-main.csv", meter), ("yiwu-2026-10-press.csv", press)):
        data = ("\n".join(lines) + "\n").encode()
        (folder / name).write_bytes(data)
        sys.stdout.write(f"{name}: {len(data)} bytes\n")


if __name__ == "__main__":
    main()
