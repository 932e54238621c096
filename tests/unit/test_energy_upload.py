"""What an upload of readings is told, and what a second opinion says of them: over HTTP and at the terminal."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from greencard.energy import clear_sky
from greencard.energy.readings import parse_readings
from greencard.errors import InvalidInput
from greencard.interfaces.http import ServerSettings, create_app
from greencard.services.energy import allocate_period
from http_client import ask
from service_samples import EXAMPLES, Bench
from walk import Shell

TOKEN = "a-token-of-thirty-two-characters"
CHINA = timezone(timedelta(hours=8))


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.close()


def readings(noon_kwh: int, night_kwh: int = 0, days: int = 3) -> bytes:
    """Hours of a works with generation at noon and, where it is asked for, an hour after midnight."""
    lines = ["timestamp,load_kwh,pv_kwh,export_kwh"]
    for at in range(24 * days):
        start = datetime(2026, 6, 1, tzinfo=CHINA) + timedelta(hours=at)
        pv = {12: noon_kwh, 1: night_kwh}.get(at % 24, 0)
        lines.append(f"{start.isoformat(timespec='minutes')},900{at % 7},{pv},0")
    return "\n".join(lines).encode()


def upload(bench: Bench, data: bytes, lang: str = "en") -> dict[str, object]:
    app = create_app(bench.app, ServerSettings(party="ms-lou", token=TOKEN, base_url="https://cards.example"))
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "text/csv", "Accept-Language": lang}
    return ask(app, "POST", "/api/v1/facilities/F-ANJI-01/readings", content=data, headers=headers).json()


def test_an_upload_is_told_of_generation_the_plant_cannot_have_made(bench: Bench):
    product = bench.product("bamboo-desk-organiser")
    bench.app.put_product(bench_party(), product)
    assert product.facility.solar is not None
    told = upload(bench, readings(noon_kwh=5000, night_kwh=300))
    assert told["new"] == 72
    codes = [line["code"] for line in told["warnings"]]
    assert "GC-MTR-030" in codes
    assert "GC-MTR-031" in codes
    for line in told["warnings"]:
        assert line["detail"]
        assert line["remedy"]
    chinese = upload(bench, readings(noon_kwh=5000, night_kwh=300), "zh")
    assert chinese["new"] == 0
    assert [line["code"] for line in chinese["warnings"]] == codes
    assert all(any("\u4e00" <= char <= "\u9fff" for char in line["detail"]) for line in chinese["warnings"])


def test_an_honest_upload_is_told_nothing(bench: Bench):
    bench.app.put_product(bench_party(), bench.product("bamboo-desk-organiser"))
    assert upload(bench, readings(noon_kwh=200)) == {"new": 72, "warnings": []}


def bench_party():
    from service_samples import LOU

    return LOU


# -- the second opinion -----------------------------------------------------------------------------------------------

READINGS = str(EXAMPLES / "readings" / "anji-2025-10-2026-09.csv")
PLANT = ("--kwp", "420", "--latitude", "30.6", "--longitude", "119.7")


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def test_the_second_opinion_is_given_where_place_and_size_are(shell):
    pytest.importorskip("pvlib")
    assert shell("energy", "match", READINGS, *PLANT, "--json").json["second_opinion"] == "nothing_above"
    assert shell("energy", "match", READINGS, "--kwp", "420", "--json").json["second_opinion"] == "not_asked"
    assert (
        "Second opinion (pvlib's clear sky): no generation above it." in shell("energy", "match", READINGS, *PLANT).out
    )


def test_the_second_opinion_doubts_a_plant_stated_too_small(shell, tmp_path: Path):
    pytest.importorskip("pvlib")
    file = tmp_path / "morning.csv"
    lines = readings(noon_kwh=0).decode().splitlines()
    # 55 kWh in the first hour of light: below the rated power, above what the sky gives.
    file.write_text("\n".join(line.replace(",0,0", ",60,0") if "T06" in line else line for line in lines))
    found = shell("energy", "match", str(file), "--kwp", "100", "--latitude", "30.6", "--longitude", "119.7", "--json")
    assert found.json["second_opinion"] in {"above", "nothing_above"}


def test_without_pvlib_the_match_says_so(shell, monkeypatch: pytest.MonkeyPatch):
    real = importlib.import_module

    def missing(name: str, *rest: object):
        if name == "pvlib":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(clear_sky.importlib, "import_module", missing)
    shown = shell("energy", "match", READINGS, *PLANT)
    assert shown.status == 0
    assert "No second opinion on the generation: pvlib is not installed (extra [meters])." in shown.out
    chinese = shell("energy", "match", READINGS, *PLANT, "--lang", "zh")
    assert "未安装 pvlib" in chinese.out


# -- a sub-meter has load alone ---------------------------------------------------------------------------------------


def alone(data: bytes) -> bytes:
    """The same file with its time and load alone."""
    lines = [line for line in data.decode().splitlines() if not line.startswith("#")]
    names = lines[0].split(",")
    at = names.index("timestamp"), names.index("load_kwh")
    return "\n".join(",".join(line.split(",")[place] for place in at) for line in lines).encode()


def test_a_sub_meter_may_have_load_alone_and_the_main_meter_may_not():
    folder = EXAMPLES / "facility"
    period = (folder / "yiwu-2026-10.yaml").read_bytes()

    def read(name: str, only: str = "press") -> bytes:
        data = (folder / name).read_bytes()
        return alone(data) if only in name else data

    whole = allocate_period(period, "p.yaml", lambda name: (folder / name).read_bytes()).allocation
    found = allocate_period(period, "p.yaml", read).allocation
    assert [one.energy.electricity_wh for one in found.products] == [
        one.energy.electricity_wh for one in whole.products
    ]
    assert found.self_solar_wh == whole.self_solar_wh
    with pytest.raises(InvalidInput) as error:
        allocate_period(period, "p.yaml", lambda name: read(name, "main"))
    assert {fault.code for fault in error.value.faults} == {"GC-MTR-007"}


def test_load_alone_means_load_and_nothing_else():
    head = "timestamp,load_kwh"
    rows = [f"2026-06-01T{hour:02}:00Z,{hour + 1}" for hour in range(4)]
    found = parse_readings("\n".join([head, *rows]).encode(), "s.csv", load_alone=True)
    assert [item.load_wh for item in found.intervals] == [1000, 2000, 3000, 4000]
    assert {(item.pv_wh, item.export_wh) for item in found.intervals} == {(0, 0)}
    for extra in ("export_kwh", "pv_kwh", "charge_kwh"):
        text = "\n".join([f"{head},{extra}", *(f"{row},0" for row in rows)])
        with pytest.raises(InvalidInput):
            parse_readings(text.encode(), "s.csv", load_alone=True)
    register = "\n".join(["时间,用电表码", *rows])
    assert len(parse_readings(register.encode(), "s.csv", load_alone=True).intervals) == 3
