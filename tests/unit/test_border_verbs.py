"""`greencard border` as a person meets it: one line, a file of lines, scope, outlook, calendar; in two languages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import msgspec
import openpyxl
import polars as pl
import pytest

from border_samples import as_csv, as_parquet, as_xlsx, written
from greencard.services.border import BorderAnswer
from service_samples import EXAMPLES
from walk import Shell

ASKED = {"--cn": "73181595", "--origin": "CN", "--kg": "1000", "--on": "2026-08-15", "--as-of": "2026-11-23"}


def line(**changes: str) -> tuple[str, ...]:
    """The words that ask for a tonne of Chinese bolts, with options changed or added (`importer_tonnes="60"`)."""
    options = ASKED | {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    return ("border", "cost", *(word for option in options.items() for word in option))


LINE = line()
ZH = ("--lang", "zh")
ROWS = [
    {"reference": "S1", "cn": "73181595", "origin": "CN", "kg": "1000", "on": "2026-08-15", "importer_t": "120"},
    {"reference": "B1", "cn": "44209099", "origin": "CN", "kg": "900", "on": "2026-08-15", "importer_t": ""},
    {"reference": "S2", "cn": "73181595", "origin": "CN", "kg": "1.000,5", "on": "2026-08-15", "importer_t": ""},
]  # fmt: skip


@pytest.fixture
def shell(monkeypatch, capfdbinary, tmp_path):
    return Shell(monkeypatch, capfdbinary, tmp_path)


def test_status_and_amount_come_first_then_arithmetic_law_assumptions_changes_and_the_rest_apart(shell):
    said = shell(*LINE, "--importer-tonnes", "120").out.splitlines()
    # 6.375 × 1.1 − 0.975 × 1.364 = 5.6826 t per t; × 82.32 EUR = 467.79 EUR
    assert said[1] == "EU CBAM: liable  467.79 EUR"
    headings = ("How it comes about", "Law", "Assumptions", "What would change it", "Other carbon-related costs")
    places = [next(i for i, line in enumerate(said) if line.startswith(heading)) for heading in headings]
    assert places == sorted(places)
    assert (
        "max(0, 6.375 × (1 + 0.1) − 0.975 × 1 × 1.364) × 1 t = 5.6826 t × 82.32 EUR = 467.79 EUR" in said[places[0] + 1]
    )
    changes = " ".join(" ".join(said[places[3] : places[4]]).split())
    sizes = [abs(Decimal(amount)) for amount in re.findall(r"\(([+-][0-9.]+) EUR\)", changes)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == Decimal("467.79")


def test_an_unknown_total_shows_both_ways_it_can_go(shell):
    assert "0 or 467.79 EUR" in shell(*LINE).out
    assert "0 或 467.79 EUR" in shell(*LINE, *ZH).out


def test_the_same_answer_in_chinese(shell):
    said = shell(*LINE, "--importer-tonnes", "50.000", *ZH).out
    assert "欧盟 CBAM：免除：未超过进口商门槛  0.00 EUR" in said
    said = shell(*LINE, "--importer-tonnes", "50.001", *ZH).out
    assert "欧盟 CBAM：应缴  467.79 EUR" in said
    for word in (
        "计算过程",
        "法律依据",
        "前提",
        "哪些因素会改变结果",
        "其他与碳有关的费用（不属 CBAM，不与任何金额相加）",
    ):
        assert word in said
    assert not any(word in said for word in ("Assumptions", "would change", "default value"))


def test_json_is_the_published_value(shell):
    answer = msgspec.json.decode(shell(*LINE, "--importer-tonnes", "120", "--json").out, type=BorderAnswer)
    assert answer.border[0].cost_eur == Decimal("5.6826") * Decimal("82.32")
    assert answer.question.net_mass_t == 1
    assert [cost.kind for cost in answer.other_costs] == ["sea_freight_ets"]


@pytest.mark.parametrize("columns", ["80", "120"])
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "words",
    [
        LINE,
        ("border", "cost", "--cn", "7318", "--origin", "CN", "--kg", "1000", "--on", "2026-08-15"),
        ("border", "scope", "7323"),
        ("border", "outlook", "--cn", "73181595", "--origin", "CN", "--kg", "26000000", "--as-of", "2026-11-23"),
        ("border", "calendar", "--as-of", "2026-11-23"),
    ],
    ids=["line", "heading", "scope", "outlook", "calendar"],
)
def test_nothing_is_wider_than_the_terminal(shell, monkeypatch, columns, lang, words):
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", columns)
    outcome = shell(*words, "--lang", lang)
    assert outcome.status == 0
    assert max(cell_len(line) for line in outcome.out.splitlines()) <= int(columns)


def test_a_pipe_that_closes_is_no_error():
    command = f"{sys.executable} -m greencard {' '.join(LINE)} | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, check=True)
    assert (done.stdout.decode(), done.stderr) == ("73181595  CN → EU  1 t  2026-08-15\n", b"")


def test_an_ambiguous_code_shows_each_branch(shell):
    out = shell(
        "border",
        "cost",
        "--cn",
        "731812",
        "--origin",
        "CN",
        "--kg",
        "1000",
        "--on",
        "2026-08-15",
        "--as-of",
        "2026-11-23",
    ).out
    assert "cannot be priced yet" in out
    # stainless 7.005 × 1.1 − 0.975 × 1.154 = 6.58035 t/t and other 2.738 × 1.1 − 0.975 × 1.364 = 1.6819 t/t, at 82.32
    assert "541.69 EUR" in out
    assert "138.45 EUR" in out


def test_ten_digits_where_eight_do_not_decide(shell):
    assert shell(*line(cn="25070080"), "--json").json["border"][0]["status"] == "cannot_price"
    assert shell(*line(cn="2507008080"), "--json").json["border"][0]["status"] == "threshold_unknown"


def test_other_destinations_are_answered_by_their_own_scheme_or_with_the_plain_fact(shell):
    def to(place, on="2027-02-01"):
        return shell(
            "border", "cost", "--cn", "73181595", "--origin", "CN", "--kg", "1", "--on", on, "--to", place, "--json"
        ).json

    uk = to("gb")["border"][0]
    assert (uk["regime"], uk["status"], uk["cost_eur"]) == ("uk-cbam", "cannot_price", None)
    assert "2027-Q1" in uk["reason"]["en"]
    assert to("GB", "2026-12-31")["border"][0]["status"] == "not_applicable"
    assert to("NO")["border"][0]["regime"] == "no-cbam"
    nowhere = to("BR")
    assert (nowhere["border"], nowhere["other_costs"]) == ([], [])
    assert "BR" in nowhere["note"]["zh"]


def test_uk_threshold_is_a_value_in_pounds(shell):
    assert "exempt" in shell(*line(on="2027-02-01", to="GB", value_gbp="49999.99")).out
    assert "cannot be priced yet" in shell(*line(on="2027-02-01", to="GB", value_gbp="50000")).out


def test_the_producers_file_changes_the_answer_and_its_faults_stand_at_their_line(shell, tmp_path):
    example = str(EXAMPLES / "border" / "bolts-statement.yaml")
    outcome = shell(*LINE, "--importer-tonnes", "120", "--actual", example)
    # 4.10000085 − (0.975 × (0.038 + 1.05 × A rod … )) by the engine: 212.86 EUR, on defaults 467.79 EUR: +254.93 EUR
    assert "liable  212.86 EUR" in outcome.out
    assert "(+254.93 EUR)" in outcome.out
    assert "ILLUSTRATIVE" in outcome.out
    bad = written(tmp_path, "mill.yaml", b"statement:\n  direct_t_per_t: 2.1\n  split_stated: no\n")
    outcome = shell(*LINE, "--importer-tonnes", "120", "--actual", bad.name)
    assert outcome.status == 3
    assert "GC-BRD-020" in outcome.err
    assert "mill.yaml line 2 (/statement/direct_t_per_t)" in outcome.err


def test_the_voyage_is_answered_apart_in_its_own_currency(shell):
    sea = ("--sea-from", "Asia", "--sea-to", "North Europe", "--containers", "2")
    answer = shell(*line(on="2026-01-20"), *sea, "--json").json
    (cost,) = answer["other_costs"]
    assert (cost["status"], cost["amount"], cost["currency"]) == ("reported", "336", "USD")
    august = shell(*LINE, *sea, "--json").json["other_costs"][0]
    assert (august["status"], august["amount"]) == ("no_figure", None)
    assert "168 USD" in august["rate"]["en"]
    assert Decimal(answer["border"][0]["lines"][0]["cost_eur"]) == Decimal("5.6826") * Decimal("75.36")
    outcome = shell(*LINE, "--sea-from", "Moon", "--sea-to", "Europe")
    assert (outcome.status, "GC-BRD-052" in outcome.err, "--sea-from" in outcome.err) == (2, True, True)


@pytest.mark.parametrize(
    ("words", "code", "place"),
    [
        ({"cn": "73181"}, "GC-BRD-001", "--cn"),
        ({"origin": "XX"}, "GC-BRD-002", "--origin"),
        ({"kg": "0"}, "GC-BRD-003", "--kg"),
        ({"kg": "1,5"}, "GC-QTY-001", "--kg"),
        ({"kg": "-1"}, "GC-BRD-003", "--kg"),
        ({"importer_tonnes": "0.5"}, "GC-BRD-005", "--importer-tonnes"),
        ({"to": "XX"}, "GC-BRD-002", "--to"),
        ({"to": "GB", "on": "2027-02-01", "value_gbp": "-1"}, "GC-BRD-040", "--importer-gbp"),
        ({"kg": ""}, "GC-CLI-030", "--kg"),
        ({"actual": "none.yaml"}, "GC-CLI-003", "none.yaml"),
        ({"out": "a.csv"}, "GC-CLI-034", ""),
    ],
)
def test_bad_input_is_named_where_the_person_wrote_it(shell, words, code, place):
    outcome = shell(*line(**words))
    assert outcome.status == 2
    assert code in outcome.err
    assert place in outcome.err
    assert "Traceback" not in outcome.err


def test_scope_of_goods_in_out_and_undecided(shell):
    assert "CBAM applies" in shell("border", "scope", "73181595").out
    out = shell("border", "scope", "7323 99 00").out
    assert "CBAM does not apply" in out
    assert "NOT LAW: COM(2025) 989" in out
    assert "would be added (2028-01-01)" in out
    assert "取决于后续编码位" in shell("border", "scope", "2601", *ZH).out
    assert shell("border", "scope", "73181595", "--json").json["verdict"] == "in"
    assert "GC-BRD-001" in shell("border", "scope", "screws").err


def test_outlook_year_by_year_with_the_proposal_beside_it(shell):
    words = ("border", "outlook", "--cn", "73181595", "--origin", "CN", "--kg", "1000", "--as-of", "2026-11-23")
    out = shell(*words, "--price", "80", "--price", "100").out
    # 2028: 6.375 × 1.3 − 0.9 × 1.364 = 7.0599 t/t by law; − 0.915 × 1.364 = 7.03944 t/t by the proposal
    assert "2028     0.9           7.0599     564.79      705.99" in out
    assert out.index("NOT LAW: COM(2026) 616") < out.index("2028   0.915")
    assert out.rstrip().splitlines()[-1].endswith("Not legal advice.")
    assert "2034" in shell(*words).out
    refused = shell("border", "outlook", "--cn", "44209099", "--origin", "CN", "--kg", "1")
    assert (refused.status, "GC-BRD-031" in refused.err) == (3, True)
    assert shell(*words, "--price", "-1").status == 2
    many = [word for price in range(21) for word in ("--price", str(price + 1))]
    assert "GC-BRD-030" in shell(*words, *many).err


def test_calendar_within_days_and_by_scheme(shell):
    words = ("border", "calendar", "--as-of", "2026-11-23")
    found = shell(*words, "--from", "2027-01-01", "--until", "2027-01-01", "--json").json
    assert {event["regime"] for event in found} == {"eu-cbam", "uk-cbam", "no-cbam", "is-cbam"}
    assert all(event["days_away"] == 39 for event in found)
    assert "39 天后" in shell(*words, "--regime", "uk-cbam", *ZH).out
    assert "No dated event" in shell(*words, "--from", "2040-01-01").out
    assert "GC-SVC-040" in shell(*words, "--from", "2027-01-02", "--until", "2027-01-01").err


def test_schema_of_the_producers_file(shell):
    assert "statement" in shell("border", "schema").json["$defs"]["BorderStatementFile"]["properties"]


def test_a_file_of_lines_with_refused_rows_and_a_total(shell, tmp_path):
    file = written(tmp_path, "lines.csv", as_csv(ROWS))
    out = shell("border", "cost", str(file), "--as-of", "2026-11-23").out
    assert "Due: 467.79 EUR" in out
    assert "row 4: GC-BRD-062" in out
    assert "the liable lines (1)" in out
    assert "refused 1." in out
    out = shell("border", "cost", str(file), "--as-of", "2026-11-23", *ZH).out
    assert "应缴：467.79 EUR" in out
    assert "第 4 行：GC-BRD-062" in out
    found = shell("border", "cost", str(file), "--as-of", "2026-11-23", "--json").json
    assert [row["status"] for row in found["lines"]] == ["liable", "not_applicable", "refused"]
    assert Decimal(found["total"]["due_eur"]) == Decimal("5.6826") * Decimal("82.32")
    assert found["lines_left_out"] == 0


@pytest.mark.parametrize("ending", ["csv", "ndjson", "jsonl", "xlsx", "parquet"])
def test_answers_go_into_a_new_file_of_any_format(shell, tmp_path, ending):
    file = written(tmp_path, "lines.xlsx", as_xlsx(ROWS))
    out = tmp_path / f"answers.{ending}"
    words = ("border", "cost", str(file), "--as-of", "2026-11-23", "--out", str(out))
    outcome = shell(*words)
    assert (outcome.status, outcome.err) == (0, "")
    assert "3 lines." in outcome.out
    again = shell(*words)
    assert (again.status, "GC-CLI-033" in again.err) == (3, True)
    if ending == "parquet":
        assert pl.read_parquet(out)["status"].to_list() == ["liable", "not_applicable", "refused"]
    elif ending == "xlsx":
        assert openpyxl.load_workbook(out)["lines"]["K2"].value == "liable"
    else:
        assert "liable" in out.read_text("utf-8")


def test_long_files_are_answered_by_columns_and_say_the_same(shell, tmp_path):
    rows = [ROWS[0] | {"reference": str(number), "kg": f"{number % 900 + 1}"} for number in range(6_000)]
    file = written(tmp_path, "long.csv", as_csv(rows))
    total = shell("border", "cost", str(file), "--as-of", "2026-11-23", "--json").json["total"]
    kg = sum(number % 900 + 1 for number in range(6_000))
    assert Decimal(total["due_eur"]) == Decimal(kg).scaleb(-3) * Decimal("5.6826") * Decimal("82.32")
    assert total["statuses"]["liable"] == 6_000
    out = shell("border", "cost", str(file), "--as-of", "2026-11-23").out
    assert "… and 5950 more lines (--out FILE)" in out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("lines.txt",), "GC-CLI-031"),
        (("lines.csv", "--cn", "73181595"), "GC-CLI-032"),
        (("lines.csv", "--actual", "mill.yaml"), "GC-CLI-032"),
        (("lines.csv", "--out", "answers.doc"), "GC-CLI-031"),
        (("lines.csv", "--out", "none/answers.csv"), "GC-CLI-008"),
        (("lines.csv", "--importer-tonnes", "0.5"), "GC-BRD-065"),
        (("none.csv",), "GC-CLI-003"),
        (("none.parquet",), "GC-CLI-003"),
        (("folder.parquet",), "GC-CLI-003"),
    ],
)
def test_files_and_options_that_do_not_go_together(shell, tmp_path, words, code):
    written(tmp_path, "lines.csv", as_csv([ROWS[0] | {"importer_t": ""}]))
    written(tmp_path, "lines.txt", b"")
    (tmp_path / "folder.parquet").mkdir()
    outcome = shell("border", "cost", *words)
    assert outcome.status == 2
    assert code in outcome.err
    assert not (tmp_path / "answers.csv").exists()


def test_one_total_of_the_importer_for_the_whole_file(shell, tmp_path):
    file = written(
        tmp_path, "lines.parquet", as_parquet([ROWS[0] | {"importer_t": None}, ROWS[1] | {"importer_t": None}])
    )
    words = ("border", "cost", str(file), "--as-of", "2026-11-23", "--json", "--importer-tonnes")
    assert Decimal(shell(*words, "50").json["total"]["due_eur"]) == 0
    assert Decimal(shell(*words, "50.001").json["total"]["due_eur"]) == Decimal("5.6826") * Decimal("82.32")


def test_a_hostile_name_steers_no_terminal(shell, tmp_path):
    rows = [ROWS[0] | {"reference": "\x1b[2J\x1b]0;x\x07", "colour\x1b[31m": "1"}]
    out = shell("border", "cost", str(written(tmp_path, "a.csv", as_csv(rows))), "--as-of", "2026-11-23").out
    assert "\x1b" not in out


def test_help_is_in_the_language_of_the_reader():
    for lang, words in (("zh", "到岸碳成本"), ("en", "What carbon costs on arrival")):
        done = subprocess.run(
            [sys.executable, "-m", "greencard", "--help"], capture_output=True, check=True, env=_env(lang)
        )
        assert words in done.stdout.decode()


def _env(lang: str) -> dict[str, str]:
    source = str(Path(__file__).parents[2] / "src")
    return os.environ | {"GREENCARD_LANG": lang, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": source}


def test_an_outlook_says_each_sentence_once_with_the_years_it_holds_for(shell):
    asked = ("border", "outlook", "--cn", "73181595", "--origin", "CN", "--kg", "1000", "--as-of", "2026-11-23")
    flat = " ".join(shell(*asked).out.split())
    assert flat.count("mark-up.") == 3
    assert "2028–2034: Default value 6.375" in flat
    assert flat.count("correction factor of the year of import is not set") == 1
    assert "2031–2033: The cross-sectoral" in flat
    assert " Route C (carbon steel" in flat  # of every year, so without one
    assert "82.32 EUR / t: latest and highest published price held (2026-Q3)" in flat
    assert [cost["price_eur_per_t"] for cost in shell(*asked, "--json").json["years"][0]["costs"]] == ["75.28", "82.32"]
    data = " ".join(shell(*asked, "--actual", str(EXAMPLES / "border" / "bolts-processes.yaml")).out.split())
    assert data.count("must be proven") == 1
    assert "2027–2034: 7318 15 95: data of 2026 for a later year" in data
