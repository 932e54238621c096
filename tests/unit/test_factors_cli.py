"""`greencard factors`: search, show, check, as a person and a program see them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from greencard.interfaces.cli import main


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    try:
        main(["factors", *argv])
        status = 0
    except SystemExit as ended:
        status = int(ended.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


def found(capsys: pytest.CaptureFixture[str], *argv: str) -> list[str]:
    status, out, _ = run(capsys, "search", *argv, "--json")
    assert status == 0
    return [hit["factor"]["id"] for hit in json.loads(out)["factors"]]


def test_search_by_material_route_and_origin(capsys: pytest.CaptureFixture[str]) -> None:
    assert found(capsys, "煤制聚丙烯")[0] == "material/pp/cn-cpcd-coal-hddmto"
    assert found(capsys, "recycled PET")[0] == "material/pet/cn-cpcd-filament-recycled"
    assert found(capsys, "PET", "--recycled")[0] == "material/pet/cn-cpcd-filament-recycled"
    assert found(capsys, "PET", "--no-recycled")[0] != "material/pet/cn-cpcd-filament-recycled"
    assert all("/gb-" in factor for factor in found(capsys, "polypropylene", "--region", "GB"))


def test_search_by_name_kind_and_unit(capsys: pytest.CaptureFixture[str]) -> None:
    assert found(capsys, "Zhejiang", "electricity", "--kind", "direct")[0] == "electricity/direct/cn-zj/2023"
    assert found(capsys, "Vietnam", "electricity", "--kind", "life-cycle")[0] == "electricity/life-cycle/vn/ember"
    assert found(capsys, "T-shirt", "--unit", "piece")[0] == "goods/t-shirt-cotton/fr-ademe"
    assert all(f.startswith("fuel/") for f in found(capsys, "natural gas", "--kind", "fuel"))


def test_search_answers_with_reasons_in_the_readers_language(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "search", "竹板", "--lang", "zh")
    assert status == 0
    assert "弱匹配" in out
    assert "代用" in out
    status, out, _ = run(capsys, "search", "injection moulding", "--lang", "en")
    assert "no emission factor" in out
    assert "MJ primary energy" in out


def test_nothing_found_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "search", "unobtainium", "--lang", "en")
    assert status == 3
    assert "GC-CLI-011" in err


def test_show_says_everything(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, "show", "electricity/life-cycle/cn-residual-derived/2023", "--lang", "zh")
    assert status == 0
    assert "推导" in out
    status, out, _ = run(capsys, "show", "material/pp/cn-cpcd-coal-gllmtp", "--json")
    shown = json.loads(out)
    assert shown["factor"]["licence"].startswith("public look-up")
    assert shown["ratings"]["technological"] == 4
    assert shown["under"] == {}
    assert "polypropylene" in shown["leads"][0]["en"]
    status, out, _ = run(capsys, "show", "fuel/natural-gas/combustion/glo-ipcc-tj", "--json")
    assert json.loads(out)["under"] == {"AR6": "56276.3", "AR5": "56266.5", "AR4": "56254.8"}
    status, out, _ = run(capsys, "show", "material/pla/th-corbion", "--lang", "en")
    assert "2.333" in out
    assert "added back" in out


def test_show_of_an_unknown_id_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "show", "material/none", "--lang", "en")
    assert status == 3
    assert "GC-FAC-002" in err


def test_check_of_what_ships_and_of_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    status, out, _ = run(capsys, "check", "--lang", "en")
    assert status == 0
    assert "Echoes: 9" in out
    status, out, _ = run(capsys, "check", "--all", "--lang", "zh")
    assert "cn-cpcd-coal-hddmto" in out
    file = tmp_path / "own.csv"
    head = "id,name_en,value,unit,region,year,boundary,gwp,source,licence\n"
    file.write_text(head + "own/board,paperboard,0.82123,kg CO2e/kg,DE,2025,cradle-to-gate,AR6,a,b\n", encoding="utf-8")
    status, out, _ = run(capsys, "check", str(file), "--json")
    assert status == 1
    checked = json.loads(out)
    assert checked["count"] == 1
    assert any(f["kind"] == "echo" and f["severity"] == "warning" for f in checked["findings"])
    file.write_text(head + "own/x,mystery,1,kg CO2e/kg,DE,2025,cradle-to-gate,AR6,a,b\n", encoding="utf-8")
    assert run(capsys, "check", str(file))[0] == 0
    file.write_text(head + "own/x,mystery,one,kg CO2e/kg,DE,2025,cradle-to-gate,AR6,a,b\n", encoding="utf-8")
    status, out, _ = run(capsys, "check", str(file), "--json")
    assert status == 2
    fault = json.loads(out)["faults"][0]
    assert (fault["code"], fault["line"]) == ("GC-FAC-015", 2)
    assert run(capsys, "check", str(tmp_path / "none.csv"))[0] == 2
