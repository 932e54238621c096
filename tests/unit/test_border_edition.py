"""Imported data say in every answer what they are: which workbook, which tables; and they reach every door."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import date
from decimal import Decimal

import pytest

from greencard.adapters.packs.border import BORDER_FOLDER, border_pack, border_pack_in
from greencard.border import ActualEmissions, Precursor, Verification, eu_cbam, outlook
from greencard.border.edition import workbook_source
from greencard.interfaces.cli import main
from http_client import app_of, ask
from service_samples import EXAMPLES, Bench

PACK = border_pack()
SHA = "ab" * 32
LINE = ("--cn", "73181595", "--origin", "CN", "--kg", "1000")
FACTS = {"cn": "73181595", "origin": "CN", "net_mass_t": Decimal(1), "importer_tonnes": Decimal(120)}
DAYS = {"on": date(2026, 8, 15), "as_of": date(2027, 3, 1)}


def changed(path, picked, column, value):
    """A table of the pack with one value exchanged."""
    rows = list(csv.reader(PACK.raw[path].decode().splitlines()))
    at = rows[0].index(column)
    found = [row for row in rows[1:] if picked(row)]
    assert found
    for row in found:
        row[at] = value
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A pack as an import of a later workbook writes it: one value of China, of Annex IV and of the benchmarks."""
    new = {
        "eu/defaults/CN.csv": changed("eu/defaults/CN.csv", lambda row: row[0] == "731815", "total", "6.5"),
        "eu/annex_iv.csv": changed("eu/annex_iv.csv", lambda row: row[0].startswith("7213"), "value", "9"),
        "eu/benchmarks.csv": changed(
            "eu/benchmarks.csv", lambda row: (row[0], row[1], row[2]) == ("73181595", "B", "C"), "benchmark", "1"
        ),
    }
    sources = {path: workbook_source("2027-02-03", SHA) for path in new}
    sources["eu/benchmarks.csv"] = workbook_source("", SHA)
    lines = ["path,trust,source,sha256"]
    for path, listed in PACK.files.items():
        if path in new:
            lines.append(f"{path},imported,{sources[path]},{hashlib.sha256(new[path]).hexdigest()}")
        else:
            lines.append(f"{path},{listed.trust},{listed.source},{listed.sha256}")
    target = tmp_path_factory.mktemp("pack") / "2027-02"
    for path in PACK.files:
        file = target.joinpath(*path.split("/"))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(new.get(path, PACK.raw[path]))
    (target / "manifest.csv").write_text("\n".join(lines) + "\n")
    return target


def said(answer, lang="en"):
    return " ".join(text.in_lang(lang) for text in answer.assumptions)


def test_an_imported_value_is_never_called_corrected_by_the_act_that_shipped(folder):
    pack = border_pack_in(folder)
    answer = eu_cbam(pack, **FACTS, **DAYS)
    # 6.5 × 1.1 − 0.975 × 1 = 6.175 t
    assert answer.lines[0].certificates_t == Decimal("6.175")
    assert "2026/1740" not in said(answer) + said(answer, "zh") + " ".join(answer.law)
    assert "as printed in the Commission workbook of 2027-02-03 (sha256 abababababab…), imported by" in said(answer)
    assert "据运营者导入的欧盟委员会 2027-02-03 版工作簿（sha256 abababababab…）" in said(answer, "zh")
    assert "The benchmarks were read by the operator from the Commission workbook (sha256" in said(answer)
    assert "基准值由本机运营者从欧盟委员会工作簿（sha256" in said(answer, "zh")
    assert any("as amended, read in the Commission workbook of 2027-02-03" in act for act in answer.law)
    ahead = outlook(pack, "73181595", "CN", Decimal(1), as_of=DAYS["as_of"])
    assert "2026/1740" not in " ".join(ahead.law) + " ".join(text.en for text in ahead.years[0].assumptions)


def test_what_the_import_did_not_change_keeps_its_act(folder):
    answer = eu_cbam(border_pack_in(folder), **{**FACTS, "origin": "IN"}, **DAYS)
    assert "as corrected by IR (EU) 2026/1740" in said(answer)
    assert any(act.endswith("as replaced by Implementing Regulation (EU) 2026/1740") for act in answer.law)
    shipped = eu_cbam(PACK, **FACTS, **DAYS)
    assert "imported" not in said(shipped)
    assert "operator" not in said(shipped)


def test_annex_iv_and_benchmarks_of_an_import_are_named_where_producers_data_rest_on_them(folder):
    actual = ActualEmissions(
        direct_t_per_t=Decimal("0.1"),
        route="C",
        verification=Verification(verifier="V", report="R", year=2026),
        precursors=(Precursor(cn="72131000", mass_t_per_t=Decimal(1)),),
    )
    answer = eu_cbam(border_pack_in(folder), **FACTS, **DAYS, actual=actual)
    # 0.1 + 9 × 1.1 = 10 t/t
    assert answer.lines[0].see_t_per_t == 10
    assert "The values of Annex IV (origin unknown) were read by the operator from the Commission workbook" in said(
        answer
    )
    assert "附件四的数值（原产国不明）由本机运营者从欧盟委员会 2027-02-03 版工作簿" in said(answer, "zh")
    assert "The benchmarks were read by the operator" in said(answer)
    plain = eu_cbam(PACK, **FACTS, **DAYS, actual=actual)
    assert "operator" not in said(plain)


def datasets(found):
    """Every dataset that an answer names, wherever it stands in it."""
    if isinstance(found, dict):
        own = {found["dataset"]} if isinstance(found.get("dataset"), str) else set()
        return own.union(*map(datasets, found.values()))
    return set().union(*map(datasets, found)) if isinstance(found, list) else set()


def printed(capsys, *arguments):
    try:
        main([*arguments, "--json"])
    except SystemExit as end:
        if end.code not in {None, 0, 1}:
            raise
    return json.loads(capsys.readouterr().out)


VERBS = [
    ("border", "cost", *LINE, "--on", "2026-08-15", "--importer-tonnes", "120"),
    ("border", "scope", "73181595"),
    ("border", "outlook", *LINE, "--as-of", "2026-11-23"),
    ("border", "cost", "FILE"),
    ("check", str(EXAMPLES / "stainless-screws.yaml"), "--to", "DE", "--quantity", "10"),
]


@pytest.mark.parametrize("verb", VERBS, ids=["cost", "scope", "outlook", "lines", "check"])
def test_the_imported_data_reach_every_verb(verb, folder, tmp_path, capsys, monkeypatch):
    lines = tmp_path / "lines.csv"
    lines.write_text("cn,origin,kg,on\n73181595,CN,1000,2026-08-15\n")
    asked = [str(lines) if word == "FILE" else word for word in verb]
    new, old = border_pack_in(folder).dataset, PACK.dataset
    assert new != old
    assert datasets(printed(capsys, *asked)) >= {old}
    if verb[0] == "border":
        assert datasets(printed(capsys, *asked, "--border-pack", str(folder))) == {new}
    monkeypatch.setenv(BORDER_FOLDER, str(folder))
    found = datasets(printed(capsys, *asked))
    assert new in found
    assert old not in found


def test_the_imported_data_reach_the_report_and_the_calendar(folder, capsys, monkeypatch):
    monkeypatch.setenv(BORDER_FOLDER, str(folder))
    report = str(EXAMPLES / "border" / "screw-works-report.json")
    assert printed(capsys, "border", "report", "actual", report, "--cn", "73181595", "--draft")["statement"]
    assert printed(capsys, "border", "calendar", "--as-of", "2026-11-23")
    monkeypatch.setenv(BORDER_FOLDER, str(folder / "nowhere"))
    for verb in (*VERBS[:3], ("border", "calendar"), ("border", "report", "check", report)):
        with pytest.raises(SystemExit):
            main([*verb, "--json"])
        assert json.loads(capsys.readouterr().out)["error"] == "GC-BRD-104"


def test_the_imported_data_reach_the_server(folder, monkeypatch):
    monkeypatch.setenv(BORDER_FOLDER, str(folder))
    bench = Bench()
    try:
        body = {"lines": [{"cn": "73181595", "origin": "CN", "net_mass_t": "1", "on": "2026-08-15"}]}
        answer = ask(app_of(bench.app), "POST", "/api/v1/border/cost", json=body)
        assert answer.status_code == 200
        assert datasets(answer.json()) == {border_pack_in(folder).dataset}
        scope = ask(app_of(bench.app), "GET", "/api/v1/border/scope/73181595")
        assert datasets(scope.json()) == {border_pack_in(folder).dataset}
    finally:
        bench.close()
